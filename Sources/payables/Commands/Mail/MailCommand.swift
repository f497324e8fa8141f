import ArgumentParser
import Mailroom
import Orchestrator
import Storage

/// `payables mail`: mails that come in.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Read mailboxes, and look at what became of each mail.",
        discussion: """
            payables serve and payables work read mailboxes, too, with --mail FILE. Every mail becomes cases, an answer, a \
            comment, a bounce, or is listed with its reason; none is thrown away.

            Examples:
              payables mail test --mail mail.json
              payables mail run --mail mail.json --master records
              payables mail list --review
              payables mail explain 3f2a
              payables mail reprocess 3f2a --by U-101
              payables mail rules check rules.json --mail mail.json --days 90

            docs/mail.md
            """,
        subcommands: [
            Test.self, Watch.self, Run.self, List.self, Show.self, Explain.self, Reprocess.self, Rules.self, Count.self,
            Address.self,
        ])
}
