package import Foundation
package import Pipeline

/// Agents that are programs of their own. They join and leave while this one runs.
package protocol AgentPrograms: Sendable {
    /// Those that are there now and can be used, by name.
    func manifests() -> [String: AgentManifest]
    /// Starts the agent, gives it one line, and takes one line from it. The agent is shut in, and is gone when this returns.
    /// - Parameter question: JSON without its line break.
    /// - Returns: The line it answered, without its line break; no longer than its manifest allows.
    /// - Throws: `.retry` when it crashed or was silent, `.needsReview` when what came was no line, `.interrupted` when the
    ///   task was cancelled.
    func ask(_ agent: AgentManifest, _ question: Data) async throws(StageFailure) -> Data
}
