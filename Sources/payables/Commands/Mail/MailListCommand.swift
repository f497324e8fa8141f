import ArgumentParser
import Correspondence
import Mailroom
import Orchestrator
import Storage

extension MailCommand {
    /// `payables mail list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List mails and what became of them, the newest first.",
            discussion: """
                Examples:
                  payables mail list
                  payables mail list --review
                  payables mail list --reason UNKNOWN_SENDER --reason LOOK_ALIKE
                  payables mail list --json --most 1000

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @Flag(help: "Only those that a person has to look at.") var review = false
        @Option(help: "Only those with this reason; may be repeated.") var reason: [String] = []
        @Option(help: "How many at most.") var most = 50
        @Flag(help: "As JSON, one object a line.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            guard (1...100_000).contains(most) else {
                throw CommandFailure(.usage, "--most must be 1...100000, not \(most)")
            }
            let wanted = try reasons()
            try await office.with(connections: 1) { open in
                let store = PostgresMailStore(open.pool)
                for mail in try await store.mails(in: open.directory.id, reasons: wanted, before: nil, most: most) {
                    Console.answer(json ? try JSONText.text(MailRow(mail)) : Self.line(mail))
                }
            }
        }

        private func reasons() throws -> Set<MailReason>? {
            var wanted = Set<MailReason>()
            for text in reason {
                guard let known = MailReason(rawValue: text.uppercased()) else {
                    let all = MailReason.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CommandFailure(.usage, "\(text) is no reason; there are \(all)")
                }
                wanted.insert(known)
            }
            if review { wanted.formUnion(MailReason.allCases.filter(\.needsPerson)) }
            return wanted.isEmpty ? nil : wanted
        }

        static func line(_ kept: KeptMail) -> String {
            let id = kept.mail.id.rawValue.prefix(8)
            let what = kept.outcome.reason?.rawValue ?? kept.outcome.kind.rawValue
            let cases = kept.references.isEmpty ? "" : "  " + kept.references.joined(separator: " ")
            let from = kept.mail.from.isEmpty ? "(no sender)" : kept.mail.from
            return "\(id)  \(kept.mail.received.iso)  \(what)\(cases)  \(from)  \(Printable.text(kept.mail.subject))"
        }
    }
}

/// A mail as one line of JSON.
struct MailRow: Encodable {
    var id: String
    var received: String
    var from: String
    var subject: String
    var size: Int
    var outcome: String
    var reason: String?
    var words: String
    var cases: [String]
    var isAuthentic: Bool

    enum CodingKeys: String, CodingKey {
        case id, received, from, subject, size, outcome, reason, words, cases
        case isAuthentic = "authentic"
    }

    init(_ kept: KeptMail) {
        id = kept.mail.id.rawValue
        received = kept.mail.received.iso
        from = kept.mail.from
        subject = kept.mail.subject
        size = kept.mail.size
        outcome = kept.outcome.kind.rawValue
        reason = kept.outcome.reason?.rawValue
        words = kept.outcome.words
        cases = kept.references
        isAuthentic = kept.mail.verdict.isAuthentic
    }
}
