package import Foundation
package import Orchestrator
package import Pipeline
import Synchronization

/// Agents of a folder with their answers given; they join and leave as the test wants.
package final class ScriptedPrograms: AgentPrograms {
    package typealias Answer = @Sendable (Data) throws(StageFailure) -> String

    private struct State {
        var agents: [String: (manifest: AgentManifest, answer: Answer)] = [:]
        var questions: [String] = []
    }
    private let state = Mutex(State())

    package init() {}

    package func join(_ manifest: AgentManifest, _ answer: @escaping Answer) {
        state.withLock { $0.agents[manifest.name] = (manifest, answer) }
    }

    package func leave(_ name: String) { state.withLock { $0.agents[name] = nil } }

    /// What was asked, in order.
    package var questions: [String] { state.withLock(\.questions) }

    package func manifests() -> [String: AgentManifest] { state.withLock { $0.agents.mapValues(\.manifest) } }

    package func ask(_ agent: AgentManifest, _ question: Data) async throws(StageFailure) -> Data {
        let answer = state.withLock { state in
            state.questions.append(String(decoding: question, as: UTF8.self))
            return state.agents[agent.name]?.answer
        }
        guard let answer else { throw .retry(after: .zero, because: "gone") }
        return Data(try answer(question).utf8)
    }
}
