import ArgumentParser
import Foundation
import Orchestrator
import Storage

/// `payables audit`: seals what happened, and shows that nobody has changed it since.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Seal what happened to cases, and check that nobody changed it.",
        discussion: """
            payables serve seals every two seconds. Keep heads where whoever rules the database cannot write: with one of \
            them, verify finds a chain that was cut off or written anew (docs/audit.md).

            Examples:
              payables audit verify
              payables audit head --json >> /mnt/elsewhere/heads.jsonl
              payables audit verify --head /mnt/elsewhere/heads.jsonl
              payables audit proof 2026-000012 > proof.json
              payables audit check-proof proof.json
            """,
        subcommands: [Verify.self, Seal.self, Head.self, Proof.self, CheckProof.self])

    static let exitCodes = """
        Exit codes:
           0  it holds
           1  it does not hold
          64  the command line or the settings are wrong
          66  a file or folder is missing or cannot be read
          69  a library, language or folder of this installation is missing
        """

    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal the events that are not sealed yet.",
            discussion: """
                Needed only where payables serve does not run. Events of a transaction that is still open anywhere on \
                the server, and of those begun after it, are sealed the next time.

                Examples:
                  payables audit seal

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let audit = AuditCommand.audit(open)
                let count = try await audit.seal()
                Console.answer("Sealed: \(count) events. The chain ends at block \(try await audit.head())")
            }
        }
    }

    struct Head: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print where the chain ends, to be kept elsewhere.",
            discussion: """
                NUMBER:DIGEST of the last block, or one line of JSON.

                Examples:
                  payables audit head
                  payables audit head --json >> /mnt/elsewhere/heads.jsonl

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @Flag(help: "As JSON, on one line.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let head = try await AuditCommand.audit(open).head()
                Console.answer(json ? try JSONText.text(head) : head.description)
            }
        }
    }

    static func audit(_ open: OfficeOptions.Open) -> PostgresAudit {
        PostgresAudit(open.pool, organisation: open.directory.organisation, tree: Assembly.merkleTree)
    }
}

/// Digests that were kept outside.
struct HeadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A head that was kept elsewhere: NUMBER:DIGEST, or a file of them, one a line. May be repeated.",
            valueName: "head"))
    var head: [String] = []

    /// - Throws: ``CommandFailure``.
    func heads() throws -> [AuditHead] {
        var heads: [AuditHead] = []
        for text in head {
            if let head = AuditHead(text: text) {
                heads.append(head)
                continue
            }
            guard let file = FileManager.default.contents(atPath: text) else {
                throw CommandFailure(
                    .noInput, "\(text) is neither NUMBER:DIGEST, as payables audit head prints it, nor a file of such")
            }
            guard let kept = AuditHead.heads(in: file), !kept.isEmpty else {
                throw CommandFailure(
                    .usage, "\(text): a line is no head, or there is none; payables audit head prints them")
            }
            heads += kept
        }
        return heads
    }
}
