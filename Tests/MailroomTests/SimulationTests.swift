import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Synchronization
import Testing

/// Mailboxes over many hours with everything that goes wrong, from a seed: two programs, connections that break, mails that are
/// removed, mailboxes that are made anew, a store that is away or whose answers get lost, readers that fail, leases that run out in the
/// middle of the work.
@Suite("Simulation of mailboxes", .timeLimit(.minutes(5))) struct SimulationTests {
    @Test(arguments: Array(stride(from: 0, to: 300, by: 25))) func nothingIsLostAndNothingCountsTwice(_ first: Int)
        async throws
    {
        for seed in first..<(first + 25) {
            let faults = try await MailSimulation(seed: UInt64(seed)).run()
            #expect(faults.isEmpty, "seed \(seed)")
        }
    }

    /// The check itself sees what it looks for.
    @Test func aMailThatNobodyReadsIsMissed() async throws {
        let simulation = try MailSimulation(seed: 1)
        _ = try await simulation.run()
        simulation.send(.invoice("never read"), to: "a")
        #expect(!simulation.faults().isEmpty)
    }

    /// The simulation does meet what it says that it does.
    @Test func everythingGoesWrongNowAndThen() async throws {
        var (lost, failed, away, rescans, gone, copies) = (0, 0, 0, 0, 0, 0)
        for seed in 1_000..<1_030 {
            let simulation = try MailSimulation(seed: UInt64(seed))
            _ = try await simulation.run()
            for event in simulation.house.events {
                switch event {
                case .lost: lost += 1
                case .failed: failed += 1
                case .storeAway: away += 1
                case .opened(_, _, let isRescan): rescans += isRescan ? 1 : 0
                case .taken, .putOff: continue
                }
            }
            gone += simulation.house.tally().rejected[.gone] ?? 0
            copies += simulation.house.tally().rejected[.duplicateMail] ?? 0
        }
        #expect(min(lost, failed, away, rescans, gone, copies) > 0, "\((lost, failed, away, rescans, gone, copies))")
    }
}

/// One run.
private final class MailSimulation: Sendable {
    static let accounts = ["a", "b", "shared"]

    let house: MailHouse
    private let dice: Dice
    /// Letters that were delivered, by whose they are; removed ones too.
    private let sent = Mutex<[Sent]>([])

    private struct Sent: Sendable {
        var letter: Letter
        /// Sum of its bytes.
        var raw: String
        var account: String
        var owner: OrganisationID
        /// Whether somebody removed it from a mailbox; it may have been read before.
        var isRemoved = false
    }

    init(seed: UInt64) throws {
        house = try MailHouse(Self.accounts, shared: ["shared"])
        dice = Dice(seed)
        for (local, owner) in [("in-mine", MailHouse.mine), ("in-theirs", MailHouse.theirs)] {
            try house.memory.add(IntakeAddress(local: local, organisation: owner, process: "AP", made: house.clock.now))
        }
    }

    /// - Returns: What does not hold.
    func run() async throws -> [String] {
        beginTrouble()
        for round in 0..<dice.roll(6...12) {
            for index in 0..<dice.roll(0...4) { deliver("\(round) \(index)") }
            disturb()
            await look()
            house.clock.turn(.seconds(dice.roll(1...120)))
        }
        endTrouble()
        // All that was put off comes due.
        for _ in 0..<6 {
            house.clock.turn(.seconds(3_700))
            try await house.look("one")
        }
        let before = house.server.fetches
        try await house.look("two")
        return faults() + (house.server.fetches == before ? [] : ["a look without news fetched something"])
    }

    func faults() -> [String] {
        var faults: [String] = []
        func hold(_ sentence: String, _ fact: Bool) { if !fact { faults.append(sentence) } }
        let tallies = [house.tally(of: MailHouse.mine), house.tally(of: MailHouse.theirs)]
        hold("the tallies are whole", tallies.allSatisfy(\.isWhole))
        hold("nothing is in flight at the end", tallies.allSatisfy { $0.inFlight == 0 })
        let kept = [MailHouse.mine, MailHouse.theirs].map { organisation in
            house.memory.mails(in: organisation, reasons: nil, before: nil, most: .max)
        }
        let known = Set(kept.joined().map { "\($0.mail.organisation) \($0.mail.raw)" })
        for one in sent.withLock({ $0 }) where !one.isRemoved {
            hold("a mail was lost: \(one.letter.subject)", known.contains("\(one.owner) \(one.raw)"))
        }
        let seen = tallies[0].seen
        let there = Self.accounts.reduce(0) { $0 + house.server.box(MailHouse.name($1)).mails.count }
        hold("every mail of the server was seen: \(there) of \(seen)", seen >= there)
        hold("nothing was seen that was not there: \(seen)", seen <= house.server.told.count)
        // One case for each document of each mail that is none's copy.
        for (organisation, kept) in zip([MailHouse.mine, MailHouse.theirs], kept) {
            let begun = kept.filter { $0.outcome.kind == .cases }
            let cases = house.cases.cases.filter { $0.organisation == organisation }
            hold("a case for each mail that became one", begun.reduce(0) { $0 + $1.outcome.cases.count } == cases.count)
            hold("no case of two mails", Set(begun.flatMap(\.outcome.cases)).count == cases.count)
            let invoices = begun.map { "\($0.mail.messageID ?? "") \($0.mail.documents)" }
            hold("no invoice twice: \(invoices.sorted())", Set(invoices).count == invoices.count)
            let mails = Set(kept.map(\.mail.raw))
            hold("no mail twice", mails.count == kept.count)
        }
        return faults
    }

    // MARK: The world

    /// New ones, the same ones to another mailbox, and the same ones over another way.
    private func deliver(_ name: String) {
        let account = dice.pick(Self.accounts)
        let known = sent.withLock { $0 }
        if !known.isEmpty, dice.happens(30) { return copy(dice.pick(known), name, account) }
        var letter = Letter.invoice(name)
        if dice.happens(10) {
            letter = Letter(from: "x@stranger.example", subject: name, pieces: [.pdf(name)])
        } else if dice.happens(10) {
            letter.pieces.append(.pdf("\(name) second", path: "3"))
        }
        if account == "shared" { letter.to = "\(dice.pick(["in-mine", "in-theirs", "in-nobody"]))@office.example" }
        send(letter, to: account)
    }

    /// Other bytes, or the same. What is another organisation's comes in the shared mailbox only.
    private func copy(_ old: Sent, _ name: String, _ account: String) {
        let letter = dice.happens(50) ? old.letter.with { $0.way = name } : old.letter
        send(letter, to: old.owner == MailHouse.theirs ? old.account : account)
    }

    func send(_ letter: Letter, to account: String) {
        house.deliver(letter, to: account)
        let isTheirs = account == "shared" && letter.to.hasPrefix("in-theirs")
        let one = Sent(
            letter: letter, raw: FakeSum.of(letter.raw), account: account,
            owner: isTheirs ? MailHouse.theirs : MailHouse.mine)
        sent.withLock { $0.append(one) }
    }

    private func disturb() {
        let name = MailHouse.name(dice.pick(Self.accounts))
        if dice.happens(20) { house.server.renew(name) }
        if dice.happens(30) { remove(from: name) }
    }

    private func remove(from name: MailboxName) {
        let mails = house.server.box(name).mails
        guard !mails.isEmpty else { return }
        let mail = dice.pick(mails)
        house.server.expunge(mail.uid, from: name)
        let raw = FakeSum.of(mail.letter.raw)
        sent.withLock { sent in
            for index in sent.indices where sent[index].raw == raw { sent[index].isRemoved = true }
        }
    }

    /// Two programs at once, of which one may be stopped in the middle.
    private func look() async {
        await withTaskGroup(of: Void.self) { group in
            for worker in ["one", "two"] {
                let accounts = Self.accounts.filter { _ in dice.happens(70) }
                group.addTask { [house] in _ = try? await house.watch(worker, accounts).once() }
            }
            if dice.happens(20) {
                for _ in 0..<dice.roll(1...30) { await Task.yield() }
                group.cancelAll()
            }
        }
    }

    private func beginTrouble() {
        house.server.before { [self] step throws(MailboxFailure) in
            if case .fetch(let name, _) = step, dice.happens(3) { remove(from: name) }
            if case .fetch(let name, _) = step, dice.happens(2) { house.server.renew(name) }
            if dice.happens(4) { throw .broken }
            if dice.happens(10) { await Task.yield() }
        }
        house.store.plan { [self] _ in
            dice.happens(3) ? .before : dice.happens(3) ? .after : nil
        }
        house.reading.before { [self] _ in
            if dice.happens(5) { throw FakeReading.Failed() }
            guard dice.happens(6) else { return }
            // It takes so long that others take the mailbox over.
            house.clock.turn(.seconds(61))
            if dice.happens(50) { _ = try? await house.watch("third").once() }
        }
    }

    private func endTrouble() {
        house.server.before(nil)
        house.store.plan(nil)
        house.reading.before(nil)
    }
}

/// SplitMix64: the same seed gives the same numbers. In which order tasks ask for them is left to the scheduler; what holds has to
/// hold in every order.
private final class Dice: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed &* 0x9e37_79b9_7f4a_7c15 &+ 1) }

    private func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    func roll(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
    func happens(_ percent: Int) -> Bool { roll(1...100) <= percent }
    func pick<Value>(_ values: [Value]) -> Value { values[roll(0...(values.count - 1))] }
}
