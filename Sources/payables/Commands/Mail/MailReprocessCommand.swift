import ArgumentParser
import Foundation
import Mailroom
import Orchestrator

extension MailCommand {
    /// `payables mail reprocess`.
    struct Reprocess: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide a mail again, from the stored mail.",
            discussion: """
                After a rule, a sender or a limit was set right; or with --accept, when a person vouches for it: then its \
                documents become cases whatever rules and senders say. A mail that has led to something stays as it is.

                Examples:
                  payables mail reprocess 3f2a --by U-101 --mail mail.json --master records
                  payables mail reprocess 3f2a --accept --by U-101 --mail mail.json --master records

                \(ExitStatus.help([.accepted, .fell, .usage, .noInput, .setup]))
                """)
        @Argument(help: "Its id, or enough of the beginning.") var id: String
        @Option(help: "Who decides it.") var by: String
        @Flag(help: "Its documents become cases.") var accept = false
        @OptionGroup var service: ServiceOptions

        func run() async throws {
            guard service.mail != nil else { throw CommandFailure(.usage, "Name the mail file: --mail mail.json") }
            try await service.prepared { house in
                guard let mails = house.mails else { return }
                let kept = try await MailCommand.find(id, house.open)
                let outcome: MailOutcome
                do { outcome = try await mails.take.again(kept, accepts: accept, by: by) } catch let error
                    as MailStoreError
                {
                    throw CommandFailure(.fell, "\(error)")
                }
                let words = outcome.reason.map { "\($0.rawValue): \(outcome.words.isEmpty ? $0.words : outcome.words)" }
                let cases = outcome.cases.map(\.rawValue).joined(separator: " ")
                Console.answer(words ?? "\(outcome.kind.rawValue) \(cases)")
            }
        }
    }
}
