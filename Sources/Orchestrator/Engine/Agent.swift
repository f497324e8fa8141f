import Foundation
package import Pipeline

/// One kind of step. A new agent is one new file: the type, and its record for ``AgentRegistry``.
package protocol Agent: Sendable {
    /// What workflow definitions call it.
    static var name: String { get }
    /// Changes with the meaning of the output; kept beside each recorded output.
    static var version: Int { get }
    /// Whether it depends on what earlier cases left behind, so that cases have to come one after the other.
    static var needsOrder: Bool { get }
    /// Whether it does something outside of the case: what led to it is brought to the disk before.
    static var hasEffect: Bool { get }
    associatedtype Settings: Codable & Sendable
    /// What holds where a definition sets nothing; every key that may be set has a value here.
    static var defaults: Settings { get }
    associatedtype Output: Codable & Sendable

    init(settings: Settings, services: Services)
    func run(_ file: CaseFile) async throws(StageFailure) -> Output
    /// Called once after the output is recorded, and again with the recorded output when a case is resumed.
    static func write(_ output: Output, into file: inout CaseFile)
}

extension Agent {
    package static var hasEffect: Bool { false }
}

/// For agents that nothing can be set on.
package struct NoSettings: Hashable, Sendable, Codable {
    package init() {}
}

extension Agent where Settings == NoSettings {
    package static var defaults: NoSettings { NoSettings() }
}

/// An agent made ready for one step of a workflow; speaks JSON.
package struct StepAgent: Sendable {
    /// `"match/1"`
    let id: String
    let needsOrder: Bool
    let hasEffect: Bool
    let run: @Sendable (CaseFile) async throws(StageFailure) -> StepOutput
    /// What was recorded, by this run or an earlier one.
    let output: @Sendable (JournalRecord) throws -> StepOutput.Write
}

/// What a step came to: as it is recorded, and as it goes on.
struct StepOutput: Sendable {
    typealias Write = @Sendable (inout CaseFile) -> Void
    /// JSON on one line.
    let body: Data
    let write: Write
}

extension Agent {
    static var id: String { "\(name)/\(version)" }

    /// - Throws: ``SettingsFault`` naming what is wrong.
    static func open(_ settings: JSONValue, services: Services) throws -> StepAgent {
        let agent = Self(settings: try Self.settings(settings), services: services)
        return StepAgent(id: id, needsOrder: needsOrder, hasEffect: hasEffect) { file async throws(StageFailure) in
            let output = try await agent.run(file)
            do { return StepOutput(body: try JSONText.line(output)) { write(output, into: &$0) } } catch {
                throw .needsReview(because: "the output of \(name) could not be written as JSON")
            }
        } output: { record in
            let output = try record.body(as: Output.self)
            return { write(output, into: &$0) }
        }
    }

    /// The definition's settings laid over the defaults.
    static func settings(_ given: JSONValue) throws -> Settings {
        guard case .object(let given) = given else { throw SettingsFault("settings must be an object") }
        let known = try JSONDecoder().decode(JSONValue.self, from: JSONText.line(defaults))
        guard case .object(var all) = known else { return defaults }
        for (key, value) in given {
            guard all[key] != nil else {
                let names = all.keys.sorted().joined(separator: ", ")
                throw SettingsFault("\(key) is not a setting of \(name); it has: \(names.isEmpty ? "none" : names)")
            }
            all[key] = value
        }
        do { return try JSONDecoder().decode(Settings.self, from: JSONText.line(JSONValue.object(all))) } catch {
            throw SettingsFault("the settings of \(name) have a value of the wrong kind")
        }
    }
}

struct SettingsFault: Error {
    var message: String
    init(_ message: String) { self.message = message }
}
