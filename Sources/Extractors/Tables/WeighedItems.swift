import Foundation
import Invoicing

/// Items by a model that weighs each amount: where headings are not understood, or what they say does not add up.
struct WeighedItems {
    let view: DocumentView
    let hints: ItemScene.Hints
    let model: TreeEnsemble

    func read() -> LineItemReader.Reading {
        var result = LineItemReader.Reading()
        let scene = ItemScene(view, hints: hints)
        var chosen = choice(scene)
        let isProven = Self.worth(of: chosen, scene.totals()) > 0
        // What adds up to nothing may hold a total for an item; where totals are looked for, that would lose it.
        func isSafe(_ row: Int) -> Bool { isProven || hints.table.rows.contains(row) }
        chosen.removeAll { !isSafe($0.row) && view.namesSum($0.row) }
        guard let last = chosen.last else { return result }
        let known = knownItems()
        let made = RowItems(
            view: view, amounts: chosen, end: RowItems.end(behind: last.row, in: view), isGross: false,
            reason: "weighed as an item's amount"
        ).items()
        let byRow = Dictionary(zip(chosen.map(\.row), made)) { first, _ in first }
        let tabulated = chosen.compactMap { known[AmountPlace($0, view)]?.fields }
        let isDescribed = RowItems.letters(tabulated) * 2 >= RowItems.letters(made.map(\.fields))
        for amount in chosen {
            guard var item = known[AmountPlace(amount, view)] ?? byRow[amount.row] else { continue }
            // Headings that were not understood can put the words elsewhere.
            if !isDescribed || item.fields[.description] == nil,
                let description = byRow[amount.row]?.fields[.description]
            {
                item.fields[.description] = description
            }
            result.items.append(item.fields)
            result.itemRows.append(item.rows)
            if isSafe(amount.row) { result.rows.formUnion(item.rows) }
        }
        if !hints.table.items.isEmpty { result.rows.formUnion(hints.headers.flatMap { Array($0.rows) }) }
        let amounts = result.items.compactMap { $0[.netAmount].flatMap { Number(canonical: $0.value) } }
        if !amounts.isEmpty, amounts.count == result.items.count, chosen.allSatisfy({ isSafe($0.row) }) {
            result.total = amounts.reduce(.zero, +)
        }
        return result
    }

    /// The amounts that are likelier an item's than not, at most one a row; others where those then add up to a printed
    /// total, which says more than a doubtful amount alone.
    private func choice(_ scene: ItemScene) -> [PrintedNumber] {
        var weighed = scene.entries.map { entry in
            let chance = model.chance(ofScore: model.score(entry.features.values), margin: 0)
            let bounded = min(0.999, max(0.001, chance))
            return (number: entry.number, worth: log(bounded / (1 - bounded)))
        }
        weighed.sort {
            ($0.worth, $1.number.row, $1.number.tokens.lowerBound) > (
                $1.worth, $0.number.row, $0.number.tokens.lowerBound
            )
        }
        var rows: Set<Int> = []
        var chosen: Set<Int> = []
        for (index, it) in weighed.enumerated() where it.worth >= 0 && rows.insert(it.number.row).inserted {
            chosen.insert(index)
        }
        let totals = scene.totals()
        let sum = chosen.reduce(Number.zero) { $0 + weighed[$1].number.value }
        if Self.worth(of: chosen.map { weighed[$0].number }, totals) == 0 {
            let doubtful = weighed.indices.sorted { (abs(weighed[$0].worth), $0) < (abs(weighed[$1].worth), $1) }
                .prefix { abs(weighed[$0].worth) < Self.sure }.prefix(14)
            var best: (gain: Double, changed: [Int]) = (0, [])
            for changed in Self.subsets(Array(doubtful)) {
                let cost = changed.reduce(0) { $0 + abs(weighed[$1].worth) }
                guard Self.mostWorth - cost > best.gain else { continue }
                let other = changed.reduce(sum) {
                    chosen.contains($1) ? $0 - weighed[$1].number.value : $0 + weighed[$1].number.value
                }
                guard totals[other] != nil else { continue }
                let after = chosen.symmetricDifference(changed).map { weighed[$0].number }
                guard !after.isEmpty, Set(after.map(\.row)).count == after.count else { continue }
                let gain = Self.worth(of: after, totals) - cost
                guard gain > best.gain else { continue }
                best = (gain, changed)
            }
            chosen.formSymmetricDifference(best.changed)
            if best.gain == 0, let run = run(weighed, instead: chosen, totals) { chosen = run }
        }
        return chosen.map { weighed[$0].number }.sorted { $0.row < $1.row }
    }

    /// What it is worth that these amounts add up to a total; 0 where they do not. A total among them proves nothing.
    private static func worth(of amounts: [PrintedNumber], _ totals: [Number: [ItemScene.Total]]) -> Double {
        guard let found = totals[amounts.reduce(.zero) { $0 + $1.value }] else { return 0 }
        let rows = Set(amounts.map(\.row))
        // Net and tax make the gross amount: two that could be those prove nothing by it.
        let sizes = amounts.map(\.value.magnitude.units)
        let isTaxed = amounts.count == 2 && (sizes.min() ?? 0) * 10 <= (sizes.max() ?? 0) * 3
        return found.lazy.filter { !rows.contains($0.row) && !(isTaxed && $0.includesTax) }.map(\.worth).max() ?? 0
    }

    /// Amounts of one column, without a gap but the sums between them, that add up to a total: fewer such runs can be
    /// tried than sets of doubtful amounts, so one that fits says more.
    private func run(
        _ weighed: [(number: PrintedNumber, worth: Double)], instead chosen: Set<Int>,
        _ totals: [Number: [ItemScene.Total]]
    ) -> Set<Int>? {
        let all = chosen.reduce(0) { $0 + weighed[$1].worth }
        let inOrder = weighed.indices.sorted { weighed[$0].number.row < weighed[$1].number.row }
            .filter { !view.namesSum(weighed[$0].number.row) }
        var columns = aligned(inOrder, within: 4) { weighed[$0].number.box.right }
        // Items of a list have no column: the likeliest amount of each row.
        var likeliest: [Int: Int] = [:]
        for index in weighed.indices where !view.namesSum(weighed[index].number.row) {
            let row = weighed[index].number.row
            if let known = likeliest[row], weighed[known].worth >= weighed[index].worth { continue }
            likeliest[row] = index
        }
        columns.append(likeliest.sorted { $0.key < $1.key }.map(\.value))
        var best: (gain: Double, run: Set<Int>)?
        for members in columns where members.count > 1 {
            for start in members.indices.dropLast() {
                var (sum, worth) = (Number.zero, 0.0)
                for end in members[start...].indices.prefix(200) {
                    sum = sum + weighed[members[end]].number.value
                    worth += weighed[members[end]].worth
                    guard end > start, totals[sum] != nil else { continue }
                    let total = Self.worth(of: members[start...end].map { weighed[$0].number }, totals)
                    let gain = total + Self.runWorth - (all - worth)
                    if total > 0, gain > best?.gain ?? 0 { best = (gain, Set(members[start...end])) }
                }
            }
        }
        return best?.run
    }

    private static let runWorth = 4.0

    /// Log-odds beyond which an amount is not put in question.
    private static let sure = 4.5
    private static let mostWorth = 5.0

    /// All sets of one to three.
    private static func subsets(_ all: [Int]) -> [[Int]] {
        var result: [[Int]] = []
        for (i, first) in all.enumerated() {
            result.append([first])
            for (j, second) in all.enumerated().dropFirst(i + 1) {
                result.append([first, second])
                for third in all.dropFirst(j + 1) { result.append([first, second, third]) }
            }
        }
        return result
    }

    /// The table's items by the place of their amount.
    private func knownItems() -> [AmountPlace: RowItems.Item] {
        var result: [AmountPlace: RowItems.Item] = [:]
        for (fields, rows) in zip(hints.table.items, hints.table.itemRows) {
            guard let place = AmountPlace((fields[.netAmount] ?? fields[.grossAmount])?.evidence) else { continue }
            result[place] = RowItems.Item(fields: fields, rows: rows)
        }
        return result
    }
}
