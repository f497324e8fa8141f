import Invoicing

/// What the names of a document are measured against: found once per document.
struct PartyScene {
    private let reader: PartyReader
    private let labelled: LabelledParties
    private let itemRows: Set<Int>
    private let titleRow: Int?
    private let upperBlocks: [AddressBlock]
    private let sender: AddressBlock?
    private let identifierRows: [(page: Int, row: Int)]
    /// Places under a party's heading, or under a sender's line: which, and the how manyth name of the column it is.
    private let ranks: [Place: [PartyFeature: Int]]
    private let companies: Int

    private struct Place: Hashable {
        var row: Int
        var start: Int
    }

    private var view: DocumentView { reader.view }

    /// - Parameter places: Of all names.
    init(
        reader: PartyReader, labelled: LabelledParties, itemRows: Set<Int>, places: [(row: Int, tokens: Range<Int>)]
    ) {
        self.reader = reader
        self.labelled = labelled
        self.itemRows = itemRows
        titleRow = reader.view.rows.firstIndex { row in
            row.page == 1
                && row.segments.contains { segment in
                    segment.count <= 6
                        && (reader.names.titles.contains(Folding.key(row.text(segment)))
                            || row.tokens[segment.lowerBound].key.utf8.count > 3
                                && reader.names.titles.contains(row.tokens[segment.lowerBound].key))
                }
        }
        let height = reader.pageHeight(1)
        upperBlocks = reader.blocks.filter { $0.page == 1 && !$0.isOneLine && $0.box.y < height * 0.5 }
            .sorted { $0.box.y < $1.box.y }
        sender = reader.blocks.first { $0.isOneLine && $0.page == 1 && $0.box.y < height * 0.4 }
        identifierRows = (reader.identifiers.vatIDs + reader.identifiers.ibans)
            .filter { $0.owner != .customer }.map { ($0.page, $0.row) }
        let names = Set(places.map { Place(row: $0.row, start: $0.tokens.lowerBound) })
        ranks = Self.ranks(reader, names)
        companies =
            Set(
                reader.lines.lines.filter { LegalForms.isCompany(reader.view.rows[$0.row].tokens[$0.tokens]) }
                    .map { Folding.key($0.text) }
            ).count
    }

    /// Counts the names under each heading of a party, and under each sender's line of the first page.
    private static func ranks(_ reader: PartyReader, _ names: Set<Place>) -> [Place: [PartyFeature: Int]] {
        let view = reader.view
        let finder = LabelledFields(view)
        var ranks: [Place: [PartyFeature: Int]] = [:]
        func count(under box: Box, row start: Int, limit: Double, as feature: PartyFeature) {
            var rank = 0
            var bottom = box.bottom
            for index in view.rows.indices[(start + 1)...].prefix(14) {
                let row = view.rows[index]
                guard row.page == view.rows[start].page, row.box.y - bottom < 4 * max(7, box.height), rank < 5 else {
                    return
                }
                guard let segment = finder.segment(of: row, under: box, limit: limit) else { continue }
                bottom = row.box.bottom
                let place = Place(row: index, start: row.segments[segment].lowerBound)
                if view.hits[index].contains(where: { $0.segment == segment && heading($0) != nil && $0.endsSegment }) {
                    return
                }
                guard names.contains(place) else { continue }
                rank += 1
                let known = ranks[place]?[feature] ?? .max
                ranks[place, default: [:]][feature] = min(known, rank)
            }
        }
        for hit in view.hits.joined() where hit.startsSegment {
            guard let feature = heading(hit) else { continue }
            let row = view.rows[hit.row]
            let segment = row.segments[hit.segment]
            let behind = hit.tokens.upperBound < segment.upperBound ? hit.tokens.upperBound : nil
            let beside =
                hit.hasColon && hit.segment + 1 < row.segments.count
                ? row.segments[hit.segment + 1].lowerBound : nil
            for start in [behind, beside].compactMap({ $0 }) where names.contains(Place(row: hit.row, start: start)) {
                ranks[Place(row: hit.row, start: start), default: [:]][feature] = 1
            }
            guard hit.endsSegment || hit.tokens.count + 2 >= segment.count else { continue }
            let next = view.hits[hit.row].first { $0.tokens.lowerBound >= hit.tokens.upperBound && $0.startsSegment }
            count(under: hit.box, row: hit.row, limit: next.map { $0.box.x - 2 } ?? hit.box.right + 120, as: feature)
        }
        for block in reader.blocks where block.isOneLine && block.page == 1 && block.box.y < reader.pageHeight(1) * 0.5
        {
            count(under: block.box, row: block.nameRow, limit: block.box.right, as: .senderRank)
        }
        return ranks
    }

    private static func heading(_ hit: LabelHit) -> PartyFeature? {
        for meaning in hit.meanings where meaning.strength == .strong {
            switch meaning.field {
            case .supplierName: return .supplierRank
            case .customerName: return .customerRank
            case .shippingName: return .shippingRank
            case .payeeName: return .payeeRank
            default: continue
            }
        }
        return nil
    }

    func measure(_ candidate: PartyCandidate, order: Int, supplier: Double, customer: Double)
        -> FeatureVector<PartyFeature>
    {
        var it = FeatureVector<PartyFeature>()
        it[.supplierHint] = supplier
        it[.customerHint] = customer
        it[.order] = Double(min(order, 40))
        it[.pageCount] = Double(view.layout.pageCount)
        it.set(.isReceipt, reader.isReceipt)
        it.set(.isOrder, reader.isOrder)
        it[.companies] = Double(min(9, companies))
        for place in candidate.places {
            for (feature, rank) in ranks[Place(row: place.row, start: place.tokens.lowerBound)] ?? [:] {
                it[feature] = it[feature] == 0 ? Double(rank) : min(it[feature], Double(rank))
            }
        }
        labels(candidate, &it)
        places(candidate, &it)
        block(candidate, &it)
        print(candidate, &it)
        neighbours(candidate, &it)
        return it
    }

    private func labels(_ candidate: PartyCandidate, _ it: inout FeatureVector<PartyFeature>) {
        let key = NameEvidence.key(candidate.name)
        for party in labelled.parties where NameEvidence.key(party.name) == key {
            switch party.field {
            case .supplierName: it[.supplierLabel] = max(it[.supplierLabel], party.weight)
            case .customerName: it[.customerLabel] = max(it[.customerLabel], party.weight)
            case .shippingName: it[.shippingLabel] = max(it[.shippingLabel], party.weight)
            default: it[.payeeLabel] = max(it[.payeeLabel], party.weight)
            }
        }
    }

    private func places(_ candidate: PartyCandidate, _ it: inout FeatureVector<PartyFeature>) {
        guard let first = candidate.places.first, let last = candidate.places.last else { return }
        let row = view.rows[first.row]
        let box = row.box(first.tokens)
        it[.firstY] = box.y / max(1, row.pageHeight) + Double(row.page - 1)
        it[.firstX] = box.x / max(1, row.pageWidth)
        it[.rightEdge] = box.right / max(1, row.pageWidth)
        let end = view.rows[last.row]
        it[.lastY] = end.box(last.tokens).y / max(1, end.pageHeight)
        it[.lastPage] = Double(end.page)
        it[.places] = Double(candidate.places.count)
        it.set(.isWholeLine, candidate.places.contains { view.rows[$0.row].segments.contains($0.tokens) })
        it.set(.inItems, candidate.places.allSatisfy { itemRows.contains($0.row) })
        if let titleRow { it[.titleDistance] = Double(max(-30, min(30, first.row - titleRow))) }
        let distances = candidate.places.flatMap { place in
            identifierRows.filter { $0.page == view.rows[place.row].page }.map { abs($0.row - place.row) }
        }
        it[.identifierDistance] = Double(min(20, distances.min() ?? 20))
    }

    private func block(_ candidate: PartyCandidate, _ it: inout FeatureVector<PartyFeature>) {
        it[.blockCount] = Double(upperBlocks.count)
        let key = NameEvidence.key(candidate.name)
        let own = reader.blocks.filter { NameEvidence.key($0.name) == key }
        it.set(.inOneLine, own.contains(where: \.isOneLine))
        guard let block = own.first(where: { !$0.isOneLine }) else { return }
        it[.inBlock] = 1
        it.set(.blockIsSupplierLike, reader.isSupplierLike(block))
        it.set(.blockIsLetterhead, reader.isLetterhead(block))
        if let sender, block.box.y > sender.box.y, block.box.y - sender.box.bottom < 95,
            abs(block.box.x - sender.box.x) < 40, NameEvidence.key(sender.name) != key
        {
            it[.blockUnderSender] = 1
        }
        if let rank = upperBlocks.firstIndex(where: { NameEvidence.key($0.name) == key }) {
            it[.blockRank] = Double(rank + 1)
            it.set(.isOnlyBlock, upperBlocks.count == 1)
            let others = upperBlocks.filter { NameEvidence.key($0.name) != key }
            if let other = others.first {
                it[.leftOfOthers] = block.box.x < other.box.x - 20 ? 1 : block.box.x > other.box.x + 20 ? -1 : 0
            }
        }
    }

    private func print(_ candidate: PartyCandidate, _ it: inout FeatureVector<PartyFeature>) {
        let tokens = view.rows[candidate.row].tokens[candidate.tokens]
        for place in candidate.places {
            let part = view.rows[place.row].tokens[place.tokens]
            it[.size] = max(it[.size], (part.lazy.map(\.size).max() ?? 0) / max(1, view.layout.textSize))
            if part.contains(where: \.isBold) { it[.bold] = 1 }
        }
        it.set(.isCompany, LegalForms.isCompany(tokens))
        it[.words] = Double(tokens.count)
        it[.characters] = Double(min(60, candidate.name.count))
        it[.digits] = Double(candidate.name.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count)
        let letters = candidate.name.filter(\.isLetter)
        it.set(.isCapitals, letters.count > 2 && letters.allSatisfy(\.isUppercase))
        let lettered = tokens.filter(\.hasLetter)
        it[.capitalised] =
            Double(lettered.lazy.filter { $0.text.first(where: \.isLetter)?.isUppercase == true }.count)
            / Double(max(1, lettered.count))
        let sure = tokens.compactMap(\.confidence)
        it[.confidence] = sure.isEmpty ? 1 : sure.reduce(0, +) / Double(sure.count)
        let words = tokens.map(\.key).filter { !$0.isEmpty && !LegalForms.contains($0) }
        it[.domain] = domainShare(words)
        it.set(.bankWord, words.contains { $0.hasSuffix("bank") || PartyReader.banks.contains($0) })
    }

    /// How much of the name a domain of the document repeats, 0...1.
    private func domainShare(_ words: [String]) -> Double {
        let key = words.joined()
        guard key.utf8.count >= 3 else { return 0 }
        var best = 0.0
        for domain in reader.identifiers.domains {
            let common = Double(zip(key.utf8, domain.utf8).prefix { $0 == $1 }.count)
            if common >= 3 { best = max(best, common / Double(max(domain.utf8.count, min(key.utf8.count, 14)))) }
            for word in words where word.utf8.count >= 4 && domain.contains(word) {
                best = max(best, 0.9 * Double(word.utf8.count) / Double(domain.utf8.count))
            }
            let initials = String(words.compactMap(\.first))
            if initials.utf8.count >= 3, domain.hasPrefix(initials) { best = max(best, 0.5) }
        }
        return best
    }

    private func neighbours(_ candidate: PartyCandidate, _ it: inout FeatureVector<PartyFeature>) {
        let row = view.rows[candidate.row]
        let segment = row.segment(of: candidate.tokens.lowerBound)
        it[.segmentsInRow] = Double(row.segments.count)
        it.set(.moneyInRow, view.numbers[candidate.row].contains(where: \.looksLikeMoney))
        // A firm may be called by a word that is a label elsewhere: "Lieferant GmbH".
        let isFirm = LegalForms.isCompany(view.rows[candidate.row].tokens[candidate.tokens])
        let hits = view.hits[candidate.row].filter { hit in
            hit.segment == segment
                && !(isFirm && !hit.hasColon && hit.tokens.clamped(to: candidate.tokens) == hit.tokens)
        }
        it.set(.labelInSegment, hits.contains { $0.startsSegment && $0.meanings.contains { $0.strength == .strong } })
        it[.labelWords] =
            Double(hits.reduce(0) { $0 + $1.tokens.clamped(to: candidate.tokens).count })
            / Double(max(1, candidate.tokens.count))
        let lines = reader.lines
        let index = lines.line(row: candidate.row, segment: segment)
        if let above = lines.lines[index].above {
            let line = lines.lines[above]
            let tokens = view.rows[line.row].tokens[line.tokens]
            it.set(.labelAbove, tokens.last?.endsWithColon == true || reader.names.endsBlock(line))
            if reader.names.isSalutation(tokens) { it[.salutation] = 1 }
        }
        for (distance, below) in lines.downward(from: index, limit: 7).dropFirst().enumerated() {
            let line = lines.lines[below]
            let tokens = view.rows[line.row].tokens[line.tokens]
            if distance < 3, reader.names.isStreet(tokens) { it[.streetBelow] = 1 }
            if distance == 0, reader.names.isSalutation(tokens) { it[.salutation] = 1 }
            if it[.postalBelow] == 0, line.postal != nil { it[.postalBelow] = Double(distance + 1) }
            if tokens.contains(where: { $0.text.holds("@") || Self.contact.contains($0.key) }) {
                it[.contactBelow] = 1
            }
        }
    }

    private static let contact: Set<String> = [
        "tel", "telefon", "fax", "phone", "telephone", "tlf", "telefono", "www", "email", "mail", "mob", "mobile",
    ]
}
