import Invoicing

/// What may stand between net and tax on the one hand and the gross total on the other: a rounding, expenses that are not
/// taxed, tax that is withheld.
///
/// A total that is off by such an amount is no contradiction; where it is taken for one, the difference is taken for the tax.
struct AmountsBetween {
    let view: DocumentView
    /// Labelled as rounding.
    let rounding: [RoleCandidate]

    /// Whether a printed rounding, in either direction, is the difference.
    func isRounding(_ difference: Number) -> Bool {
        difference.units != 0
            && rounding.contains {
                $0.score > 0.5 && $0.value.magnitude < Number(units: Number.one)
                    && $0.value.magnitude.isNear(difference.magnitude)
            }
    }

    /// Whether one amount between the two places is the difference, sign included, with words of its own before it.
    /// - Parameter others: Amounts that are taken already.
    func holds(_ difference: Number, from start: PrintedNumber, to end: PrintedNumber, but others: [Number]) -> Bool {
        guard start.row < end.row, difference.units != 0, end.row - start.row <= 12 else { return false }
        for index in (start.row + 1)..<end.row {
            guard let amount = view.numbers[index].last, amount.looksLikeMoney, !others.contains(amount.value) else {
                continue
            }
            let words = view.rows[index].tokens[..<amount.tokens.lowerBound].contains(where: \.hasLetter)
            if words, amount.value.isNear(difference) || isWithheld(index) && (-amount.value).isNear(difference) {
                return true
            }
        }
        return false
    }

    /// The row says that its amount is kept back, whether or not a minus is printed.
    private func isWithheld(_ index: Int) -> Bool {
        view.hits[index].contains { $0.strength(for: .taxTotal) == .avoid }
    }
}
