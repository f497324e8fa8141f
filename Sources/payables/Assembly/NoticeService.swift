import Foundation
import Mailroom
import MasterFiles
import Orchestrator
import Storage

/// Counts trouble and sends what is due, beside the cases.
actor NoticeService {
    private let tickets: PostgresTickets
    /// `nil` = no channels were given: messages are kept until some are.
    private let dispatcher: Dispatcher?
    private var isStopping = false

    /// - Parameters:
    ///   - channels: `nil` = none were given.
    ///   - approvers: Whose mail addresses the records know.
    ///   - writer: Of mails; `nil` = in plain words.
    init(
        _ open: OfficeOptions.Open, channels: ChannelsFile?, approvers: [Approver], writer: (any LetterWriter)?
    ) {
        let organisation = open.directory.organisation
        tickets = PostgresTickets(
            open.pool, organisation: organisation, tell: channels?.preferences.ticketsTo ?? [])
        dispatcher = channels.map { file in
            var preferences = file.preferences
            preferences.mail = Dictionary(approvers.map { ($0.id, $0.email) }) { first, _ in first }
            return Dispatcher(
                PostgresDeliveries(open.pool, organisation: organisation), channels: file.channels(writer: writer),
                preferences: preferences, settings: .init(cap: file.cap))
        }
    }

    func stop() { isStopping = true }

    /// Until ``stop()``; then until nothing is due, so that what the last cases had to say leaves.
    func run() async {
        while !isStopping, !Task.isCancelled {
            let count = await round()
            if count == 0 { try? await Task.sleep(for: .milliseconds(500)) }
        }
        while !Task.isCancelled, await round() > 0 {}
    }

    /// - Returns: How much there was to do; 0 too when the database is not reached.
    private func round() async -> Int {
        do {
            let counted = try await tickets.round()
            return try await counted + (dispatcher?.round() ?? 0)
        } catch {
            Console.tell("Messages to people have to wait: \(error)")
            return 0
        }
    }
}
