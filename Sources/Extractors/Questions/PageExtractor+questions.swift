package import Invoicing

/// What a draft leaves open, and whether answers of others hold.
extension PageExtractor {
    /// - Returns: `nil` when nothing is open, or nothing is printed.
    package func question(about draft: Draft, in pages: [PageText], _ settings: QuestionSettings) -> OpenQuestion? {
        guard let schema = types.schemas.first(where: { $0.identifier == draft.schema }) else { return nil }
        let open = OpenFields(settings: settings, schema: schema).of(draft)
        let excerpt = PrintExcerpt(of: pages, upTo: settings.mostText)
        guard !open.isEmpty, !excerpt.pages.isEmpty else { return nil }
        return OpenQuestion(schema: draft.schema, fields: open, lines: excerpt.lines(), pages: excerpt.pages)
    }

    /// - Parameter answers: To fields of the question; others are not looked at.
    package func judge(
        _ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft, _ settings: QuestionSettings
    ) -> JudgedAnswers {
        guard let schema = types.schemas.first(where: { $0.identifier == question.schema }) else {
            return JudgedAnswers(refused: answers.mapValues { _ in .otherKind })
        }
        var judge = AnswerJudge(question, schema: schema, draft: draft, threshold: settings.threshold)
        return judge.judge(
            question.fields.compactMap { asked in
                guard let rule = schema.fields.first(where: { $0.name == asked.name }), let text = answers[asked.name]
                else { return nil }
                return (rule, text)
            })
    }
}
