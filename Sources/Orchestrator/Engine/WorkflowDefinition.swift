package import Foundation

/// A workflow as data: steps in the order they are taken. Files stand in `schemas/workflows/`.
package struct WorkflowDefinition: Hashable, Sendable, Codable {
    package struct Step: Hashable, Sendable, Codable {
        /// Stands in the journal: a renamed step is a new step.
        package var id: String
        package var agent: String
        package var settings: JSONValue
        package var timeouts: Timeouts
        package var retry: Retry
        /// Id of a later step that a failed case goes on with, or `end`.
        package var onFailure: String
        /// Facts that must hold, else the step is left out; `!` in front turns one round.
        package var when: [String]

        enum CodingKeys: String, CodingKey {
            case id, agent, settings, timeouts, retry, when
            case onFailure = "on_failure"
        }
    }

    /// Seconds; all finite and above 0.
    package struct Timeouts: Hashable, Sendable, Codable {
        /// For one attempt.
        package var run: Double
        /// For all attempts and the pauses between them.
        package var total: Double
        /// For people's answers, from the moment they are first asked; `nil` = as ``StepLimits`` has it.
        package var person: Double?
        /// From due to taken by a worker; `nil` as before.
        package var queueWait: Double?
        /// Longest silence of an attempt; `nil` as before.
        package var heartbeat: Double?

        package init(
            run: Double, total: Double, person: Double? = nil, queueWait: Double? = nil, heartbeat: Double? = nil
        ) {
            self.run = run
            self.total = total
            self.person = person
            self.queueWait = queueWait
            self.heartbeat = heartbeat
        }

        enum CodingKeys: String, CodingKey {
            case run, total, person, heartbeat
            case queueWait = "queue_wait"
        }
    }

    /// For systemic trouble only; what is wrong with a document is never tried again.
    package struct Retry: Hashable, Sendable, Codable {
        /// Attempts in all, 1...20.
        package var attempts: Int
        /// Seconds that the pause before the second attempt may take; doubles each time (``RetryPolicy``).
        package var delay: Double
        /// Longest pause in seconds.
        package var cap: Double
        /// Seconds for all attempts and the pauses between them; `nil` = as long as the step's `total`.
        package var budget: Double?

        package init(attempts: Int, delay: Double, cap: Double, budget: Double? = nil) {
            self.attempts = attempts
            self.delay = delay
            self.cap = cap
            self.budget = budget
        }
    }

    package static let end = "end"

    package var name: String
    package var version: Int
    package var steps: [Step]

    /// - Throws: ``WorkflowError`` when it is no JSON of this shape.
    package init(json: Data) throws(WorkflowError) {
        do { self = try JSONDecoder().decode(Self.self, from: json) } catch {
            throw WorkflowError(faults: ["the workflow is not readable: \(Self.place(of: error))"])
        }
    }

    private static func place(of error: any Error) -> String {
        func path(_ keys: [any CodingKey]) -> String {
            keys.map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
        }
        return switch error as? DecodingError {
        case .keyNotFound(let key, let context): "\(key.stringValue) is missing in \(path(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(path(context.codingPath)) has a value of the wrong kind"
        default: "it is no JSON"
        }
    }
}

/// What is wrong with a workflow, all at once.
package struct WorkflowError: Error, Hashable, Sendable, CustomStringConvertible {
    package var faults: [String]
    package init(faults: [String]) { self.faults = faults }
    package init(_ faults: [JSONFault]) { self.faults = faults.map(\.description) }
    package var description: String { faults.joined(separator: "\n") }
}
