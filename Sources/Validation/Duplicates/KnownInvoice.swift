import Foundation
import Invoicing

/// A past invoice with what comparisons need, worked out once.
struct KnownInvoice: Sendable {
    enum Kind: Sendable { case invoice, creditNote, unknown }

    let document: String
    let file: String?
    let number: InvoiceNumberKey?
    let gross: Decimal?
    let date: Day?
    let kind: Kind
    private let currency: String?
    private let supplierID: String?
    private let vatKey: String?
    private let nameKeys: Set<String>

    init(_ invoice: PastInvoice) {
        document = invoice.document
        file = invoice.sha256.flatMap { $0.isEmpty ? nil : $0.lowercased() }
        number = invoice.invoiceNumber.flatMap(InvoiceNumberKey.init)
        gross = invoice.grossTotal.flatMap { Decimal(canonical: $0) }
        date = invoice.invoiceDate
        kind = Self.kind(invoice.documentType, gross)
        currency = invoice.currency.flatMap { $0.isEmpty ? nil : $0.uppercased() }
        supplierID = invoice.supplierID.flatMap { $0.isEmpty ? nil : $0 }
        vatKey = invoice.supplierVATID.flatMap { PartyRecord.taxKey($0, country: nil) }
        nameKeys = invoice.supplierName.map { PartyName($0).keys } ?? []
    }

    private static func kind(_ type: String?, _ gross: Decimal?) -> Kind {
        if type == "credit_note" || (gross ?? 0) < 0 { return .creditNote }
        return type == nil || type == "" ? .unknown : .invoice
    }

    /// A credit note is no copy of its invoice; where the kind was not kept it may be either.
    func isSameKind(as other: KnownInvoice) -> Bool {
        kind == other.kind || kind == .unknown || other.kind == .unknown
    }

    /// - Returns: `nil` when nothing tells.
    func isSameSupplier(as other: KnownInvoice) -> Bool? {
        if let mine = supplierID, let theirs = other.supplierID { return mine == theirs }
        if let mine = vatKey, let theirs = other.vatKey { return mine == theirs }
        guard !nameKeys.isEmpty, !other.nameKeys.isEmpty else { return nil }
        return !nameKeys.isDisjoint(with: other.nameKeys)
    }

    /// Sums without currency may be in any.
    func isSameSum(as other: KnownInvoice) -> Bool {
        guard let gross, let theirs = other.gross, abs(gross) == abs(theirs) else { return false }
        return currency == nil || other.currency == nil || currency == other.currency
    }

    func daysApart(from other: KnownInvoice) -> Int? {
        guard let date, let theirs = other.date else { return nil }
        return abs(date.ordinal - theirs.ordinal)
    }

    /// For messages: the document with what a person remembers it by.
    var description: String {
        let parts = [
            date.map { "dated \($0)" },
            gross.map { ([$0.canonical(minimumDigits: 2), currency ?? ""]).joined(separator: " ") },
        ]
        .compactMap { $0 }
        return parts.isEmpty ? document : document + " (" + parts.joined(separator: ", ") + ")"
    }
}
