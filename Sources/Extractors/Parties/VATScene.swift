import Invoicing

/// What is measured of a VAT id to tell whose it is. Lengths are shares of the page, or counts; flags are 0 or 1.
enum VATFeature: Int, CaseIterable, Sendable {
    /// The label before it says: the supplier's, the customer's, either.
    case supplierLabel, customerLabel, anyLabel
    case isValid, hasCountry, length, page, y, x, order, count, places
    /// It stands by the customer's address; in one line with mail, phone or account, as in footers.
    case insideCustomer, contactInRow
    /// Rows and widths from the nearest place of each party's name, upwards positive; 40 and 1 where there is none.
    case rowsFromSupplier, acrossFromSupplier, rowsFromCustomer, acrossFromCustomer
    /// Other numbers higher and lower on its page.
    case above, below
}

/// A VAT id with its owner.
struct VATChoice {
    var field: FieldName
    var found: PartyIdentifiers.Found
    var chance: Double
    var others: [PartyIdentifiers.Found]
    var support = MemorySupport.none
}

/// Measures the VAT ids of a document against the names of the parties.
struct VATScene {
    let view: DocumentView
    let identifiers: PartyIdentifiers
    let parties: PartyPlaces

    /// One candidate per number, where it says most, with its measurements.
    func candidates() -> [(found: PartyIdentifiers.Found, features: FeatureVector<VATFeature>)] {
        var order: [String] = []
        var best: [String: (found: PartyIdentifiers.Found, features: FeatureVector<VATFeature>)] = [:]
        let values = Set(identifiers.vatIDs.map(\.value))
        for found in identifiers.vatIDs {
            var it = measure(found, count: values.count)
            it[.order] = Double(min(9, order.firstIndex(of: found.value) ?? order.count))
            guard let known = best[found.value] else {
                order.append(found.value)
                best[found.value] = (found, it)
                continue
            }
            let labels: (FeatureVector<VATFeature>) -> Double = {
                $0[.supplierLabel] + $0[.customerLabel] + $0[.anyLabel] / 2
            }
            if labels(it) > labels(known.features) { best[found.value] = (found, it) }
        }
        for value in order {
            best[value]?.features[.places] = Double(identifiers.vatIDs.lazy.filter { $0.value == value }.count)
        }
        return order.compactMap { best[$0] }
    }

    private func measure(_ found: PartyIdentifiers.Found, count: Int) -> FeatureVector<VATFeature> {
        var it = FeatureVector<VATFeature>()
        let row = view.rows[found.row]
        if let hit = label(found) {
            let (own, their) = (hit.strength(for: .supplierVATID), hit.strength(for: .customerVATID))
            it.set(.supplierLabel, own == .strong && their != .strong)
            it.set(.customerLabel, their == .strong && own != .strong)
            it.set(.anyLabel, own != nil || their != nil)
        }
        if found.owner == .customer { it[.customerLabel] = 1 }
        it.set(.isValid, found.isValid)
        it.set(.hasCountry, found.value.utf8.prefix(2).allSatisfy { $0 >= 65 })
        it[.length] = Double(found.value.utf8.count)
        it[.page] = Double(row.page)
        it[.y] = found.box.y / max(1, row.pageHeight)
        it[.x] = found.box.x / max(1, row.pageWidth)
        it[.count] = Double(min(6, count))
        let others = identifiers.vatIDs.filter { $0.value != found.value && $0.page == found.page }
        it[.above] = Double(min(4, others.lazy.filter { $0.box.y < found.box.y - 2 }.count))
        it[.below] = Double(min(4, others.lazy.filter { $0.box.y > found.box.y + 2 }.count))
        it.set(.insideCustomer, identifiers.isInside(found, parties.customerRegion))
        it.set(.contactInRow, row.tokens.contains { $0.text.holds("@") || Self.contact.contains($0.key) })
        (it[.rowsFromSupplier], it[.acrossFromSupplier]) = view.distance(
            row: found.row, box: found.box, from: parties.supplier)
        (it[.rowsFromCustomer], it[.acrossFromCustomer]) = view.distance(
            row: found.row, box: found.box, from: parties.customer)
        return it
    }

    private func label(_ found: PartyIdentifiers.Found) -> LabelHit? {
        let row = view.rows[found.row]
        let segment = row.segments[row.segment(of: found.tokens.lowerBound)]
        if let before = view.hits[found.row].last(where: {
            $0.tokens.upperBound <= found.tokens.lowerBound
                && ($0.tokens.lowerBound >= segment.lowerBound || $0.tokens.upperBound == segment.lowerBound)
        }) {
            return before
        }
        guard found.row > 0, view.rows[found.row - 1].page == row.page else { return nil }
        return view.hits[found.row - 1].last {
            $0.startsSegment && LabelStance.isAligned(found.box, $0.box)
        }
    }

    /// The owners that the models find likeliest; no number is both parties'.
    /// - Returns: `nil` without models for both.
    func choose(_ models: ScoringModels, _ recalled: Recollection? = nil) -> [VATChoice]? {
        guard let ofSupplier = models.model(FieldName.supplierVATID.rawValue),
            let ofCustomer = models.model(FieldName.customerVATID.rawValue)
        else { return nil }
        let all = candidates()
        let alone = all.map { (ofSupplier.score($0.features.values), ofCustomer.score($0.features.values)) }
        let supports = (remembered(.supplierVATID, all, recalled), remembered(.customerVATID, all, recalled))
        let scores = alone.indices.map {
            (alone[$0].0 + supports.0[$0].logOdds, alone[$0].1 + supports.1[$0].logOdds)
        }
        var best: (supplier: Int?, customer: Int?, score: Double) = (nil, nil, -.infinity)
        let options = all.indices.map { Optional($0) } + [nil]
        for supplier in options {
            for customer in options where supplier == nil || supplier != customer {
                let score =
                    (supplier.map { scores[$0].0 } ?? Self.floor) + (customer.map { scores[$0].1 } ?? Self.floor)
                if score > best.score { best = (supplier, customer, score) }
            }
        }
        func choice(
            _ index: Int?, not other: Int?, _ field: FieldName, _ model: TreeEnsemble, _ alone: [Double],
            _ supports: [MemorySupport]
        ) -> VATChoice? {
            guard let at = index else { return nil }
            let together = alone.indices.map { alone[$0] + supports[$0].logOdds }
            let margin = TreeEnsemble.margin(
                of: together[at], over: together.indices.filter { $0 != at && $0 != other }.map { together[$0] })
            let chance = Recollection.chance(alone[at], margin: margin, supports[at], model)
            guard chance >= ScoringModels.leastChance else { return nil }
            return
                VATChoice(
                    field: field, found: all[at].found, chance: chance,
                    others: all.indices.filter { $0 != at }.map { all[$0].found }, support: supports[at])
        }
        return [
            choice(best.supplier, not: best.customer, .supplierVATID, ofSupplier, alone.map(\.0), supports.0),
            choice(best.customer, not: best.supplier, .customerVATID, ofCustomer, alone.map(\.1), supports.1),
        ].compactMap { $0 }
    }

    /// What memory says to each number: the supplier's is known, the customer's stands where it stood.
    private func remembered(
        _ field: FieldName, _ all: [(found: PartyIdentifiers.Found, features: FeatureVector<VATFeature>)],
        _ recalled: Recollection?
    ) -> [MemorySupport] {
        guard let recalled, recalled.entries[field] != nil else { return all.map { _ in .none } }
        return Recollection.weigh(
            all.map { found, _ in
                let byValue = recalled.support(field, value: found.value)
                return byValue.logOdds != 0 ? byValue : recalled.support(field, row: found.row, tokens: found.tokens)
            })
    }

    /// What leaving a number out is worth, in log-odds.
    private static let floor = -1.5

    /// Words that stand beside numbers to call, mail or pay to.
    static let contact: Set<String> = [
        "tel", "telefon", "fax", "phone", "telephone", "iban", "bic", "www", "email", "mail", "hrb", "amtsgericht",
        "siret",
    ]
}
