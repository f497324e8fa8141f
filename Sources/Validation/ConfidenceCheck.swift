import Invoicing

/// Whether the values that money depends on were read with enough certainty.
enum ConfidenceCheck {
    private static let keyFields: [FieldName] = [
        .invoiceNumber, .invoiceDate, .grossTotal, .supplierName, .supplierIBAN, .currency,
    ]

    /// One finding that names all fields below ``ValidationSettings/lowConfidence``; absent fields are other rules'.
    static func findings(_ invoice: InvoiceView) -> [Finding] {
        let doubtful = keyFields.filter { name in
            guard let field = invoice.draft.fields[name], invoice.text(name) != nil else { return false }
            return field.confidence < invoice.settings.lowConfidence
        }
        guard !doubtful.isEmpty else { return [] }
        let listed = doubtful.map { name in
            let percent = Int(((invoice.draft.fields[name]?.confidence ?? 0) * 100).rounded(.down))
            return "\(name.rawValue) (\(percent) %)"
        }
        let threshold = Int((invoice.settings.lowConfidence * 100).rounded())
        return [
            invoice.finding(
                "low-confidence", .review,
                "Read with less certainty than the \(threshold) % asked for: \(listed.joined(separator: ", ")).",
                doubtful)
        ]
    }
}
