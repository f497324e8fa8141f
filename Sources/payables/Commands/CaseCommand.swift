import ArgumentParser
import Foundation
import Orchestrator
import Storage

/// `payables case`: looks at cases, and tells them what people want.
struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Look at cases, answer them, hold, continue and cancel them.",
        discussion: """
            Answers and orders are kept with the case; the case takes them as soon as payables serve runs.

            Examples:
              payables case list --status waiting
              payables case show 2026-000012
              payables case approve 2026-000012 --by U-101
              payables case claim 2026-000012 --by U-101
              payables case reassign 2026-000012 --by U-101 --to U-102
              payables case continue 2026-000012 validate --by U-101 --reason "total was misread" --value gross_total=119.00
            """,
        subcommands: [
            List.self, Show.self, Approve.self, Reject.self, Claim.self, Release.self, Reassign.self, Comment.self,
            Pause.self, Resume.self, Retry.self, Continue.self, Cancel.self, Limit.self, Bulk.self,
            Start.self, Export.self,
        ])

    static let exitCodes = ExitStatus.help([.accepted, .fell, .usage, .setup])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the organisation's cases.", discussion: CaseCommand.exitCodes)
        @Option(help: "Only of this status: \(CaseStatus.allCases.map(\.rawValue).joined(separator: ", ")).")
        var status: String?
        @Flag(help: "As JSON, one object a line.") var json = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let wanted = try status.map(CaseCommand.status)
            try await office.with(connections: 1) { open in
                for stored in try await open.directory.cases(wanted) { Console.answer(try line(stored)) }
            }
        }

        private func line(_ stored: StoredCase) throws -> String {
            let step = stored.place.step.map { " at \($0)" } ?? ""
            guard json else {
                let reason = stored.reason.isEmpty ? "" : "  \(stored.reason)"
                return "\(stored.reference)  \(stored.status.rawValue)\(step)  \(stored.subject.name)\(reason)"
            }
            let row: [String: String] = [
                "reference": stored.reference, "id": stored.id.rawValue, "document": stored.subject.name,
                "status": stored.status.rawValue, "step": stored.place.step ?? "", "reason": stored.reason,
            ]
            return try JSONText.text(row)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what happened to a case.",
            discussion: """
                Of a case that waits for people: who is asked, by when, and what happens next.

                \(CaseCommand.exitCodes)
                """)
        @Argument(help: "Reference or id.") var id: String
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await office.with(connections: 1) { open in
                let stored = try await CaseCommand.find(id, open)
                Console.answer("\(stored.reference)  \(stored.status.rawValue)  \(stored.subject.name)")
                if !stored.reason.isEmpty { Console.answer(stored.reason) }
                if stored.status == .waiting || stored.status == .paused {
                    for line in TaskState(stored.place.wait)?.lines ?? [] { Console.answer(line) }
                }
                for (at, event) in try await open.directory.events(of: stored.id) {
                    let step = event.step.map { " \($0)" } ?? ""
                    let text = event.text.isEmpty ? "" : ": \(event.text)"
                    Console.answer("\(at.iso)  \(event.kind)\(step), by \(event.by)\(text)")
                }
                for message in try await open.directory.messages(of: stored.id) {
                    let occasion = message.message.occasion.map { $0 == .ask ? "" : " (\($0.rawValue))" } ?? ""
                    Console.answer("asked: \(message.message.to.joined(separator: ", "))\(occasion)")
                }
                for delivery in try await open.directory.deliveries(of: stored.id) where !delivery.reason.isEmpty {
                    Console.answer(
                        "message to \(delivery.recipient) by \(delivery.channel): \(delivery.state.rawValue), "
                            + Printable.text(delivery.reason))
                }
                if let kept = try await PostgresMailStore(open.pool).mail(of: stored.id, in: open.directory.id) {
                    Console.answer("came by mail \(kept.mail.id) of \(kept.mail.from)")
                    for hint in kept.mail.hints { Console.answer("its mail says, \(MailPage.words(hint))") }
                }
            }
        }
    }

    static func status(_ text: String) throws -> CaseStatus {
        guard let status = CaseStatus(rawValue: text) else {
            let known = CaseStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "\(text) is no status; there are \(known)")
        }
        return status
    }

    static func find(_ id: String, _ open: OfficeOptions.Open) async throws -> StoredCase {
        guard let stored = try await open.directory.find(id) else {
            throw CommandFailure(.usage, "There is no case \(id); payables case list names them.")
        }
        return stored
    }
}

/// What every answer and order is given.
struct OrderOptions: ParsableArguments {
    @Argument(help: "Reference or id of the case.") var id: String
    @Option(help: "Who says it: an approver's id.") var by: String
    @OptionGroup var office: OfficeOptions

    /// Keeps the message, and waits a little for the case's answer.
    func send(_ body: CaseMessage.Body, reason: String = "") async throws {
        try await office.with(connections: 2) { open in
            let stored = try await CaseCommand.find(id, open)
            let number = try await open.store.send(
                body, to: stored.id, of: open.directory.id, by: by, reason: reason, version: nil)
            for _ in 0..<30 {
                if let reply = try await open.store.reply(to: number, of: stored.id, in: open.directory.id) {
                    guard reply.isAccepted else { throw CommandFailure(.fell, "\(stored.reference): \(reply.text)") }
                    Console.answer("\(stored.reference): \(reply.text)")
                    return
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            Console.answer("\(stored.reference): kept; the case takes it when payables serve runs")
        }
    }

    func answer(_ kind: ApprovalAnswer.Kind, _ text: String = "", to: String? = nil, from: String? = nil) async throws {
        try await send(.tell(try JSONText.text(ApprovalAnswer(kind, text: text, to: to, from: from))))
    }
}

extension CaseCommand {
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Approve.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Option(help: "What is to be noted.") var comment = ""
        func run() async throws { try await order.answer(.approve, comment) }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Option(help: "Why.") var reason: String
        func run() async throws { try await order.answer(.reject, reason) }
    }

    struct Claim: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep others from answering for a while.",
            discussion: """
                Until it is released, or the claim's time is over (four working hours unless the workflow says otherwise), \
                only the one who claimed it can approve or refuse.

                Example:
                  payables case claim 2026-000012 --by U-101

                \(CaseCommand.exitCodes)
                """)
        @OptionGroup var order: OrderOptions
        func run() async throws { try await order.answer(.claim) }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give up a claim, so that others can answer.",
            discussion: """
                By the one who claimed it, or by the default approver.

                Example:
                  payables case release 2026-000012 --by U-101

                \(CaseCommand.exitCodes)
                """)
        @OptionGroup var order: OrderOptions
        func run() async throws { try await order.answer(.release) }
    }

    struct Reassign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have somebody else asked instead.",
            discussion: """
                One's own place, that of somebody away for whom one stands, or, by the default approver, anybody's. Whoever \
                had a hand in the invoice, has a part in this already, or has too low a limit can't be asked.

                Examples:
                  payables case reassign 2026-000012 --by U-101 --to U-102 --reason "knows the project"
                  payables case reassign 2026-000012 --by ap-manager --from U-101 --to U-102

                \(CaseCommand.exitCodes)
                """)
        @OptionGroup var order: OrderOptions
        @Option(help: "Who is asked from now on.") var to: String
        @Option(help: "Whose place it is; without it, the sender's own.") var from: String?
        @Option(help: "Why; noted with the case.") var reason = ""
        func run() async throws { try await order.answer(.reassign, reason, to: to, from: from) }
    }

    struct Comment: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Note something on a case that waits.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Argument(help: "What is to be noted.") var text: String
        func run() async throws { try await order.answer(.comment, text) }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hold a case.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Option(help: "Why.") var reason: String
        func run() async throws { try await order.send(.pause, reason: reason) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a held case go on.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Option(help: "Why.") var reason: String
        func run() async throws { try await order.send(.resume, reason: reason) }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the step that failed once more.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Option(help: "Why.") var reason: String
        func run() async throws { try await order.send(.retry, reason: reason) }
    }

    struct Continue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on at a step that was reached, with values set right.",
            discussion: """
                What the step and those after it gave no longer counts; what they did outside (a booking) stays, and is \
                not done again.

                \(CaseCommand.exitCodes)
                """)
        @OptionGroup var order: OrderOptions
        @Argument(help: "Id of the step.") var step: String
        @Option(help: "Why.") var reason: String
        @Option(
            name: .customLong("value"),
            help: ArgumentHelp("A field set right; may be repeated.", valueName: "field=value"))
        var values: [String] = []

        func run() async throws {
            var fields: [String: String] = [:]
            for text in values {
                guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
                    throw CommandFailure(.usage, "\(text) is not of the form field=value")
                }
                fields[String(text[..<sign])] = String(text[text.index(after: sign)...])
            }
            try await order.send(.goOn(step: step, values: fields), reason: reason)
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a case for good.", discussion: CaseCommand.exitCodes)
        @OptionGroup var order: OrderOptions
        @Option(help: "Why.") var reason: String
        func run() async throws { try await order.send(.cancel, reason: reason) }
    }
}
