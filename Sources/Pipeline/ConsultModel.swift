import Extractors
package import Invoicing
package import Validation

/// Asks a language model what a draft left open, and takes over what the page and the rules bear out.
///
/// Whatever the model does, there is a draft afterwards: the one from before, or one in which some open fields have
/// values that stand on the page, with less confidence than any document passes with.
package struct ConsultModel: Sendable {
    private let model: any LanguageModel
    private let reader: any DocumentReader
    private let rules: [Rule]
    private let today: @Sendable () -> Day
    private let seconds: Double

    /// - Parameters:
    ///   - reader: Holds answers against the words; they are a stranger's.
    ///   - seconds: For one document, all attempts together.
    package init(
        model: any LanguageModel, reader: any DocumentReader, rules: [Rule] = invoiceRules, seconds: Double,
        today: @escaping @Sendable () -> Day
    ) {
        self.model = model
        self.reader = reader
        self.rules = rules
        self.seconds = seconds
        self.today = today
    }

    package func complete(_ drafted: DraftedDocument) async -> Draft {
        guard let question = drafted.question else { return drafted.draft }
        do throws(LanguageModelFailure) {
            let said = try await model.answers(to: question, by: .now + .seconds(seconds))
            let names = Set(question.fields.map(\.name))
            let answers = said.filter { names.contains($0.key) }
            return answers.isEmpty ? drafted.draft : await settle(answers, question, drafted.draft)
        } catch {
            return drafted.draft.telling(ModelFindings(model.name).failed(error, question))
        }
    }

    private func settle(_ answers: [FieldName: String], _ question: OpenQuestion, _ draft: Draft) async -> Draft {
        let tell = ModelFindings(model.name)
        do throws(ReadFailure) {
            let judged = try await reader.judge(answers, to: question, about: draft)
            var merge = AnswerMerge(draft, model: model.name) { Self.objections($0, rules, today()) }
            merge.take(question.fields.compactMap { asked in judged.found[asked.name].map { (asked.name, $0) } })
            let refused = judged.refused.merging(merge.refused) { first, _ in first }
            return merge.draft.telling(
                tell.taken(merge.taken, merge.draft), tell.differs(merge.kept, merge.draft), tell.refused(refused))
        } catch {
            return draft.telling(tell.unjudged(error))
        }
    }

    /// What the rules say against a draft that a person would have to decide.
    private static func objections(_ draft: Draft, _ rules: [Rule], _ today: Day) -> Set<String> {
        let invoice = InvoiceView(draft, today: today)
        return Set(rules.flatMap { $0.check(invoice) }.filter { $0.severity >= .review }.map(\.message))
    }
}

extension Draft {
    fileprivate func telling(_ findings: Finding?...) -> Draft {
        var draft = self
        draft.findings += findings.compactMap(\.self)
        return draft
    }
}
