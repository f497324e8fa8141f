package import Extractors
package import Invoicing
package import Pipeline

/// A language model that says what it is told to.
package struct ScriptedModel: LanguageModel {
    package let name = "scripted"
    private let said: Result<[FieldName: String], LanguageModelFailure>

    package init(_ said: [FieldName: String]) { self.said = .success(said) }
    package init(failing failure: LanguageModelFailure) { said = .failure(failure) }

    package func answers(to question: OpenQuestion, by deadline: ContinuousClock.Instant)
        async throws(LanguageModelFailure) -> [FieldName: String]
    {
        try said.get()
    }
}
