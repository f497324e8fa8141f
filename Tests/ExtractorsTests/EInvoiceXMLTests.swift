import Foundation
import Testing

@testable import Extractors

@Suite("XMLTree") struct EInvoiceXMLTests {
    static let doctype = """
        <?xml version="1.0"?>
        <!-- harmless --><!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
        <Invoice>&b;</Invoice>
        """

    static let encodings: [(String, String.Encoding, [UInt8])] = [
        ("UTF-8", .utf8, []), ("UTF-8 with a mark", .utf8, [0xEF, 0xBB, 0xBF]),
        ("UTF-16 little endian", .utf16LittleEndian, []),
        ("UTF-16 little endian with a mark", .utf16LittleEndian, [0xFF, 0xFE]),
        ("UTF-16 big endian", .utf16BigEndian, []),
        ("UTF-16 big endian with a mark", .utf16BigEndian, [0xFE, 0xFF]),
        ("UTF-32 little endian", .utf32LittleEndian, []),
        ("UTF-32 little endian with a mark", .utf32LittleEndian, [0xFF, 0xFE, 0, 0]),
        ("UTF-32 big endian", .utf32BigEndian, []),
        ("UTF-32 big endian with a mark", .utf32BigEndian, [0, 0, 0xFE, 0xFF]),
    ]

    @Test(arguments: encodings)
    func `a document type is refused in every encoding`(_ name: String, _ encoding: String.Encoding, _ mark: [UInt8])
        throws
    {
        let data = Data(mark) + (try #require(Self.doctype.data(using: encoding)))
        #expect(throws: EInvoiceError.doctype(line: 2, column: 18)) { try XMLTree.parse(data) }
    }

    @Test(arguments: encodings)
    func `every encoding reads the same`(_ name: String, _ encoding: String.Encoding, _ mark: [UInt8]) throws {
        let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<a b=\"ü\">Größe €</a>"
        let tree = try XMLTree.parse(Data(mark) + (try #require(text.data(using: encoding))))
        #expect(tree.text == "Größe €")
        #expect(tree.attributes["b"] == "ü")
    }

    @Test(arguments: [
        ("iso-8859-1", [0xFC] as [UInt8], "ü"), ("ISO-8859-15", [0xA4], "€"), ("Windows-1252", [0x80], "€"),
    ])
    func `a declared single-byte encoding is followed`(_ name: String, _ bytes: [UInt8], _ text: String) throws {
        let data = Data("<?xml version='1.0' encoding='\(name)'?><a>".utf8) + Data(bytes) + Data("</a>".utf8)
        #expect(try XMLTree.parse(data).text == text)
    }

    @Test func `an encoding that cannot be scanned is refused`() {
        let data = Data("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADwAIQ-DOCTYPE".utf8)
        #expect(throws: EInvoiceError.encoding(name: "utf-7")) { try XMLTree.parse(data) }
    }

    @Test(arguments: [
        ("nothing", ""), ("words", "Invoice 17"), ("only space", "  \n "), ("only a comment", "<!-- -->"),
    ])
    func `what does not begin like XML is refused`(_ name: String, _ text: String) {
        #expect(throws: EInvoiceError.notXML) { try XMLTree.parse(Data(text.utf8)) }
    }

    @Test(arguments: [
        ("an element is left open", "<a>\n<b></a>"), ("the end is missing", "<a>\n<b>"), ("two roots", "<a/>\n<b/>"),
        ("words behind the root", "<a/>\nmore"), ("an unknown entity", "<a>\n&who;</a>"),
        ("a bare ampersand", "<a>\n& b</a>"),
        ("an attribute twice", "<a>\n<b c='1' c='2'/></a>"), ("a late document type", "<a/>\n<!DOCTYPE a>"),
        ("a document type inside", "<a>\n<!DOCTYPE a></a>"), ("a control character", "<a>\n\u{1}</a>"),
    ])
    func `what is not well-formed is refused with its place`(_ name: String, _ text: String) throws {
        let error = try #require(throws: EInvoiceError.self) { try XMLTree.parse(Data(text.utf8)) }
        switch error {
        case .malformed(let line, let column, let reason):
            #expect((1...3).contains(line))
            #expect(column >= 1)
            #expect(!reason.isEmpty)
        case .doctype: #expect(text.contains("DOCTYPE"))
        default: Issue.record("\(error)")
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let data = Data("<a>".utf8) + Data([0xFC, 0x20]) + Data("</a>".utf8)
        #expect(throws: EInvoiceError.self) { try XMLTree.parse(data) }
    }

    @Test func `depth is limited`() throws {
        func nested(_ depth: Int) -> Data {
            Data((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        #expect(try XMLTree.parse(nested(100)).children.count == 1)
        for depth in [101, 300, 100_000] {
            let error = try #require(throws: EInvoiceError.self) { try XMLTree.parse(nested(depth)) }
            guard case .tooDeep(limit: 100, line: 1, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func `elements and bytes are limited`() throws {
        var limits = XMLLimits()
        limits.elements = 3
        #expect(try XMLTree.parse(Data("<a><b/><b/></a>".utf8), limits: limits).children.count == 2)
        let error = try #require(throws: EInvoiceError.self) {
            try XMLTree.parse(Data("<a><b/><b/><b/></a>".utf8), limits: limits)
        }
        guard case .tooManyElements(limit: 3, _, _) = error else {
            Issue.record("\(error)")
            return
        }
        limits.bytes = 10
        #expect(throws: EInvoiceError.tooLarge(bytes: 11, limit: 10)) {
            try XMLTree.parse(Data("<a></a>    ".utf8), limits: limits)
        }
    }

    @Test func `the tree keeps names, namespaces, attributes, text and order`() throws {
        let text = """
            <p:a xmlns:p="urn:p" xmlns="urn:d" p:k="1" l="&lt;2&gt;">x<b>&amp;&#228;<![CDATA[<c>]]></b>y<q:d/><?go now?></p:a>
            """
        let tree = try XMLTree.parse(Data(text.utf8))
        #expect(tree.name == "a")
        #expect(tree.namespace == "urn:p")
        #expect(tree.attributes == ["p:k": "1", "l": "<2>"])
        #expect(tree.text == "xy")
        #expect(tree.children.map(\.name) == ["b", "d"])
        #expect(tree.children.map(\.namespace) == ["urn:d", nil])
        #expect(tree.children[0].text == "&ä<c>")
    }

    @Test func `errors say what, where, and what to do`() {
        let words = EInvoiceError.doctype(line: 2, column: 18).description
        #expect(words.contains("line 2, column 18"))
        #expect(words.contains("ask the sender"))
    }
}
