import Invoicing

/// Holds answers against the page they are about: an answer is a pointer to print, and counts only where it points at a
/// value of the right kind that nobody else has.
struct AnswerJudge {
    private let view: DocumentView
    private let schema: ExtractionSchema
    private let spots: AnswerSpots
    private let rank: SpotRank
    /// What is sure already, and what was accepted so far.
    private var sure: FieldGroup

    init(_ question: OpenQuestion, schema: ExtractionSchema, draft: Draft, threshold: Double) {
        view = DocumentView(question.pages, lexicon: Lexicon(schema.fields))
        self.schema = schema
        let currency = draft[.currency].flatMap { Currency($0) }
        spots = AnswerSpots(view: view, hasMinorUnits: currency?.minorDigits != 0)
        rank = SpotRank(view: view, itemRows: Self.itemRows(of: draft, in: view))
        sure = draft.fields.filter { $0.value.confidence >= threshold }
    }

    /// - Parameter answers: In the question's order, so that the more important field has the first claim.
    mutating func judge(_ answers: [(rule: FieldRule, text: String)]) -> JudgedAnswers {
        var judged = JudgedAnswers()
        for (rule, text) in answers {
            do throws(AnswerRefusal) {
                let field = try verdict(rule, text)
                judged.found[rule.name] = field
                sure[rule.name] = field
            } catch {
                judged.refused[rule.name] = error
            }
        }
        return judged
    }

    private func verdict(_ rule: FieldRule, _ answer: String) throws(AnswerRefusal) -> Field {
        var places = spots.all(answer, rule)
        guard !places.isEmpty else {
            throw PrintedText(view: view).find(answer) == nil ? .notPrinted : .otherKind
        }
        try keep(&places, or: .pattern) { rule.accepts($0.value) }
        try keep(&places, or: .checksum) { Self.digitsHold($0.value, rule.type) }
        try keep(&places, or: .taken) { !isTaken($0, rule) }
        // The sign of a currency has no label.
        if rule.type != .currency {
            try keep(&places, or: .otherLabel) { rank.otherOwner(of: $0, rule, in: schema) == nil }
        }
        return field(rank.best(of: places, rule), rule)
    }

    private func keep(_ places: inout [TypedSpot], or refusal: AnswerRefusal, where holds: (TypedSpot) -> Bool)
        throws(AnswerRefusal)
    {
        places = places.filter(holds)
        guard !places.isEmpty else { throw refusal }
    }

    /// What fails here is printed so, or was misread: either way a person has to look first.
    private static func digitsHold(_ value: String, _ type: ValueType) -> Bool {
        switch type {
        case .iban: IBAN.isValid(value)
        case .bic: BIC.isValid(value)
        case .vatID, .taxNumber: VATID.check(value) != .wrongChecksum && GSTIN.check(value) != .wrongChecksum
        default: true
        }
    }

    private func isTaken(_ spot: TypedSpot, _ rule: FieldRule) -> Bool {
        sure.contains { name, field in
            guard name != rule.name, let other = schema.fields.first(where: { $0.name == name })?.type else {
                return false
            }
            if Self.isOther(side: name, than: rule.name), other == rule.type {
                return Folding.key(field.value) == Folding.key(spot.value)
            }
            return Self.isExclusive(other) && Self.isExclusive(rule.type) && stands(field, on: spot)
        }
    }

    /// One number is not two.
    private static func isExclusive(_ type: ValueType) -> Bool {
        switch type {
        case .identifier, .iban, .bic, .vatID, .taxNumber: true
        default: false
        }
    }

    /// Nobody sends an invoice to himself.
    private static func isOther(side left: FieldName, than right: FieldName) -> Bool {
        let sides = [left, right].map { $0.rawValue.prefix { $0 != "_" } }
        return Set(sides) == ["supplier", "customer"]
    }

    private func stands(_ field: Field, on spot: TypedSpot) -> Bool {
        let row = view.rows[spot.row]
        guard let box = field.evidence?.box, field.evidence?.page == row.page else { return false }
        let here = row.box(spot.tokens)
        return here.intersection(box).area > 0.5 * min(here.area, box.area)
    }

    private func field(_ spot: TypedSpot, _ rule: FieldRule) -> Field {
        let row = view.rows[spot.row]
        let evidence = Evidence(
            source: row.tokens[spot.tokens].contains { $0.source == .ocr } ? .ocr : .text, page: row.page,
            box: row.box(spot.tokens), printed: row.text(spot.tokens))
        let value = rule.type == .text || rule.type == .name ? spot.value.trimmingEnds() : spot.value
        return PageExtractor.tempered(Field(value, confidence: OpenQuestion.mostConfidence, evidence: evidence))
    }

    /// Rows in which line items were read.
    private static func itemRows(of draft: Draft, in view: DocumentView) -> Set<Int> {
        let places = draft.lineItems.flatMap { $0.values.compactMap(\.evidence) }
        return Set(
            view.rows.indices.filter { index in
                let row = view.rows[index]
                return places.contains { $0.page == row.page && ($0.box.map(row.box.sharedHeight) ?? 0) > 0.5 }
            })
    }
}
