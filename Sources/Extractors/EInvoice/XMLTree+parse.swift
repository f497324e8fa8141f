package import Foundation
import FoundationXML

extension XMLTree {
    /// Reads a whole document. Document types are refused in every encoding, so there are no entities to expand;
    /// nothing is ever fetched.
    package static func parse(_ data: Data, limits: XMLLimits = XMLLimits()) throws(EInvoiceError) -> XMLTree {
        guard data.count <= limits.bytes else { throw .tooLarge(bytes: data.count, limit: limits.bytes) }
        return try parse(XMLText(data), limits: limits)
    }

    static func parse(_ text: XMLText, limits: XMLLimits) throws(EInvoiceError) -> XMLTree {
        let parser = XMLParser(data: Data(text.bytes))
        // Prefixes are resolved by TreeBuilder: an undeclared one must not lose the invoice.
        parser.shouldProcessNamespaces = false
        parser.shouldResolveExternalEntities = false
        let builder = TreeBuilder(limits)
        parser.delegate = builder
        let finished = parser.parse()
        if let error = builder.error { throw error }
        guard finished, let root = builder.root else {
            throw .malformed(
                line: max(1, parser.lineNumber), column: max(1, parser.columnNumber), because: "the document ends early"
            )
        }
        return root
    }
}

/// Follows the parser and keeps the open elements on a stack.
private final class TreeBuilder: NSObject, XMLParserDelegate {
    private(set) var root: XMLTree?
    private(set) var error: EInvoiceError?
    private let limits: XMLLimits
    private var open: [XMLTree] = []
    /// Namespaces by prefix, one entry per open element.
    private var scopes: [[String: String]] = []
    private var elements = 0

    init(_ limits: XMLLimits) { self.limits = limits }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes attributeDict: [String: String]
    ) {
        guard error == nil else { return }
        elements += 1
        guard elements <= limits.elements else {
            return stop(parser) { .tooManyElements(limit: limits.elements, line: $0, column: $1) }
        }
        guard open.count < limits.depth else {
            return stop(parser) { .tooDeep(limit: limits.depth, line: $0, column: $1) }
        }
        var scope = scopes.last ?? [:]
        var attributes: [String: String] = [:]
        for (key, value) in attributeDict {
            if key == "xmlns" {
                scope[""] = value
            } else if key.hasPrefix("xmlns:") {
                scope[String(key.dropFirst(6))] = value
            } else {
                attributes[key] = value
            }
        }
        scopes.append(scope)
        let colon = elementName.firstIndex(of: ":")
        let prefix = colon.map { String(elementName[..<$0]) } ?? ""
        let name = colon.map { String(elementName[elementName.index(after: $0)...]) } ?? elementName
        open.append(XMLTree(name: name, namespace: scope[prefix], attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
        guard error == nil, let closed = open.popLast() else { return }
        scopes.removeLast()
        if open.isEmpty { root = closed } else { open[open.count - 1].children.append(closed) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard error == nil, !open.isEmpty else { return }
        open[open.count - 1].text += string
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        guard error == nil, !open.isEmpty else { return }
        open[open.count - 1].text += String(decoding: block, as: UTF8.self)
    }

    /// The parser would recover and go on with a guess; an invoice is not guessed.
    func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        let words = (parseError as NSError).userInfo["NSXMLParserErrorMessage"] as? String
        let reason = words?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "it is not well-formed"
        // Undeclared prefixes are resolved to no namespace; libxml2 calls them errors (XML_NS_ERR_UNDEFINED_NAMESPACE).
        guard (parseError as NSError).code != 201 else { return }
        stop(parser) { .malformed(line: $0, column: $1, because: reason) }
    }

    /// Asked for every entity that XML itself does not define.
    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?) -> Data? {
        stop(parser) { .malformed(line: $0, column: $1, because: "it names an entity that is not defined") }
        return nil
    }

    // None of these can be reached after XMLText's scan of the prolog: a second lock on the same door.
    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        stop(parser) { .doctype(line: $0, column: $1) }
    }
    func parser(
        _ parser: XMLParser, foundExternalEntityDeclarationWithName name: String, publicID: String?, systemID: String?
    ) {
        stop(parser) { .doctype(line: $0, column: $1) }
    }
    func parser(
        _ parser: XMLParser, foundUnparsedEntityDeclarationWithName name: String, publicID: String?, systemID: String?,
        notationName: String?
    ) {
        stop(parser) { .doctype(line: $0, column: $1) }
    }
    func parser(_ parser: XMLParser, foundElementDeclarationWithName elementName: String, model: String) {
        stop(parser) { .doctype(line: $0, column: $1) }
    }
    private func stop(_ parser: XMLParser, _ make: (_ line: Int, _ column: Int) -> EInvoiceError) {
        if error == nil { error = make(max(1, parser.lineNumber), max(1, parser.columnNumber)) }
        parser.abortParsing()
    }
}
