import Invoicing

/// Who a receipt is from: name and address at its top, which have no labels and no block of their own.
struct ReceiptHead {
    let view: DocumentView
    let names: NameJudge
    /// Main parts of printed mail and web addresses.
    let domains: Set<String>
    private let lines: [HeadLine]
    /// Positions in `lines` of the address, top to bottom.
    private let address: ClosedRange<Int>?

    init(_ view: DocumentView, names: NameJudge, domains: Set<String>) {
        self.view = view
        self.names = names
        self.domains = domains
        lines = Self.lines(view, names)
        address = Self.address(in: lines)
    }

    /// Lines from the top to the business of the receipt. Titles and dates printed above the name do not end it.
    private static func lines(_ view: DocumentView, _ names: NameJudge) -> [HeadLine] {
        var lines: [HeadLine] = []
        var business = 0
        for (index, row) in view.rows.enumerated() where row.page == 1 {
            guard let line = HeadLine(row, at: index, view: view, names: names), line.kind != .noise else { continue }
            if line.kind == .business {
                let hasName = lines.contains { $0.kind == .text }
                if lines.contains(where: { $0.kind == .postal }) { break }
                if hasName, lines.contains(where: { $0.kind == .street }) || business > 2 { break }
                if hasName { business += 1 }
            }
            lines.append(line)
            if lines.count >= 20 { break }
        }
        return lines
    }

    // MARK: Address

    private static func address(in lines: [HeadLine]) -> ClosedRange<Int>? {
        if var postal = lines.firstIndex(where: { $0.kind == .postal }) {
            // "5117, Second Floor" looks like post code and town; the real one ends the lines of places.
            while let next = lines[(postal + 1)...].prefix(4).firstIndex(where: { $0.kind == .postal }),
                lines[postal...next].allSatisfy({ $0.kind == .postal || $0.kind == .street })
            {
                postal = next
            }
            return (start(above: postal, lines))...(end(below: postal, lines))
        }
        // Without a post code: the first lines that name places.
        guard let first = lines.firstIndex(where: { $0.kind == .street }), first < 8 else { return nil }
        var last = first
        while last + 1 < lines.count, lines[last + 1].kind == .street, isNext(lines[last], lines[last + 1]) {
            last += 1
        }
        return first...last
    }

    /// The address begins behind a number of the register, or at the topmost line that names a place.
    private static func start(above postal: Int, _ lines: [HeadLine]) -> Int {
        var start = postal
        var index = postal - 1
        var texts = 0
        while index >= 0, postal - index <= 6 {
            switch lines[index].kind {
            case .street:
                start = index
                texts = 0
            case .postal: start = index
            case .text where texts == 0 && index > 0: texts += 1
            case .register where lines[0..<index].contains(where: { $0.kind == .text || $0.kind == .street }):
                // Between the number and the town stands nothing but the address.
                return index + 1
            default: return start
            }
            index -= 1
        }
        return start
    }

    /// State or country under the town.
    private static func end(below postal: Int, _ lines: [HeadLine]) -> Int {
        guard postal + 1 < lines.count, isNext(lines[postal], lines[postal + 1]) else { return postal }
        let next = lines[postal + 1]
        let isOpen = lines[postal].isOpen
        switch next.kind {
        case .street where isOpen && !next.text.hasPrefix("("): return postal + 1
        case .text where next.tokens.count <= 3 && !next.text.contains(where: \.isNumber) && !next.text.hasPrefix("("):
            if isOpen || CountryNames.contains(Folding.key(next.text)) || next.tokens.count == 1 { return postal + 1 }
            return postal
        default: return postal
        }
    }

    private static func isNext(_ upper: HeadLine, _ lower: HeadLine) -> Bool {
        lower.box.y - upper.box.bottom < 2.2 * max(upper.box.height, lower.box.height)
    }

    // MARK: Name

    struct Name {
        var text: String
        var line: HeadLine
        var score: Double
        var reasons: [String]
    }

    /// Best first.
    func candidates() -> [Name] {
        let top = address?.lowerBound ?? lines.count
        var found: [Name] = []
        for (index, line) in lines.enumerated().prefix(max(top, 1)) where line.kind == .text || line.kind == .street {
            // A place's name alone above all is the shop's.
            if line.kind == .street, index >= top || found.contains(where: { $0.score > 0.3 }) { continue }
            if found.count >= 6 { break }
            if let name = rate(line, at: index, order: found.count) { found.append(name) }
        }
        return found.sorted { ($0.score, -$0.line.row) > ($1.score, -$1.line.row) }
    }

    private func rate(_ line: HeadLine, at index: Int, order: Int) -> Name? {
        let row = view.rows[line.row]
        let words = row.tokens[line.tokens]
        guard let range = nameRange(line, row) else { return nil }
        var text = names.clean(row.text(range))
        guard text.count >= 2, text.count <= 70 else { return nil }
        var score = max(0.1, 0.5 - 0.1 * Double(order))
        var reasons = ["top of the receipt"]
        func add(_ weight: Double, _ reason: String) {
            score += weight
            reasons.append(reason)
        }
        let isCompany = LegalForms.isCompany(words) || ReceiptWords.isCompany(words)
        if isCompany { add(0.45, "legal form") }
        if range.upperBound < line.tokens.upperBound,
            words.last?.hasDigit == true || words.contains(where: { $0.text.hasPrefix("(") && $0.hasDigit })
        {
            add(isCompany ? 0.25 : 0.1, "with its number")
        }
        if index + 1 < lines.count {
            let next = lines[index + 1]
            if next.kind == .register { add(0.25, "number below") }
            if address?.lowerBound == index + 1 { add(0.12, "address below") }
            // A name of two lines: its legal form below, an "&" at the end, or large print that had to be broken.
            if next.kind == .text, range.upperBound == line.tokens.upperBound, goesOn(line, next, isCompany: isCompany),
                let more = nameRange(next, view.rows[next.row])
            {
                text += " " + names.clean(view.rows[next.row].text(more))
                add(0.45, "goes on below")
            }
        }
        if line.size > view.layout.textSize * 1.35 { add(0.12, "large print") }
        if line.kind == .street { add(-0.3, "looks like a place") }
        if words.count > 2, words.filter({ ReceiptWords.slogan.contains($0.key) }).count * 3 >= words.count {
            add(-0.35, "words to the customer")
        }
        if text.hasPrefix("(") || text.hasSuffix("!") || text.hasPrefix("#") { add(-0.3, "in brackets") }
        let key = Folding.key(text)
        if key.utf8.count < 4 { add(-0.25, "short") }
        if domains.contains(where: {
            $0.utf8.count >= 4 && key.contains($0) || key.utf8.count >= 4 && $0.hasPrefix(key)
        }) {
            add(0.25, "repeated in mail or web address")
        }
        score += 0.8 * min(0.05, line.confidence - 0.85)
        return Name(text: text, line: line, score: score, reasons: reasons)
    }

    private func goesOn(_ line: HeadLine, _ next: HeadLine, isCompany: Bool) -> Bool {
        let last = view.rows[line.row].tokens[line.tokens.upperBound - 1]
        let end = view.rows[line.row].tokens.last?.text ?? last.text
        guard Self.isNext(line, next) else { return false }
        if !isCompany, isFormOnly(next) { return true }
        if end == "&" || end == "+" || ["and", "und", "et", "en"].contains(last.key) { return true }
        let isLarge = line.size > view.layout.textSize * 1.3 && next.size > view.layout.textSize * 1.3
        return isLarge && !isCompany && line.confidence > 0.7 && next.confidence > 0.7
            && abs(line.size - next.size) < 0.12 * line.size
    }

    private func isFormOnly(_ line: HeadLine) -> Bool {
        let words = view.rows[line.row].tokens[line.tokens]
        guard words.count <= 4 else { return false }
        return words.allSatisfy {
            LegalForms.contains($0.key) || $0.key == "bhd"
                || $0.text.hasPrefix("(") && ($0.key.utf8.count <= 2 || $0.hasDigit)
        } && words.contains { LegalForms.contains($0.key) }
    }

    /// Up to the legal form, and without the number of the register.
    private func nameRange(_ line: HeadLine, _ row: Row) -> Range<Int>? {
        var end = line.tokens.upperBound
        var lastForm: Int?
        for index in line.tokens.dropFirst() {
            let token = row.tokens[index]
            let digits = token.key.utf8.count { $0 >= 48 && $0 <= 57 }
            if digits >= 4 || digits > 0 && token.text.hasPrefix("(") {
                end = index
                break
            }
            if LegalForms.contains(token.key) || token.text.uppercased() == "S/B" { lastForm = index }
        }
        if let lastForm, end - lastForm > 1 { end = lastForm + 1 }
        return line.tokens.lowerBound < end ? line.tokens.lowerBound..<end : nil
    }

    // MARK: Fields

    func fields() -> FieldGroup {
        var fields: FieldGroup = [:]
        let names = candidates()
        if let best = names.first, best.score > 0.2 {
            let row = view.rows[best.line.row]
            let margin = best.score - (names.dropFirst().first?.score ?? 0)
            fields[.supplierName] = Field(
                best.text, confidence: max(0.2, min(0.95, best.score * (margin > 0.15 ? 1 : 0.85))),
                evidence: Evidence(
                    source: row.tokens[best.line.tokens.lowerBound].source, page: row.page, box: best.line.box,
                    printed: row.text(best.line.tokens), reason: best.reasons.joined(separator: "; "),
                    rejected: names.dropFirst().prefix(4).map {
                        Alternative(
                            value: $0.text, page: row.page, box: $0.line.box, score: ($0.score * 1000).rounded() / 1000)
                    }))
        }
        if let address {
            // A lone name of a place on top is the shop's.
            let own = lines[address].filter { $0.row != names.first?.line.row || $0.kind != .street }
            if let first = own.first {
                var text = ""
                for line in own where line.kind != .register && line.kind != .contact {
                    text += text.isEmpty ? line.text : ", " + line.text
                }
                let hasTown = own.contains { $0.kind == .postal }
                let row = view.rows[first.row]
                fields[.supplierAddress] = Field(
                    text, confidence: hasTown ? 0.75 : 0.5,
                    evidence: Evidence(
                        source: row.tokens[first.tokens.lowerBound].source, page: row.page,
                        box: own.dropFirst().reduce(first.box) { $0.union($1.box) }, printed: text,
                        reason: hasTown ? "lines down to the town" : "lines that name places"))
            }
        }
        return fields
    }
}
