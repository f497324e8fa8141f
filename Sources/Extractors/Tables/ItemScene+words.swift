import Invoicing

/// What the words of an amount's row, and of the lines beside it, say.
extension ItemScene {
    /// What the words of one row are.
    private struct RowWords {
        var letters = 0
        var labelShare = 0.0
        var names: [ItemFeature: Double] = [:]
        var hasColon = false
        var leading: Int?
    }

    private func words(of index: Int) -> RowWords {
        let row = view.rows[index]
        var result = RowWords()
        var labelled = 0
        for (at, token) in row.tokens.enumerated() where token.hasLetter && CurrencyMarks.code(token.text) == nil {
            let isLabel = view.hits[index].contains { hit in
                hit.tokens.contains(at)
                    && hit.meanings.contains { $0.strength != .avoid && RoleCandidates.roles.contains($0.field) }
            }
            if isLabel { labelled += token.key.utf8.count } else { result.letters += token.key.utf8.count }
        }
        result.labelShare = labelled == 0 ? 0 : Double(labelled) / Double(labelled + result.letters)
        for hit in view.hits[index] where hit.startsSegment {
            for meaning in hit.meanings where meaning.strength != .avoid {
                let name: ItemFeature? =
                    switch meaning.field {
                    case .netTotal, .lineNetTotal: .namesNet
                    case .grossTotal: .namesGross
                    case .taxTotal: .namesTax
                    case .amountDue: .namesDue
                    case .prepaidAmount, .previousBalance: .namesPaid
                    case .allowanceTotal, .chargeTotal, .roundingAmount: .namesOther
                    default: nil
                    }
                guard let name else { continue }
                let weight = (meaning.strength == .strong ? 1 : 0.5) * (hit.tokens.lowerBound <= 2 ? 1 : 0.6)
                result.names[name] = max(result.names[name] ?? 0, weight)
            }
            if hit.hasColon { result.hasColon = true }
        }
        if let first = row.tokens.first, first.text.utf8.count <= 4, let value = Int(first.key), value > 0 {
            result.leading = value
        }
        return result
    }

    mutating func measureWords() {
        var known: [Int: RowWords] = [:]
        func words(_ index: Int) -> RowWords {
            if let words = known[index] { return words }
            let found = self.words(of: index)
            known[index] = found
            return found
        }
        /// Letters of the neighbouring line when it stands close and has no amount.
        func beside(_ index: Int, _ other: Int) -> Double {
            guard view.rows.indices.contains(other), view.rows[other].page == view.rows[index].page else { return 0 }
            let gap = max(
                view.rows[other].box.y - view.rows[index].box.bottom,
                view.rows[index].box.y - view.rows[other].box.bottom)
            guard gap < 1.2 * max(6, view.layout.textSize), !view.numbers[other].contains(where: \.looksLikeMoney)
            else {
                return 0
            }
            return Double(min(60, words(other).letters))
        }
        var count: (row: Int, value: Int)?
        var continued: Set<Int> = []
        for index in entries.indices {
            let row = entries[index].number.row
            guard count?.row != row, let leading = words(row).leading else { continue }
            if leading == (count?.value ?? 0) + 1 { continued.insert(row) }
            count = (row, leading)
        }
        for index in entries.indices {
            let number = entries[index].number
            let words = words(number.row)
            let row = view.rows[number.row]
            var it = entries[index].features
            it[.letters] = Double(min(120, words.letters))
            it[.lettersLeft] = Double(
                min(
                    120,
                    row.tokens[..<number.tokens.lowerBound].lazy.filter(\.hasLetter).reduce(0) {
                        $0 + $1.key.utf8.count
                    }))
            it[.labelShare] = words.labelShare
            for (name, weight) in words.names { it[name] = weight }
            it.set(.hasColon, words.hasColon)
            it[.lettersAbove] = beside(number.row, number.row - 1)
            it[.lettersBelow] = beside(number.row, number.row + 1)
            it.set(.startsWithInteger, words.leading != nil)
            it.set(.continuesCount, continued.contains(number.row))
            entries[index].features = it
        }
    }
}
