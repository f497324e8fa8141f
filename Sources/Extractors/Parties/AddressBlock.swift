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
        if let postal { parts.append(postal.printed) }
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
            guard line.text.utf8.count < 140, let postal = line.postal else {
                continue
            }
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
        guard
            let cut = head.first(where: {
                Self.endsPart(row.tokens[$0].text) || (LegalForms.contains(row.tokens[$0].key) && $0 > head.lowerBound)
            })
        else { return nil }
        let start = (head.last { $0 < cut && row.tokens[$0].endsWithColon }).map { $0 + 1 } ?? head.lowerBound
        let lastForm = head.last { $0 <= cut + 3 && LegalForms.contains(row.tokens[$0].key) } ?? cut
        let nameTokens = start..<(max(cut, lastForm) + 1)
        let name = names.clean(row.text(nameTokens))
        guard names.isPlausible(row.tokens[nameTokens], name), nameTokens.upperBound < head.upperBound else {
            return nil
        }
        return AddressBlock(
            name: name, nameRow: line.row, nameTokens: nameTokens,
            street: [names.clean(row.text(nameTokens.upperBound..<head.upperBound))], postal: postal, lines: [index],
            page: line.page, box: line.box, isOneLine: true)
    }

    /// One of several parts of a row that printed separators divide: no line of the block under it.
    private func isSenderLine(_ line: TextLine) -> Bool {
        let row = view.rows[line.row]
        let next = line.tokens.upperBound
        return row.tokens[line.tokens.lowerBound].followsBreak
            || (next < row.tokens.count && row.tokens[next].followsBreak)
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
        if names.isStreet(row.tokens[nameTokens]) { return letterhead(index, postal, streets: first..<line.segment) }
        guard names.isPlausible(row.tokens[nameTokens], name) else { return nil }
        let street = ((first + 1)..<line.segment).map { names.clean(row.text(row.segments[$0])) }
        let all = (first...line.segment).map { lines.line(row: line.row, segment: $0) }
        return AddressBlock(
            name: name, nameRow: line.row, nameTokens: nameTokens, street: street, postal: postal, lines: all,
            page: line.page, box: row.box(nameTokens.lowerBound..<line.tokens.upperBound), isOneLine: true)
    }

    /// The name over its street and city: "Bakery Miller" / "Milky Way 42 | 1234 Faraway".
    private func letterhead(_ index: Int, _ postal: PostalLine, streets: Range<Int>) -> AddressBlock? {
        let line = lines.lines[index]
        let row = view.rows[line.row]
        guard line.row > 0, view.rows[line.row - 1].page == row.page else { return nil }
        let over = view.rows[line.row - 1]
        let whole = row.box(row.segments[streets.lowerBound].lowerBound..<line.tokens.upperBound)
        guard over.segments.count == 1, let nameTokens = over.segments.first,
            over.box.sharedWidth(with: whole) > 0.2 || abs(over.box.x - whole.x) < 6,
            whole.y - over.box.bottom < 2.5 * max(6, whole.height)
        else { return nil }
        let name = names.clean(over.text(nameTokens))
        guard names.isPlausible(over.tokens[nameTokens], name), !names.isStreet(over.tokens[nameTokens]) else {
            return nil
        }
        return AddressBlock(
            name: name, nameRow: line.row - 1, nameTokens: nameTokens,
            street: streets.map { names.clean(row.text(row.segments[$0])) }, postal: postal,
            lines: [lines.line(row: line.row - 1, segment: 0), index], page: line.page, box: over.box.union(whole),
            isOneLine: false)
    }

    /// Lines under each other.
    private func stacked(_ index: Int, _ postal: PostalLine) -> AddressBlock? {
        var members = [index]
        for above in lines.upward(from: index, limit: 5) {
            if names.endsBlock(lines.lines[above]) || isSenderLine(lines.lines[above]) { break }
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
        var nameAtEnd = nameAt
        let nameLine = lines.lines[members[nameAt]]
        var name = names.clean(nameLine.text)
        // A long name goes on in the next line: "MVM Musterhafter / Versicherungsverein a.G."
        if nameAt + 1 < members.count - 1, !LegalForms.isCompany(view.rows[nameLine.row].tokens[nameLine.tokens]) {
            let next = lines.lines[members[nameAt + 1]]
            let tokens = view.rows[next.row].tokens[next.tokens]
            if LegalForms.isCompany(tokens), names.isPlausible(tokens, names.clean(next.text)), !names.isStreet(tokens)
            {
                nameAtEnd += 1
                name += " " + names.clean(next.text)
            }
        } else if nameAt + 1 < members.count - 1, lines.lines[members[nameAt + 1]].text.hasPrefix("&") {
            nameAtEnd += 1
            name += " " + names.clean(lines.lines[members[nameAt + 1]].text)
        }
        var street = members[(nameAtEnd + 1)...].dropLast().map { names.clean(lines.lines[$0].text) }
        let own = lines.lines[index]
        if postal.start > 0 {
            let row = view.rows[own.row]
            street.append(names.clean(row.text(own.tokens.lowerBound..<(own.tokens.lowerBound + postal.start))))
        }
        var block = members.suffix(from: nameAt).map { $0 }
        block.append(contentsOf: lines.downward(from: index, limit: 4).dropFirst())
        return AddressBlock(
            name: name, nameRow: nameLine.row, nameTokens: nameLine.tokens,
            street: street.filter { !$0.isEmpty }, postal: postal, lines: block, page: nameLine.page,
            box: block.reduce(nameLine.box) { $0.union(lines.lines[$1].box) }, isOneLine: false)
    }
}
