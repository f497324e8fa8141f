import Foundation
import Invoicing
import Pipeline

/// An agent of the agents folder, made ready for one step. Which edition of it is there is looked at for each case, so
/// that it can be replaced while the program runs; a case whose agent has left waits for it.
struct ExternalAgent: Sendable {
    let name: String
    /// The one that was there when the workflow was opened; `nil` = none.
    let known: AgentManifest?
    let settings: JSONValue
    let programs: (any AgentPrograms)?

    /// How long a case waits before it looks again whether its agent is back.
    static let pause = Duration.seconds(30)

    var step: StepAgent {
        StepAgent(
            id: known?.id ?? name, needsOrder: false, hasEffect: false,
            run: { file async throws(StageFailure) in
                guard let manifest else { throw .retry(after: .zero, because: absence) }
                return try await ask(manifest, file)
            },
            output: { [name] record in Self.write(try record.body(as: JSONValue.self), of: name) },
            probe: { _ async throws(StageFailure) in .absent },
            stand: { file, _, news async throws(StageFailure) in
                guard let manifest else {
                    return StepStand(
                        .wait(state: "null", events: [], until: news.now + Self.pause, because: absence))
                }
                return StepStand(.output(try await ask(manifest, file)))
            })
    }

    private var manifest: AgentManifest? { programs?.manifests()[name] }

    private var absence: String {
        "agent \(name) is not there; put it back into the agents folder, and the case goes on"
    }

    private func ask(_ agent: AgentManifest, _ file: CaseFile) async throws(StageFailure) -> StepOutput {
        if let fault = agent.settings.faults(in: settings).first {
            throw .needsReview(because: "the step's settings do not fit agent \(agent.id): \(fault)")
        }
        guard let programs else { throw .retry(after: .zero, because: absence) }
        let question: Data
        do {
            question = try JSONText.line(
                AgentQuestion(
                    agent: agent.id, file: file, wanted: Set(agent.input.propertyNames), settings: settings))
        } catch {
            throw .needsReview(because: "the question to agent \(agent.id) could not be written as JSON")
        }
        switch AgentAnswer(try await programs.ask(agent, question), from: agent) {
        case .failure(let failure): throw failure
        case .output(let output):
            guard let body = try? JSONText.line(output) else {
                throw .needsReview(because: "the output of agent \(agent.id) could not be written as JSON")
            }
            return StepOutput(body: body, by: agent.id, write: Self.write(output, of: name))
        }
    }

    /// Its findings count as the workflow's own, under its name.
    private static func write(_ output: JSONValue, of name: String) -> StepOutput.Write {
        { file in
            file.outputs[name] = output
            guard case .array(let findings)? = output["findings"] else { return }
            file.findings += findings.compactMap { finding in
                guard case .string(let rule)? = finding["rule"], case .string(let message)? = finding["message"],
                    case .string(let text)? = finding["severity"], let severity = Severity(rawValue: text)
                else { return nil }
                return Finding(rule: "\(name)/\(rule)", severity: min(severity, .review), message: message)
            }
        }
    }
}

extension AgentProfile {
    /// - Parameter programs: Asked again for each case.
    init(_ manifest: AgentManifest, _ programs: any AgentPrograms) {
        self.init(
            name: manifest.name, version: manifest.version, home: .folder, needs: manifest.needs, gives: [],
            needsOrder: nil, hasEffect: false, waits: false, needsSoundCase: false, settings: manifest.settings.source,
            manifest: manifest, faults: { manifest.settings.faults(in: $0) },
            open: { settings, _ throws(SettingsFault) in
                ExternalAgent(name: manifest.name, known: manifest, settings: settings, programs: programs).step
            })
    }
}
