import ArgumentParser

extension MailCommand {
    /// `payables mail run`.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look into every mailbox once, and begin cases for what is new.",
            discussion: """
                For cron, and for a first try. The cases are carried by payables serve or payables work.

                Examples:
                  payables mail run --mail mail.json --master records
                  payables schedule add mail --cron "*/10 * * * *" --action mail

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            guard service.mail != nil else { throw CommandFailure(.usage, "Name the mail file: --mail mail.json") }
            try await service.run([.mail], folder: nil, once: true)
        }
    }

    /// `payables mail watch`.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read mailboxes until Ctrl-C; the cases are carried by others.",
            discussion: """
                New mails are told by the server at once (IDLE), or seen at the next look. Several of these programs may share \
                the mailboxes.

                Example:
                  payables mail watch --mail mail.json --master records

                \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
                """)
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            guard service.mail != nil else { throw CommandFailure(.usage, "Name the mail file: --mail mail.json") }
            try await service.run([.mail], folder: nil, once: false)
        }
    }
}
