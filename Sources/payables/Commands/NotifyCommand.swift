import ArgumentParser
import Foundation
import Orchestrator
import Storage

/// `payables notify`: messages to people, on their way.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Look at messages to people, send dead ones again, try a channel.",
        discussion: """
            payables serve --channels FILE sends them. A delivery is queued, failed (it will be tried again), sent, or dead: \
            given up, and the reason says why.

            Examples:
              payables notify list --state dead
              payables notify retry 17
              payables notify test mail --channels channels.json --to odo@office.example
            """,
        subcommands: [List.self, Retry.self, Test.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List deliveries, the newest first.",
            discussion: """
                Examples:
                  payables notify list
                  payables notify list --state dead --json

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @Option(help: "Only of this state: \(Delivery.State.allCases.map(\.rawValue).joined(separator: ", ")).")
        var state: String?
        @Option(help: "How many at most.") var most = 100
        @Flag(help: "As JSON, one object a line.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let wanted = try state.map { text throws in
                guard let state = Delivery.State(rawValue: text) else {
                    let known = Delivery.State.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CommandFailure(.usage, "\(text) is no state; there are \(known)")
                }
                return state
            }
            guard (1...100_000).contains(most) else {
                throw CommandFailure(.usage, "--most must be 1...100000, not \(most)")
            }
            try await office.with(connections: 1) { open in
                let deliveries = PostgresDeliveries(open.pool, organisation: open.directory.organisation)
                for delivery in try await deliveries.list(wanted, most: most) { Console.answer(try line(delivery)) }
            }
        }

        private func line(_ delivery: Delivery) throws -> String {
            guard json else {
                let when = delivery.state == .queued || delivery.state == .failed ? "  due \(delivery.due.iso)" : ""
                let reason = delivery.reason.isEmpty ? "" : "  \(delivery.reason)"
                return
                    "\(delivery.number)  \(delivery.state.rawValue)  \(delivery.recipient) by \(delivery.channel)\(when)"
                    + "  \(delivery.content)\(reason)"
            }
            let row: [String: String] = [
                "number": String(delivery.number), "state": delivery.state.rawValue, "recipient": delivery.recipient,
                "channel": delivery.channel, "due": delivery.due.iso, "attempts": String(delivery.attempts),
                "content": delivery.content, "reason": delivery.reason,
            ]
            return try JSONText.text(row)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send dead deliveries again, with all their attempts.",
            discussion: """
                One whose answer was lost may have arrived; then it arrives twice.

                Examples:
                  payables notify retry 17 18
                  payables notify retry --all

                \(ExitStatus.help([.accepted, .fell, .usage, .setup]))
                """)
        @Argument(help: "Numbers, as payables notify list shows them.") var numbers: [Int64] = []
        @Flag(help: "Every dead one.") var all = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            guard all != !numbers.isEmpty else {
                throw CommandFailure(.usage, "Name deliveries by their numbers, or all by --all.")
            }
            try await office.with(connections: 1) { open in
                let deliveries = PostgresDeliveries(open.pool, organisation: open.directory.organisation)
                var revived: [Int64] = []
                if all { revived = try await deliveries.revive() }
                for number in numbers { revived += try await deliveries.revive(number) }
                Console.answer("On their way again: \(revived.count).")
                let others = numbers.filter { !revived.contains($0) }.map { String($0) }
                guard others.isEmpty else {
                    throw CommandFailure(.fell, "Not dead, or not there: \(others.joined(separator: ", "))")
                }
            }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a message through a channel, at once and outside of the database.",
            discussion: """
                Examples:
                  payables notify test mail --channels channels.json --to odo@office.example
                  payables notify test ops --channels channels.json

                \(ExitStatus.help([.accepted, .fell, .usage, .noInput]))
                """)
        @Argument(help: "The channel's name in the file.") var channel: String
        @Option(help: "Channels and recipients as JSON (docs/notifications.md).", completion: .file())
        var channels: String
        @Option(help: "Address, for channels that need one.") var to: String?

        func run() async throws {
            let file = try ChannelsFile(path: channels)
            let all = file.channels(writer: nil)
            guard let channel = all[self.channel] else {
                let known = all.keys.sorted().joined(separator: ", ")
                throw CommandFailure(.usage, "There is no channel \(self.channel) in \(channels). There are: \(known).")
            }
            let isAddressed = file.preferences.addressed.contains(self.channel)
            guard !isAddressed || to != nil else {
                throw CommandFailure(.usage, "The channel \(self.channel) needs an address: add --to ADDRESS.")
            }
            let letter = Letter(
                id: "test/\(UUID().uuidString)", recipient: "test", subject: "Test message from payables",
                text: "This channel works. Nothing has to be done.\n", items: [], at: SystemClock().now)
            do throws(ChannelFailure) {
                try await channel.send(letter, to: to ?? "", by: .now + .seconds(30))
            } catch {
                throw CommandFailure(.fell, "The channel \(self.channel) did not take the message: \(error.words)")
            }
            Console.answer("The channel \(self.channel) took the message.")
        }
    }
}

extension ChannelFailure {
    fileprivate var words: String {
        switch self {
        case .failed(let judged): "\(judged.sign.name) (\(judged.name)). \(judged.hint)"
        case .refused(let reason): reason
        case .interrupted: "stopped"
        }
    }
}

extension Delivery {
    /// What the letter is about, from its key: a case's message, a ticket's, or a digest.
    fileprivate var content: String {
        key.split(separator: "/").dropFirst().dropLast(2).joined(separator: "/")
    }
}
