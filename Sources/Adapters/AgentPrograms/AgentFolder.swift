package import Foundation
package import Orchestrator
package import Pipeline
import Readers
import Synchronization

/// Agents in a folder: `NAME/agent.json` and the executable that it names. The folder is looked at whenever somebody asks,
/// so agents join and leave while the program runs (docs/decisions/0083).
package final class AgentFolder: AgentPrograms {
    /// What stands in one folder.
    package struct Found: Sendable {
        /// Of the folder.
        package var name: String
        /// Or everything that keeps it from being used.
        package var manifest: Result<AgentManifest, JSONSchemaError>
    }

    package let url: URL
    private let host: AgentHost
    private let log: @Sendable (String) -> Void
    private let known = Mutex<[String: Known]>([:])

    private struct Known {
        var look: String
        var found: Found
    }

    /// - Parameters:
    ///   - host: What shuts an agent in and becomes it.
    ///   - log: Told agents' last words, for debugging alone: they may quote documents.
    package init(_ url: URL, host: AgentHost, log: @escaping @Sendable (String) -> Void = { _ in }) {
        self.url = url
        self.host = host
        self.log = log
    }

    package func manifests() -> [String: AgentManifest] {
        Dictionary(
            look().compactMap { found in (try? found.manifest.get()).map { (found.name, $0) } }
        ) { first, _ in first }
    }

    /// Everything that looks like an agent, by name.
    package func look() -> [Found] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        let entries = names.sorted().compactMap { AgentEntry(url.appending(path: $0)) }
        return known.withLock { known in
            let founds = entries.map { entry in
                if let known = known[entry.name], known.look == entry.look { return known.found }
                return Found(name: entry.name, manifest: entry.manifest())
            }
            known = Dictionary(
                zip(entries, founds).map { ($0.name, Known(look: $0.look, found: $1)) }
            ) { first, _ in first }
            return founds
        }
    }

    package func ask(_ agent: AgentManifest, _ question: Data) async throws(StageFailure) -> Data {
        let folder = url.appending(path: agent.name).standardizedFileURL.path
        let run = host.run(agent, in: folder)
        let (outcome, words) = await run.ask(question)
        if !words.isEmpty { log("agent \(agent.id): \(words)") }
        return try Self.answer(of: agent, outcome)
    }

    /// What went wrong by itself is tried again; what the agent gets wrong every time is for a person.
    private static func answer(of agent: AgentManifest, _ outcome: ConfinedRun.Outcome) throws(StageFailure) -> Data {
        switch outcome {
        case .answered(let line): return line
        case .stopped: throw .interrupted
        case .silent:
            throw .retry(
                after: .zero, because: "agent \(agent.id) gave no answer within \(agent.limits.seconds) seconds")
        case .killed(let signal):
            throw .retry(after: .zero, because: "agent \(agent.id) was ended by signal \(signal) before it answered")
        case .left(ConfinedProgram.notStarted):
            throw .needsReview(because: "agent \(agent.id) cannot be started; payables agents check names the reason")
        case .left(let code):
            throw .retry(after: .zero, because: "agent \(agent.id) left with code \(code) before it answered")
        case .tooLong:
            throw .needsReview(
                because: "agent \(agent.id) answered more than the \(agent.limits.output) bytes that it may")
        case .notStarted(let reason):
            throw .retry(after: .zero, because: "no process for agent \(agent.id): \(reason)")
        }
    }
}
