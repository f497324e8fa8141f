/// The tags of a template, as far as it takes to see whether every name in it will be known. What only the engine can
/// say, such as sections that do not close, the engine says.
struct TemplateTags {
    struct Tag: Hashable {
        enum Kind: Hashable {
            case value, raw, section, inverted, end, partial
        }
        var kind: Kind
        var name: String
        var line: Int
    }

    private(set) var tags: [Tag] = []
    /// What templates here may not do, with its line.
    private(set) var faults: [(line: Int, words: String)] = []

    init(_ text: String) {
        var rest = Substring(text)
        var line = 1
        func advance(_ part: Substring) { line += part.utf8.count { $0 == 10 } }
        while let open = rest.firstRange(of: "{{") {
            advance(rest[..<open.lowerBound])
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else {
                faults.append((line, "{{ without }}"))
                return
            }
            read(rest[..<close.lowerBound], line)
            advance(rest[..<close.lowerBound])
            rest = rest[close.upperBound...]
        }
    }

    private mutating func read(_ content: Substring, _ line: Int) {
        let kinds: [Character: Tag.Kind] = [
            "{": .raw, "&": .raw, "#": .section, "^": .inverted, "/": .end, ">": .partial,
        ]
        guard let first = content.first, first != "!" else { return }
        if "=%<$".contains(first) {
            faults.append((line, "{{\(first) is not used here"))
            return
        }
        let kind = kinds[first] ?? .value
        let name = String(kind == .value ? content : content.dropFirst()).trimmed
        if kind == .raw { faults.append((line, "{{\(first)\(name) puts values in unescaped; write {{\(name)}}")) }
        if name.contains("(") || name.hasPrefix("*") { faults.append((line, "{{\(name)}} is not used here")) }
        tags.append(Tag(kind: kind, name: name, line: line))
    }
}

extension String {
    var trimmed: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}
