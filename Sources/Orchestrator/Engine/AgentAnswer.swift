package import Foundation
package import Pipeline

/// What an agent of the folder answered.
package enum AgentAnswer: Hashable, Sendable {
    case output(JSONValue)
    case failure(StageFailure)

    /// - Parameters:
    ///   - agent: Stands in front of its reasons.
    /// - Returns: `.failure(.needsReview)` for what is no answer.
    package init(_ line: Data, from agent: AgentManifest) {
        guard case .object(let members)? = JSONValue(bounded: line), members.count == 1,
            let (key, value) = members.first
        else {
            self = .failure(.needsReview(because: "agent \(agent.id) answered what is no answer: \(Self.form)"))
            return
        }
        switch (key, value) {
        case ("output", let output):
            let faults = agent.output.faults(in: output)
            self =
                faults.isEmpty
                ? .output(output)
                : .failure(
                    .needsReview(
                        because: "the output of agent \(agent.id) does not fit its own schema: \(Self.told(faults))"))
        case ("retry", .string(let reason)):
            self = .failure(.retry(after: .zero, because: Self.tamed(reason, agent)))
        case ("retry", .object) where value["because"] != nil:
            let reason = if case .string(let reason)? = value["because"] { reason } else { "" }
            let after = if case .number(let seconds)? = value["after"] { min(max(seconds, 0), 86_400) } else { 0.0 }
            self = .failure(.retry(after: .seconds(after), because: Self.tamed(reason, agent)))
        case ("review", .string(let reason)): self = .failure(.needsReview(because: Self.tamed(reason, agent)))
        case ("reject", .string(let reason)): self = .failure(.reject(because: Self.tamed(reason, agent)))
        default:
            self = .failure(.needsReview(because: "agent \(agent.id) answered what is no answer: \(Self.form)"))
        }
    }

    private static let form = "it must be one of output, retry, review and reject"

    private static func told(_ faults: [JSONFault]) -> String {
        faults.prefix(3).map(\.description).joined(separator: "; ") + (faults.count > 3 ? " …" : "")
    }

    /// On one line, not long, and with its author: a stranger's program wrote it.
    private static func tamed(_ reason: String, _ agent: AgentManifest) -> String {
        let plain = reason.unicodeScalars.prefix(200).map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return "agent \(agent.id): \(String(plain))"
    }
}
