package import Invoicing

/// The kinds of value that a schema can ask for (`x-extract.type`).
package enum ValueType: String, Hashable, Sendable, Codable, CaseIterable {
    case identifier, date, amount, percent, quantity, currency, iban, bic, text, name, address, email, phone, url
    case boolean, code
    case vatID = "vat-id"
    case taxNumber = "tax-number"
}

/// How one field is found: the `x-extract` part of a property in `schemas/*.schema.json`.
package struct FieldRule: Hashable, Sendable {
    package var name: FieldName
    package var type: ValueType
    package var isRequired: Bool
    /// Printed labels, all languages together.
    package var labels: [String]
    /// Labels that may mean other fields too.
    package var weak: [String]
    /// Printed text that contains a label but means something else.
    package var avoid: [String]
    /// What the whole value must match; other values are no candidates.
    package var pattern: ValuePattern?

    func accepts(_ value: String) -> Bool { pattern?.matches(value) ?? true }
}

/// A document type: `schemas/NAME.schema.json` read for extraction.
package struct ExtractionSchema: Hashable, Sendable {
    /// `"invoice"`
    package var name: String
    package var version: Int
    /// Value of `document_type` for documents of this schema; `nil` = none.
    package var documentType: String?
    /// Printed titles that tell the type, all languages together.
    package var titles: [String]
    package var fields: [FieldRule]
    package var columns: [FieldRule]
    package var taxColumns: [FieldRule]

    /// `"invoice/1"`
    package var identifier: String { "\(name)/\(version)" }
}

/// Why a schema cannot be used; names every fault at once.
package struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    package var faults: [String]
    package var description: String { "\(file): " + faults.joined(separator: "; ") }

    package init(file: String, faults: [String]) {
        self.file = file
        self.faults = faults
    }
}
