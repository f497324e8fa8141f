import Foundation
import Orchestrator

/// Reads mailboxes for as long as it runs: takes its part of them, lets go of what is too much, and gives each one a task of its
/// own, so that a slow or broken one holds up nobody.
package struct MailWatch: Sendable {
    package struct Settings: Hashable, Sendable {
        /// How long a mailbox stays with a program that has died.
        package var lease: Duration
        /// Longest time between two looks at a mailbox.
        package var poll: Duration
        /// Mails that are worked on at the same time, of all mailboxes.
        package var jobs: Int
        /// Pause after a failure of the network, doubled up to a quarter of an hour.
        package var pause: Duration

        package init(
            lease: Duration = .seconds(30), poll: Duration = .seconds(60), jobs: Int = 2,
            pause: Duration = .seconds(2)
        ) {
            self.lease = lease
            self.poll = poll
            self.jobs = jobs
            self.pause = pause
        }
    }

    let store: any MailStore
    let door: any MailboxDoor
    let worker: String
    let names: [MailboxName]
    let settings: Settings
    let turns: FairTurns
    let take: TakeMail
    /// For people and logs, never with anything out of a mail.
    let tell: @Sendable (MailEvent) -> Void

    /// - Parameters:
    ///   - names: Mailboxes that this program has the settings of.
    ///   - take: What is done with a mail.
    package init(
        store: any MailStore, door: any MailboxDoor, worker: String, names: [MailboxName], settings: Settings,
        take: TakeMail, tell: @escaping @Sendable (MailEvent) -> Void
    ) {
        self.store = store
        self.door = door
        self.worker = worker
        self.names = names
        self.settings = settings
        turns = FairTurns(settings.jobs)
        self.take = take
        self.tell = tell
    }

    /// Until it is cancelled.
    package func run() async {
        let seats = MailboxSeats()
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do throws(MailStoreError) {
                    try await store.register(names)
                    let share = try await store.share(of: names, worker: worker, lease: settings.lease)
                    await seats.leave(all: share)
                    let free = share - (await seats.count)
                    if free > 0 {
                        for claim in try await store.claim(free, among: names, worker: worker, lease: settings.lease) {
                            let seat = await seats.take(claim.name)
                            group.addTask {
                                await MailboxVisit(watch: self, seat: seat).stay(claim)
                                await seats.free(seat)
                            }
                        }
                    }
                } catch {
                    tell(.storeAway("\(error)"))
                }
                try? await Task.sleep(for: settings.lease / 6)
            }
            group.cancelAll()
        }
    }

    /// Every mailbox once: what is new, and what was put off.
    /// - Returns: Whether all of them could be read.
    package func once() async throws(MailStoreError) -> Bool {
        try await store.register(names)
        _ = try await store.share(of: names, worker: worker, lease: settings.lease)
        let claims = try await store.claim(names.count, among: names, worker: worker, lease: settings.lease)
        return await withTaskGroup(of: Bool.self) { group in
            for claim in claims {
                group.addTask { await MailboxVisit(watch: self, seat: MailboxSeat(claim.name)).look(claim) }
            }
            var isWell = true
            for await result in group where !result { isWell = false }
            return isWell
        }
    }
}

/// What is worth telling while mailboxes are read.
package enum MailEvent: Hashable, Sendable {
    case opened(MailboxName, new: Int, isRescan: Bool)
    case taken(MailboxName, MailOutcome)
    /// It is tried again.
    case putOff(MailboxName, uid: UInt32, because: String)
    case failed(MailboxName, MailboxFailure)
    case lost(MailboxName)
    case storeAway(String)
}
