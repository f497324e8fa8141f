import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Synchronization
import Testing

@Suite("Watch over mailboxes", .timeLimit(.minutes(2))) struct WatchTests {
    let a = MailHouse.name("a")
    let b = MailHouse.name("b")

    // MARK: Leases

    /// Another program takes the mailbox over while the second of five mails is read.
    @Test func aLeaseThatIsLostInTheMiddleEndsAllWorkAndRecordsNothing() async throws {
        let house = try MailHouse()
        for index in 0..<5 { house.deliver(.invoice("\(index)")) }
        let reads = Count()
        house.reading.before { [a] _ in
            guard reads.add() == 1 else { return }
            house.clock.turn(.seconds(61))
            #expect(house.memory.claim(1, among: [a], worker: "other", lease: .seconds(60)).count == 1)
        }
        #expect(try await house.look() == false)
        #expect(house.tally().cases == 1)
        #expect(house.tally().inFlight == 4)
        #expect(house.tally().isWhole)
        #expect(house.cases.cases.count == 1)
        // Neither fetched nor read was any other one.
        #expect(house.server.fetches == 2)
        #expect(house.events.last == .lost(a))
        // The other one has it still: nothing was given back that was not had.
        #expect(!house.isFree("a"))
    }

    /// What the loser has begun, the winner ends; once.
    @Test func whoTakesOverEndsWhatWasBegun() async throws {
        let house = try MailHouse()
        for index in 0..<5 { house.deliver(.invoice("\(index)")) }
        let reads = Count()
        house.reading.before { _ in
            guard reads.add() == 1 else { return }
            house.clock.turn(.seconds(61))
            try await house.look("winner")
        }
        try await house.look("loser")
        house.clock.turn(.seconds(3_600))
        try await house.look("winner")
        #expect(house.tally().cases == 5)
        #expect(house.tally().rejected.isEmpty)
        #expect(house.cases.cases.count == 5)
        #expect(house.tally().isWhole)
    }

    /// What takes long does not cost the mailbox: a mail that is fetched for longer than a lease.
    @Test func aSlowServerDoesNotCostTheLease() async throws {
        let house = try MailHouse()
        house.deliver(.invoice("one"))
        let lease = Duration.milliseconds(40)
        let extensions = Count()
        house.store.plan { call in
            if call == .extend { extensions.add() }
            return nil
        }
        house.server.before { [a] step throws(MailboxFailure) in
            guard case .fetch = step else { return }
            for _ in 0..<4 {
                let before = extensions.now
                do { try await until { extensions.now > before } } catch { throw .interrupted }
                house.clock.turn(.milliseconds(39))
            }
            #expect(house.memory.claim(1, among: [a], worker: "other", lease: lease).isEmpty)
        }
        #expect(try await house.watch(lease: lease).once())
        #expect(house.tally().cases == 1)
        #expect(extensions.now >= 4)
    }

    /// The same while it waits for its turn at the work.
    @Test func waitingForATurnDoesNotCostTheLease() async throws {
        let house = try MailHouse(["a", "b"])
        house.deliver(.invoice("a"), to: "a")
        house.deliver(.invoice("b"), to: "b")
        let lease = Duration.milliseconds(40)
        let (extensions, reads) = (Count(), Count())
        house.store.plan { call in
            if call == .extend { extensions.add() }
            return nil
        }
        house.reading.before { [a, b] _ in
            guard reads.add() == 0 else { return }
            // Both are extended meanwhile, the one that works and the one that waits.
            for _ in 0..<4 {
                let before = extensions.now
                try await until { extensions.now > before + 3 }
                house.clock.turn(.milliseconds(39))
            }
            #expect(house.memory.claim(2, among: [a, b], worker: "other", lease: lease).isEmpty)
        }
        #expect(try await house.watch(jobs: 1, lease: lease).once())
        #expect(house.tally().cases == 2)
    }

    // MARK: Several programs

    @Test func twoWatchersShareMailboxesAndNoneIsReadByBoth() async throws {
        let accounts = (0..<6).map { "m\($0)" }
        let house = try MailHouse(accounts)
        let lease = Duration.milliseconds(60)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in ["one", "two"] {
                group.addTask { await house.watch(worker, lease: lease).run() }
            }
            for round in 0..<20 {
                for (index, account) in accounts.enumerated() {
                    house.deliver(.invoice("\(round) \(index)"), to: account)
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            try await until { house.tally().cases == 120 }
            group.cancelAll()
        }
        #expect(house.server.mostSessions == 1)
        #expect(house.server.fetches == 120)
        #expect(house.cases.cases.count == 120)
        #expect(house.tally().isWhole)
        #expect(accounts.allSatisfy(house.isFree))
    }

    /// One comes later, and gets its part of what the first one has.
    @Test func whoComesLaterGetsItsPart() async throws {
        let accounts = (0..<4).map { "m\($0)" }
        let house = try MailHouse(accounts)
        let doors = (CountingDoor(house.server), CountingDoor(house.server))
        let lease = Duration.milliseconds(60)
        func watch(_ worker: String, _ door: CountingDoor) -> MailWatch {
            MailWatch(
                store: house.store, door: door, worker: worker, names: house.names,
                settings: .init(lease: lease, poll: .milliseconds(2), jobs: 2, pause: .milliseconds(2)),
                take: house.take
            ) { _ in }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watch("first", doors.0).run() }
            try await until { doors.0.open == 4 }
            group.addTask { await watch("second", doors.1).run() }
            try await until { doors.0.open == 2 && doors.1.open == 2 }
            group.cancelAll()
        }
        #expect(house.server.mostSessions == 1)
    }

    // MARK: Fairness

    struct Nuisance: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var step: @Sendable (FakeServer.Step) -> Bool
        /// `nil` = it hangs.
        var failure: MailboxFailure?
    }

    static let nuisances = [
        Nuisance(testDescription: "a server that never answers") { $0 == .connect(account: "a") },
        Nuisance(testDescription: "a mailbox that never opens") { $0 == .open(MailHouse.name("a")) },
        Nuisance(testDescription: "a mail that never arrives") {
            if case .fetch(MailHouse.name("a"), _) = $0 { true } else { false }
        },
        Nuisance(
            testDescription: "a login that fails", step: { $0 == .connect(account: "a") },
            failure: MailboxFailure(.person, layer: "login", words: "refused")),
        Nuisance(
            testDescription: "mails that break the connection",
            step: { if case .fetch(MailHouse.name("a"), _) = $0 { true } else { false } }, failure: .broken),
    ]

    /// With one turn for both: who waits for a server holds none.
    @Test(arguments: nuisances) func aMailboxThatHangsOrFailsKeepsNoOtherFromBeingRead(_ example: Nuisance) async throws
    {
        let house = try MailHouse(["a", "b"])
        for index in 0..<5 {
            house.deliver(.invoice("a\(index)"), to: "a")
            house.deliver(.invoice("b\(index)"), to: "b")
        }
        house.server.before { step throws(MailboxFailure) in
            guard example.step(step) else { return }
            if let failure = example.failure { throw failure }
            do { try await Task.sleep(for: .seconds(3_600)) } catch { throw .interrupted }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await house.watch(jobs: 1).run() }
            try await until { house.server.steps.contains(where: example.step) }
            try await until { house.tally().cases == 5 }
            house.deliver(.invoice("more"), to: "b")
            try await until { house.tally().cases == 6 }
            group.cancelAll()
        }
        #expect(house.server.fetches(b).count == 6)
        #expect(house.tally().isWhole)
    }

    @Test func aLoginThatFailsIsNotTriedAgainAtOnce() async throws {
        let house = try MailHouse()
        let tries = Count()
        house.server.before { step throws(MailboxFailure) in
            guard case .connect = step else { return }
            tries.add()
            throw MailboxFailure(.person, layer: "login", words: "refused")
        }
        let watch = MailWatch(
            store: house.store, door: house.server, worker: "w", names: house.names,
            settings: .init(lease: .milliseconds(40), poll: .seconds(3_600), jobs: 1, pause: .milliseconds(1)),
            take: house.take
        ) { _ in }
        let extensions = Count()
        house.store.plan { call in
            if call == .extend { extensions.add() }
            return nil
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watch.run() }
            // Far longer than pauses of a millisecond, and told by what happens meanwhile.
            try await until { extensions.now >= 20 }
            group.cancelAll()
        }
        #expect(tries.now == 1)
    }

    // MARK: The end

    @Test func aProgramThatIsCancelledGivesItsMailboxesBack() async throws {
        let house = try MailHouse(["a", "b", "c"])
        house.deliver(.invoice("a"), to: "a")
        // One waits for news, one hangs, one is read for ever.
        house.server.before { [b] step throws(MailboxFailure) in
            guard step == .open(b) else { return }
            do { try await Task.sleep(for: .seconds(3_600)) } catch { throw .interrupted }
        }
        let isReading = Count()
        house.deliver(.invoice("c"), to: "c")
        house.reading.before { read in
            guard read.message.head.text("Subject") == "Invoice c" else { return }
            isReading.add()
            try await Task.sleep(for: .seconds(3_600))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await house.watch().run() }
            try await until { house.tally().cases == 1 && isReading.now == 1 && house.server.steps.contains(.open(b)) }
            group.cancelAll()
        }
        // Without any time going by.
        #expect(["a", "b", "c"].allSatisfy(house.isFree))
        #expect(house.tally().isWhole)
        house.server.before(nil)
        house.reading.before(nil)
        house.clock.turn(.seconds(3_600))
        try await house.look("next")
        #expect(house.tally().cases == 2)
    }

    @Test func aStoreThatIsAwayForAWhileLosesNothing() async throws {
        let house = try MailHouse(["a", "b"])
        for index in 0..<20 { house.deliver(.invoice("\(index)"), to: index % 2 == 0 ? "a" : "b") }
        let calls = Count()
        house.store.plan { _ in calls.add() % 7 < 3 ? .before : nil }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await house.watch(lease: .milliseconds(60)).run() }
            group.addTask {
                while !Task.isCancelled {
                    house.clock.turn(.milliseconds(1))
                    try? await Task.sleep(for: .milliseconds(1))
                }
            }
            try await until { calls.now > 200 }
            house.store.plan(nil)
            house.clock.turn(.seconds(3_600))
            try await until { house.tally().cases == 20 }
            group.cancelAll()
        }
        #expect(house.tally().isWhole)
        #expect(house.cases.cases.count == 20)
    }
}

/// Counts the connections that are open.
private final class CountingDoor: MailboxDoor {
    private let inner: FakeServer
    private let count = Atomic(0)

    init(_ inner: FakeServer) { self.inner = inner }

    var open: Int { count.load(ordering: .acquiring) }

    func connect(_ account: String) async throws(MailboxFailure) -> any Mailbox {
        let mailbox = try await inner.connect(account)
        change(1)
        return Counted(door: self, inner: mailbox)
    }

    private func change(_ by: Int) { count.add(by, ordering: .acquiringAndReleasing) }

    private struct Counted: Mailbox {
        let door: CountingDoor
        let inner: any Mailbox
        func open(_ name: String) async throws(MailboxFailure) -> MailboxStatus { try await inner.open(name) }
        func uids(_ range: ClosedRange<UInt32>) async throws(MailboxFailure) -> [UInt32] { try await inner.uids(range) }
        func fetch(_ uid: UInt32, to file: URL, limit: Int) async throws(MailboxFailure) -> FetchedMail? {
            try await inner.fetch(uid, to: file, limit: limit)
        }
        func mark(_ uids: [UInt32], _ mark: MailMark) async throws(MailboxFailure) { try await inner.mark(uids, mark) }
        func wait(_ time: Duration) async throws(MailboxFailure) { try await inner.wait(time) }
        func close() async {
            await inner.close()
            door.change(-1)
        }
    }
}
