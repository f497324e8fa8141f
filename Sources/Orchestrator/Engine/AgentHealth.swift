import Foundation
import Pipeline

/// Whether an agent can work. Agents of the program always can; one of the folder is asked.
package enum AgentHealth: Hashable, Sendable {
    case well
    /// What it, or its end, says.
    case ill(because: String)

    /// Asks `{"health":true}`, and wants `{"healthy":true}`, or `{"healthy":false,"because":"…"}`.
    package init(of agent: AgentManifest, _ programs: any AgentPrograms) async {
        do throws(StageFailure) {
            let answer = JSONValue(bounded: try await programs.ask(agent, Data(#"{"health":true}"#.utf8)))
            switch answer?["healthy"] {
            case .bool(true): self = .well
            case .bool(false):
                let reason = if case .string(let text)? = answer?["because"] { text } else { "it does not say why" }
                self = .ill(because: String(reason.prefix(200)).replacing("\n", with: " "))
            default: self = .ill(because: #"it does not answer {"health":true} with {"healthy":true}"#)
            }
        } catch {
            self = .ill(because: error.reason)
        }
    }
}

extension StageFailure {
    /// In words.
    fileprivate var reason: String {
        switch self {
        case .retry(_, let reason), .needsReview(let reason), .reject(let reason): reason
        case .interrupted: "it was stopped"
        }
    }
}
