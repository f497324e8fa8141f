package import Extractors
package import Invoicing

/// Somebody outside who is asked what a document left open. What it says is a stranger's word about a stranger's
/// document: every answer is held against the page before it counts (``ConsultModel``).
package protocol LanguageModel: Sendable {
    /// What people know it by; stands in evidence and findings.
    var name: String { get }
    /// - Parameter deadline: It must have answered, or thrown, by then.
    /// - Returns: Texts as it claims they are printed; only of fields that were asked, without those it does not see.
    func answers(to question: OpenQuestion, by deadline: ContinuousClock.Instant)
        async throws(LanguageModelFailure) -> [FieldName: String]
}

/// Why a language model gave no answer that can be used. The words are ours: nothing of what it sent is repeated.
package enum LanguageModelFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No connection; the library's words.
    case unreachable(String)
    case late
    /// It answered with an HTTP status that is no success.
    case status(Int)
    case redirected
    /// More bytes than are allowed.
    case tooLarge
    /// The answer has not the form that was asked for; where and how.
    case malformed(String)
    case cancelled
    /// It failed several times in a row and is left alone for a while.
    case resting

    package var description: String {
        switch self {
        case .unreachable(let words): "it cannot be reached (\(words))"
        case .late: "it took too long"
        case .status(401), .status(403): "it refused the key"
        case .status(404): "there is nothing at its address, or it does not know the model's name"
        case .status(429): "it has too much to do"
        case .status(let code): "it answered with HTTP status \(code)"
        case .redirected: "it wanted to send the question to another address"
        case .tooLarge: "its answer was longer than allowed"
        case .malformed(let how): "its answer was not in the form that was asked for: \(how)"
        case .cancelled: "the program was stopped"
        case .resting: "it failed several times in a row and is asked again later"
        }
    }
}
