import Invoicing

/// A name with an address under or behind it.
struct AddressBlock {
    /// Name as printed, cleaned.
    var name: String
    var nameRow: Int
    var nameTokens: Range<Int>
    /// Street and other lines between name and city.
    var street: [String]
    var postal: PostalLine?
    /// All lines of the block, as indices into ``TextLines``.
    var lines: [Int]
    var page: Int
    var box: Box
    /// Printed on one line, with separators: a sender's line or a footer.
    var isOneLine: Bool

    var address: String {
        var parts = street
        if let postal { parts.append("\(postal.postCode) \(postal.city)") }
        return parts.joined(separator: ", ")
    }
}

/// Finds the addresses of a document.
struct AddressFinder {
    let view: DocumentView
    let lines: TextLines
    let names: NameJudge

    func blocks() -> [AddressBlock] {
        var result: [AddressBlock] = []
        for index in lines.lines.indices {
            let line = lines.lines[index]
            let row = view.rows[line.row]
            guard line.text.utf8.count < 140, let postal = PostalLine.find(in: row.tokens[line.tokens]) else { continue }
            if let block = oneLine(index, postal) ?? separated(index, postal) ?? stacked(index, postal) {
                result.append(block)
            }
        }
        return result
    }

    /// Name, street and city within one segment, with commas or a number between: "Acme Ltd., 42 Milky Way, 1234 Faraway".
    private func oneLine(_ index: Int, _ postal: PostalLine) -> AddressBlock? {
        let line = lines.lines[index]
        let row = view.rows[line.row]
        let head = line.tokens.lowerBound..<(line.tokens.lowerBound + postal.start)
        guard head.count >= 3 else { return nil }
        guard let cut = head.first(where: { Self.endsPart(row.tokens[$0].text) || (LegalForms.contains(row.tokens[$0].key) && $0 > head.lowerBound) })
        else { return nil }
        let nameTokens = head.lowerBound..<(cut + 1)
        let name = names.clean(row.text(nameTokens))
        guard names.isPlausible(row.tokens[nameTokens], name), cut + 1 < head.upperBound else { return nil }
        return AddressBlock(
            name: name, nameRow: line.row, nameTokens: nameTokens,
            street: [names.clean(row.text((cut + 1)..<head.upperBound))], postal: postal, lines: [index],
            page: line.page, box: line.box, isOneLine: true)
    }

    private static func endsPart(_ text: String) -> Bool {
        text.hasSuffix(",") || text.hasSuffix(";") || text == "-" || text == "–" || text == "/"
    }

    /// Segments of one row parted by printed separators: "Kraxi GmbH · Flugzeugallee 17 · 12345 Papierfeld".
    private func separated(_ index: Int, _ postal: PostalLine) -> AddressBlock? {
        let line = lines.lines[index]
        let row = view.rows[line.row]
        guard line.segment >= 1, row.tokens[line.tokens.lowerBound].followsBreak else { return nil }
        var first = line.segment
        while first > 0, row.tokens[row.segments[first].lowerBound].followsBreak { first -= 1 }
        let nameTokens = row.segments[first]
        let name = names.clean(row.text(nameTokens))
        guard names.isPlausible(row.tokens[nameTokens], name) else { return nil }
        let street = ((first + 1)..<line.segment).map { names.clean(row.text(row.segments[$0])) }
        let all = (first...line.segment).map { lines.line(row: line.row, segment: $0) }
        return AddressBlock(
            name: name, nameRow: line.row, nameTokens: nameTokens, street: street, postal: postal, lines: all,
            page: line.page, box: row.box(nameTokens.lowerBound..<line.tokens.upperBound), isOneLine: true)
    }

    /// Lines under each other.
    private func stacked(_ index: Int, _ postal: PostalLine) -> AddressBlock? {
        var members = [index]
        for above in lines.upward(from: index, limit: 5) {
            if names.endsBlock(lines.lines[above]) { break }
            members.insert(above, at: 0)
        }
        // The name is the first line that can be one.
        var nameAt: Int?
        for (position, member) in members.enumerated() where member != index {
            let line = lines.lines[member]
            let tokens = view.rows[line.row].tokens[line.tokens]
            if names.isPlausible(tokens, names.clean(line.text)), !names.isStreet(tokens), !names.isSalutation(tokens) {
                nameAt = position
                break
            }
        }
        guard let nameAt else { return nil }
        let nameLine = lines.lines[members[nameAt]]
        var street = members[(nameAt + 1)...].dropLast().map { names.clean(lines.lines[$0].text) }
        let own = lines.lines[index]
        if postal.start > 0 {
            let row = view.rows[own.row]
            street.append(names.clean(row.text(own.tokens.lowerBound..<(own.tokens.lowerBound + postal.start))))
        }
        var block = members.suffix(from: nameAt).map { $0 }
        block.append(contentsOf: lines.downward(from: index, limit: 4).dropFirst())
        return AddressBlock(
            name: names.clean(nameLine.text), nameRow: nameLine.row, nameTokens: nameLine.tokens,
            street: street.filter { !$0.isEmpty }, postal: postal, lines: block, page: nameLine.page,
            box: block.reduce(nameLine.box) { $0.union(lines.lines[$1].box) }, isOneLine: false)
    }
}
