import Foundation

/// XML brought to UTF-8, with its declaration blanked out so that the parser cannot be told another encoding than
/// the one that was scanned. Lines and columns stay those of the original.
struct XMLText {
    private(set) var bytes: [UInt8]
    /// Local name of the root element.
    let rootName: String

    /// - Throws: ``EInvoiceError``; a document type declaration is found here, whatever the encoding.
    init(_ data: Data) throws(EInvoiceError) {
        var utf8 = try Self.utf8([UInt8](data))
        Self.blankDeclaration(&utf8)
        rootName = try Self.scanProlog(utf8)
        bytes = utf8
    }

    /// Walks over white space, comments and instructions up to the root element (XML 1.0, production 22 `prolog`).
    private static func scanProlog(_ bytes: [UInt8]) throws(EInvoiceError) -> String {
        var at = 0
        while true {
            while at < bytes.count, isSpace(bytes[at]) { at += 1 }
            guard at < bytes.count, bytes[at] == UInt8(ascii: "<") else { throw .notXML }
            if starts(bytes, at, "<?") {
                at = try end(of: "?>", in: bytes, from: at + 2)
            } else if starts(bytes, at, "<!--") {
                at = try end(of: "-->", in: bytes, from: at + 4)
            } else if starts(bytes, at, "<!") {
                let (line, column) = place(at, in: bytes)
                throw .doctype(line: line, column: column)
            } else {
                return localName(bytes, at + 1)
            }
        }
    }

    private static func localName(_ bytes: [UInt8], _ start: Int) -> String {
        var stop = start
        var nameStart = start
        while stop < bytes.count, !isSpace(bytes[stop]), bytes[stop] != UInt8(ascii: ">"),
            bytes[stop] != UInt8(ascii: "/"), stop - start < 200
        {
            stop += 1
            if bytes[stop - 1] == UInt8(ascii: ":") { nameStart = stop }
        }
        return String(decoding: bytes[nameStart..<stop], as: UTF8.self)
    }

    private static func end(of mark: StaticString, in bytes: [UInt8], from start: Int) throws(EInvoiceError) -> Int {
        var at = start
        while at < bytes.count {
            if starts(bytes, at, mark) { return at + mark.utf8CodeUnitCount }
            at += 1
        }
        let (line, column) = place(start, in: bytes)
        throw .malformed(line: line, column: column, because: "\(mark) is missing")
    }

    private static func starts(_ bytes: [UInt8], _ at: Int, _ mark: StaticString) -> Bool {
        let count = mark.utf8CodeUnitCount
        guard at + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[at + offset] != mark.utf8Start[offset] { return false }
        return true
    }

    private static func place(_ at: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        let newline = UInt8(ascii: "\n")
        let before = bytes[..<at]
        let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        return (before.count { $0 == newline } + 1, at - start + 1)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...10).contains(byte) || byte == 13 }

    /// Where `<?xml … ?>` stands; `nil` when there is none, or it does not end.
    static func declaration(_ bytes: [UInt8]) -> Range<Int>? {
        var start = 0
        while start < bytes.count, isSpace(bytes[start]) { start += 1 }
        guard starts(bytes, start, "<?xml"), start + 5 < bytes.count, isSpace(bytes[start + 5]) else { return nil }
        var at = start + 5
        while at < bytes.count, at - start < 1000 {
            if starts(bytes, at, "?>") { return start..<(at + 2) }
            at += 1
        }
        return nil
    }

    private static func blankDeclaration(_ bytes: inout [UInt8]) {
        guard let range = declaration(bytes) else { return }
        for index in range where !isSpace(bytes[index]) { bytes[index] = 32 }
    }
}
