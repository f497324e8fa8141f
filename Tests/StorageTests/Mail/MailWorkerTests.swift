import Correspondence
import Foundation
import Mailroom
import Orchestrator
import Postgres
import Storage
import Support
import Synchronization
import TestDatabases
import Testing

/// Many programs at the same mailboxes.
@Suite("Programs that share mailboxes", .serialized) struct MailWorkerTests {
    /// Who takes longer than his lease goes on as if nothing had happened.
    @Test(.timeLimit(.minutes(3))) func whoIsFrozenChangesNothingAfterwards() async throws {
        let desk = try await MailDesk()
        let suite = desk.suite
        let names = (0..<6).map { suite.name("\($0)") }
        try await desk.store.register(names)
        let watch = FenceWatch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask { await Self.labour("w\(index)", names, desk, watch) }
            }
            while watch.recorded < 150 { try await Task.sleep(for: .milliseconds(50)) }
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(watch.violations == 0)
        #expect(watch.lost > 0)
        let tally = try await desk.store.tally(of: desk.mine)
        #expect(tally.isWhole, "\(tally.faults)")
        #expect(tally.cases + tally.inFlight == tally.seen)
        #expect(tally.cases >= watch.recorded)
        await desk.close()
    }

    private static func labour(_ worker: String, _ names: [MailboxName], _ desk: MailDesk, _ watch: FenceWatch) async {
        let suite = desk.suite
        while !Task.isCancelled {
            guard
                let claim = try? await desk.store.claim(1, among: names, worker: worker, lease: .milliseconds(60)).first
            else {
                try? await Task.sleep(for: .milliseconds(5))
                continue
            }
            watch.began(claim)
            do {
                if Int.random(in: 0..<4) == 0 { try await Task.sleep(for: .milliseconds(100)) }
                let last = (claim.position?.last ?? 0) + 2
                let start = watch.highest(claim.name)
                try await desk.store.note([last - 1, last], at: MailboxPosition(validity: 7, last: last), claim)
                watch.acted(claim, start)
                for mail in try await desk.store.due(3, claim) {
                    if Int.random(in: 0..<4) == 0 { try await Task.sleep(for: .milliseconds(100)) }
                    let start = watch.highest(claim.name)
                    let name = "\(claim.name.account) \(mail.uid)"
                    _ = try await desk.store.record(suite.mail(name), as: .cases([suite.new(name)]), at: mail, claim)
                    watch.acted(claim, start)
                    watch.recordedOne()
                }
                try await desk.store.giveBack(claim, after: .zero)
            } catch MailStoreError.lostClaim {
                watch.lostOne()
            } catch {}
        }
    }

    /// Programs come and die without a word: each mailbox is read again, and each program has its part.
    @Test(.timeLimit(.minutes(2))) func partsAreEvenAgain() async throws {
        let desk = try await MailDesk()
        let names = (0..<12).map { desk.suite.name("\($0)") }
        try await desk.store.register(names)
        let stage = Stage(desk, names)
        for worker in ["w1", "w2", "w3"] { stage.start(worker) }
        try await stage.until([4, 4, 4])
        stage.kill("w1")
        try await stage.until([6, 6])
        for worker in ["w4", "w5"] { stage.start(worker) }
        try await stage.until([3, 3, 3, 3])
        for worker in ["w2", "w3", "w4"] { stage.kill(worker) }
        try await stage.until([12])
        stage.kill("w5")
        await stage.end()
        await desk.close()
    }

    /// Mails with the same bytes, the same questions and the same deliveries, for two organisations, while workers carry the
    /// cases that are answered.
    @Test(.timeLimit(.minutes(3))) func manyAtOnceDoNotHoldEachOtherUp() async throws {
        let desk = try await MailDesk(size: 14)
        let suite = desk.suite
        let other = desk.cases.organisations[1]
        var asked: [(CaseID, String)] = []
        for index in 0..<6 {
            let (stored, token) = try await suite.asked("\(index)")
            asked.append((stored.id, token))
        }
        let (numbers, questions) = (try await [desk.deliver(desk.mine), desk.deliver(desk.mine)], asked)
        var claims: [MailboxClaim] = []
        for box in 0..<8 { claims.append(try await suite.noted(30, "\(box)")) }
        let failures = try await withThrowingTaskGroup(of: [MailStoreError].self) { group in
            for (box, claim) in claims.enumerated() {
                group.addTask {
                    var failures: [MailStoreError] = []
                    for uid in 1...30 as ClosedRange<UInt32> {
                        let (answered, token) = questions[Int(uid) % questions.count]
                        let shared = "\(uid)"
                        let (mail, decision): (ReceivedMail, MailDecision) =
                            switch Int(uid) % 5 {
                            case 0: (suite.mail(shared), .cases([suite.new("m\(shared)"), suite.new("m\(shared) 2")]))
                            case 1: (suite.mail("\(uid) \(box)"), .approval(suite.yes(to: answered, token)))
                            case 2: (suite.mail("\(uid) \(box)"), .comment(suite.yes(to: answered, nil)))
                            case 3:
                                (
                                    suite.mail("\(uid) \(box)"),
                                    .bounce(MailBounce(delivery: numbers[box % 2], isFinal: true, status: "5.1.1"))
                                )
                            default: (suite.mail(shared, of: other), .cases([suite.new("m\(shared)", of: other)]))
                            }
                        do throws(MailStoreError) {
                            _ = try await desk.store.record(mail, as: decision, at: suite.uid(uid), claim)
                        } catch .stale(let reason) {
                            do throws(MailStoreError) {
                                _ = try await desk.store.record(
                                    mail, as: .rejected(reason, words: ""), at: suite.uid(uid), claim)
                            } catch { failures.append(error) }
                        } catch { failures.append(error) }
                    }
                    return failures
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    while !Task.isCancelled { await Self.carry(desk) }
                    return []
                }
            }
            var failures: [MailStoreError] = []
            for _ in 0..<claims.count {
                // Those who carry cases never end by themselves.
                failures += try await group.next() ?? []
            }
            group.cancelAll()
            return failures
        }
        #expect(failures == [])
        let (here, there) = (try await desk.store.tally(of: desk.mine), try await desk.store.tally(of: other))
        #expect(here.isWhole && there.isWhole, "\(here.faults) \(there.faults)")
        #expect(here.inFlight == 0 && here.seen == 240 && here.passedOn == there.seen)
        #expect(here.cases == 6 && there.cases == 6)
        #expect(here.approvals == questions.count)
        #expect(here.comments == 48 && here.bounces == 48)
        await desk.close()
    }

    /// Takes a case and lets it rest, with a change that says nothing new.
    private static func carry(_ desk: MailDesk) async {
        guard let claims = try? await desk.cases.store.claim(3, worker: "c", lease: .seconds(30)), !claims.isEmpty
        else {
            try? await Task.sleep(for: .milliseconds(5))
            return
        }
        for claim in claims {
            guard let dossier = try? await desk.cases.store.dossier(claim, lease: .seconds(30)) else { continue }
            let change = CaseChange(
                status: .waiting, reason: "", place: dossier.stored.place,
                next: .at(dossier.now + .seconds(3_600)))
            _ = try? await desk.cases.store.commit(change, after: dossier.stored.version, claim, lease: .seconds(30))
        }
    }
}

/// Sees whether somebody acted on a mailbox after another had it.
private final class FenceWatch: Sendable {
    private struct Sight {
        var highest: [MailboxName: Int64] = [:]
        var violations = 0
        var lost = 0
        var recorded = 0
    }
    private let sight = Mutex(Sight())

    var violations: Int { sight.withLock { $0.violations } }
    var lost: Int { sight.withLock { $0.lost } }
    var recorded: Int { sight.withLock { $0.recorded } }

    func began(_ claim: MailboxClaim) {
        sight.withLock { $0.highest[claim.name] = max($0.highest[claim.name] ?? 0, claim.token) }
    }
    /// The latest claim that is known before an act.
    func highest(_ name: MailboxName) -> Int64 { sight.withLock { $0.highest[name] ?? 0 } }
    /// An act was accepted that began when `start` was the latest claim.
    func acted(_ claim: MailboxClaim, _ start: Int64) {
        sight.withLock { if start > claim.token { $0.violations += 1 } }
    }
    func lostOne() { sight.withLock { $0.lost += 1 } }
    func recordedOne() { sight.withLock { $0.recorded += 1 } }
}

/// Programs that hold mailboxes, as ``MailWatch`` does.
private final class Stage: Sendable {
    private static let lease = Duration.milliseconds(600)
    private let desk: MailDesk
    private let names: [MailboxName]
    private let programs = Mutex<[String: Task<Void, Never>]>([:])

    init(_ desk: MailDesk, _ names: [MailboxName]) {
        self.desk = desk
        self.names = names
    }

    func start(_ worker: String) {
        let (store, names) = (desk.store, names)
        let task = Task {
            var held: [MailboxClaim] = []
            while !Task.isCancelled {
                guard let share = try? await store.share(of: names, worker: worker, lease: Self.lease) else { continue }
                while held.count > share, let last = held.popLast() { try? await store.giveBack(last, after: .zero) }
                var kept: [MailboxClaim] = []
                for claim in held {
                    if (try? await store.extend(claim, lease: Self.lease)) != nil { kept.append(claim) }
                }
                held = kept
                if held.count < share {
                    held +=
                        (try? await store.claim(
                            share - held.count, among: names, worker: worker, lease: Self.lease)) ?? []
                }
                try? await Task.sleep(for: .milliseconds(60))
            }
        }
        programs.withLock { $0[worker] = task }
    }

    /// It says nothing any more.
    func kill(_ worker: String) { programs.withLock { $0.removeValue(forKey: worker) }?.cancel() }

    func end() async {
        for task in programs.withLock({ Array($0.values) }) {
            task.cancel()
            await task.value
        }
    }

    /// Waits until the living hold so many each, and nobody else holds any.
    func until(_ parts: [Int]) async throws {
        while true {
            let living = programs.withLock { Set($0.keys) }
            let held = try await desk.inside(desk.mine) { try await $0.execute(CountHeldMailboxes()) }
            if Set(held.map(\.worker)) == living, held.map(\.count).sorted() == parts.sorted() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

private struct CountHeldMailboxes: Statement {
    static let sql = "SELECT worker, count(*) FROM mailbox WHERE leased_until > clock_timestamp() GROUP BY worker"
    var bindings: [PostgresValue] { [] }
    static func decode(_ row: RowView) throws(PostgresError) -> (worker: String, count: Int) {
        (try row.text(0), try row.int(1))
    }
}
