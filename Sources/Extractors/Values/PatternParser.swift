/// Reads the text of a ``ValuePattern``.
struct PatternParser {
    private let text: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ source: String) {
        var text = Array(source.unicodeScalars)
        if text.first == "^" { text.removeFirst() }
        if text.last == "$", text.dropLast().reversed().prefix(while: { $0 == "\\" }).count.isMultiple(of: 2) {
            text.removeLast()
        }
        self.text = text
    }

    mutating func parse() throws(PatternFault) -> PatternNode {
        guard !text.isEmpty else { throw PatternFault(message: "it is empty") }
        let node = try choice()
        guard position == text.count else { throw PatternFault(message: "a ) without its (") }
        return node
    }

    private var next: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func choice() throws(PatternFault) -> PatternNode {
        var node = try sequence()
        while take("|") { node = .choice(node, try sequence()) }
        return node
    }

    private mutating func sequence() throws(PatternFault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" { nodes.append(try repeated(try atom())) }
        return .sequence(nodes)
    }

    private mutating func atom() throws(PatternFault) -> PatternNode {
        let scalar = text[position]
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try set())
        case ".": return .set(.any)
        case "\\": return .set(try escaped())
        case "*", "+", "?", "{": throw PatternFault(message: "\(scalar) has nothing before it to repeat")
        case "^", "$": throw PatternFault(message: "\(scalar) can stand at the end of the whole pattern only")
        case "]", "}":
            throw PatternFault(message: "a \(scalar) without its beginning; write \\\(scalar) for the character")
        default: return .set(PatternSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() throws(PatternFault) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 20 else { throw PatternFault(message: "groups stand too deep in each other") }
        if take("?"), !take(":") { throw PatternFault(message: "of the groups with (? only (?: is known") }
        let node = try choice()
        guard take(")") else { throw PatternFault(message: "a ( without its )") }
        return node
    }

    private mutating func escaped() throws(PatternFault) -> PatternSet {
        guard let scalar = next else { throw PatternFault(message: "it ends with \\") }
        position += 1
        switch scalar {
        case "d": return .digits
        case "w": return .word
        case "s": return .space
        case "a"..."z", "A"..."Z", "0"..."9": throw PatternFault(message: "\\\(scalar) is not known")
        default: return PatternSet(ranges: [scalar.value...scalar.value])
        }
    }

    private mutating func set() throws(PatternFault) -> PatternSet {
        var set = PatternSet(ranges: [], isTurned: take("^"))
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            position += 1
            let low = scalar == "\\" ? try escaped() : PatternSet(ranges: [scalar.value...scalar.value])
            guard next == "-", position + 1 < text.count, text[position + 1] != "]" else {
                set.ranges += low.ranges
                continue
            }
            position += 2
            let last = text[position - 1]
            let high = last == "\\" ? try escaped() : PatternSet(ranges: [last.value...last.value])
            guard let from = low.only, let to = high.only, from <= to else {
                throw PatternFault(message: "a range in [ ] that goes down, or from one class to another")
            }
            set.ranges.append(from...to)
        }
        guard take("]") else { throw PatternFault(message: "a [ without its ]") }
        return set
    }

    private mutating func repeated(_ node: PatternNode) throws(PatternFault) -> PatternNode {
        let result: PatternNode
        switch next {
        case "*": result = .repeated(node, 0, nil)
        case "+": result = .repeated(node, 1, nil)
        case "?": result = .repeated(node, 0, 1)
        case "{":
            position += 1
            let least = try number()
            let most: Int? = take(",") ? (next == "}" ? nil : try number()) : least
            guard next == "}", most.map({ $0 >= least }) ?? true else {
                throw PatternFault(message: "a repeat in { } that is none")
            }
            result = .repeated(node, least, most)
        default: return node
        }
        position += 1
        if let more = next, "*+?{".unicodeScalars.contains(more) {
            throw PatternFault(message: "two repeats after one another; lazy ones are not known")
        }
        return result
    }

    private mutating func number() throws(PatternFault) -> Int {
        var value = 0
        let start = position
        while let scalar = next, (0x30...0x39).contains(scalar.value) {
            value = value * 10 + Int(scalar.value - 0x30)
            position += 1
            guard value <= 200 else { throw PatternFault(message: "a repeat of more than 200") }
        }
        guard position > start else { throw PatternFault(message: "a repeat in { } that is none") }
        return value
    }
}

extension PatternSet {
    /// The one character it stands for.
    fileprivate var only: UInt32? {
        guard ranges.count == 1, !isTurned, let range = ranges.first, range.count == 1 else { return nil }
        return range.lowerBound
    }
}
