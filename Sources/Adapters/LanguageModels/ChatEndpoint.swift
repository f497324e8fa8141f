package import Extractors
import Fetch
import Foundation
package import Invoicing
package import Pipeline

/// A language model behind any server that speaks OpenAI's chat completions.
package struct ChatEndpoint: LanguageModel {
    private let settings: ChatSettings
    private let client = HTTPClient()
    private let breather = Breather()

    package init(_ settings: ChatSettings) { self.settings = settings }

    package var name: String { settings.model }

    package func answers(to question: OpenQuestion, by deadline: ContinuousClock.Instant)
        async throws(LanguageModelFailure) -> [FieldName: String]
    {
        guard !breather.isResting() else { throw .resting }
        do throws(LanguageModelFailure) {
            let answers = try await ask(question, by: deadline)
            breather.worked()
            return answers
        } catch {
            if error.isServersOwn { breather.failed() }
            throw error
        }
    }

    /// Whether the server answers and takes the key; asks no model anything.
    package func reach(by deadline: ContinuousClock.Instant) async throws(LanguageModelFailure) {
        let answer = try await fetch("models", nil, by: deadline)
        // Small servers have no list of their models.
        guard [200, 404, 405].contains(answer.status) else { throw Self.failure(answer.status) }
    }

    private func ask(_ question: OpenQuestion, by deadline: ContinuousClock.Instant)
        async throws(LanguageModelFailure) -> [FieldName: String]
    {
        let body = try ChatRequest(question: question, settings: settings).body()
        let answer = try await post(body, by: deadline)
        guard answer.status == 200 else { throw Self.failure(answer.status) }
        return try ChatAnswer(question: question).fields(contentType: answer.contentType, answer.body)
    }

    /// A server that says when it has time again is asked once more, if that is soon enough.
    private func post(_ body: Data, by deadline: ContinuousClock.Instant) async throws(LanguageModelFailure)
        -> HTTPAnswer
    {
        let first = try await fetch("chat/completions", body, by: deadline)
        guard [429, 503].contains(first.status), let wait = first.retryAfter, .now + .seconds(wait) < deadline else {
            return first
        }
        guard (try? await Task.sleep(for: .seconds(wait))) != nil else { throw .cancelled }
        return try await fetch("chat/completions", body, by: deadline)
    }

    private func fetch(_ path: String, _ body: Data?, by deadline: ContinuousClock.Instant)
        async throws(LanguageModelFailure) -> HTTPAnswer
    {
        let headers =
            ["Content-Type: application/json", "Accept: application/json"] + [settings.key?.header].compactMap(\.self)
        let request = HTTPRequest(
            settings.address.url.appending(path: path), body: body, headers: headers, mostBytes: settings.mostBytes)
        do throws(HTTPFailure) { return try await client.answer(to: request, by: deadline) } catch {
            switch error {
            case .unreachable(_, let words): throw .unreachable(words)
            case .forbidden: throw .unreachable("the address may not be reached")
            case .late: throw .late
            case .tooLarge: throw .tooLarge
            case .cancelled: throw .cancelled
            }
        }
    }

    private static func failure(_ status: Int) -> LanguageModelFailure {
        (300..<400).contains(status) ? .redirected : .status(status)
    }
}

extension LanguageModelFailure {
    /// Whether the next document would meet it too.
    fileprivate var isServersOwn: Bool {
        switch self {
        case .unreachable, .late, .redirected, .status: true
        case .tooLarge, .malformed, .cancelled, .resting: false
        }
    }
}
