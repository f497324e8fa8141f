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
    /// Which other side it calls, as breakers know it: `"ledger"`; `nil` = none.
    static var dependency: String? { get }
    /// Whether it does something outside of the case: what led to it is brought to the disk before.
    static var hasEffect: Bool { get }
    /// What an earlier step has to have given; a definition without it is not published.
    static var needs: Set<CasePart> { get }
    /// What later steps have from it.
    static var gives: Set<CasePart> { get }
    /// Whether a case in which a step has failed must never come to it: it books.
    static var needsSoundCase: Bool { get }
    associatedtype Settings: Codable & Sendable
    /// What holds where a definition sets nothing; every key that may be set has a value here.
    static var defaults: Settings { get }
    /// What is wrong with settings of the right kind, for example a number out of its range; places are below the settings.
    static func faults(in settings: Settings) -> [JSONFault]
    associatedtype Output: Codable & Sendable

    init(settings: Settings, services: Services)
    func run(_ file: CaseFile) async throws(StageFailure) -> Output
    /// For agents with an effect, after a crash or a lost answer: asks the other side whether it happened.
    func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<Output>
    /// Called once after the output is recorded, and again with the recorded output when a case is resumed.
    static func write(_ output: Output, into file: inout CaseFile)
}

extension Agent {
    package static var hasEffect: Bool { false }
    package static var dependency: String? { nil }
    package static var needs: Set<CasePart> { [] }
    package static var gives: Set<CasePart> { [] }
    package static var needsSoundCase: Bool { false }
    package static func faults(in settings: Settings) -> [JSONFault] { [] }

    package func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<Output> {
        .unknown(because: "\(Self.name) cannot tell whether it took effect; look there, then continue by hand")
    }
}

/// What the other side says about an effect whose outcome is not known.
package enum EffectProbe<Output: Sendable>: Sendable {
    /// It happened; the step's output.
    case done(Output)
    /// It certainly did not happen, and will not: it can be done now.
    case absent
    case unknown(because: String)
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
    /// As ``Agent/dependency``.
    var dependency: String? = nil
    let run: @Sendable (CaseFile) async throws(StageFailure) -> StepOutput
    /// What was recorded, by this run or an earlier one.
    let output: @Sendable (JournalRecord) throws -> StepOutput.Write
    let probe: @Sendable (CaseFile) async throws(StageFailure) -> EffectProbe<StepOutput>
    /// `nil` for agents that never wait.
    let stand: Stand?

    typealias Stand =
        @Sendable (CaseFile, _ state: String?, StepNews) async throws(StageFailure)
        -> StepStand<WaitOrJSON>
}

/// What a step came to: as it is recorded, and as it goes on.
struct StepOutput: Sendable {
    typealias Write = @Sendable (inout CaseFile) -> Void
    /// JSON on one line.
    let body: Data
    /// Who made it, where that is known only then: `"cost-centre/2"`; `nil` = the step's agent.
    var by: String?
    let write: Write
}

extension Agent {
    static var id: String { "\(name)/\(version)" }

    /// - Throws: ``SettingsFault`` naming what is wrong.
    static func open(_ settings: JSONValue, services: Services) throws(SettingsFault) -> StepAgent {
        let agent = Self(settings: try Self.settings(settings), services: services)
        return agent.opened(stand: (agent as? any WaitingAgent)?.openedStand)
    }

    private func opened(stand: StepAgent.Stand?) -> StepAgent {
        StepAgent(
            id: Self.id, needsOrder: Self.needsOrder, hasEffect: Self.hasEffect, dependency: Self.dependency,
            run: { file async throws(StageFailure) in try Self.told(try await run(file)) },
            output: { record in
                let output = try record.body(as: Output.self)
                return { Self.write(output, into: &$0) }
            },
            probe: { file async throws(StageFailure) in
                switch try await probe(file) {
                case .done(let output): .done(try Self.told(output))
                case .absent: .absent
                case .unknown(let reason): .unknown(because: reason)
                }
            }, stand: stand)
    }

    static func told(_ output: Output) throws(StageFailure) -> StepOutput {
        do { return StepOutput(body: try JSONText.line(output)) { write(output, into: &$0) } } catch {
            throw .needsReview(because: "the output of \(name) could not be written as JSON")
        }
    }

    /// The definition's settings laid over the defaults.
    static func settings(_ given: JSONValue) throws(SettingsFault) -> Settings {
        guard case .object(let given) = given else { throw SettingsFault("the settings must be an object") }
        guard case .object(var all) = shape else { return defaults }
        for (key, value) in given.sorted(by: { $0.key < $1.key }) {
            guard all[key] != nil else {
                let names = all.keys.sorted().joined(separator: ", ")
                throw SettingsFault(
                    "\(key) is not a setting of \(name); it has: \(names.isEmpty ? "none" : names)", at: key)
            }
            all[key] = value
        }
        do { return try JSONDecoder().decode(Settings.self, from: JSONText.line(JSONValue.object(all))) } catch {
            let key = (error as? DecodingError)?.place.first
            throw SettingsFault("the settings of \(name) have a value of the wrong kind", at: key)
        }
    }

    /// The defaults as JSON: which settings there are.
    static var shape: JSONValue {
        (try? JSONDecoder().decode(JSONValue.self, from: JSONText.line(defaults))) ?? .object([:])
    }

    /// What is wrong with the settings of a step; places are below the settings.
    static func faults(inSettings given: JSONValue) -> [JSONFault] {
        do throws(SettingsFault) { return faults(in: try settings(given)) } catch {
            return [JSONFault(error.place, error.message)]
        }
    }
}

struct SettingsFault: Error {
    var message: String
    /// Below the settings.
    var place = JSONPointer()

    init(_ message: String, at key: String? = nil) {
        self.message = message
        if let key { place = place.appending(key) }
    }
}

extension DecodingError {
    /// Names on the way to what could not be decoded.
    var place: [String] {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.map { $0.intValue.map { String($0) } ?? $0.stringValue }
        @unknown default: []
        }
    }
}
