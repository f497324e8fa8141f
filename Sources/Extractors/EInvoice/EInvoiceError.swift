/// Why bytes could not be read as an e-invoice. ``description`` says what is wrong, where, and what to do.
package enum EInvoiceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The first mark-up is missing, or the root element is none of CII, ZUGFeRD 1, UBL.
    case notXML
    /// - Parameter root: The root element's name.
    case notAnInvoice(root: String)
    /// A document type declaration can define entities that grow without end or read files; none is ever accepted.
    case doctype(line: Int, column: Int)
    case malformed(line: Int, column: Int, because: String)
    /// - Parameter name: The encoding as declared, or what was found instead.
    case encoding(name: String)
    case tooLarge(bytes: Int, limit: Int)
    case tooDeep(limit: Int, line: Int, column: Int)
    case tooManyElements(limit: Int, line: Int, column: Int)

    package var description: String {
        switch self {
        case .notXML: "This is not XML: the first character is not \"<\". Ask the sender for the invoice's XML file."
        case .notAnInvoice(let root):
            "The XML is no invoice this program knows: its root element is \(root), not CrossIndustryInvoice, "
                + "CrossIndustryDocument, or UBL's Invoice or CreditNote."
        case .doctype(let line, let column):
            "The XML has a document type declaration (line \(line), column \(column)), which is refused because it can "
                + "be used to attack the reader. E-invoices never need one: ask the sender to leave it out."
        case .malformed(let line, let column, let reason):
            "The XML is broken at line \(line), column \(column): \(reason). Ask the sender for a correct file."
        case .encoding(let name):
            "The XML's text encoding is not supported or damaged (\(name)). Ask the sender for UTF-8."
        case .tooLarge(let bytes, let limit): "The XML has \(bytes) bytes; at most \(limit) are read."
        case .tooDeep(let limit, let line, let column):
            "The XML nests more than \(limit) elements (line \(line), column \(column)); no e-invoice does."
        case .tooManyElements(let limit, let line, let column):
            "The XML has more than \(limit) elements (line \(line), column \(column)); it is not read."
        }
    }
}
