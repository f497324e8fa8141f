package import Invoicing

/// Chooses net, tax, gross, paid and due together, so that they add up (EN 16931 BR-CO-13 to BR-CO-16).
///
/// Labels propose, arithmetic disposes: the assignment with the highest sum of label scores and arithmetic bonuses wins.
/// Where nothing adds up, the printed labels win and the checks downstream say so.
package struct TotalsSolver: Sendable {
    package struct Solution: Sendable {
        package var chosen: [FieldName: RoleCandidate] = [:]
        package var score = -Double.infinity
        /// Net + tax = gross holds among printed values.
        package var addsUp = false
    }

    let candidates: [FieldName: [RoleCandidate]]
    let taxRows: [TaxRow]
    /// Sum of the line items' amounts; `nil` without items.
    let itemsTotal: Number?
    private static let width = 7

    package init(candidates: [FieldName: [RoleCandidate]], taxRows: [TaxRow], itemsTotal: Number?) {
        self.candidates = candidates
        self.taxRows = taxRows
        self.itemsTotal = itemsTotal
    }

    package func solve() -> Solution {
        let nets = options(.netTotal)
        let taxes = options(.taxTotal)
        let grosses = options(.grossTotal)
        var best = Solution()
        for gross in grosses {
            for net in nets {
                for tax in taxes {
                    let (score, addsUp) = rate(net: net, tax: tax, gross: gross)
                    guard score > best.score else { continue }
                    var chosen: [FieldName: RoleCandidate] = [:]
                    chosen[.netTotal] = net
                    chosen[.taxTotal] = tax
                    chosen[.grossTotal] = gross
                    best = Solution(chosen: chosen, score: score, addsUp: addsUp)
                }
            }
        }
        settle(&best)
        return best
    }

    private func options(_ role: FieldName) -> [RoleCandidate?] {
        (candidates[role] ?? []).prefix(Self.width).map { $0 } + [nil]
    }

    private func rate(net: RoleCandidate?, tax: RoleCandidate?, gross: RoleCandidate?) -> (Double, Bool) {
        var score = (net?.score ?? 0) + (tax?.score ?? 0) + (gross?.score ?? 0) * 1.15
        var addsUp = false
        if let net, let tax, let gross {
            if (net.value + tax.value).isNear(gross.value, cents: 2) {
                score += tax.value.units == 0 ? 0.35 : 1.3
                addsUp = true
            } else if let rounding, tax.value.units != 0,
                [rounding, -rounding].contains(where: { (net.value + tax.value + $0).isNear(gross.value) })
            {
                score += 1.1
                addsUp = true
            } else {
                score -= 0.9
            }
        } else if let net, let gross {
            if net.value == gross.value { score += 0.1 }
        }
        if let gross, gross.value.units == 0 { score -= 0.25 }
        if let net, let gross, net.value.magnitude > gross.value.magnitude, !addsUp { score -= 0.7 }
        if let tax, let reference = net ?? gross, tax.value.magnitude.units * 2 > reference.value.magnitude.units,
            tax.value.units != 0
        {
            score -= 0.8
        }
        score += breakdown(net, tax, gross)
        if let net, let tax, tax.value.units != 0,
            taxRows.contains(where: {
                $0.rate.percent(of: net.value).isNear(tax.value) || $0.base.value == net.value && $0.taxes == tax.value
            })
        {
            score += 0.25
        }
        if let itemsTotal, itemsTotal.units != 0 {
            if let net, net.value.isNear(itemsTotal, cents: 2) { score += 0.35 }
            if let gross, gross.value.isNear(itemsTotal, cents: 2) { score += net == nil || tax == nil ? 0.35 : 0.1 }
        }
        return (score, addsUp)
    }

    /// Below one unit of currency, printed with its label; `nil` = none.
    private var rounding: Number? {
        candidates[.roundingAmount]?.first {
            $0.score > 0.5 && $0.value.magnitude.units < Number.one && $0.value.units != 0
        }?
        .value
    }

    /// A table of several rates speaks for its sums and against its single rows.
    private func breakdown(_ net: RoleCandidate?, _ tax: RoleCandidate?, _ gross: RoleCandidate?) -> Double {
        guard taxRows.count > 1, let net, let tax else { return 0 }
        let base = taxRows.reduce(Number.zero) { $0 + $1.base.value }
        let sum = taxRows.reduce(Number.zero) { $0 + $1.taxes }
        if net.value.isNear(base, cents: 2), tax.value.isNear(sum, cents: 2) {
            return gross?.label != nil && gross.map({ $0.value.isNear(base + sum, cents: 2) }) == true ? 0.5 : 0
        }
        guard gross?.label != nil else { return 0 }
        let isOneRow = taxRows.contains { $0.base.value == net.value && $0.tax.value == tax.value }
        return isOneRow ? -0.9 : 0
    }

    /// Due and paid follow from the gross total.
    private func settle(_ solution: inout Solution) {
        for role in [FieldName.lineNetTotal, .allowanceTotal, .chargeTotal, .roundingAmount, .previousBalance] {
            solution.chosen[role] = candidates[role]?.first { $0.score > 0.5 }
        }
        let gross = solution.chosen[.grossTotal]?.value
        let paid = candidates[.prepaidAmount]?.first { $0.score > 0.5 }
        var best: (due: RoleCandidate, score: Double)?
        for due in (candidates[.amountDue] ?? []).prefix(Self.width) {
            var score = due.score
            if let gross {
                if due.value == gross { score += 0.3 }
                if let paid, due.value.isNear(gross - paid.value.magnitude, cents: 2) { score += 0.5 }
            }
            if score > (best?.score ?? 0.45) { best = (due, score) }
        }
        solution.chosen[.amountDue] = best?.due
        solution.chosen[.prepaidAmount] = paid
    }
}
