import Invoicing

/// Names that stand beside or under a party's heading: "Bill to", "Verkäufer", "Livré à".
struct LabelledParties {
    struct Party {
        var field: FieldName
        var name: String
        var row: Int
        var tokens: Range<Int>
        var weight: Double
        var label: String
        var block: AddressBlock?
    }

    let parties: [Party]

    init(view: DocumentView, lines: TextLines, names: NameJudge, blocks: [AddressBlock]) {
        var parties: [Party] = []
        let fields: [FieldName] = [.supplierName, .customerName, .shippingName, .payeeName]
        for rowHits in view.hits {
            for hit in rowHits where hit.startsSegment {
                guard
                    let meaning = hit.meanings.filter({ fields.contains($0.field) && $0.strength != .avoid })
                        .max(by: { $0.strength < $1.strength })
                else { continue }
                let reader = Reader(view: view, lines: lines, names: names, blocks: blocks)
                if let party = reader.party(of: hit, meaning) { parties.append(party) }
            }
        }
        self.parties = parties
    }

    func all(_ field: FieldName) -> [Party] { parties.filter { $0.field == field } }

    /// Whether a block belongs to a heading of some other party than the customer.
    func isOther(_ block: AddressBlock) -> Bool {
        parties.contains {
            $0.field != .customerName && $0.block?.nameRow == block.nameRow && $0.block?.nameTokens == block.nameTokens
        }
    }
}

private struct Reader {
    let view: DocumentView
    let lines: TextLines
    let names: NameJudge
    let blocks: [AddressBlock]

    func party(of hit: LabelHit, _ meaning: LabelMeaning) -> LabelledParties.Party? {
        let row = view.rows[hit.row]
        let label = row.text(hit.tokens)
        let base = meaning.strength == .strong ? 0.9 : 0.55
        // "Bill to: Globex Corp": the rest of the line, when the label ends with a colon or the line is short.
        let segment = row.segments[hit.segment]
        if hit.tokens.upperBound < segment.upperBound, hit.hasColon {
            return named(hit.row, hit.tokens.upperBound..<segment.upperBound, meaning.field, base, label)
        }
        guard hit.endsSegment || hit.tokens.count + 1 >= segment.count else { return nil }
        if hit.hasColon, hit.segment + 1 < row.segments.count, !isLabel(hit.row, hit.segment + 1) {
            let next = row.segments[hit.segment + 1]
            if row.tokens[next.lowerBound].box.x - hit.box.right < 90,
                let party = named(hit.row, next, meaning.field, base, label)
            {
                return party
            }
        }
        return below(hit, meaning, base, label)
    }

    private func isLabel(_ row: Int, _ segment: Int) -> Bool {
        view.hits[row].contains {
            $0.segment == segment && $0.startsSegment && $0.meanings.contains { $0.strength == .strong }
        }
    }

    private func below(_ hit: LabelHit, _ meaning: LabelMeaning, _ base: Double, _ label: String) -> LabelledParties
        .Party?
    {
        let row = view.rows[hit.row]
        let nextLabel = view.hits[hit.row].first { $0.tokens.lowerBound >= hit.tokens.upperBound && $0.startsSegment }
        let limit = nextLabel.map { $0.box.x - 2 } ?? (hit.box.right + 120)
        let finder = LabelledFields(view)
        var skipped = 0
        for index in view.rows.indices[(hit.row + 1)...].prefix(6) {
            let next = view.rows[index]
            guard next.page == row.page, next.box.y - hit.box.bottom < 5 * max(7, hit.box.height) else { break }
            guard let segment = finder.segment(of: next, under: hit.box, limit: limit) else { continue }
            let tokens = next.segments[segment]
            if isOtherHeading(index, segment, meaning.field) { break }
            if let party = named(index, tokens, meaning.field, base - 0.1 * Double(skipped), label) { return party }
            skipped += 1
            if skipped > 2 { break }
        }
        return nil
    }

    private func isOtherHeading(_ row: Int, _ segment: Int, _ field: FieldName) -> Bool {
        view.hits[row].contains { hit in
            hit.segment == segment && hit.startsSegment && hit.endsSegment
                && hit.meanings.contains {
                    [.supplierName, .customerName, .shippingName].contains($0.field) && $0.field != field
                        && $0.strength == .strong
                }
        }
    }

    private func named(_ row: Int, _ tokens: Range<Int>, _ field: FieldName, _ weight: Double, _ label: String)
        -> LabelledParties.Party?
    {
        let line = lines.lines[lines.line(row: row, segment: view.rows[row].segment(of: tokens.lowerBound))]
        // "Company name: Acme Ltd." under "Supplier".
        let colon = tokens.dropLast().last { view.rows[row].tokens[$0].endsWithColon }
        var range = (colon.map { $0 + 1 } ?? tokens.lowerBound)..<tokens.upperBound
        // "Acme Ltd., 42 Milky Way": the name ends at its comma.
        if let comma = range.dropLast().first(where: { view.rows[row].tokens[$0].text.hasSuffix(",") }) {
            range = range.lowerBound..<(comma + 1)
        }
        let name = names.clean(view.rows[row].text(range))
        let slice = view.rows[row].tokens[range]
        guard names.isPlausible(slice, name), !names.isStreet(slice), PostalLine.find(in: slice) == nil,
            !names.isSalutation(slice), !names.endsBlock(line) || range.lowerBound > line.tokens.lowerBound
        else { return nil }
        let block =
            blocks.first { $0.nameRow == row && $0.nameTokens.overlaps(range) }
            ?? blocks.first {
                $0.lines.contains { lines.lines[$0].row == row && lines.lines[$0].tokens.overlaps(range) }
            }
        return LabelledParties.Party(
            field: field, name: name, row: row, tokens: range, weight: weight, label: label, block: block)
    }
}
