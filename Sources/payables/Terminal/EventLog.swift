import Foundation
import Orchestrator

/// What happens to cases, a line of JSON each, for programs that gather logs. Words of events stay out: people write into
/// them.
enum EventLog {
    private struct Line: Encodable {
        var at: String
        var caseID: String
        var reference: String
        var organisation: String
        var step: String?
        var event: String
        var by: String
        var status: String

        enum CodingKeys: String, CodingKey {
            case at, reference, organisation, step, event, by, status
            case caseID = "case"
        }
    }

    @Sendable static func write(_ stored: StoredCase, _ event: CaseEvent) {
        let line = Line(
            at: SystemClock().now.iso, caseID: stored.id.rawValue, reference: stored.reference,
            organisation: stored.organisation.rawValue, step: event.step, event: event.kind, by: event.by,
            status: stored.status.rawValue)
        guard let text = try? JSONText.text(line) else { return }
        Console.tell(text)
    }
}
