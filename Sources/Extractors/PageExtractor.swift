package import Invoicing

/// Reads a document's fields from its pages, by schema, without templates: the method of `docs/decisions`.
package struct PageExtractor: Sendable {
    let types: DocumentTypes
    private let tools: [String: Tools]

    /// Lexicons of one document type, made once.
    private struct Tools: Sendable {
        let schema: ExtractionSchema
        let fields: Lexicon
        let columns: Lexicon
    }

    /// - Parameter schemas: Not empty.
    package init(schemas: [ExtractionSchema]) {
        types = DocumentTypes(schemas)
        var lexicons: [[FieldRule]: Lexicon] = [:]
        tools = Dictionary(
            schemas.map { schema in
                let fields = Self.lexicon(schema.fields, among: &lexicons)
                let columns = Self.lexicon(schema.columns, among: &lexicons)
                return (schema.name, Tools(schema: schema, fields: fields, columns: columns))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Types that extend another one mostly have its labels: their lexicon is the same, and is made once.
    private static func lexicon(_ rules: [FieldRule], among lexicons: inout [[FieldRule]: Lexicon]) -> Lexicon {
        // Whether a field is required says nothing about its labels.
        let labelled = rules.map { rule in
            var rule = rule
            rule.isRequired = false
            return rule
        }
        if let known = lexicons[labelled] { return known }
        let made = Lexicon(labelled)
        lexicons[labelled] = made
        return made
    }

    /// - Returns: `nil` when the pages hold no words at all.
    package func extract(_ pages: [PageText], isPicture: Bool = false) -> Draft? {
        guard pages.contains(where: { !$0.words.isEmpty }) else { return nil }
        let schema = types.type(of: Layout(pages.prefix(1).map { $0 }), isPicture: isPicture)
        guard let tools = tools[schema.name] else { return nil }
        let view = DocumentView(pages, lexicon: tools.fields)
        var draft = Draft(schema: schema.identifier)
        let table = LineItemReader(view, columns: tools.columns).read()
        draft.lineItems = table.items
        let totals = TotalsReader(view, itemRows: table.rows, itemsTotal: table.total).read()
        let asked = Set(schema.fields.map(\.name))
        draft.fields = totals.fields.filter { asked.contains($0.key) }
        draft.taxBreakdown = totals.taxBreakdown
        let parties = PartyReader(view, titles: types.schemas.flatMap(\.titles), isReceipt: schema.name == "receipt")
            .read()
        for (name, field) in parties where asked.contains(name) { draft.fields[name] = field }
        labelled(schema, view, table.rows, &draft)
        DocumentDefaults(view: view, schema: schema, itemRows: table.rows).complete(&draft)
        if schema.name == "receipt" {
            ReceiptReader(view, titles: types.schemas.flatMap(\.titles)).refine(&draft)
        }
        draft.fields = draft.fields.mapValues(Self.tempered)
        return draft
    }

    /// Recognized print can be wrong where everything else is right.
    private static func tempered(_ field: Field) -> Field {
        guard field.evidence?.source == .ocr else { return field }
        var field = field
        field.confidence *= 0.95
        return field
    }

    private static let handled: Set<FieldName> = Set(
        RoleCandidates.roles + [
            .supplierName, .customerName, .supplierAddress, .customerAddress, .supplierVATID, .customerVATID,
            .supplierIBAN, .supplierBIC, .currency, .documentType, .supplierEmail, .supplierStreet, .supplierCity,
            .supplierPostCode, .customerStreet, .customerCity, .customerPostCode,
        ])

    /// Every other field of the schema, by its labels. One printed value serves one identifier field only: the one whose
    /// label fits best.
    private func labelled(_ schema: ExtractionSchema, _ view: DocumentView, _ itemRows: Set<Int>, _ draft: inout Draft)
    {
        let finder = LabelledFields(view)
        let title = TitleNumbers(view: view, titles: types.titleLexicon)
        var all: [(rule: FieldRule, candidates: [Candidate])] = []
        for rule in schema.fields where !Self.handled.contains(rule.name) {
            var candidates = finder.candidates(for: rule)
            if rule.name == .invoiceNumber || rule.name == .orderNumber || rule.name == .receiptNumber {
                candidates = LabelledFields.merged(candidates + title.candidates(for: rule))
            } else if rule.name == .invoiceDate || rule.name == .receiptDate {
                candidates = LabelledFields.merged(candidates + title.dates(for: rule))
            }
            // What a line item says is no field of the document.
            candidates.removeAll {
                rule.type == .date && itemRows.contains($0.row) && $0.reason == LabelledFields.aboveReason
            }
            all.append((rule, candidates))
        }
        var owner: [String: (field: FieldName, score: Double)] = [:]
        for (rule, candidates) in all {
            for candidate in candidates where rule.type == .identifier || rule.type == .date {
                let place = "\(candidate.row):\(candidate.tokens.lowerBound)"
                if candidate.score > (owner[place]?.score ?? 0) { owner[place] = (rule.name, candidate.score) }
            }
        }
        for (rule, candidates) in all {
            let mine = candidates.filter { candidate in
                guard rule.type == .identifier || rule.type == .date else { return true }
                return owner["\(candidate.row):\(candidate.tokens.lowerBound)"]?.field == rule.name
            }
            guard let best = mine.first, best.score > 0.3 else { continue }
            let second = mine.dropFirst().first?.score ?? 0
            let confidence = max(0.15, min(0.97, best.score + (best.score - second > 0.15 ? 0.1 : -0.1)))
            draft.fields[rule.name] = best.field(in: view, confidence: confidence, rejected: Array(mine.dropFirst()))
        }
    }
}
