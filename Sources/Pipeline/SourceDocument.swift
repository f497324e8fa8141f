package import Foundation

/// A file as it arrived: its name is for people and never decides anything.
package struct SourceDocument: Hashable, Sendable {
    package var name: String
    package var bytes: Data

    package init(name: String, bytes: Data) {
        self.name = name
        self.bytes = bytes
    }
}

/// What a document is, told from its bytes.
package enum DocumentKind: String, Hashable, Sendable, Codable {
    case pdf, png, jpeg, tiff
    /// UN/CEFACT Cross Industry Invoice, also ZUGFeRD 1's older `CrossIndustryDocument`.
    case cii
    /// OASIS UBL 2 Invoice or CreditNote.
    case ubl
}
