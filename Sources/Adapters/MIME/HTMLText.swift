import Foundation

/// What a person sees of an HTML mail, as lines of text. Quoted mails are lines that begin with `> `.
struct HTMLText {
    private(set) var text = ""
    /// Of the pictures that stand in it: their Content-IDs.
    private(set) var pictures: Set<String> = []

    private var lines = TextLines()
    private var open: [Frame] = []
    /// How many elements of a name are open: most ends that began nowhere are seen at once.
    private var openNames: [String: Int] = [:]
    /// The rest of an Outlook mail: the mail that it answers is not inside of anything, it only comes after a mark.
    private var isRestQuoted = false

    /// - Parameter limit: UTF-8 bytes of text after which it stops.
    init(_ html: String, limit: Int) {
        var tokens = HTMLTokens(html)
        while lines.size < limit, let token = tokens.next() {
            switch token {
            case .text(let bytes): if !isHidden { lines.add(HTMLEntities.decoded(bytes), depth, isPre: isPre) }
            case .start(let tag): start(tag)
            case .end(let name): end(name)
            }
        }
        text = BodyText.cleaned(lines.finished)
    }

    /// An element that is open.
    private struct Frame {
        var name: String
        var isHidden = false
        /// Whether letters have no size here; unlike what hides, a child may give them one again.
        var isSizeless = false
        var isPre = false
        var depth = 0
        /// Whether a blank line stands above and below it.
        var isSpaced = false
        /// Whether it is the box that Gmail lays around its own quote.
        var isQuoteBox = false
    }

    private static let alone: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
        "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
        "section",
        "table", "tbody", "thead", "tfoot", "tr", "ul", "caption",
    ]
    private static let spaced: Set<String> = ["p", "h1", "h2", "h3", "h4", "h5", "h6"]
    /// Those that end where the next of them begins.
    private static let chained: Set<String> = ["p", "li", "td", "th", "tr", "dd", "dt", "option"]
    /// More are not kept apart: no mail that a person wrote comes near.
    private static let mostOpen = 400

    private var isHidden: Bool { open.last.map { $0.isHidden || $0.isSizeless } ?? false }
    private var isPre: Bool { open.last?.isPre ?? false }
    private var depth: Int { (open.last?.depth ?? 0) + (isRestQuoted ? 1 : 0) }

    private mutating func start(_ tag: HTMLTag) {
        if tag.name == "br" {
            if !isHidden { lines.breakLine(depth) }
            return
        }
        if tag.name == "img", let source = tag.attributes["src"], source.lowercased().hasPrefix("cid:") {
            pictures.insert(String(source.dropFirst(4)))
        }
        if Self.chained.contains(tag.name) || Self.blocks.contains(tag.name) { endBefore(tag.name) }
        if Self.blocks.contains(tag.name) { lines.endLine() }
        if isSpaced(tag), !isHidden { lines.leaveBlank() }
        if tag.name == "td" || tag.name == "th" { lines.space() }
        if beginsQuotedRest(tag) {
            lines.endLine()
            isRestQuoted = true
        }
        guard !Self.alone.contains(tag.name) else { return }
        guard open.count < Self.mostOpen else { return }
        open.append(frame(tag))
        openNames[tag.name, default: 0] += 1
    }

    private mutating func end(_ name: String) {
        guard openNames[name] != nil, let index = open.lastIndex(where: { $0.name == name }) else {
            // A paragraph that ends without having begun is an empty one.
            return name == "p" ? lines.endLine() : ()
        }
        let isSpaced = open[index].isSpaced
        close(open.count - index)
        if Self.blocks.contains(name) { lines.endLine() }
        if isSpaced, !isHidden { lines.leaveBlank() }
    }

    /// What the next element ends without saying so.
    private mutating func endBefore(_ name: String) {
        guard let last = open.last?.name else { return }
        if last == "p" && Self.blocks.contains(name) || last == name && Self.chained.contains(name)
            || ["td", "th"].contains(last) && ["td", "th", "tr"].contains(name)
        {
            close(1)
            if name == "tr", open.last?.name == "tr" { close(1) }
        }
    }

    /// The innermost so many.
    private mutating func close(_ count: Int) {
        for frame in open.suffix(count) {
            let left = (openNames[frame.name] ?? 1) - 1
            openNames[frame.name] = left > 0 ? left : nil
        }
        open.removeLast(count)
    }

    private func frame(_ tag: HTMLTag) -> Frame {
        let (style, parent) = (tag.style, open.last)
        var frame = Frame(name: tag.name)
        frame.isHidden =
            parent?.isHidden ?? false || tag.attributes["hidden"] != nil
            || ["display:none", "visibility:hidden", "mso-hide:all"].contains { style.contains($0) }
            || Self.isZero("max-height", in: style) || Self.isZero("opacity", in: style)
        frame.isSizeless = Self.size("font-size", in: style).map { $0 == 0 } ?? parent?.isSizeless ?? false
        frame.isPre = tag.name == "pre" || parent?.isPre ?? false
        frame.isSpaced = isSpaced(tag)
        frame.isQuoteBox = tag.name != "blockquote" && isQuoteBox(tag)
        let isQuote = frame.isQuoteBox || tag.name == "blockquote" && !isQuoted(inBox: tag)
        frame.depth = min((parent?.depth ?? 0) + (isQuote ? 1 : 0), 20)
        return frame
    }

    /// Outlook makes a paragraph of every line.
    private func isSpaced(_ tag: HTMLTag) -> Bool { Self.spaced.contains(tag.name) && !tag.has(class: "Mso") }

    /// Boxes that mailers lay around what they quote and the line above it.
    private func isQuoteBox(_ tag: HTMLTag) -> Bool {
        let classes = [
            "gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "zmail_extra",
            "moz-forward-container",
        ]
        return classes.contains { tag.has(class: $0) }
    }

    /// A blockquote within its box counts once.
    private func isQuoted(inBox tag: HTMLTag) -> Bool {
        guard let box = open.lastIndex(where: { $0.isQuoteBox || $0.name == "blockquote" }) else { return false }
        return open[box].isQuoteBox
    }

    /// Outlook's marks: a line across the page, above the head of the mail it answers.
    private func beginsQuotedRest(_ tag: HTMLTag) -> Bool {
        if ["divRplyFwdMsg", "appendonsend", "x_divRplyFwdMsg"].contains(tag.attributes["id"] ?? "") { return true }
        let style = tag.name == "div" ? tag.style : ""
        return style.contains("border:none;border-top:solid") && style.contains("padding:3.0pt0")
    }

    private static func isZero(_ property: String, in style: String) -> Bool { size(property, in: style) == 0 }

    /// - Returns: `nil` when the style does not say.
    private static func size(_ property: String, in style: String) -> Double? {
        for declaration in style.split(separator: ";") where declaration.hasPrefix(property + ":") {
            let value = declaration.dropFirst(property.count + 1)
            let number = value.prefix { $0.isNumber || $0 == "." }
            return Double(number.hasPrefix(".") ? "0" + number : String(number)) ?? 1
        }
        return nil
    }
}

/// Lines as they grow: blanks run together, at most one empty line in a row.
private struct TextLines {
    private var done = ""
    private var line = ""
    private var depth = 0
    private var wantsSpace = false
    private var wantsBlank = false
    private var endsBlank = true

    /// Bytes so far.
    var size: Int { done.utf8.count + line.utf8.count }

    var finished: String {
        var all = self
        all.endLine()
        return all.done
    }

    mutating func add(_ text: String, _ depth: Int, isPre: Bool) {
        if isPre {
            let pieces = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (number, piece) in pieces.enumerated() {
                if number > 0 { breakLine(depth) }
                begin(depth)
                line += piece
            }
            return
        }
        for scalar in text.unicodeScalars {
            if scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
                || scalar == "\u{A0}"
            {
                wantsSpace = true
                continue
            }
            guard !scalar.isInvisible else { continue }
            begin(depth)
            if wantsSpace, !line.isEmpty { line += " " }
            wantsSpace = false
            line.unicodeScalars.append(scalar)
        }
    }

    mutating func space() { wantsSpace = true }

    /// The line ends, and an empty one counts.
    mutating func breakLine(_ depth: Int) {
        if line.isEmpty {
            self.depth = depth
            writeBlank()
        } else {
            endLine()
        }
    }

    /// The line ends, if there is one.
    mutating func endLine() {
        wantsSpace = false
        guard !line.isEmpty else { return }
        done += Self.mark(depth) + line + "\n"
        line = ""
        endsBlank = false
    }

    /// An empty line, should something follow.
    mutating func leaveBlank() { wantsBlank = true }

    private mutating func begin(_ depth: Int) {
        guard line.isEmpty else { return }
        self.depth = depth
        if wantsBlank { writeBlank() }
        wantsBlank = false
    }

    private mutating func writeBlank() {
        if !endsBlank { done += (depth > 0 ? String(Self.mark(depth).dropLast()) : "") + "\n" }
        endsBlank = true
    }

    private static func mark(_ depth: Int) -> String {
        depth > 0 ? String(repeating: ">", count: depth) + " " : ""
    }
}
