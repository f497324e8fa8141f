import Foundation
import Invoicing

extension Rule {
    static let documentTypes: [Rule] = [creditNoteSign, creditNoteReference, invoiceIsNotNegative]

    /// Credit notes are printed with or without minus signs, but not with both.
    private static let creditNoteSign = Rule(
        "credit-note-sign", "The totals of a credit note have one sign.", source: practice
    ) { invoice in
        guard invoice.isCreditNote else { return [] }
        let names: [FieldName] = [.netTotal, .taxTotal, .grossTotal]
        let stated = names.compactMap { name in invoice.amount(name).map { (name, $0) } }
        guard let low = stated.min(by: { $0.1 < $1.1 }), let high = stated.max(by: { $0.1 < $1.1 }), low.1 < 0,
            high.1 > 0
        else { return [] }
        return [
            invoice.finding(
                "credit-note-sign", .blocker,
                "The credit note states \(invoice.money(low.1)) (\(low.0.rawValue)) and \(invoice.money(high.1)) "
                    + "(\(high.0.rawValue)); it is unclear which way the money goes.", [low.0, high.0])
        ]
    }

    /// EN 16931 BG-3.
    private static let creditNoteReference = Rule(
        "credit-note-reference", "A credit note names the invoice it corrects.", source: "EN 16931-1:2017, BG-3"
    ) { invoice in
        guard invoice.isCreditNote, invoice.text(.precedingInvoiceNumber) == nil else { return [] }
        return [
            invoice.finding(
                "credit-note-reference", .warning, "The credit note does not say which invoice it corrects.",
                [.documentType])
        ]
    }

    private static let invoiceIsNotNegative = Rule(
        "invoice-negative", "An invoice asks for money; one that gives it back is a credit note.", source: practice
    ) { invoice in
        guard !invoice.isCreditNote, let gross = invoice.amount(.grossTotal), gross < 0 else { return [] }
        return [
            invoice.finding(
                "invoice-negative", .review,
                "The document is no credit note, yet its total is \(invoice.money(gross)), less than 0.",
                [.grossTotal, .documentType])
        ]
    }
}
