package import Invoicing

/// Tells supplier and customer from each other and reads their names, addresses and numbers.
package struct PartyReader {
    let view: DocumentView
    let lines: TextLines
    let names: NameJudge
    let blocks: [AddressBlock]
    let identifiers: PartyIdentifiers
    /// A till receipt has its sender on top and no customer.
    let isReceipt: Bool
    /// An order or a delivery note: written by or for the customer.
    let isOrder: Bool

    package init(_ view: DocumentView, titles: [String], isReceipt: Bool, isOrder: Bool = false) {
        self.view = view
        self.isReceipt = isReceipt
        self.isOrder = isOrder
        lines = TextLines(view.layout)
        names = NameJudge(view: view, titles: Set(titles.map { Folding.key($0) }))
        blocks = AddressFinder(view: view, lines: lines, names: names).blocks()
        identifiers = PartyIdentifiers(view)
    }

    /// - Parameter itemRows: Rows of the table of items; names there are no party's.
    package func read(itemRows: Set<Int> = [], models: ScoringModels = ScoringModels()) -> FieldGroup {
        read(itemRows: itemRows, models: models, recalled: nil)
    }

    /// - Parameter recalled: What memory holds about the supplier's layout.
    func read(itemRows: Set<Int>, models: ScoringModels, recalled: Recollection?) -> FieldGroup {
        var fields: FieldGroup = [:]
        let labelled = LabelledParties(view: view, lines: lines, names: names, blocks: blocks)
        let (supplier, customer) = weighed(labelled, itemRows, models, recalled) ?? pair(labelled)
        if let supplier { write(supplier, .supplierName, into: &fields) }
        if let customer { write(customer, .customerName, into: &fields) }
        let places = places(supplier?.best, customer?.best)
        let addresses = AddressScene(reader: self, labelled: labelled, places: places)
        if let (address, chance) = addresses.choose(models, itemRows: itemRows) {
            write(address, chance, into: &fields)
        } else if !models.names.contains(.supplierAddress) {
            address(supplier?.best, .supplierAddress, .supplierStreet, .supplierPostCode, .supplierCity, &fields)
        }
        address(customer?.best, .customerAddress, .customerStreet, .customerPostCode, .customerCity, &fields)
        if isReceipt, let supplier { receiptAddress(supplier.best, &fields) }
        let numbers = VATScene(view: view, identifiers: identifiers, parties: places).choose(models, recalled)
        fields.merge(identifiers.numbers(customer: places.customerRegion, weighed: numbers)) { $1 }
        if let model = models.model(FieldName.supplierIBAN.rawValue) {
            if let account = accountScene(places, fields).choose(model) {
                fields.merge(identifiers.account(account.found, chance: account.chance, others: account.others)) { $1 }
            }
        } else {
            fields.merge(identifiers.likelyAccount()) { $1 }
        }
        return fields
    }

    private func places(_ supplier: NameEvidence.Entry?, _ customer: NameEvidence.Entry?) -> PartyPlaces {
        PartyPlaces(
            supplier: supplier.map(places) ?? [], customer: customer.map(places) ?? [],
            customerRegion: customer.map(region))
    }

    /// Every line that is the name or begins with it.
    private func places(of entry: NameEvidence.Entry) -> PartyPlaces.Places {
        let key = NameEvidence.key(entry.name)
        let others = lines.lines.filter { line in
            !(line.row == entry.row && line.tokens.overlaps(entry.tokens)) && Folding.key(line.text).hasPrefix(key)
        }
        return [(entry.row, entry.tokens)]
            + others.map { line in
                var length = 0
                let end = line.tokens.first { token in
                    length += view.rows[line.row].tokens[token].key.utf8.count
                    return length >= key.utf8.count
                }
                return (line.row, line.tokens.lowerBound..<(end.map { $0 + 1 } ?? line.tokens.upperBound))
            }
    }

    /// - Parameter numbers: VAT ids of the parties, where known.
    private func accountScene(_ places: PartyPlaces, _ numbers: FieldGroup) -> AccountScene {
        AccountScene(
            view: view, identifiers: identifiers, parties: places,
            supplierCountry: numbers[.supplierVATID].flatMap { CountryCode.leading($0.value) },
            customerCountry: numbers[.customerVATID].flatMap { CountryCode.leading($0.value) })
    }

    /// VAT ids, addresses and accounts as they are measured beside the names and numbers that the rules choose.
    func examplesBesideNames(_ labelled: LabelledParties, itemRows: Set<Int>) -> [ScoringExample] {
        let (supplier, customer) = pair(labelled)
        let places = places(supplier?.best, customer?.best)
        let numbers = VATScene(view: view, identifiers: identifiers, parties: places).candidates().flatMap {
            found, features in
            [FieldName.supplierVATID, .customerVATID].map {
                ScoringExample(model: $0.rawValue, value: found.value, features: features.values)
            }
        }
        let addresses = AddressScene(reader: self, labelled: labelled, places: places).candidates(itemRows: itemRows)
            .map {
                ScoringExample(
                    model: FieldName.supplierAddress.rawValue, value: $0.candidate.text(in: view, names),
                    features: $0.features.values)
            }
        let known = identifiers.numbers(customer: places.customerRegion, weighed: nil)
        let accounts = accountScene(places, known).candidates().map {
            ScoringExample(model: FieldName.supplierIBAN.rawValue, value: $0.found.value, features: $0.features.values)
        }
        return numbers + addresses + accounts
    }

    private struct Choice {
        var best: NameEvidence.Entry
        var others: [NameEvidence.Entry]
        /// By the models; `nil` where the rules chose.
        var chance: Double?
    }

    /// The two different names that the models together find likeliest.
    /// - Returns: `nil` without models for both.
    private func weighed(
        _ labelled: LabelledParties, _ itemRows: Set<Int>, _ models: ScoringModels, _ recalled: Recollection?
    ) -> (supplier: Choice?, customer: Choice?)? {
        guard let ofSupplier = models.model(FieldName.supplierName.rawValue),
            let ofCustomer = models.model(FieldName.customerName.rawValue)
        else { return nil }
        let all = candidates(labelled, itemRows: itemRows)
        let suppliers = ranked(all, ofSupplier, .supplierName, recalled)
        let customers = isReceipt ? [] : ranked(all, ofCustomer, .customerName, recalled)
        let keys = all.map { NameEvidence.key($0.name) }
        var best: (supplier: Int?, customer: Int?, score: Double) = (nil, nil, -.infinity)
        for supplier in suppliers.prefix(8).map({ Optional($0) }) + [nil] {
            for customer in customers.prefix(8).map({ Optional($0) }) + [nil] {
                if let supplier, let customer,
                    Self.isSame(keys[supplier.index], keys[customer.index])
                {
                    continue
                }
                let score = (supplier?.score ?? Self.floor) + (customer?.score ?? Self.floor)
                if score > best.score { best = (supplier?.index, customer?.index, score) }
            }
        }
        func choice(_ index: Int?, not other: Int?, _ ranking: [Ranked], _ model: TreeEnsemble) -> Choice? {
            guard let index, let it = ranking.first(where: { $0.index == index }) else { return nil }
            let rivals = ranking.lazy.filter { rival in
                ![index, other].contains(rival.index) && !Self.isSame(keys[rival.index], keys[index])
            }
            let margin = TreeEnsemble.margin(of: it.score, over: rivals.map(\.score))
            let chance = it.chance(model, margin: margin)
            guard chance >= ScoringModels.leastChance else { return nil }
            let others = ranking.lazy.filter { $0.index != index }.prefix(4)
            var entry = all[index].entry(chance)
            if it.support.logOdds > 0 { entry.reasons.append(it.support.reason) }
            return Choice(
                best: entry, others: others.map { all[$0.index].entry($0.chance(model, margin: 0)) }, chance: chance)
        }
        return (
            choice(best.supplier, not: best.customer, suppliers, ofSupplier).map { inFull($0, all) },
            choice(best.customer, not: best.supplier, customers, ofCustomer).map { inFull($0, all) }
        )
    }

    /// The name as registered (BT-27, BT-44) where the page prints it besides a shorter one: "Dornkamp" in the letterhead,
    /// "Dornkamp Fasteners Ltd" in the foot.
    private func inFull(_ choice: Choice, _ all: [PartyCandidate]) -> Choice {
        func hasLegalForm(_ name: String) -> Bool {
            name.split(separator: " ").dropFirst().contains { LegalForms.contains(Folding.key(String($0))) }
        }
        let key = NameEvidence.key(choice.best.name)
        guard key.utf8.count >= 6, !hasLegalForm(choice.best.name) else { return choice }
        let longer = all.filter { candidate in
            let other = NameEvidence.key(candidate.name)
            guard other.hasPrefix(key), other != key, hasLegalForm(candidate.name),
                candidate.name.split(separator: " ").count <= choice.best.name.split(separator: " ").count + 5
            else { return false }
            // Of two lines only where the second is nothing but a legal form: another firm may stand there.
            if names.clean(view.rows[candidate.row].text(candidate.tokens)) == candidate.name { return true }
            return candidate.name.split(separator: " ").dropFirst(choice.best.name.split(separator: " ").count)
                .allSatisfy { LegalForms.contains(Folding.key(String($0))) || Folding.key(String($0)).isEmpty }
        }
        // Two different ones: nobody knows which.
        guard var full = longer.min(by: { $0.name.count < $1.name.count }),
            longer.allSatisfy({ NameEvidence.key($0.name).hasPrefix(NameEvidence.key(full.name)) })
        else { return choice }
        // "UG (haftungsbeschränkt)"
        if let whole = longer.first(where: { $0.name.hasPrefix(full.name + " (") && $0.name.hasSuffix(")") }) {
            full = whole
        }
        var choice = choice
        let block = choice.best.block
        choice.best = full.entry(choice.best.score)
        choice.best.block = choice.best.block ?? block
        choice.best.reasons.append("the name with its legal form")
        return choice
    }

    /// What leaving a party out is worth while the two are weighed together, in log-odds.
    private static let floor = -7.0

    /// A candidate's place in the list, with what the model and memory say to it.
    private struct Ranked {
        var index: Int
        var alone: Double
        var support: MemorySupport
        var score: Double { alone + support.logOdds }

        func chance(_ model: TreeEnsemble, margin: Double) -> Double {
            Recollection.chance(alone, margin: margin, support, model)
        }
    }

    private func ranked(
        _ all: [PartyCandidate], _ model: TreeEnsemble, _ field: FieldName, _ recalled: Recollection?
    ) -> [Ranked] {
        let supports = recalled.map { recalled in
            Recollection.weigh(
                all.map { candidate in
                    let byName = recalled.support(field, value: candidate.name)
                    guard byName.logOdds == 0 else { return byName }
                    return candidate.places.map { recalled.support(field, row: $0.row, tokens: $0.tokens) }
                        .max { abs($0.logOdds) < abs($1.logOdds) } ?? .none
                })
        }
        return all.enumerated().map { index, candidate in
            Ranked(
                index: index, alone: model.score(candidate.features.values), support: supports?[index] ?? .none)
        }.sorted { ($0.score, $1.index) > ($1.score, $0.index) }
    }

    /// One of the two is the other, or a longer spelling of it.
    /// - Parameters: Their keys.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        left == right || (min(left.utf8.count, right.utf8.count) >= 6 && (left.holds(right) || right.holds(left)))
    }

    /// Both parties at once: the two different names that together have most for them.
    private func pair(_ labelled: LabelledParties) -> (supplier: Choice?, customer: Choice?) {
        let suppliers = supplierEvidence(labelled)
        guard !isReceipt else { return (choice(suppliers, floor: 0.12), nil) }
        let customers = customerEvidence(labelled)
        var best: (supplier: NameEvidence.Entry, customer: NameEvidence.Entry, score: Double)?
        for customer in customers.ranked.prefix(6) where customer.score > 0.2 {
            for supplier in suppliers.ranked.prefix(8) where supplier.score > 0.12 {
                guard NameEvidence.key(supplier.name) != NameEvidence.key(customer.name) else { continue }
                let score = supplier.score + customer.score
                if score > (best?.score ?? 0) { best = (supplier, customer, score) }
            }
        }
        let alone = (supplier: choice(suppliers, floor: 0.12), customer: choice(customers, floor: 0.2))
        // One name only: a reader of letters takes it for the addressee unless it has much more of a sender.
        guard let best, best.score >= (alone.supplier?.best.score ?? 0) else {
            let isCustomer = (alone.customer?.best.score ?? 0) > (alone.supplier?.best.score ?? 0) - 0.1
            return isCustomer ? (nil, alone.customer) : (alone.supplier, nil)
        }
        let without = { (evidence: NameEvidence, chosen: NameEvidence.Entry) in
            evidence.ranked.filter { $0.name != chosen.name }.prefix(4).map { $0 }
        }
        return (
            Choice(best: best.supplier, others: without(suppliers, best.supplier)),
            Choice(best: best.customer, others: without(customers, best.customer))
        )
    }

    private func choice(_ evidence: NameEvidence, floor: Double) -> Choice? {
        let ranked = evidence.ranked
        guard let best = ranked.first, best.score > floor else { return nil }
        return Choice(best: best, others: Array(ranked.dropFirst().prefix(4)))
    }

    func pageHeight(_ page: Int) -> Double {
        view.rows.first { $0.page == page }?.pageHeight ?? 842
    }

    private func region(of entry: NameEvidence.Entry) -> (page: Int, box: Box) {
        let row = view.rows[entry.row]
        var box = row.box(entry.tokens)
        if let block = entry.block, !block.isOneLine { box = box.union(block.box) }
        return (row.page, box)
    }

    private func write(_ choice: Choice, _ name: FieldName, into fields: inout FieldGroup) {
        let (entry, others) = (choice.best, choice.others)
        let row = view.rows[entry.row]
        let source: TextSource = row.tokens[entry.tokens].contains { $0.source == .ocr } ? .ocr : .text
        let margin = entry.score - (others.first?.score ?? 0)
        fields[name] = Field(
            entry.name, confidence: choice.chance ?? max(0.2, min(0.97, entry.score * (margin > 0.1 ? 1 : 0.85))),
            evidence: Evidence(
                source: source, page: row.page, box: row.box(entry.tokens), printed: row.text(entry.tokens),
                label: entry.label, reason: entry.reasons.joined(separator: "; "),
                rejected: others.map {
                    Alternative(
                        value: $0.name, page: view.rows[$0.row].page, box: view.rows[$0.row].box($0.tokens),
                        score: ($0.score * 1000).rounded() / 1000)
                }))
    }

    private func write(_ address: AddressCandidate, _ chance: Double, into fields: inout FieldGroup) {
        let row = view.rows[address.last.row]
        let source: TextSource = row.tokens[address.last.tokens].contains { $0.source == .ocr } ? .ocr : .text
        let whole = address.text(in: view, names)
        let evidence = Evidence(
            source: source, page: row.page, box: address.box(in: view), printed: whole,
            reason: "address of the supplier")
        fields[.supplierAddress] = Field(whole, confidence: chance, evidence: evidence)
        let streets = address.parts.dropLast().map { address.text($0, in: view, names) }.filter { !$0.isEmpty }
        if let street = streets.last {
            fields[.supplierStreet] = Field(street, confidence: chance, evidence: evidence)
        }
        fields[.supplierPostCode] = Field(address.postal.postCode, confidence: chance, evidence: evidence)
        if !address.postal.city.isEmpty {
            fields[.supplierCity] = Field(address.postal.city, confidence: chance, evidence: evidence)
        }
    }

    private func address(
        _ entry: NameEvidence.Entry?, _ whole: FieldName, _ street: FieldName, _ code: FieldName, _ city: FieldName,
        _ fields: inout FieldGroup
    ) {
        guard let entry, let block = entry.block, let postal = block.postal else { return }
        let evidence = Evidence(source: .text, page: block.page, box: block.box, printed: block.address)
        fields[whole] = Field(block.address, confidence: 0.8, evidence: evidence)
        if let first = block.street.last(where: { !$0.isEmpty }) {
            fields[street] = Field(first, confidence: 0.75, evidence: evidence)
        }
        fields[code] = Field(postal.postCode, confidence: 0.8, evidence: evidence)
        fields[city] = Field(postal.city, confidence: 0.75, evidence: evidence)
    }
}
