import Foundation

/// The root element of an XML file, read without a parser: nothing is expanded, nothing is loaded.
struct XMLRoot {
    /// Without prefix.
    let name: String
    let namespace: String?

    /// - Returns: `nil` when the bytes do not begin like XML.
    /// - Throws: `.xmlRefused` for a DOCTYPE, which can make an XML parser read files and fill the memory.
    init?(_ bytes: Data) throws(ReadFailure) {
        let text = XMLRoot.utf8(bytes)
        guard let tag = try XMLRoot.rootTag(text) else { return nil }
        var words = XMLRoot.attributes(in: tag.dropFirst())
        let full = words.removeFirst().name
        let parts = full.split(separator: ":", maxSplits: 1)
        guard let local = parts.last, !local.isEmpty else { return nil }
        name = String(local)
        let declaration = parts.count == 2 ? "xmlns:\(parts[0])" : "xmlns"
        namespace = words.first { $0.name == declaration }?.value
    }

    /// Skips what may stand before the root: white space, instructions, comments.
    private static func rootTag(_ text: [UInt8]) throws(ReadFailure) -> ArraySlice<UInt8>? {
        var rest = text[...]
        while true {
            rest = rest.drop { $0.isBlank }
            if rest.starts(with: "<?".utf8) {
                guard let end = rest.firstRange(of: Array("?>".utf8)) else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.starts(with: "<!--".utf8) {
                guard let end = rest.firstRange(of: Array("-->".utf8)) else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.starts(with: "<!".utf8) {
                let words = String(decoding: rest.prefix(40), as: UTF8.self).split { $0.isWhitespace || $0 == ">" }
                if words.count > 1, words[1].lowercased() == "html" { return nil }
                throw ReadFailure(
                    .xmlRefused, "the XML has a DOCTYPE, which e-invoices must not have; ask the sender for one without"
                )
            } else {
                guard rest.starts(with: "<".utf8), let second = rest.dropFirst().first, isNameStart(second) else {
                    return nil
                }
                return endOfTag(rest).map { rest[..<$0] }
            }
        }
    }

    /// The first `>` outside quotes.
    private static func endOfTag(_ tag: ArraySlice<UInt8>) -> Int? {
        var quote: UInt8?
        for index in tag.indices {
            let byte = tag[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index
            }
        }
        return nil
    }

    /// The element's own name first, with an empty value, then its attributes.
    private static func attributes(in tag: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        let isEnd: (UInt8) -> Bool = { $0.isBlank || $0 == UInt8(ascii: "/") }
        let element = tag.prefix { !isEnd($0) }
        var found = [(name: String(decoding: element, as: UTF8.self), value: "")]
        var rest = tag[element.endIndex...]
        while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
            let name = rest[..<equals].split(whereSeparator: \.isBlank).last ?? []
            let value = rest[(equals + 1)...].drop { $0.isBlank }
            guard let quote = value.first, let end = value.dropFirst().firstIndex(of: quote) else { break }
            found.append(
                (
                    String(decoding: name, as: UTF8.self),
                    String(decoding: value[(value.startIndex + 1)..<end], as: UTF8.self)
                ))
            rest = rest[(end + 1)...]
        }
        return found
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80
            || (0x61...0x7A).contains(byte | 0x20)
    }

    /// The first million bytes as UTF-8, without byte order mark; UTF-16 is told by its mark or by `<` beside a zero.
    private static func utf8(_ bytes: Data) -> [UInt8] {
        let head = [UInt8](bytes.prefix(1_000_000))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(head.dropFirst(3)) }
        let isBigEndian = head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0, 0x3C])
        let isLittleEndian = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0x3C, 0])
        guard isBigEndian || isLittleEndian else { return head }
        let units = stride(from: 0, to: head.count - 1, by: 2).map { index -> UInt16 in
            let first = UInt16(head[index])
            let second = UInt16(head[index + 1])
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return Array(String(decoding: units.drop { $0 == 0xFEFF }, as: UTF16.self).utf8)
    }
}
