package import Invoicing

/// What a document left open, with the print in which it may stand.
package struct OpenQuestion: Hashable, Sendable {
    package struct Asked: Hashable, Sendable {
        package var name: FieldName
        package var type: ValueType
        /// A few of the labels that such a value has.
        package var labels: [String]

        package init(name: FieldName, type: ValueType, labels: [String] = []) {
            self.name = name
            self.type = type
            self.labels = labels
        }
    }

    /// `"invoice/1"`
    package var schema: String
    /// The most important first.
    package var fields: [Asked]
    /// Printed lines in reading order, a list for each page that is told of; without control characters.
    package var lines: [[String]]
    /// The words that `lines` were made of: answers have to stand among them.
    package var pages: [PageText]

    package init(schema: String, fields: [Asked], lines: [[String]], pages: [PageText]) {
        self.schema = schema
        self.fields = fields
        self.lines = lines
        self.pages = pages
    }

    /// Confidence of a value that somebody else read and that stands on the page: below every threshold at which a
    /// document passes without a person (docs/decisions/0065).
    package static let mostConfidence = 0.75
}
