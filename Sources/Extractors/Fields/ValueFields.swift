import Invoicing

/// The fields of a document that stand beside labels of their own: numbers, dates, references, whatever a schema asks.
///
/// One printed value serves one identifier or date field only: the one it fits best.
struct ValueFields {
    private let view: DocumentView
    private let itemRows: Set<Int>
    private let all: [(rule: FieldRule, candidates: [Candidate])]
    private let dates: ValueScene
    private let identifiers: ValueScene

    /// Fields that models weigh, by the kind of their value.
    private static let weighedDates: [FieldName] = [.invoiceDate, .dueDate]
    private static let weighedIdentifiers: [FieldName] = [.invoiceNumber, .purchaseOrder]

    init(
        _ view: DocumentView, schema: ExtractionSchema, titles: Lexicon, itemRows: Set<Int>,
        identifiers: PartyIdentifiers
    ) {
        self.view = view
        self.itemRows = itemRows
        let finder = LabelledFields(view)
        let title = TitleNumbers(view: view, titles: titles)
        var places: [(rule: FieldRule, candidates: [Candidate])] = []
        for rule in schema.fields where !Self.handled.contains(rule.name) {
            var found = finder.places(for: rule)
            found.removeAll { !rule.accepts($0.value) }
            // What a line item says is no field of the document.
            found.removeAll {
                rule.type == .date && itemRows.contains($0.row) && $0.reason == LabelledFields.aboveReason
            }
            places.append((rule, found))
        }
        let numberRule = places.first { $0.rule.name == .invoiceNumber }?.rule
        let dateRule = places.first { $0.rule.name == .invoiceDate }?.rule
        let titleRow = view.rows.firstIndex { row in
            row.page == 1 && titles.hits(in: row, at: 0).contains(where: \.startsSegment)
        }
        func scene(_ type: ValueType, _ title: [Candidate]) -> ValueScene {
            ValueScene(
                view, type: type, schema: schema, itemRows: itemRows, labelled: places, title: title,
                titleRow: titleRow, identifiers: identifiers)
        }
        self.identifiers = scene(.identifier, numberRule.map(title.candidates) ?? [])
        dates = scene(.date, dateRule.map(title.dates) ?? [])
        all = places.map { rule, candidates in
            var candidates = candidates
            if [.invoiceNumber, .orderNumber, .receiptNumber].contains(rule.name) {
                candidates += title.candidates(for: rule)
            } else if rule.name == .invoiceDate || rule.name == .receiptDate {
                candidates += title.dates(for: rule)
            }
            return (rule, LabelledFields.merged(candidates.filter { rule.accepts($0.value) }))
        }
    }

    private static let handled: Set<FieldName> = Set(
        RoleCandidates.roles + [
            .supplierName, .customerName, .supplierAddress, .customerAddress, .supplierVATID, .customerVATID,
            .supplierIBAN, .supplierBIC, .currency, .documentType, .supplierEmail, .supplierStreet, .supplierCity,
            .supplierPostCode, .customerStreet, .customerCity, .customerPostCode,
        ])

    /// - Parameter recalled: What memory holds about the supplier's layout.
    func fields(models: ScoringModels, recalled: Recollection? = nil) -> FieldGroup {
        // Models know nothing of patterns, so they choose only where there is none.
        let restricted = Set(all.lazy.filter { $0.rule.pattern != nil }.map(\.rule.name))
        let weighed = weigh(models, recalled).filter { !restricted.contains($0.key) }
        var owner: [String: (field: FieldName, score: Double)] = [:]
        for (name, choice) in weighed {
            for place in choice.places { owner[place] = (name, 10) }
        }
        for (rule, candidates) in all where weighed[rule.name] == nil && Self.isExclusive(rule) {
            for candidate in candidates {
                let place = Self.place(candidate)
                if candidate.score > (owner[place]?.score ?? 0) { owner[place] = (rule.name, candidate.score) }
            }
        }
        var fields: FieldGroup = [:]
        for (rule, candidates) in all {
            if let choice = weighed[rule.name] {
                fields[rule.name] = choice.field
                continue
            }
            let mine = candidates.filter { candidate in
                !Self.isExclusive(rule) || owner[Self.place(candidate)]?.field == rule.name
            }
            guard let best = mine.first, best.score > 0.3 else { continue }
            let second = mine.dropFirst().first?.score ?? 0
            let confidence = max(0.15, min(0.97, best.score + (best.score - second > 0.15 ? 0.1 : -0.1)))
            fields[rule.name] = best.field(in: view, confidence: confidence, rejected: Array(mine.dropFirst()))
        }
        return fields
    }

    private static func isExclusive(_ rule: FieldRule) -> Bool { rule.type == .identifier || rule.type == .date }
    private static func place(_ candidate: Candidate) -> String { "\(candidate.row):\(candidate.tokens.lowerBound)" }

    private struct Choice {
        /// `nil` when nothing on the page is likely enough.
        var field: Field?
        var places: [String]
    }

    /// Payment is asked for after the invoice's date, and within a good year.
    private static func canBeDue(_ value: String, _ issued: String?) -> Bool {
        guard let issued = issued.flatMap({ Day(iso: $0) }), let day = Day(iso: value) else { return true }
        return (-7...400).contains(day.ordinal - issued.ordinal)
    }

    /// The models' choice for each field that the schema asks for and that there is a model of.
    private func weigh(_ models: ScoringModels, _ recalled: Recollection?) -> [FieldName: Choice] {
        var chosen: [FieldName: Choice] = [:]
        for (scene, names) in [(dates, Self.weighedDates), (identifiers, Self.weighedIdentifiers)] {
            var best: [(name: FieldName, ranked: [Weighed], model: TreeEnsemble)] = []
            for name in names where all.contains(where: { $0.rule.name == name }) {
                guard let model = models.model(name.rawValue) else { continue }
                let ranked = Weighed.all(scene.candidates(for: name), name, model, recalled)
                best.append((name, ranked, model))
            }
            // The surest first: what it takes, the other cannot have, unless both are dates.
            if !scene.isDate {
                best.sort { ($0.ranked.first?.score ?? -99, $1.name) > ($1.ranked.first?.score ?? -99, $0.name) }
            }
            var taken: Set<String> = []
            for (name, ranked, model) in best {
                let issued = name == .dueDate ? chosen[.invoiceDate]?.field?.value : nil
                let free = ranked.filter {
                    scene.isDate
                        ? Self.canBeDue($0.candidate.value, issued) : !taken.contains($0.candidate.value)
                }
                guard let top = free.first else {
                    chosen[name] = Choice(field: nil, places: [])
                    continue
                }
                let margin = TreeEnsemble.margin(
                    of: top.score, over: free.lazy.filter { $0.candidate.value != top.candidate.value }.map(\.score))
                let chance = top.chance(model, margin: margin)
                guard chance >= Self.leastChance(of: name, top) else {
                    chosen[name] = Choice(field: nil, places: [])
                    continue
                }
                taken.insert(top.candidate.value)
                var seen: Set<String> = [top.candidate.value]
                let others = free.dropFirst().filter { seen.insert($0.candidate.value).inserted }.prefix(4)
                let rejected = others.map { other in
                    var candidate = other.candidate
                    candidate.score = other.chance(model, margin: 0)
                    return candidate
                }
                var field = top.candidate.field(in: view, confidence: chance, rejected: Array(rejected))
                Recollection.tell(&field, top.support)
                chosen[name] = Choice(field: field, places: [Self.place(top.candidate)])
            }
        }
        return chosen
    }

    /// Documents without a due date have other days: of stays, payments made, periods. No label names these as due, and of
    /// what models took for due below 0.7 without a label, nine in ten were wrong on layouts they had not
    /// seen (docs/decisions/0073).
    private static func leastChance(of name: FieldName, _ top: Weighed) -> Double {
        name == .dueDate && top.candidate.label == nil && top.support.logOdds <= 0 ? 0.7 : ScoringModels.leastChance
    }

    /// A candidate with what the model and memory say to it.
    private struct Weighed {
        var candidate: Candidate
        /// Log-odds by the model alone.
        var alone: Double
        var support: MemorySupport
        var score: Double { alone + support.logOdds }

        func chance(_ model: TreeEnsemble, margin: Double) -> Double {
            Recollection.chance(alone, margin: margin, support, model)
        }

        /// Best first.
        static func all(
            _ candidates: [ValueCandidate], _ name: FieldName, _ model: TreeEnsemble, _ recalled: Recollection?
        ) -> [Weighed] {
            let supports = recalled.map { recalled in
                Recollection.weigh(
                    candidates.map { recalled.support(name, row: $0.candidate.row, tokens: $0.candidate.tokens) })
            }
            return candidates.enumerated().map { index, it in
                Weighed(
                    candidate: it.candidate, alone: model.score(it.features.values), support: supports?[index] ?? .none)
            }.sorted { ($0.score, $1.candidate.row) > ($1.score, $0.candidate.row) }
        }
    }

    func examples() -> [ScoringExample] {
        [(dates, Self.weighedDates), (identifiers, Self.weighedIdentifiers)].flatMap { scene, names in
            names.filter { name in all.contains { $0.rule.name == name } }.flatMap { name in
                scene.candidates(for: name).map {
                    ScoringExample(model: name.rawValue, value: $0.candidate.value, features: $0.features.values)
                }
            }
        }
    }
}
