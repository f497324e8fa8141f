import Invoicing

extension Rule {
    static let required: [Rule] = requiredFields.map(present) + [readable, currencyIsKnown]

    /// EN 16931 BR-02, BR-03, BR-05, BR-06, BR-14: what no invoice can be posted without.
    private static let requiredFields: [(FieldName, String)] = [
        (.invoiceNumber, "invoice number"), (.invoiceDate, "invoice date"), (.supplierName, "supplier's name"),
        (.grossTotal, "total with tax"), (.currency, "currency"),
    ]

    private static func present(_ field: FieldName, _ words: String) -> Rule {
        let id = "missing-" + field.rawValue
        return Rule(id, "The invoice states the \(words).", source: standard) { invoice in
            guard invoice.text(field) == nil else { return [] }
            return [invoice.finding(id, .blocker, "No \(words) was found on the document.")]
        }
    }

    /// A value that cannot be read would make every rule that needs it silent.
    private static let readable = Rule(
        "unreadable-value", "Amounts are numbers and dates are days.", source: practice
    ) { invoice in
        let amounts = amountFields.filter { invoice.text($0) != nil && invoice.amount($0) == nil }
        let days = dayFields.filter { invoice.text($0) != nil && invoice.day($0) == nil }
        return (amounts + days).map { name in
            let value = invoice.text(name) ?? ""
            return invoice.finding(
                "unreadable-value", .blocker, "“\(value)” (\(name.rawValue)) is neither a number nor a date.", [name])
        }
    }

    private static let currencyIsKnown = Rule(
        "currency-unknown", "The currency is one of ISO 4217.", source: "EN 16931-1:2017, BR-CL-04"
    ) { invoice in
        guard let text = invoice.text(.currency), invoice.currency == nil else { return [] }
        return [invoice.finding("currency-unknown", .blocker, "“\(text)” is no currency of ISO 4217.", [.currency])]
    }

    private static let amountFields: [FieldName] = [
        .lineNetTotal, .allowanceTotal, .chargeTotal, .netTotal, .taxTotal, .grossTotal, .prepaidAmount,
        .roundingAmount, .amountDue, .previousBalance,
    ]
    private static let dayFields: [FieldName] = [
        .invoiceDate, .dueDate, .taxPointDate, .deliveryDate, .servicePeriodStart, .servicePeriodEnd, .orderDate,
    ]
}
