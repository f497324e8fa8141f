package import Invoicing

/// Reads a document's fields from its pages, by schema, without templates: the method of `docs/decisions`.
package struct PageExtractor: Sendable {
    let types: DocumentTypes
    private let tools: [String: Tools]
    private let models: ScoringModels
    private let memory: SupplierMemory

    /// Lexicons of one document type, made once.
    private struct Tools: Sendable {
        let schema: ExtractionSchema
        let fields: Lexicon
        let columns: Lexicon
    }

    /// - Parameters:
    ///   - schemas: Not empty.
    ///   - models: What weighs the candidates; without, labels alone do.
    ///   - memory: What earlier corrections taught.
    package init(
        schemas: [ExtractionSchema], models: ScoringModels = ScoringModels(), memory: SupplierMemory = SupplierMemory()
    ) {
        types = DocumentTypes(schemas)
        self.models = models
        self.memory = memory
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

    /// - Parameter correction: What is right about this document, to be learnt from: ``Draft/observation``.
    /// - Returns: `nil` when the pages hold no words at all.
    package func extract(_ pages: [PageText], isPicture: Bool = false, correction: Correction? = nil) -> Draft? {
        scene(pages, isPicture).map { extract($0, correction: correction) }
    }

    /// - Parameter first: As the pages say what they are.
    private func extract(_ first: Scene, correction: Correction?) -> Draft {
        let (scene, recalled) = retyped(first, correction)
        let schema = scene.tools.schema
        var draft = Draft(schema: schema.identifier)
        draft.lineItems = scene.items
        let totals = scene.totals.read(models: models, recalled: recalled)
        let asked = Set(schema.fields.map(\.name))
        draft.fields = totals.fields.filter { asked.contains($0.key) }
        draft.taxBreakdown = totals.taxBreakdown
        let parties = scene.parties.read(itemRows: scene.itemRows, models: models, recalled: recalled)
        for (name, field) in parties where asked.contains(name) { draft.fields[name] = field }
        draft.fields.merge(scene.values.fields(models: models, recalled: recalled)) { $1 }
        DocumentDefaults(
            view: scene.view, schema: schema, itemRows: scene.itemRows, models: models, lines: scene.parties.lines
        ).complete(&draft)
        if schema.name == "receipt" {
            ReceiptReader(scene.view, titles: types.schemas.flatMap(\.titles)).refine(&draft)
        }
        if let recalled {
            RememberedValues(view: scene.view, schema: schema, recollection: recalled, weighed: models.names)
                .settle(&draft.fields)
        }
        let takenFor = first.tools.schema.documentType
        if correction == nil, takenFor != schema.documentType {
            draft.fields[.documentType]?.evidence?.reason = "\(MemorySupport.mark) of the document type"
        }
        draft.fields = draft.fields.mapValues(Self.tempered)
        Self.refuse(&draft, by: schema)
        if let correction {
            let observer = Observer(
                view: scene.view, schema: schema, itemRows: scene.itemRows, identifiers: scene.parties.identifiers,
                recollection: recalled ?? Recollection(scene.view, []), fields: draft.fields,
                print: LayoutPrint(first.view), takenFor: takenFor,
                documentTypes: Set(types.schemas.compactMap(\.documentType)))
            draft.observation = observer.observe(correction).json
        }
        return draft
    }

    /// The documents that the pages seem to hold, in order; nearly always one. Its evidence has the file's pages.
    /// - Parameter correction: Taken for its own part alone.
    /// - Returns: Empty when the pages hold no words at all.
    package func parts(_ pages: [PageText], isPicture: Bool = false, correction: Correction? = nil) -> [ExtractedPart] {
        guard let scene = scene(pages, isPicture) else { return [] }
        let firsts = firstPages(pages, scene)
        guard firsts.count > 1 else {
            return [ExtractedPart(first: firsts[0], draft: extract(scene, correction: correction))]
        }
        return firsts.enumerated().compactMap { index, first in
            let end = index + 1 < firsts.count ? firsts[index + 1].number : .max
            let mine = pages.filter { (first.number..<end).contains($0.number) }
            let offset = first.number - 1
            let own = correction.flatMap { $0.part == index + 1 ? $0.moved(by: -offset) : nil }
            let draft = extract(mine.map { $0.moved(by: -offset) }, isPicture: isPicture, correction: own)
            return draft.map { ExtractedPart(first: first, draft: $0.moved(by: offset)) }
        }
    }

    /// Where documents begin in the file; nowhere without words. Files of one page are not looked at.
    func firstPages(_ pages: [PageText], isPicture: Bool) -> [FirstPage] {
        scene(pages, isPicture).map { firstPages(pages, $0) } ?? []
    }

    private func firstPages(_ pages: [PageText], _ scene: Scene) -> [FirstPage] {
        let numbers = pages.filter { !$0.words.isEmpty }.map(\.number)
        let invoice = tools["invoice"] ?? scene.tools
        return FirstPages(scene.view, types: types) {
            // Orders, deliveries and statements know no labels of invoice numbers.
            let isLabelled = scene.tools.schema.fields.contains { $0.name == .invoiceNumber }
            let view = isLabelled ? scene.view : DocumentView(pages, lexicon: invoice.fields)
            return PageSigns(
                view, rules: invoice.schema.fields, titles: types.titleLexicon, identifiers: scene.parties.identifiers)
        }.proposed(numbers, kind: scene.tools.schema.name)
    }

    /// The document as what it is, where a person says so or memory knows it; with what memory holds about it.
    private func retyped(_ scene: Scene, _ correction: Correction?)
        -> (scene: Scene, recalled: Recollection?)
    {
        let samples = samples(scene)
        let recalled = samples.isEmpty ? nil : Recollection(scene.view, samples)
        let taken = scene.tools.schema.documentType
        guard let type = correction?.changes[.documentType]?.value ?? recalled?.documentType(insteadOf: taken),
            type != taken, let schema = types.schemas.first(where: { $0.documentType == type }),
            let other = self.scene(scene.view.layout, as: schema)
        else { return (scene, recalled) }
        return (other, samples.isEmpty ? nil : Recollection(other.view, samples))
    }

    /// What was learnt of the supplier and layout of a document.
    private func samples(_ scene: Scene) -> [MemorySample] {
        guard !memory.isEmpty else { return [] }
        let page = PageIdentity(marks: SupplierMarks(scene.parties.identifiers), print: LayoutPrint(scene.view))
        let text = PrintedText(view: scene.view)
        return memory.samples(for: page) { text.find($0) != nil }
    }

    /// All candidates of the fields that models weigh, with their measurements: what the models are trained on.
    package func examples(_ pages: [PageText], isPicture: Bool = false) -> [ScoringExample] {
        guard let scene = scene(pages, isPicture) else { return [] }
        // Currencies are told by totals and parties, here those of the rules.
        let fields = scene.totals.read().fields.merging(scene.parties.read(itemRows: scene.itemRows)) { $1 }
        let currencies = CurrencyScene(
            scene.view, lines: scene.parties.lines, fields: fields, isReceipt: scene.tools.schema.name == "receipt"
        ).candidates().map {
            ScoringExample(model: FieldName.currency.rawValue, value: $0.code, features: $0.features.values)
        }
        let items = LineItemReader(scene.view, columns: scene.tools.columns).examples()
        return scene.parties.examples(itemRows: scene.itemRows) + scene.totals.examples() + scene.values.examples()
            + currencies + items
    }

    /// A document with its readers, ready to choose.
    private struct Scene {
        var tools: Tools
        var view: DocumentView
        var items: [FieldGroup]
        var itemRows: Set<Int>
        var totals: TotalsReader
        var parties: PartyReader
        var values: ValueFields
    }

    private func scene(_ pages: [PageText], _ isPicture: Bool) -> Scene? {
        guard pages.contains(where: { !$0.words.isEmpty }) else { return nil }
        let first = Layout(Array(pages.prefix(1)))
        let layout = pages.count == 1 ? first : Layout(pages)
        return scene(layout, as: types.type(of: first, isPicture: isPicture))
    }

    private func scene(_ layout: Layout, as schema: ExtractionSchema) -> Scene? {
        guard let tools = tools[schema.name] else { return nil }
        let view = DocumentView(layout, lexicon: tools.fields)
        let table = LineItemReader(view, columns: tools.columns, models: models).read()
        let isReceipt = schema.name == "receipt"
        let parties = PartyReader(
            view, titles: types.schemas.flatMap(\.titles), isReceipt: isReceipt,
            isOrder: ["purchase_order", "goods_receipt"].contains(schema.documentType))
        return Scene(
            tools: tools, view: view, items: table.items, itemRows: table.rows,
            totals: TotalsReader(view, itemRows: table.rows, itemsTotal: table.total, isReceipt: isReceipt),
            parties: parties,
            values: ValueFields(
                view, schema: schema, titles: types.titleLexicon, itemRows: table.rows, identifiers: parties.identifiers
            ))
    }

    /// Fields and columns that have readers of their own know nothing of patterns.
    private static func refuse(_ draft: inout Draft, by schema: ExtractionSchema) {
        func kept(_ group: FieldGroup, _ rules: [FieldRule]) -> FieldGroup {
            let strict = rules.filter { $0.pattern != nil }
            guard !strict.isEmpty else { return group }
            return group.filter { name, field in
                strict.first { $0.name == name }?.accepts(field.value) ?? true
            }
        }
        draft.fields = kept(draft.fields, schema.fields)
        draft.lineItems = draft.lineItems.map { kept($0, schema.columns) }
        draft.taxBreakdown = draft.taxBreakdown.map { kept($0, schema.taxColumns) }
    }

    /// Recognized print can be wrong where everything else is right.
    static func tempered(_ field: Field) -> Field {
        guard field.evidence?.source == .ocr else { return field }
        var field = field
        field.confidence *= 0.95
        return field
    }
}
