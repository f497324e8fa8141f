import Correspondence
import Foundation
import Mailroom
import Orchestrator

extension MailStoreConformance {
    func registering(_ hold: Hold) async throws {
        let claim = try await noted(5)
        try await store.register([name("a"), name("b")])
        try await store.giveBack(claim, after: .zero)
        let again = try await store.claim(5, among: [name("a"), name("b")], worker: "w", lease: Self.lease)
        let positions = Dictionary(again.map { ($0.name, $0.position) }) { first, _ in first }
        hold(
            "a known mailbox keeps its position",
            positions[name("a")] == MailboxPosition(validity: 7, last: 5))
        hold("a new one was never read", again.count == 2 && positions[name("b")] == .some(nil))
    }

    func exclusion(_ hold: Hold) async throws {
        let names = (0..<20).map { name("\($0)") }
        try await store.register(names)
        let all = try await withThrowingTaskGroup(of: [MailboxClaim].self) { group in
            for worker in 0..<8 {
                group.addTask { try await store.claim(5, among: names, worker: "w\(worker)", lease: Self.lease) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let rest = try await store.claim(20, among: names, worker: "w", lease: Self.lease)
        hold("every mailbox is handed out", all.count + rest.count == 20)
        hold("no mailbox is handed out twice", Set((all + rest).map(\.name)).count == all.count + rest.count)
        hold("tokens differ", Set((all + rest).map(\.token)).count == 20)
        let none = try await store.claim(20, among: names, worker: "w", lease: Self.lease)
        hold("nothing is left", none.isEmpty)
        let other = try await store.claim(20, among: [name("0", of: theirs)], worker: "w", lease: Self.lease)
        hold("one that was not made known is not handed out", other.isEmpty)
    }

    func fencing(_ hold: Hold) async throws {
        let late = try await claimed(lease: .milliseconds(100))
        try await store.note([1, 2], at: MailboxPosition(validity: 7, last: 2), late)
        try await desk.pass(.milliseconds(250))
        let next = try await claimed(worker: "other")
        hold("the mailbox goes to another worker", next.name == late.name && next.token > late.token)
        let late1 = late
        let acts: [(String, () async throws(MailStoreError) -> Void)] = [
            ("renew", { () throws(MailStoreError) in try await store.extend(late1, lease: Self.lease) }),
            ("give it back", { () throws(MailStoreError) in try await store.giveBack(late1, after: .zero) }),
            (
                "note",
                { () throws(MailStoreError) in
                    try await store.note([3], at: MailboxPosition(validity: 7, last: 3), late1)
                }
            ),
            ("ask what is due", { () throws(MailStoreError) in _ = try await store.due(1, late1) }),
            (
                "put off",
                { () throws(MailStoreError) in try await store.putOff(uid(1), for: .zero, because: "x", late1) }
            ),
            ("drop", { () throws(MailStoreError) in try await store.drop(uid(1), as: .gone, late1) }),
            (
                "record",
                { () throws(MailStoreError) in
                    _ = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(1), late1)
                }
            ),
        ]
        for (word, act) in acts { hold("a late worker can't \(word)", await failure(act) == .lostClaim) }
        let due = try await store.due(5, next)
        hold("nothing that it tried was kept", due.map(\.uid) == [1, 2] && due.allSatisfy { $0.attempts == 0 })
        hold("the position is that of before", next.position?.last == 2)
    }

    func leases(_ hold: Hold) async throws {
        let claim = try await claimed(lease: .seconds(4))
        for _ in 0..<4 {
            try await desk.pass(.milliseconds(1_200))
            try await store.extend(claim, lease: .seconds(4))
        }
        let none = try await store.claim(1, among: [name("a")], worker: "other", lease: Self.lease)
        hold("who gives signs of life keeps it", none.isEmpty)
        try await desk.pass(.milliseconds(4_500))
        hold(
            "a sign that comes too late is none",
            await failure { () throws(MailStoreError) in try await store.extend(claim, lease: Self.lease) }
                == .lostClaim)
        let next = try await store.claim(1, among: [name("a")], worker: "other", lease: Self.lease)
        hold("then it goes to another", next.count == 1)
    }

    func givingBack(_ hold: Hold) async throws {
        let claim = try await claimed()
        try await store.giveBack(claim, after: .seconds(3))
        hold(
            "who gave it back does nothing more",
            await failure { () throws(MailStoreError) in
                try await store.note([1], at: MailboxPosition(validity: 7, last: 1), claim)
            } == .lostClaim)
        let none = try await store.claim(1, among: [name("a")], worker: "w", lease: Self.lease)
        hold("nobody takes it before the pause is over", none.isEmpty)
        try await desk.pass(.milliseconds(3_500))
        let next = try await store.claim(1, among: [name("a")], worker: "w", lease: Self.lease)
        hold("then somebody does", next.count == 1)
    }

    func longestUnreadFirst(_ hold: Hold) async throws {
        let names = ["a", "b", "c"].map { name($0) }
        try await store.register(names)
        var order: [String] = []
        for one in [names[1], names[0], names[2]] {
            try await desk.pass(.milliseconds(5))
            for claim in try await store.claim(1, among: [one], worker: "w", lease: Self.lease) {
                try await store.giveBack(claim, after: .zero)
            }
        }
        for _ in 0..<3 {
            for claim in try await store.claim(1, among: names, worker: "w", lease: Self.lease) {
                order.append(claim.name.account)
                try await desk.pass(.milliseconds(5))
                try await store.giveBack(claim, after: .zero)
            }
        }
        hold("each gets its turn", order == ["b", "a", "c"])
    }

    func share(_ hold: Hold) async throws {
        let names = (0..<10).map { name("\($0)") }
        try await store.register(names)
        let alone = try await store.share(of: names, worker: "w1", lease: Self.lease)
        hold("who is alone gets all", alone == 10)
        _ = try await store.share(of: names, worker: "w2", lease: .seconds(4))
        let two = try await store.share(of: names, worker: "w1", lease: Self.lease)
        _ = try await store.share(of: names, worker: "w3", lease: .seconds(4))
        let three = try await store.share(of: names, worker: "w1", lease: Self.lease)
        hold("two get half each, three the next whole number above a third", two == 5 && three == 4)
        try await desk.pass(.milliseconds(4_500))
        let again = try await store.share(of: names, worker: "w1", lease: Self.lease)
        hold("who gives no sign of life gets nothing", again == 10)
        let unknown = try await store.share(of: [name("x")], worker: "w4", lease: Self.lease)
        hold("what nobody made known counts for nothing", unknown == 0)
    }

    func lonelyShare(_ hold: Hold) async throws {
        let names = ["a", "b", "c"].map { name($0) }
        try await store.register(names)
        // Everybody can read two; b is left to nobody who has room.
        for (worker, pair) in [("w1", [0, 1]), ("w2", [0, 2]), ("w3", [1, 2])] {
            _ = try await store.share(of: pair.map { names[$0] }, worker: worker, lease: Self.lease)
        }
        _ = try await store.claim(1, among: [names[0]], worker: "w1", lease: Self.lease)
        _ = try await store.claim(1, among: [names[2]], worker: "w3", lease: Self.lease)
        let soon = try await store.share(of: [names[0], names[1]], worker: "w1", lease: .seconds(30))
        hold("with two readers each, each gets one", soon == 1)
        try await desk.pass(.milliseconds(300))
        let later = try await store.share(of: [names[0], names[1]], worker: "w1", lease: .milliseconds(100))
        hold("what stayed free for longer than a lease counts fully", later == 2)
    }

    func noting(_ hold: Hold) async throws {
        let claim = try await claimed()
        try await store.note(Array(1...2_500), at: MailboxPosition(validity: 7, last: 2_500, modSeq: .max), claim)
        try await store.note([2_500, 2_499, 2_501], at: MailboxPosition(validity: 7, last: 2_501, modSeq: 5), claim)
        let tally = try await store.tally(of: mine)
        hold("each UID counts once", tally.seen == 2_501 && tally.inFlight == 2_501 && tally.isWhole)
        _ = try await store.record(mail("a"), as: .rejected(.noAttachment, words: ""), at: uid(1), claim)
        try await store.note([1], at: MailboxPosition(validity: 7, last: 2_501), claim)
        let due = try await store.due(1, claim)
        hold("what has an outcome is not due again", due.map(\.uid) == [2])
        hold(
            "a UID above the position is refused",
            isRefused(
                await failure { () throws(MailStoreError) in
                    try await store.note([2_503], at: MailboxPosition(validity: 7, last: 2_502), claim)
                }))
    }

    func positions(_ hold: Hold) async throws {
        var claim = try await claimed()
        try await store.note([], at: MailboxPosition(validity: 7, last: 9, modSeq: .max), claim)
        try await store.note([], at: MailboxPosition(validity: 7, last: 5, modSeq: .max), claim)
        try await store.giveBack(claim, after: .zero)
        claim = try await claimed()
        hold(
            "a position is kept, and goes forward only",
            claim.position == MailboxPosition(validity: 7, last: 9, modSeq: .max))
        try await store.note([], at: MailboxPosition(validity: .max, last: .max), claim)
        try await store.giveBack(claim, after: .zero)
        claim = try await claimed()
        hold(
            "the largest numbers are kept, and where nothing was noted there is no second look",
            claim.position == MailboxPosition(validity: .max, last: .max))
    }

    func epochs(_ hold: Hold) async throws {
        var claim = try await noted(3)
        _ = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(1), claim)
        try await store.note([1, 2], at: MailboxPosition(validity: 8, last: 2), claim)
        let due = try await store.due(9, claim)
        hold(
            "those of the older epoch come first, under their old numbers",
            due == [
                DueMail(validity: 7, uid: 2, attempts: 0), DueMail(validity: 7, uid: 3, attempts: 0),
                DueMail(validity: 8, uid: 1, attempts: 0), DueMail(validity: 8, uid: 2, attempts: 0),
            ])
        let again = try await store.record(
            mail("a"), as: .cases([new("other")]), at: DueMail(validity: 8, uid: 1, attempts: 0), claim)
        hold("what came before is known by its bytes", again.reason == .duplicateMail)
        try await store.giveBack(claim, after: .zero)
        claim = try await claimed()
        hold("a new epoch is a second look", claim.position == MailboxPosition(validity: 8, last: 2, isRescan: true))
        let tally = try await store.tally(of: mine)
        hold("old rows stay", tally.seen == 5 && tally.cases == 1 && tally.inFlight == 3 && tally.isWhole)
    }

    func dueOrder(_ hold: Hold) async throws {
        let claim = try await noted(5)
        let first = try await store.due(2, claim)
        hold("oldest first", first.map(\.uid) == [1, 2] && first.allSatisfy { $0.attempts == 0 })
        let rest = try await store.due(9, claim)
        hold("never begun ones before those that were", rest.map(\.uid) == [3, 4, 5, 1, 2])
        hold("how often each was begun is known", rest.map(\.attempts) == [0, 0, 0, 1, 1])
        let other = try await claimed("b")
        let none = try await store.due(9, other)
        hold("each mailbox has its own", none.isEmpty)
    }

    func puttingOff(_ hold: Hold) async throws {
        let claim = try await noted(2)
        let due = try await store.due(1, claim)
        guard let first = due.first else { return hold("a mail is due", false) }
        try await store.putOff(first, for: .seconds(3), because: "the reader \u{0} was away", claim)
        let now = try await store.due(9, claim)
        hold("it is not due before its time", now.map(\.uid) == [2])
        try await desk.pass(.milliseconds(3_500))
        let later = try await store.due(9, claim)
        hold(
            "then it is, behind none that wait longer", later.map(\.uid) == [1, 2] && later.map(\.attempts) == [1, 1])
        let tally = try await store.tally(of: mine)
        hold("it is in flight, and never counted as processed", tally.inFlight == 2 && tally.rejected.isEmpty)
    }

    func dropping(_ hold: Hold) async throws {
        let claim = try await noted(2)
        try await store.drop(uid(1), as: .gone, claim)
        _ = try await store.record(mail("b"), as: .cases([new("b")]), at: uid(2), claim)
        try await store.drop(uid(2), as: .gone, claim)
        let due = try await store.due(9, claim)
        let tally = try await store.tally(of: mine)
        hold("it has an outcome", due.isEmpty && tally.rejected == [.gone: 1] && tally.isWhole)
        hold("what has one keeps it", tally.cases == 1)
        let late = try await store.record(mail("a"), as: .cases([new("a")]), at: uid(1), claim)
        hold("and so does what was dropped", late == MailOutcome(.rejected, reason: .gone))
    }
}
