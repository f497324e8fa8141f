import Foundation
import Orchestrator

extension Letter {
    static func example(
        _ id: String = "org/case/decide/ask/A01/mail", subject: String = "Invoice waits for approval: a.pdf",
        text: String = "Document: a.pdf\n"
    ) -> Letter {
        Letter(
            id: id, recipient: "A01", subject: subject, text: text,
            items: [
                Item(
                    key: "case/decide/ask",
                    message: OutboxMessage(
                        to: ["A01"], mode: .any, caseID: CaseID(rawValue: "case"), document: "a.pdf", subject: subject,
                        reasons: []))
            ], at: Moment(microseconds: 1_772_443_800_000_000))
    }
}

extension ChannelFailure {
    var judged: Classification? { if case .failed(let judged) = self { judged } else { nil } }
}

struct WallClock: EngineClock {
    var now: Moment { Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
    func sleep(_ duration: Duration) async throws { try await Task.sleep(for: duration) }
}
