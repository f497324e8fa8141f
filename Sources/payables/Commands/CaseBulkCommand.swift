import ArgumentParser
import Foundation
import Orchestrator
import Storage

extension CaseCommand {
    /// One order for many cases.
    struct Bulk: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give many cases the same order.",
            discussion: """
                Cases are chosen by all that is given together. Each order is kept for the state that the case is in now: a \
                case that has changed by the time it is taken refuses it. --dry-run lists the cases and gives no order.

                Examples:
                  payables case bulk retry --status failed --step post --by U-101 --reason "the ledger is back" --dry-run
                  payables case bulk continue --at validate --status review --supplier S001 --by U-101 --reason "alias added"
                  payables case bulk cancel --status review --older-than 90 --by U-101 --reason "settled by hand"

                \(CaseCommand.exitCodes)
                """)

        enum Order: String, ExpressibleByArgument, CaseIterable { case cancel, retry, resume, pause, `continue` }

        @Argument(help: "One of \(Order.allCases.map(\.rawValue).joined(separator: ", ")).") var order: Order
        @Option(help: "Step to continue at.") var at: String?
        @Option(help: "Only of this status.") var status: String
        @Option(help: "Only at this step.") var step: String?
        @Option(help: "Only whose reason has these words.") var saying: String?
        @Option(help: "Only of this supplier: id, or name as it was read.") var supplier: String?
        @Option(help: ArgumentHelp("Only begun longer ago.", valueName: "days")) var olderThan: Int?
        @Option(help: "Who says it.") var by: String
        @Option(help: "Why.") var reason: String
        @Flag(help: "List the cases, and give no order.") var dryRun = false
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let (body, wanted) = (try body(), try CaseCommand.status(status))
            guard !reason.isEmpty else { throw CommandFailure(.usage, "An order needs a --reason.") }
            try await office.with(connections: 2) { open in
                let chosen = try await open.directory.glances().filter { isMeant($0, wanted) }
                for one in chosen {
                    Console.answer("\(one.stored.reference)  \(one.stored.subject.name)  \(one.stored.reason)")
                    if dryRun { continue }
                    _ = try await open.store.send(
                        body, to: one.stored.id, of: open.directory.id, by: by, reason: reason,
                        version: one.stored.version)
                }
                Console.answer(
                    dryRun
                        ? "\(chosen.count) cases would get the order \(body.name); nothing was done"
                        : "\(chosen.count) cases got the order \(body.name); they take it when payables serve runs")
            }
        }

        private func body() throws -> CaseMessage.Body {
            guard (at != nil) == (order == .continue) else {
                throw CommandFailure(.usage, "--at names the step to continue at, and belongs to continue alone.")
            }
            return switch order {
            case .cancel: .cancel
            case .retry: .retry
            case .resume: .resume
            case .pause: .pause
            case .continue: .goOn(step: at ?? "", values: [:])
            }
        }

        private func isMeant(_ one: CaseGlance, _ wanted: CaseStatus) -> Bool {
            let age = SystemClock().now - one.stored.created
            return one.stored.status == wanted
                && step.map { one.stored.place.step == $0 || one.stored.place.failed == $0 } ?? true
                && saying.map { one.stored.reason.localizedCaseInsensitiveContains($0) } ?? true
                && supplier.map { one.supplier == $0 } ?? true
                && olderThan.map { age > .seconds($0 * 86_400) } ?? true
        }
    }
}
