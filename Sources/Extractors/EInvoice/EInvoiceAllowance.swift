import Invoicing

/// What allowances (BG-20, BG-27) and charges (BG-21, BG-28) have in common in both syntaxes.
enum EInvoiceAllowance {
    /// - Parameter indicator: `true` for a charge. A missing one leaves `kind` open and is told.
    static func collectKind(_ item: XMLPlace, _ indicator: XMLPlace?, into group: inout EInvoiceCollector) {
        guard let indicator, let isCharge = isCharge(indicator) else {
            return group.add(
                Finding(
                    rule: "einvoice-value", severity: .review,
                    message: "The e-invoice's \(item.path) does not say whether it is an allowance or a charge.",
                    evidence: [Evidence(source: .xml, label: item.path)]))
        }
        group.derived(
            .allowanceOrCharge, isCharge ? "charge" : "allowance", from: indicator, because: "charge indicator")
    }

    static func isCharge(_ indicator: XMLPlace?) -> Bool? {
        switch indicator?.text.lowercased() {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }
}
