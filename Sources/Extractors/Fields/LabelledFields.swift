import Invoicing

/// Finds values by the label printed beside or above them.
package struct LabelledFields: Sendable {
    let view: DocumentView
    let values: ValueReader

    package init(_ view: DocumentView) {
        self.view = view
        values = ValueReader(view: view)
    }

    static let aboveReason = "label above value"
    static let belowReason = "label below value"

    /// All candidates of a field, best first, one per value.
    package func candidates(for rule: FieldRule) -> [Candidate] { Self.merged(places(for: rule)) }

    /// All places of a field's values, as often as they are printed.
    func places(for rule: FieldRule) -> [Candidate] {
        var found: [Candidate] = []
        for rowHits in view.hits {
            for hit in rowHits {
                guard let strength = hit.strength(for: rule.name), strength != .avoid,
                    !(hit.meanings.contains { $0.field == rule.name && $0.strength == .avoid })
                else { continue }
                found.append(contentsOf: candidates(for: rule, by: hit, strength))
            }
        }
        return found
    }

    private func candidates(for rule: FieldRule, by hit: LabelHit, _ strength: LabelMeaning.Strength) -> [Candidate] {
        if rule.type == .boolean { return [flag(rule, hit)] }
        var base = strength == .strong ? 0.8 : 0.42
        base += min(0.1, Double(hit.length) / 160)
        if !hit.startsSegment { base -= 0.25 }
        if hit.isNear { base -= 0.08 }
        base -= min(0.24, 0.08 * Double(view.rows[hit.row].page - 1))
        var result: [Candidate] = []
        if let right = right(of: hit, rule, base) { result.append(right) }
        if view.valuesStandAbove, LabelStance.isCaption(hit) {
            if let above = above(hit, rule, base) { result.append(above) }
        } else if let below = below(hit, rule, base, hasRight: !result.isEmpty) {
            result.append(below)
        }
        return result
    }

    /// Over the label, in documents that print captions under their values.
    private func above(_ hit: LabelHit, _ rule: FieldRule, _ base: Double) -> Candidate? {
        let index = hit.row - 1
        guard index >= 0 else { return nil }
        let row = view.rows[index]
        guard row.page == view.rows[hit.row].page, hit.box.y - row.box.bottom < 1.6 * max(6, hit.box.height),
            let segment = segment(of: row, under: hit.box, limit: hit.box.right + 20),
            let reading = values.read(rule.type, row: index, in: row.segments[segment], strict: true)
        else { return nil }
        return candidate(rule, hit, index, reading, base, Self.belowReason)
    }

    private func flag(_ rule: FieldRule, _ hit: LabelHit) -> Candidate {
        Candidate(
            field: rule.name, value: "true", score: 0.9, row: hit.row, tokens: hit.tokens,
            printed: view.rows[hit.row].text(hit.tokens), label: nil, reason: "printed phrase")
    }

    /// Behind the label in its row, up to the next label.
    private func right(of hit: LabelHit, _ rule: FieldRule, _ base: Double) -> Candidate? {
        let row = view.rows[hit.row]
        let start = hit.tokens.upperBound
        guard start < row.tokens.count else { return nil }
        let stop =
            view.hits[hit.row].first {
                $0.tokens.lowerBound >= start && $0.startsSegment && $0.meanings.contains { $0.strength == .strong }
                    && $0.strength(for: rule.name) == nil
            }?.tokens.lowerBound ?? row.tokens.count
        guard start < stop else { return nil }
        // Within the segment first, then the next one.
        let segment = row.segments[hit.segment]
        var ranges: [(Range<Int>, Double, String)] = []
        if start < segment.upperBound {
            ranges.append((start..<min(stop, segment.upperBound), 0.05, "label left of value"))
        }
        if segment.upperBound < stop, start == segment.upperBound || hit.hasColon || rule.type == .date {
            let next = row.segments[min(hit.segment + 1, row.segments.count - 1)]
            let gap = row.tokens[next.lowerBound].box.x - row.tokens[segment.upperBound - 1].box.right
            if gap < row.pageWidth * 0.45 {
                let end = rule.type == .iban ? stop : min(stop, next.upperBound)
                ranges.append((next.lowerBound..<end, (hit.hasColon ? 0.03 : 0) - gap / 2500, "label left of value"))
            }
        }
        for (range, bonus, reason) in ranges {
            guard let reading = values.read(rule.type, row: hit.row, in: range) else { continue }
            return candidate(rule, hit, hit.row, reading, base + bonus, reason)
        }
        return nil
    }

    /// Under the label: the nearest line that stands below it.
    private func below(_ hit: LabelHit, _ rule: FieldRule, _ base: Double, hasRight: Bool) -> Candidate? {
        let label = view.rows[hit.row]
        guard hit.startsSegment || label.segments[hit.segment].count <= hit.tokens.count + 2 else { return nil }
        let labelsInRow = view.hits[hit.row].lazy.filter(\.startsSegment).count
        let nextLabel = view.hits[hit.row].first { $0.tokens.lowerBound >= hit.tokens.upperBound && $0.startsSegment }
        let limit = nextLabel.map { $0.box.x - 2 } ?? (hit.box.right + 140)
        var lines = 0
        for index in view.rows.indices[(hit.row + 1)...].prefix(6) {
            let row = view.rows[index]
            guard row.page == label.page, row.box.y - hit.box.bottom < 3.4 * max(6, hit.box.height) else { break }
            guard let segment = segment(of: row, under: hit.box, limit: limit) else { continue }
            lines += 1
            if lines > 2 { break }
            let isLabel = view.hits[index].contains {
                $0.segment == segment && $0.startsSegment && $0.meanings.contains { $0.strength == .strong }
            }
            if isLabel { break }
            var range = row.segments[segment]
            if rule.type == .iban { range = range.lowerBound..<row.tokens.count }
            if let reading = values.read(rule.type, row: index, in: range, strict: rule.type == .identifier) {
                var score = base - 0.08 - (lines == 2 ? 0.15 : 0) - (hit.hasColon ? 0.1 : 0) - (hasRight ? 0.1 : 0)
                if labelsInRow >= 2 { score += 0.06 }
                return candidate(rule, hit, index, reading, score, Self.aboveReason)
            }
            if rule.type == .identifier || rule.type == .date { break }
        }
        return nil
    }

    /// The segment that stands under a box: sharing its width, or in line with its left or right edge.
    func segment(of row: Row, under box: Box, limit: Double) -> Int? {
        var best: (index: Int, distance: Double)?
        for (index, range) in row.segments.enumerated() {
            let segment = row.box(range)
            let isAligned =
                abs(segment.x - box.x) < 8 || abs(segment.right - box.right) < 8 || segment.sharedWidth(with: box) > 0.3
            guard isAligned, segment.x < limit || abs(segment.right - box.right) < 8 else { continue }
            let distance = min(abs(segment.x - box.x), abs(segment.right - box.right), abs(segment.midX - box.midX))
            if distance < (best?.distance ?? .infinity) { best = (index, distance) }
        }
        return best?.index
    }

    private func candidate(
        _ rule: FieldRule, _ hit: LabelHit, _ row: Int, _ reading: ValueReader.Reading, _ score: Double,
        _ reason: String
    ) -> Candidate {
        var score = score
        if rule.type == .identifier { score += shape(reading.value, rule) }
        return Candidate(
            field: rule.name, value: reading.value, score: score, row: row, tokens: reading.tokens,
            printed: view.rows[row].text(reading.tokens), label: view.rows[hit.row].text(hit.tokens), reason: reason)
    }

    /// Identifiers of one or two characters, and amounts, are rarely meant.
    private func shape(_ value: String, _ rule: FieldRule) -> Double {
        var bonus = 0.0
        let count = value.utf8.count
        if count <= 1 { bonus -= 0.3 } else if count == 2 { bonus -= 0.15 }
        let bytes = Array(value.utf8)
        if count >= 4, bytes[count - 3] == 44 || bytes[count - 3] == 46,
            bytes.suffix(2).allSatisfy({ $0 >= 48 && $0 <= 57 }),
            bytes.prefix(count - 3).allSatisfy({ $0 >= 44 && $0 <= 57 && $0 != 47 })
        {
            bonus -= 0.4
        }
        return bonus
    }

    /// One candidate per value; saying it again makes it surer.
    static func merged(_ candidates: [Candidate]) -> [Candidate] {
        var byValue: [String: Candidate] = [:]
        for candidate in candidates {
            guard var known = byValue[candidate.value] else {
                byValue[candidate.value] = candidate
                continue
            }
            let support = 0.04
            if candidate.score > known.score {
                var better = candidate
                better.score += support
                byValue[candidate.value] = better
            } else {
                known.score += support / 2
                byValue[candidate.value] = known
            }
        }
        return byValue.values.sorted { ($0.score, $1.row, $1.value) > ($1.score, $0.row, $0.value) }
    }
}
