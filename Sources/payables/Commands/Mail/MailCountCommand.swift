import ArgumentParser
import Correspondence
import Mailroom
import Orchestrator
import Storage

extension MailCommand {
    /// `payables mail count`.
    struct Count: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Count mails by what became of them, and check that none is missing or there twice.",
            discussion: """
                Mails seen = in flight + passed on + cases + approvals + comments + bounces + rejected with a reason. Passed on are \
                those for other organisations that share a mailbox; they count there.

                Examples:
                  payables mail count
                  payables mail count --json

                \(ExitStatus.help([.accepted, .fell, .setup]))
                """)
        @Flag(help: "As JSON.") var json = false
        @Flag(help: "For Prometheus, in its text format.") var metrics = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let tally = try await PostgresMailStore(open.pool).tally(of: open.directory.id)
                if json {
                    Console.answer(try JSONText.text(MailCounts(tally)))
                } else if metrics {
                    for line in Self.metrics(tally) { Console.answer(line) }
                } else {
                    for line in Self.lines(tally) { Console.answer(line) }
                }
                guard tally.isWhole else {
                    throw CommandFailure(
                        .fell, (["The mails do not add up."] + tally.faults).joined(separator: "\n  "))
                }
            }
        }

        static func metrics(_ tally: MailTally) -> [String] {
            let outcomes =
                [
                    ("in_flight", tally.inFlight), ("passed_on", tally.passedOn), ("cases", tally.cases),
                    ("approval", tally.approvals), ("comment", tally.comments), ("bounce", tally.bounces),
                ].map { "payables_mails{outcome=\"\($0.0)\"} \($0.1)" }
            let rejected = tally.rejected.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                "payables_mails{outcome=\"rejected\",reason=\"\($0.key.rawValue)\"} \($0.value)"
            }
            return [
                "# HELP payables_mails_seen Mails that were seen in mailboxes.", "# TYPE payables_mails_seen counter",
                "payables_mails_seen \(tally.seen)", "# HELP payables_mails Mails by what became of them.",
                "# TYPE payables_mails gauge",
            ] + outcomes + rejected + [
                "# HELP payables_mail_faults What does not add up; 0 when all is well.",
                "# TYPE payables_mail_faults gauge", "payables_mail_faults \(tally.faults.count)",
            ]
        }

        static func lines(_ tally: MailTally) -> [String] {
            var lines = ["\(tally.seen) seen"]
            for (count, word) in [
                (tally.inFlight, "in flight"), (tally.passedOn, "are of other organisations"),
                (tally.cases, "became cases"), (tally.approvals, "answered questions"),
                (tally.comments, "became comments"), (tally.bounces, "are bounces"),
            ] where count > 0 { lines.append("  \(count) \(word)") }
            for (reason, count) in tally.rejected.sorted(by: {
                ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
            }) {
                lines.append("  \(count) \(reason.rawValue): \(reason.words)")
            }
            return lines
        }
    }
}

private struct MailCounts: Encodable {
    var seen: Int
    var inFlight: Int
    var passedOn: Int
    var cases: Int
    var approvals: Int
    var comments: Int
    var bounces: Int
    var rejected: [String: Int]
    var faults: [String]

    enum CodingKeys: String, CodingKey {
        case seen, cases, approvals, comments, bounces, rejected, faults
        case inFlight = "in_flight"
        case passedOn = "passed_on"
    }

    init(_ tally: MailTally) {
        (seen, inFlight, passedOn) = (tally.seen, tally.inFlight, tally.passedOn)
        (cases, approvals) = (tally.cases, tally.approvals)
        (comments, bounces, faults) = (tally.comments, tally.bounces, tally.faults)
        rejected = Dictionary(uniqueKeysWithValues: tally.rejected.map { ($0.key.rawValue, $0.value) })
    }
}
