import Invoicing

/// The tax of a whole document, in both syntaxes.
enum EInvoiceTaxTotal {
    struct Category {
        var category: XMLPlace?
        var reason: XMLPlace?
        var reasonCode: XMLPlace?
    }

    /// The total in the invoice's currency is BT-110; one in another is BT-111 (tax accounting currency).
    /// Call after `currency` was collected.
    static func collect(_ amounts: [XMLPlace], into found: inout EInvoiceCollector) {
        let currency = found.fields[.currency]?.value
        let filled = amounts.filter { !$0.text.isEmpty }
        let own =
            filled.first { $0.attribute("currencyID")?.uppercased() == currency }
            ?? filled.first { $0.attribute("currencyID") == nil }
            ?? (filled.count == 1 ? filled.first : nil)
        found.amount(.taxTotal, own)
        found.amount(.taxTotalAccounting, filled.first { $0.path != own?.path })
        if let own { checkCurrency([own], into: &found) }
    }

    /// Amounts whose own currency is not the document's: one of the two is wrong, and money depends on which.
    static func checkCurrency(_ amounts: [XMLPlace], into found: inout EInvoiceCollector) {
        guard let currency = found.fields[.currency]?.value else { return }
        for amount in amounts {
            guard let own = amount.attribute("currencyID")?.uppercased(), own != currency else { continue }
            found.add(
                Finding(
                    rule: "einvoice-currency", severity: .review,
                    message: "The e-invoice's currency is \(currency), but \(amount.path) is in \(own).",
                    evidence: [Evidence(source: .xml, printed: own, label: amount.path)]))
        }
    }

    /// Category AE (UNCL 5305) is reverse charge: the customer owes the tax.
    static func collectMeaning(of taxes: [Category], into found: inout EInvoiceCollector) {
        if let place = taxes.lazy.compactMap(\.category).first(where: { EInvoiceValue.code($0.text) == "AE" }) {
            found.derived(.isReverseCharge, "true", from: place, because: "tax category AE")
        }
        found.notes(.taxExemptionReason, taxes.compactMap(\.reason))
        found.code(.taxExemptionCode, taxes.lazy.compactMap(\.reasonCode).first)
    }
}
