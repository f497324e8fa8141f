package import Invoicing

/// A printed amount that may be one of the document's totals.
package struct RoleCandidate: Hashable, Sendable {
    package var role: FieldName
    package var value: Number
    package var score: Double
    package var row: Int
    package var tokens: Range<Int>
    package var label: String?
    package var reason: String
    /// More than one printed amount, added up; cannot be pointed at as one.
    package var isSum = false
}

/// Collects amounts by the labels beside and above them.
package struct RoleCandidates: Sendable {
    let view: DocumentView
    /// Rows that belong to the table of items: no totals there.
    let itemRows: Set<Int>

    package static let roles: [FieldName] = [
        .netTotal, .taxTotal, .grossTotal, .amountDue, .prepaidAmount, .lineNetTotal, .allowanceTotal, .chargeTotal,
        .roundingAmount, .previousBalance,
    ]

    package init(_ view: DocumentView, itemRows: Set<Int>) {
        self.view = view
        self.itemRows = itemRows
    }

    /// By role, best first, one per value.
    package func all() -> [FieldName: [RoleCandidate]] {
        var found: [FieldName: [RoleCandidate]] = [:]
        for (index, rowHits) in view.hits.enumerated() where !itemRows.contains(index) {
            for hit in rowHits {
                for meaning in hit.meanings where meaning.strength != .avoid && Self.roles.contains(meaning.field) {
                    for candidate in candidates(hit, meaning) { found[candidate.role, default: []].append(candidate) }
                }
            }
        }
        return found.mapValues(Self.best)
    }

    static func best(_ candidates: [RoleCandidate]) -> [RoleCandidate] {
        var byValue: [Number: RoleCandidate] = [:]
        for candidate in candidates {
            guard let known = byValue[candidate.value] else {
                byValue[candidate.value] = candidate
                continue
            }
            var better = candidate.score >= known.score ? candidate : known
            better.score = max(candidate.score, known.score) + 0.03
            byValue[candidate.value] = better
        }
        return byValue.values.sorted { ($0.score, $0.row, $0.value) > ($1.score, $1.row, $1.value) }
    }

    private func candidates(_ hit: LabelHit, _ meaning: LabelMeaning) -> [RoleCandidate] {
        let row = view.rows[hit.row]
        let role = modified(meaning.field, hit)
        var base = meaning.strength == .strong ? 0.75 : 0.4
        base += min(0.15, Double(hit.length) / 120)
        if !hit.startsSegment { base -= 0.12 }
        if hit.isNear { base -= 0.08 }
        if role != meaning.field { base -= 0.05 }
        if row.tokens[hit.tokens].contains(where: \.isBold) { base += 0.03 }
        let right = amountsRight(of: hit)
        if !right.isEmpty {
            // The last column of a row of sums is the one its label speaks of; earlier ones are rates and bases.
            return right.enumerated().map { position, number in
                let fromEnd = right.count - 1 - position
                var score = base - Double(fromEnd) * 0.18
                if !number.looksLikeMoney { score -= 0.3 }
                return RoleCandidate(
                    role: role, value: number.value, score: score, row: number.row, tokens: number.tokens,
                    label: row.text(hit.tokens), reason: "label left of amount")
            }
        }
        if view.valuesStandAbove, LabelStance.isCaption(hit) {
            return amountAbove(hit).map { number in
                [
                    RoleCandidate(
                        role: role, value: number.value, score: base - 0.05, row: number.row, tokens: number.tokens,
                        label: row.text(hit.tokens), reason: "label below amount")
                ]
            } ?? []
        }
        return amountsBelow(hit).map { number, distance in
            RoleCandidate(
                role: role, value: number.value,
                score: base - 0.12 - 0.08 * Double(distance) - (number.looksLikeMoney ? 0 : 0.3),
                row: number.row, tokens: number.tokens, label: row.text(hit.tokens), reason: "label above amount")
        }
    }

    /// The amount over a caption.
    private func amountAbove(_ hit: LabelHit) -> PrintedNumber? {
        let index = hit.row - 1
        guard index >= 0, view.rows[index].page == view.rows[hit.row].page,
            hit.box.y - view.rows[index].box.bottom < 1.6 * max(6, hit.box.height)
        else { return nil }
        return view.numbers[index].first {
            !$0.isPercent && $0.looksLikeMoney && LabelStance.isAligned($0.box, hit.box)
        }
    }

    /// "Total (net)", "Rechnungssumme netto": a word for net or gross in the label's own phrase decides.
    private func modified(_ role: FieldName, _ hit: LabelHit) -> FieldName {
        guard role == .grossTotal || role == .netTotal || role == .lineNetTotal else { return role }
        let row = view.rows[hit.row]
        let segment = row.segments[hit.segment]
        let outside = segment.filter { !hit.tokens.contains($0) && $0 < hit.tokens.upperBound + 4 }
        let keys = outside.map { row.tokens[$0].key }
        if role == .grossTotal, keys.contains(where: Self.netWords.contains) { return .netTotal }
        if role != .grossTotal, keys.contains(where: Self.grossWords.contains) { return .grossTotal }
        return role
    }

    private static let netWords: Set<String> = [
        "netto", "net", "nett", "ht", "hors", "excl", "excluding", "exkl", "ohne", "before", "exclusive", "sin",
        "imponibile", "excluded", "exvat", "exgst", "bezbtw", "exclbtw", "eksl",
    ]
    private static let grossWords: Set<String> = [
        "brutto", "gross", "ttc", "incl", "inkl", "including", "inclusive", "inc", "ivato",
    ]

    /// Amounts behind the label in its row, up to the next label of an amount.
    private func amountsRight(of hit: LabelHit) -> [PrintedNumber] {
        let stop =
            view.hits[hit.row].first {
                $0.tokens.lowerBound >= hit.tokens.upperBound && $0.startsSegment
                    && $0.meanings.contains { $0.strength == .strong && Self.roles.contains($0.field) }
            }?.tokens.lowerBound ?? .max
        return view.numbers[hit.row].filter {
            $0.tokens.lowerBound >= hit.tokens.upperBound && $0.tokens.lowerBound < stop && !$0.isPercent
                && ($0.looksLikeMoney || isAloneWhole($0))
        }
    }

    /// A whole number that fills its segment may be money; "30" in "within 30 days" is not.
    private func isAloneWhole(_ number: PrintedNumber) -> Bool {
        let row = view.rows[number.row]
        return number.decimals == 0 && number.value.units > 0
            && row.segments[row.segment(of: number.tokens.lowerBound)] == number.tokens
    }

    /// Amounts under a column heading, in the next rows.
    private func amountsBelow(_ hit: LabelHit) -> [(PrintedNumber, Int)] {
        let isHeading =
            view.hits[hit.row].lazy.filter { $0.meanings.contains { Self.roles.contains($0.field) } }.count >= 2
        guard hit.startsSegment || hit.endsSegment || isHeading else { return [] }
        let label = view.rows[hit.row]
        var result: [(PrintedNumber, Int)] = []
        var distance = 0
        for index in view.rows.indices[(hit.row + 1)...].prefix(5) {
            let row = view.rows[index]
            guard row.page == label.page, row.box.y - hit.box.bottom < 4.5 * max(6, hit.box.height) else { break }
            let under = view.numbers[index].first {
                !$0.isPercent && $0.looksLikeMoney
                    && ($0.box.sharedWidth(with: hit.box) > 0.2 || abs($0.box.right - hit.box.right) < 12
                        || abs($0.box.x - hit.box.x) < 6)
            }
            if let under {
                result.append((under, distance))
                distance += 1
            }
        }
        return result
    }
}
