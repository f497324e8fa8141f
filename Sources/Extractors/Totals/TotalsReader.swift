package import Invoicing

/// The totals of a document, as fields.
package struct TotalsReader: Sendable {
    let view: DocumentView
    let itemRows: Set<Int>
    let itemsTotal: Number?
    private let isReceipt: Bool
    private let taxRows: [TaxRow]
    private let candidates: [FieldName: [RoleCandidate]]

    package init(_ view: DocumentView, itemRows: Set<Int>, itemsTotal: Number?, isReceipt: Bool = false) {
        self.view = view
        self.itemRows = itemRows
        self.itemsTotal = itemsTotal
        self.isReceipt = isReceipt
        taxRows = TaxRow.find(in: view, itemRows: itemRows)
        candidates = Self.candidates(view, itemRows, taxRows)
    }

    /// Amounts by role, with those that arithmetic adds, best first.
    private static func candidates(_ view: DocumentView, _ itemRows: Set<Int>, _ taxRows: [TaxRow])
        -> [FieldName: [RoleCandidate]]
    {
        var candidates = RoleCandidates(view, itemRows: itemRows).all()
        lend(&candidates)
        addReduced(&candidates)
        addTaxSums(&candidates, taxRows)
        addSumRows(&candidates, SumRow.find(in: view, itemRows: itemRows))
        addRateSums(&candidates, view, itemRows)
        addUnlabelled(&candidates, view, itemRows)
        candidates[.grossTotal, default: []].append(contentsOf: TenderedCash(view: view).totals())
        preferRounded(&candidates)
        return candidates.mapValues(RoleCandidates.best)
    }

    /// Every amount with its measurements.
    var scene: AmountScene {
        AmountScene(
            view, candidates: candidates, taxRows: taxRows, itemRows: itemRows, itemsTotal: itemsTotal,
            isReceipt: isReceipt)
    }

    package func read(models: ScoringModels = ScoringModels()) -> (fields: FieldGroup, taxBreakdown: [FieldGroup]) {
        read(models: models, recalled: nil)
    }

    /// - Parameter recalled: What memory holds about the supplier's layout.
    func read(models: ScoringModels, recalled: Recollection?) -> (fields: FieldGroup, taxBreakdown: [FieldGroup]) {
        var solution = TotalsSolver(candidates: candidates, taxRows: taxRows, itemsTotal: itemsTotal).solve()
        let chances = weigh(models, recalled, &solution)
        var fields: FieldGroup = [:]
        for (role, chosen) in solution.chosen {
            let others = (candidates[role] ?? []).filter { $0.value != chosen.value }
            fields[role] = field(chosen, others, solution)
            guard let chance = chances[role] else { continue }
            fields[role]?.confidence = chance.chance
            if var field = fields[role] {
                Recollection.tell(&field, chance.support)
                fields[role] = field
            }
        }
        complete(&fields, solution)
        return (fields, taxRows.map(breakdown))
    }

    func examples() -> [ScoringExample] {
        scene.entries.flatMap { entry in
            [FieldName.netTotal, .taxTotal, .grossTotal, .amountDue].map {
                ScoringExample(model: $0.rawValue, value: entry.value.text(), features: entry.features.values)
            }
        }
    }

    /// Puts the models' choice of the totals in place of the one by labels alone.
    /// - Returns: The chances of the models' choices; none without models.
    private func weigh(_ models: ScoringModels, _ recalled: Recollection?, _ solution: inout TotalsSolver.Solution)
        -> [FieldName: TotalsChoice.Chosen]
    {
        let between = AmountsBetween(view: view, rounding: candidates[.roundingAmount] ?? [])
        let choice = TotalsChoice(
            scene, models: models, remembered: recalled.map(remembered) ?? [:], between: between)
        guard let (weighed, addsUp) = choice.choose() else { return [:] }
        solution.addsUp = addsUp
        for role in [FieldName.netTotal, .taxTotal, .grossTotal, .amountDue] {
            solution.chosen[role] = weighed[role].flatMap { candidate($0.entry, role) }
        }
        return weighed
    }

    /// What memory says to each printed amount, by role.
    private func remembered(_ recalled: Recollection) -> [FieldName: [Number: MemorySupport]] {
        var all: [FieldName: [Number: MemorySupport]] = [:]
        for role in [FieldName.netTotal, .taxTotal, .grossTotal, .amountDue] where recalled.entries[role] != nil {
            for number in view.numbers.joined() where !number.isPercent {
                let support = recalled.support(role, row: number.row, tokens: number.tokens)
                if abs(support.logOdds) > abs(all[role]?[number.value]?.logOdds ?? 0) {
                    all[role, default: [:]][number.value] = support
                }
            }
            // Several amounts beside the remembered label, one for each rate: the tax is their sum, of all else it cannot
            // be said which one is meant.
            guard let most = all[role]?.values.max(by: { $0.logOdds < $1.logOdds }), most.logOdds > 0 else { continue }
            let equal = (all[role] ?? [:]).filter { $0.value.logOdds > most.logOdds * 0.85 }.keys
            guard equal.count > 1 else { continue }
            all[role] = role == .taxTotal ? [equal.reduce(.zero) { $0 + $1 }: most] : nil
        }
        return all
    }

    /// The amount in its role, with the label that says so where there is one.
    private func candidate(_ entry: AmountScene.Entry, _ role: FieldName) -> RoleCandidate? {
        if let labelled = entry.candidates[role] { return labelled }
        if let printed = entry.printed {
            return RoleCandidate(
                role: role, value: entry.value, score: 0.3, row: printed.row, tokens: printed.tokens, label: nil,
                reason: "by its place and by what it adds up to")
        }
        guard var other = entry.candidates.values.max(by: { ($0.score, $0.role) < ($1.score, $1.role) }) else {
            return nil
        }
        other.role = role
        return other
    }

    /// A subtotal may be the net total, an amount due the gross total, where nothing better is printed.
    private static func lend(_ candidates: inout [FieldName: [RoleCandidate]]) {
        func copy(_ from: FieldName, to role: FieldName, _ factor: Double) {
            for candidate in candidates[from] ?? [] {
                var lent = candidate
                lent.role = role
                lent.score *= factor
                candidates[role, default: []].append(lent)
            }
        }
        copy(.lineNetTotal, to: .netTotal, 0.7)
        copy(.amountDue, to: .grossTotal, 0.72)
    }

    /// The net total where only the sum of the lines and what is taken off or added to it are printed.
    private static func addReduced(_ candidates: inout [FieldName: [RoleCandidate]]) {
        guard let lines = (candidates[.lineNetTotal] ?? candidates[.netTotal])?.max(by: { $0.score < $1.score }),
            lines.score > 0.5
        else { return }
        var net = lines.value
        var rows: Set<Int> = []
        for (role, sign) in [(FieldName.allowanceTotal, Int64(-1)), (.chargeTotal, 1)] {
            for candidate in (candidates[role] ?? []).sorted(by: { $0.score > $1.score })
            where candidate.score > 0.5 && candidate.row > lines.row && candidate.row - lines.row <= 5 {
                guard rows.insert(candidate.row).inserted else { continue }
                net = net + Number(units: candidate.value.magnitude.units * sign)
            }
        }
        guard !rows.isEmpty, net.units > 0 else { return }
        candidates[.netTotal, default: []].append(
            RoleCandidate(
                role: .netTotal, value: net, score: 0.45, row: lines.row, tokens: lines.tokens, label: lines.label,
                reason: "sum of lines less discount, with charges", isSum: true))
    }

    /// Taxes of several rates, or of several authorities, add up to the tax total.
    private static func addTaxSums(_ candidates: inout [FieldName: [RoleCandidate]], _ taxRows: [TaxRow]) {
        if !taxRows.isEmpty {
            let tax = taxRows.reduce(Number.zero) { $0 + $1.taxes }
            let base = taxRows.reduce(Number.zero) { $0 + $1.base.value }
            let reason = taxRows.count == 1 ? "rate × base = tax" : "sum of \(taxRows.count) rates"
            func add(_ role: FieldName, _ value: Number, _ place: PrintedNumber) {
                candidates[role, default: []].append(
                    RoleCandidate(
                        role: role, value: value, score: 0.5, row: place.row, tokens: place.tokens, label: nil,
                        reason: reason, isSum: taxRows.count > 1 || value != place.value))
            }
            add(.taxTotal, tax, taxRows[taxRows.count - 1].tax)
            add(.netTotal, base, taxRows[taxRows.count - 1].base)
            if taxRows.count == 1, let gross = taxRows[0].gross { add(.grossTotal, gross.value, gross) }
        }
        // One labelled amount per row: "VAT 7 %  1.40", "VAT 19 %  3.80"; "CGST 9 %", "SGST 9 %".
        var perRow: [Int: RoleCandidate] = [:]
        for candidate in candidates[.taxTotal] ?? [] where !candidate.isSum && candidate.value.units != 0 {
            if candidate.score > (perRow[candidate.row]?.score ?? -1) { perRow[candidate.row] = candidate }
        }
        let rows = perRow.keys.sorted()
        for start in rows.indices {
            var sum = perRow[rows[start]]?.value ?? .zero
            for end in rows.indices[(start + 1)...].prefix(5) {
                guard rows[end] - rows[end - 1] <= 4, let next = perRow[rows[end]] else { break }
                sum = sum + next.value
                candidates[.taxTotal, default: []].append(
                    RoleCandidate(
                        role: .taxTotal, value: sum, score: 0.45, row: next.row, tokens: next.tokens,
                        label: next.label, reason: "sum of \(end - start + 1) taxes", isSum: true))
            }
        }
    }

    /// Rows under each other with a rate and one amount, whatever they are called: "Moms 25 %  743,58".
    private static func addRateSums(
        _ candidates: inout [FieldName: [RoleCandidate]], _ view: DocumentView, _ itemRows: Set<Int>
    ) {
        var run: [PrintedNumber] = []
        func close() {
            if run.count > 1, run.count <= 4, let last = run.last {
                let sum = run.reduce(Number.zero) { $0 + $1.value }
                candidates[.taxTotal, default: []].append(
                    RoleCandidate(
                        role: .taxTotal, value: sum, score: 0.4, row: last.row, tokens: last.tokens, label: nil,
                        reason: "sum of \(run.count) taxes", isSum: true))
            }
            run = []
        }
        for index in view.rows.indices {
            let money = view.numbers[index].filter(\.looksLikeMoney)
            guard !itemRows.contains(index), view.numbers[index].contains(where: \.isPercent), let amount = money.last,
                (1...2).contains(money.count)
            else {
                if view.numbers[index].contains(where: \.looksLikeMoney) { close() }
                continue
            }
            run.append(amount)
        }
        close()
    }

    /// Of two printed totals that differ by the printed rounding, the rounded one is owed.
    private static func preferRounded(_ candidates: inout [FieldName: [RoleCandidate]]) {
        let small = (candidates[.roundingAmount] ?? []).filter {
            $0.score > 0.4 && $0.value.units != 0 && $0.value.magnitude.units <= Number.one / 10
        }
        guard let rounding = small.first, var totals = candidates[.grossTotal] else { return }
        let values = Set(totals.filter { $0.score > 0.3 }.map(\.value))
        for index in totals.indices where totals[index].label != nil {
            let value = totals[index].value
            // To five hundredths: 65.72 becomes 65.70.
            guard value.units % 500 == 0 else { continue }
            if values.contains(where: { ($0.units - value.units).magnitude == rounding.value.magnitude.units.magnitude }
            ) {
                totals[index].score += 0.4
            }
        }
        candidates[.grossTotal] = totals
    }

    /// Where no label is understood, the largest amount is the likeliest gross total.
    private static func addUnlabelled(
        _ candidates: inout [FieldName: [RoleCandidate]], _ view: DocumentView, _ itemRows: Set<Int>
    ) {
        let money = view.rows.indices.filter { !itemRows.contains($0) }
            .flatMap { view.numbers[$0] }.filter { $0.looksLikeMoney && $0.decimals == 2 }
        guard let largest = money.max(by: { $0.value < $1.value }) else { return }
        candidates[.grossTotal, default: []].append(
            RoleCandidate(
                role: .grossTotal, value: largest.value, score: 0.2, row: largest.row, tokens: largest.tokens,
                label: nil, reason: "largest amount"))
    }

    private func field(_ chosen: RoleCandidate, _ others: [RoleCandidate], _ solution: TotalsSolver.Solution) -> Field {
        let isCore = [.netTotal, .taxTotal, .grossTotal].contains(chosen.role)
        var confidence = min(0.93, max(0.2, chosen.score))
        var reason = chosen.reason
        if isCore, solution.addsUp {
            confidence = max(confidence, 0.97)
            reason += "; net + tax = gross"
        } else if chosen.role == .amountDue, chosen.value == solution.chosen[.grossTotal]?.value {
            confidence = max(confidence, 0.95)
        }
        let row = view.rows[chosen.row]
        let rejected = others.prefix(4).map {
            Alternative(
                value: $0.value.text(), page: view.rows[$0.row].page, box: view.rows[$0.row].box($0.tokens),
                score: ($0.score * 1000).rounded() / 1000)
        }
        let source: TextSource =
            chosen.isSum ? .computed : row.tokens[chosen.tokens].contains { $0.source == .ocr } ? .ocr : .text
        return Field(
            chosen.value.text(), confidence: confidence,
            evidence: Evidence(
                source: source, page: row.page, box: row.box(chosen.tokens), printed: row.text(chosen.tokens),
                label: chosen.label, reason: reason, rejected: Array(rejected)))
    }

    /// What follows by subtraction from two printed totals.
    private func complete(_ fields: inout FieldGroup, _ solution: TotalsSolver.Solution) {
        let net = solution.chosen[.netTotal]?.value
        let tax = solution.chosen[.taxTotal]?.value
        let gross = solution.chosen[.grossTotal]?.value
        func computed(_ value: Number, _ reason: String, _ sources: [FieldName]) -> Field {
            let sure = sources.compactMap { fields[$0]?.confidence }.min() ?? 0.5
            return Field(
                value.text(), confidence: sure * 0.9, evidence: Evidence(source: .computed, reason: reason))
        }
        if net == nil, let tax, let gross {
            fields[.netTotal] = computed(gross - tax, "gross total less tax", [.grossTotal, .taxTotal])
        } else if tax == nil, let net, let gross, net < gross {
            // What is between them may be more, or less, than tax: expenses, withheld tax. A labelled tax says so.
            let tax = gross - net
            let contradicts = (candidates[.taxTotal] ?? []).contains {
                $0.score > 0.4 && $0.value.units != 0 && !$0.value.isNear(tax, cents: 2)
            }
            if !contradicts {
                fields[.taxTotal] = computed(tax, "gross total less net total", [.grossTotal, .netTotal])
            }
        } else if gross == nil, let net, let tax {
            fields[.grossTotal] = computed(net + tax, "net total and tax", [.netTotal, .taxTotal])
        } else if net == nil, tax == nil, gross == nil, let due = solution.chosen[.amountDue], isAllThatIsOwed(due) {
            fields[.grossTotal] = computed(due.value, "the amount due; no payment is named", [.amountDue])
        }
    }

    /// No payment or earlier balance stands between the total and what is due.
    private func isAllThatIsOwed(_ due: RoleCandidate) -> Bool {
        due.value.units != 0
            && ![FieldName.prepaidAmount, .previousBalance].contains { role in
                (candidates[role] ?? []).contains { $0.score > 0.4 && $0.value.units != 0 }
            }
    }

    private func breakdown(_ row: TaxRow) -> FieldGroup {
        func field(_ number: PrintedNumber) -> Field {
            let place = view.rows[number.row]
            return Field(
                number.value.text(), confidence: 0.93,
                evidence: Evidence(
                    source: place.tokens[number.tokens].contains { $0.source == .ocr } ? .ocr : .text,
                    page: place.page, box: number.box, printed: place.text(number.tokens),
                    reason: "rate × base = tax"))
        }
        var group: FieldGroup = [
            .taxRate: Field(row.rate.text(digits: 0), confidence: 0.93), .taxBase: field(row.base),
            .taxAmount: field(row.tax),
        ]
        if let gross = row.gross { group[.grossAmount] = field(gross) }
        return group
    }
}
