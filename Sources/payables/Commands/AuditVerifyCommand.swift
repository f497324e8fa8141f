import ArgumentParser
import Foundation
import Orchestrator
import Storage

extension AuditCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute the whole chain again from the events as they are.",
            discussion: """
                Names the first places that do not hold: events that were changed, are missing, inserted or reordered; \
                blocks that are missing or replaced. That the end was cut off, or all written anew by somebody who rules \
                the database, shows only against a head kept elsewhere.

                Examples:
                  payables audit verify
                  payables audit verify --head 12:6f3c...
                  payables audit verify --head /mnt/elsewhere/heads.jsonl --json

                \(AuditCommand.exitCodes)
                """)
        @OptionGroup var kept: HeadOptions
        @Flag(help: "As JSON, on one line.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let heads = try kept.heads()
            try await office.with(connections: 1) { open in
                let report = try await AuditCommand.audit(open).verify(heads: heads)
                Console.answer(json ? try JSONText.text(AuditAnswer(report)) : Self.words(report, heads))
                guard report.holds else {
                    throw CommandFailure(
                        .fell,
                        "the audit of \(office.organisation) does not hold. Keep the database as it is, and compare with a "
                            + "backup.")
                }
            }
        }

        private static let shown = 20

        static func words(_ report: AuditReport, _ heads: [AuditHead]) -> String {
            var lines = report.faults.prefix(shown).map(\.description)
            if report.faultCount > shown { lines.append("and \(report.faultCount - shown) more") }
            for doubt in report.doubts.prefix(shown) { lines.append("to be looked at: \(doubt)") }
            if report.holds {
                let kept = heads.isEmpty ? "" : "; heads kept elsewhere agree: \(heads.count)"
                lines.append("The chain holds: \(report.blocks) blocks, \(report.events) events\(kept).")
            }
            if report.pending > 0 { lines.append("Not yet sealed: \(report.pending) events.") }
            if let head = report.head { lines.append("It ends at block \(head)") }
            return lines.joined(separator: "\n")
        }
    }
}

/// What `audit verify --json` prints.
private struct AuditAnswer: Encodable {
    struct Fault: Encodable {
        var kind: String
        var block: Int?
        var event: Int?
        var words: String

        init(_ fault: AuditFault) {
            kind = fault.kind.rawValue
            block = fault.block
            event = fault.event
            words = fault.description
        }
    }

    var holds: Bool
    var blocks: Int
    var events: Int
    var pending: Int
    var head: AuditHead?
    var faults: [Fault]
    var faultCount: Int
    var doubts: [Fault]

    init(_ report: AuditReport) {
        holds = report.holds
        blocks = report.blocks
        events = report.events
        pending = report.pending
        head = report.head
        faults = report.faults.map(Fault.init)
        faultCount = report.faultCount
        doubts = report.doubts.map(Fault.init)
    }
}
