import ArgumentParser
import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Storage

extension MailCommand {
    /// `payables mail show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a mail: who sent it, what was in it, what became of it.",
            discussion: """
                Examples:
                  payables mail show 3f2a
                  payables mail show 3f2a --raw > mail.eml

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @Argument(help: "Its id, or enough of the beginning.") var mail: String
        @Flag(help: "Print the mail as it came.") var raw = false
        @Flag(help: "As JSON.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let kept = try await MailCommand.find(mail, open)
                if raw {
                    let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
                    try FileHandle.standardOutput.write(contentsOf: try blobs.bytes(kept.mail.raw))
                } else if json {
                    Console.answer(try JSONText.text(kept.mail))
                } else {
                    for line in MailPage.lines(kept) { Console.answer(line) }
                }
            }
        }
    }

    /// `payables mail explain`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain how it was decided what becomes of a mail.",
            discussion: """
                Example:
                  payables mail explain 3f2a

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @Argument(help: "Its id, or enough of the beginning.") var mail: String
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let kept = try await MailCommand.find(mail, open)
                Console.answer(MailPage.heading(kept))
                for line in kept.mail.verdict.words + kept.mail.explanation {
                    Console.answer("  " + Printable.text(line))
                }
                Console.answer("so: " + MailPage.outcome(kept))
            }
        }
    }

    /// - Throws: ``CommandFailure`` when there is no such mail.
    static func find(_ name: String, _ open: OfficeOptions.Open) async throws -> KeptMail {
        guard let kept = try await PostgresMailStore(open.pool).mail(name, in: open.directory.id) else {
            throw CommandFailure(
                .noInput, "There is no mail \(name), or several begin with it. payables mail list shows them.")
        }
        return kept
    }
}

/// A mail for people.
enum MailPage {
    static func heading(_ kept: KeptMail) -> String {
        let mail = kept.mail
        return "\(mail.id)  \(mail.received.iso)  \(mail.from.isEmpty ? "(no sender)" : mail.from)"
    }

    static func outcome(_ kept: KeptMail) -> String {
        let outcome = kept.outcome
        if let reason = outcome.reason {
            return "\(reason.rawValue): \(outcome.words.isEmpty ? reason.words : Printable.text(outcome.words))"
        }
        return outcome.kind.rawValue + (kept.references.isEmpty ? "" : " " + kept.references.joined(separator: ", "))
    }

    static func lines(_ kept: KeptMail) -> [String] {
        let mail = kept.mail
        var lines = [heading(kept), "  subject: \(Printable.text(mail.subject))", "  size: \(mail.size) bytes"]
        lines.append("  sender: \(mail.verdict.isAuthentic ? "authentic" : "not proved authentic")")
        for suspicion in mail.verdict.suspicions { lines.append("  beware: \(words(suspicion))") }
        for part in mail.parts {
            let name = Printable.text(part.part.name ?? "(no name)")
            lines.append(
                "  \(part.part.path)  \(name)  \(part.part.kind.rawValue), \(part.part.size) bytes: \(words(part.fate))"
            )
        }
        for hint in mail.hints { lines.append("  hint, \(words(hint))") }
        return lines + ["  \(outcome(kept))"]
    }

    static func words(_ hint: BodyHint) -> String {
        let what = hint.kind == .bankChange ? "that bank details have changed" : "order"
        return "\(hint.line == 0 ? "subject" : "line \(hint.line)"): \(what): \(Printable.text(hint.text))"
    }

    private static func words(_ fate: PartFate.Fate) -> String {
        switch fate {
        case .begun(let id): "case \(id)"
        case .linked(let kind): "\(kind), linked to the cases of this mail"
        case .ignored(let reason): reason.rawValue
        }
    }

    private static func words(_ suspicion: MailVerdict.Suspicion) -> String {
        switch suspicion {
        case .lookAlike(let known): "the sender's domain looks like \(Printable.text(known)) and is another"
        case .displayName: "the sender's name is that of somebody else"
        case .replyTo(let domain): "answers would go to \(Printable.text(domain))"
        case .severalSenders: "it names several senders"
        }
    }
}
