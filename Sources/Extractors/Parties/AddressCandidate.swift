import Invoicing

/// An address that may be the supplier's: a line of post code and city, with what stands before it.
struct AddressCandidate {
    /// Lines, or parts between separators, in the order of the page: street first, then post code and city.
    var parts: [Part]
    var postal: PostalLine
    /// What stands before the first part, and is not of the address: mostly the name.
    var before: Part?

    /// A run of words in one row.
    struct Part: Hashable {
        var row: Int
        var tokens: Range<Int>
    }

    /// The line of the post code.
    var last: Part { parts[parts.count - 1] }

    func text(_ part: Part, in view: DocumentView, _ names: NameJudge) -> String {
        names.clean(view.rows[part.row].text(part.tokens))
    }

    func text(in view: DocumentView, _ names: NameJudge) -> String {
        parts.map { text($0, in: view, names) }.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    func box(in view: DocumentView) -> Box {
        parts.dropFirst().reduce(view.rows[parts[0].row].box(parts[0].tokens)) {
            $0.union(view.rows[$1.row].box($1.tokens))
        }
    }
}

/// Finds every address of a document, each with one, two, three … parts before its post code: how far up an address goes
/// is for the models to say.
struct AddressCandidates {
    let view: DocumentView
    let lines: TextLines
    let names: NameJudge
    /// Where the parties' names end: no part of an address goes on there.
    let nameEnds: Set<AddressCandidate.Part>

    /// Parts before the line of the post code, at most.
    private static let mostParts = 3

    /// - Parameter itemRows: Rows of the table of items: no address stands there.
    func all(itemRows: Set<Int>) -> [AddressCandidate] {
        var found: [AddressCandidate] = []
        for line in lines.lines where !itemRows.contains(line.row) && line.text.utf8.count < 160 {
            guard let postal = postal(of: line) else { continue }
            let start = line.tokens.lowerBound
            let own = AddressCandidate.Part(
                row: line.row, tokens: start + postal.tokens.lowerBound..<start + postal.tokens.upperBound)
            let outward = before(line, own)
            for last in [own, withRegion(own, line)].compactMap({ $0 }) {
                for count in 0...min(Self.mostParts, outward.count) {
                    found.append(
                        AddressCandidate(
                            parts: outward.prefix(count).reversed() + [last], postal: postal,
                            before: count < outward.count ? outward[count] : nil))
                }
            }
        }
        return found
    }

    private func postal(of line: TextLine) -> PostalLine? {
        if let postal = line.postal { return postal }
        guard let postal = PostalLine.underStreet(view.rows[line.row].tokens[line.tokens]), let above = line.above
        else { return nil }
        let other = lines.lines[above]
        return names.isStreet(view.rows[other.row].tokens[other.tokens]) ? postal : nil
    }

    /// "75999 Coldham, Selangor": the rest of the segment behind a comma, of at most three words.
    private func withRegion(_ own: AddressCandidate.Part, _ line: TextLine) -> AddressCandidate.Part? {
        let words = view.rows[line.row].tokens
        let rest = own.tokens.upperBound..<line.tokens.upperBound
        guard (1...3).contains(rest.count), words[rest.lowerBound - 1].text.hasSuffix(","),
            words[rest].allSatisfy({ !$0.hasDigit && $0.hasLetter && !$0.endsWithColon })
        else { return nil }
        return AddressCandidate.Part(row: own.row, tokens: own.tokens.lowerBound..<rest.upperBound)
    }

    /// What stands before the post code, nearest first: parts of its own line, the line's segments behind separators, the
    /// lines above.
    private func before(_ line: TextLine, _ own: AddressCandidate.Part) -> [AddressCandidate.Part] {
        let row = view.rows[line.row]
        var parts = pieces(of: line.row, line.tokens.lowerBound..<own.tokens.lowerBound)
        var segment = line.segment
        while segment > 0, row.tokens[row.segments[segment].lowerBound].followsBreak, parts.count <= Self.mostParts {
            segment -= 1
            parts += pieces(of: line.row, row.segments[segment])
        }
        guard parts.count <= Self.mostParts else { return parts }
        let first = lines.line(row: line.row, segment: segment)
        for above in lines.upward(from: first, limit: Self.mostParts + 1) {
            let other = lines.lines[above]
            if parts.count > Self.mostParts || other.text.utf8.count > 110 { break }
            parts += pieces(of: other.row, other.tokens)
        }
        return parts
    }

    /// The parts between commas, last first. "Viale dei Pini, 131" is one: a number belongs to its street.
    private func pieces(of row: Int, _ tokens: Range<Int>) -> [AddressCandidate.Part] {
        guard !tokens.isEmpty else { return [] }
        if let name = nameEnds.first(where: {
            $0.row == row && $0.tokens.upperBound > tokens.lowerBound && $0.tokens.upperBound < tokens.upperBound
        }) {
            return pieces(of: row, name.tokens.upperBound..<tokens.upperBound)
                + [AddressCandidate.Part(row: row, tokens: tokens.lowerBound..<name.tokens.upperBound)]
        }
        let words = view.rows[row].tokens
        var parts: [AddressCandidate.Part] = []
        var end = tokens.upperBound
        for index in tokens.dropLast().reversed()
        where endsPart(words[index].text)
            || LegalForms.contains(words[index].key) && !LegalForms.contains(words[index + 1].key)
                && index > tokens.lowerBound
        {
            let isNumberOfStreet = (index + 1..<end).allSatisfy { words[$0].hasDigit || words[$0].key.utf8.count <= 1 }
            if index + 1 < end, !isNumberOfStreet {
                parts.append(AddressCandidate.Part(row: row, tokens: index + 1..<end))
                end = index + 1
            }
        }
        parts.append(AddressCandidate.Part(row: row, tokens: tokens.lowerBound..<end))
        return parts
    }

    private func endsPart(_ text: String) -> Bool {
        text.hasSuffix(",") || text.hasSuffix(";") || ["-", "–", "/", "|", "•", "·"].contains(text)
    }
}
