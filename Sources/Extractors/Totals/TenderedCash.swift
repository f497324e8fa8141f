import Invoicing

/// What was handed over at a till, less the change: the total, where both are printed.
struct TenderedCash {
    let view: DocumentView

    /// - Returns: Gross totals that cash less change gives and that are printed themselves.
    func totals() -> [RoleCandidate] {
        var result: [RoleCandidate] = []
        for (index, row) in view.rows.enumerated() where row.tokens.contains(where: { Self.handed.contains($0.key) }) {
            guard let cash = view.numbers[index].last(where: { $0.decimals == 2 }), cash.value.units > 0 else {
                continue
            }
            for next in (index + 1)..<min(index + 5, view.rows.count) {
                guard view.rows[next].tokens.contains(where: { Self.returned.contains($0.key) }),
                    let change = view.numbers[next].last(where: { $0.decimals == 2 })
                else { continue }
                let total = cash.value - change.value.magnitude
                if total.units > 0, let printed = printed(total) { result.append(printed) }
                break
            }
        }
        return result
    }

    private func printed(_ total: Number) -> RoleCandidate? {
        for (index, numbers) in view.numbers.enumerated() {
            guard let number = numbers.last(where: { $0.value == total }) else { continue }
            return RoleCandidate(
                role: .grossTotal, value: total, score: 0.85, row: index, tokens: number.tokens, label: nil,
                reason: "cash less change")
        }
        return nil
    }

    private static let handed: Set<String> = [
        "cash", "tendered", "tender", "paid", "payment", "bar", "gegeben", "bargeld", "especes", "efectivo",
        "entregado",
        "contanti", "contante", "dinheiro", "contant", "gotowka", "kontant", "tunai", "hotovost", "numerar",
    ]
    private static let returned: Set<String> = [
        "change", "ruckgeld", "zuruck", "wechselgeld", "rendu", "monnaie", "cambio", "resto", "troco", "wisselgeld",
        "reszta", "vaxel", "tilbage", "baki", "rest",
    ]
}
