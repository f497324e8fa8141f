import Invoicing

/// What is measured of an address to tell whether it is the supplier's, whole and without its neighbours. Lengths are shares
/// of the page, or counts; flags are 0 or 1.
enum AddressFeature: Int, CaseIterable, Sendable {
    /// Parts before the post code; those in rows above it.
    case parts, rowsAbove
    /// Of the first part.
    case firstIsStreet, firstIsName, firstIsCompany, firstIsSupplier, firstIsCustomer, firstDigits, firstWords,
        firstIsLabel
    case firstIsSalutation
    /// Of what stands before the first part.
    case beforeExists, beforeIsStreet, beforeIsName, beforeIsCompany, beforeIsSupplier, beforeIsCustomer, beforeIsLabel
    case beforeDigits, beforeGap
    /// Of all parts.
    case anyStreet, holdsSupplier, holdsCustomer, contact, words, separators, spread, largest
    case page, isLastPage, y, x, right, order, count, copies, segmentsInRow
    /// Rows and widths from the nearest place of each party's name, upwards positive; 40 and 1 where there is none.
    case rowsFromSupplier, acrossFromSupplier, rowsFromCustomer, acrossFromCustomer
    /// It belongs to the customer's block; to a heading of the supplier, the customer, another party.
    case insideCustomer, supplierHeading, customerHeading, otherHeading
    /// Rows to the nearest number or account that is not the customer's, 20 at most.
    case identifierDistance, cityIsEmpty, codeLength, isOfOneCountry
    /// A state or country behind the city is part of it; is left out.
    case hasRegion, leavesRegion
    case isReceipt, confidence
}

/// Measures the addresses of a document against the names of the parties.
struct AddressScene {
    let reader: PartyReader
    let labelled: LabelledParties
    let places: PartyPlaces

    private var view: DocumentView { reader.view }

    struct Measured {
        var candidate: AddressCandidate
        var features: FeatureVector<AddressFeature>
    }

    func candidates(itemRows: Set<Int>) -> [Measured] {
        let all = AddressCandidates(
            view: view, lines: reader.lines, names: reader.names,
            nameEnds: Set(
                (places.supplier + places.customer).map { AddressCandidate.Part(row: $0.row, tokens: $0.tokens) })
        ).all(itemRows: itemRows)
        let codes = all.map { Folding.key($0.postal.printed) }
        var order: [AddressCandidate.Part: Int] = [:]
        for candidate in all where order[candidate.last] == nil { order[candidate.last] = order.count }
        var copies: [String: Set<AddressCandidate.Part>] = [:]
        for (candidate, code) in zip(all, codes) { copies[code, default: []].insert(candidate.last) }
        let identifiers = (reader.identifiers.vatIDs + reader.identifiers.ibans).filter { $0.owner != .customer }
        return zip(all, codes).map { candidate, code in
            var it = FeatureVector<AddressFeature>()
            it[.order] = Double(min(9, order[candidate.last] ?? 0))
            it[.count] = Double(min(9, order.count))
            it[.copies] = Double(min(5, copies[code]?.count ?? 1))
            place(candidate, &it)
            first(candidate, &it)
            before(candidate, &it)
            whole(candidate, &it)
            parties(candidate, &it)
            let distances = identifiers.filter { $0.page == Int(it[.page]) }.map { abs($0.row - candidate.last.row) }
            it[.identifierDistance] = Double(min(20, distances.min() ?? 20))
            return Measured(candidate: candidate, features: it)
        }
    }

    private func tokens(_ part: AddressCandidate.Part) -> ArraySlice<Token> { view.rows[part.row].tokens[part.tokens] }

    private func place(_ candidate: AddressCandidate, _ it: inout FeatureVector<AddressFeature>) {
        let row = view.rows[candidate.last.row]
        let box = row.box(candidate.last.tokens)
        it[.parts] = Double(candidate.parts.count - 1)
        it[.rowsAbove] = Double(candidate.last.row - candidate.parts[0].row)
        it[.page] = Double(row.page)
        it.set(.isLastPage, row.page == view.layout.pageCount)
        it[.y] = box.y / max(1, row.pageHeight)
        it[.x] = box.x / max(1, row.pageWidth)
        it[.right] = box.right / max(1, row.pageWidth)
        it[.segmentsInRow] = Double(row.segments.count)
        it.set(.cityIsEmpty, candidate.postal.city.isEmpty)
        it[.codeLength] = Double(candidate.postal.postCode.utf8.count)
        it.set(.isOfOneCountry, candidate.postal.country != nil)
        it.set(.hasRegion, candidate.last.tokens.count > candidate.postal.tokens.count)
        let next = candidate.last.tokens.upperBound
        it.set(.leavesRegion, next < row.tokens.count && row.tokens[next - 1].text.hasSuffix(","))
        it.set(.isReceipt, reader.isReceipt)
        let sure = tokens(candidate.last).compactMap(\.confidence)
        it[.confidence] = sure.isEmpty ? 1 : sure.reduce(0, +) / Double(sure.count)
    }

    private func first(_ candidate: AddressCandidate, _ it: inout FeatureVector<AddressFeature>) {
        guard candidate.parts.count > 1 else { return }
        let part = candidate.parts[0]
        let words = tokens(part)
        let text = reader.names.clean(view.rows[part.row].text(part.tokens))
        it.set(.firstIsStreet, reader.names.isStreet(words))
        it.set(.firstIsName, reader.names.isPlausible(words, text))
        it.set(.firstIsCompany, LegalForms.isCompany(words))
        it.set(.firstIsSupplier, isName(part, places.supplier))
        it.set(.firstIsCustomer, isName(part, places.customer))
        it[.firstDigits] = Double(text.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count)
        it[.firstWords] = Double(words.count)
        it.set(.firstIsLabel, isLabel(part))
        it.set(.firstIsSalutation, reader.names.isSalutation(words))
    }

    private func before(_ candidate: AddressCandidate, _ it: inout FeatureVector<AddressFeature>) {
        guard let part = candidate.before else { return }
        let words = tokens(part)
        let row = view.rows[part.row]
        let text = reader.names.clean(row.text(part.tokens))
        it[.beforeExists] = 1
        it.set(.beforeIsStreet, reader.names.isStreet(words))
        it.set(.beforeIsName, reader.names.isPlausible(words, text))
        it.set(.beforeIsCompany, LegalForms.isCompany(words))
        it.set(.beforeIsSupplier, isName(part, places.supplier))
        it.set(.beforeIsCustomer, isName(part, places.customer))
        it.set(.beforeIsLabel, isLabel(part))
        it[.beforeDigits] = Double(text.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count)
        let start = candidate.parts[0]
        let box = view.rows[start.row].box(start.tokens)
        it[.beforeGap] = (box.y - row.box(part.tokens).bottom) / max(6, box.height)
    }

    private func whole(_ candidate: AddressCandidate, _ it: inout FeatureVector<AddressFeature>) {
        let box = candidate.box(in: view)
        it[.spread] = box.width / max(1, view.rows[candidate.last.row].pageWidth)
        for part in candidate.parts {
            let words = tokens(part)
            it[.words] += Double(words.count)
            it[.separators] += words.last?.text.hasSuffix(",") == true ? 1 : 0
            it[.largest] = max(it[.largest], (words.lazy.map(\.size).max() ?? 0) / max(1, view.layout.textSize))
            if reader.names.isStreet(words) { it[.anyStreet] = 1 }
            if isName(part, places.supplier) { it[.holdsSupplier] = 1 }
            if isName(part, places.customer) { it[.holdsCustomer] = 1 }
            if words.contains(where: { $0.text.holds("@") || VATScene.contact.contains($0.key) }) {
                it[.contact] = 1
            }
        }
    }

    private func parties(_ candidate: AddressCandidate, _ it: inout FeatureVector<AddressFeature>) {
        let row = candidate.last.row
        let box = view.rows[row].box(candidate.last.tokens)
        (it[.rowsFromSupplier], it[.acrossFromSupplier]) = view.distance(row: row, box: box, from: places.supplier)
        (it[.rowsFromCustomer], it[.acrossFromCustomer]) = view.distance(row: row, box: box, from: places.customer)
        if let region = places.customerRegion, region.page == view.rows[row].page {
            it.set(.insideCustomer, region.box.intersection(box).area > 0.5 * box.area)
        }
        for party in labelled.parties {
            let place = view.rows[party.row]
            guard place.page == view.rows[row].page, (0...5).contains(row - party.row),
                place.box(party.tokens).sharedWidth(with: box) > 0.2
            else { continue }
            let feature: AddressFeature =
                switch party.field {
                case .supplierName: .supplierHeading
                case .customerName: .customerHeading
                default: .otherHeading
                }
            it[feature] = max(it[feature], party.weight)
        }
    }

    /// Whether a part is the name, or begins with it.
    private func isName(_ part: AddressCandidate.Part, _ places: PartyPlaces.Places) -> Bool {
        places.contains { $0.row == part.row && $0.tokens.overlaps(part.tokens) }
    }

    private func isLabel(_ part: AddressCandidate.Part) -> Bool {
        view.rows[part.row].tokens[part.tokens.upperBound - 1].endsWithColon
            || view.hits[part.row].contains {
                $0.tokens.overlaps(part.tokens) && $0.meanings.contains { $0.strength == .strong }
                    && $0.tokens.count * 2 >= part.tokens.count
            }
    }

    /// - Returns: `nil` without a model, or where no address is likely enough to be the supplier's.
    func choose(_ models: ScoringModels, itemRows: Set<Int>) -> (best: AddressCandidate, chance: Double)? {
        guard let model = models.model(FieldName.supplierAddress.rawValue) else { return nil }
        let scored = candidates(itemRows: itemRows).map { measured in
            (
                candidate: measured.candidate, score: model.score(measured.features.values),
                key: Folding.key(measured.candidate.text(in: view, reader.names))
            )
        }
        guard let best = scored.max(by: { $0.score < $1.score }) else { return nil }
        let chance = model.chance(
            ofScore: best.score,
            margin: TreeEnsemble.margin(of: best.score, over: scored.filter { $0.key != best.key }.map(\.score)))
        return chance >= ScoringModels.leastChance ? (best.candidate, chance) : nil
    }
}
