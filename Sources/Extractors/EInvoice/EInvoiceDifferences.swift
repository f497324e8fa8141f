import Foundation
package import Invoicing

/// Compares an e-invoice's XML with the page it came with. The law takes the XML for the invoice and people look at the
/// page: where they differ, someone is mistaken or someone is cheated.
package enum EInvoiceDifferences {
    /// One finding `xml-differs-<field>` per field that both state differently. What the page does not state, or what
    /// was only computed for it, is no difference.
    package static func findings(xml: Draft, page: Draft) -> [Finding] {
        compared.compactMap { name, severity in
            guard let own = xml.fields[name], let other = page.fields[name], other.evidence?.source != .computed,
                !agree(name, xml, page)
            else { return nil }
            return finding(name, severity, own, other)
        } + documentTypes(xml, page)
    }

    private static let compared: [(FieldName, Severity)] = [
        (.invoiceNumber, .blocker), (.invoiceDate, .review), (.supplierName, .review), (.supplierIBAN, .blocker),
        (.currency, .review), (.netTotal, .blocker), (.taxTotal, .blocker), (.grossTotal, .blocker),
        (.amountDue, .blocker),
    ]

    /// - Parameter page: Below 0.5 the page's value is more likely misread than different.
    private static func finding(_ name: FieldName, _ severity: Severity, _ xml: Field, _ page: Field) -> Finding {
        let isUnsure = page.confidence < 0.5
        let label = name.rawValue.replacingOccurrences(of: "_", with: " ")
        return Finding(
            rule: "xml-differs-\(name.rawValue)", severity: isUnsure ? min(severity, .warning) : severity,
            message: "The e-invoice's \(label) is \(xml.value), the page \(isUnsure ? "seems to say" : "says") "
                + "\(page.value).",
            evidence: [xml.evidence, page.evidence].compactMap(\.self))
    }

    /// Only the plain codes 380 and 381: a page may call a correction or a self-billed invoice either way.
    private static func documentTypes(_ xml: Draft, _ page: Draft) -> [Finding] {
        guard let own = xml.fields[.documentType], let other = page.fields[.documentType],
            ["380", "381"].contains(xml[.documentTypeCode]), own.value != other.value,
            ["invoice", "credit_note"].contains(other.value), other.evidence?.source != .computed
        else { return [] }
        return [finding(.documentType, .review, own, other)]
    }
}

/// When two values of a field are the same.
extension EInvoiceDifferences {
    /// - Returns: `false` when either side does not state the field.
    static func agree(_ name: FieldName, _ xml: Draft, _ page: Draft) -> Bool {
        guard let own = xml.fields[name], let other = page.fields[name] else { return false }
        switch name {
        case .supplierIBAN: return sameAccount(own, other)
        case .supplierName:
            let names: [FieldName] = [.supplierName, .supplierTradingName]
            return names.compactMap { xml[$0] }.contains { EInvoiceNameMatch.isSame($0, other.value) }
        case .customerName, .shippingName, .payeeName, .supplierTradingName, .customerTradingName, .billingName:
            return EInvoiceNameMatch.isSame(own.value, other.value)
        default:
            if amounts.contains(name) { return sameAmount(own.value, other.value, isCreditNote: isCreditNote(xml)) }
            return identifier(own.value) == identifier(other.value)
        }
    }

    private static let amounts: Set<FieldName> = [
        .lineNetTotal, .allowanceTotal, .chargeTotal, .netTotal, .taxTotal, .grossTotal, .prepaidAmount,
        .roundingAmount, .amountDue,
    ]

    private static func isCreditNote(_ draft: Draft) -> Bool { draft[.documentType] == "credit_note" }

    /// Credit notes are written with either sign (Peppol: positive; many pages: negative).
    private static func sameAmount(_ left: String, _ right: String, isCreditNote: Bool) -> Bool {
        guard let a = Decimal(canonical: left), let b = Decimal(canonical: right) else { return left == right }
        return isCreditNote ? a.magnitude == b.magnitude : a == b
    }

    /// The page may print several accounts, and the XML list them: one in common is enough.
    private static func sameAccount(_ xml: Field, _ page: Field) -> Bool {
        let own = [xml.value] + (xml.evidence?.rejected.map(\.value) ?? [])
        let other = [page.value] + (page.evidence?.rejected.map(\.value) ?? [])
        return !Set(own.map(identifier)).isDisjoint(with: other.map(identifier))
    }

    /// Letters and digits, upper case: spaces and punctuation of numbers differ in print.
    private static func identifier(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.uppercased().unicodeScalars.filter {
                    $0.properties.isAlphabetic || $0.properties.numericType != nil
                }))
    }
}
