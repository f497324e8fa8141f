package import Foundation
package import Invoicing

/// What may be asked about a document, as readers are given it; without it nothing is asked.
package struct QuestionSettings: Hashable, Sendable, Codable {
    /// Confidence 0...1 below which a value counts as open.
    package var threshold = 0.8
    /// Fields that may be asked, the most important first; a document's type has to have them.
    package var fields: [FieldName] = [
        .invoiceNumber, .invoiceDate, .supplierName, .currency, .grossTotal, .netTotal, .taxTotal, .dueDate,
        .purchaseOrder, .supplierVATID, .supplierIBAN, .customerName,
    ]
    /// Fields of one question.
    package var mostFields = 12
    /// UTF-8 bytes of print that go with one question.
    package var mostText = 24_000

    package init() {}

    /// Name under which a reader is given them.
    package static let file = "question.json"

    /// - Returns: `nil` when nothing is to be asked.
    package init?(files: [String: Data]) throws(SchemaError) {
        guard let data = files[Self.file] else { return nil }
        do { self = try JSONDecoder().decode(QuestionSettings.self, from: data) } catch {
            throw SchemaError(file: Self.file, faults: ["are no settings of questions"])
        }
    }
}
