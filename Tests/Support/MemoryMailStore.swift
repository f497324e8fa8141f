package import Correspondence
package import Foundation
package import Mailroom
package import Orchestrator
import Synchronization

/// Mails in memory, with the promises of ``MailStore``. A test gives it the clock, and the cases that mails lead to.
package final class MemoryMailStore: MailStore {
    private let cases: MemoryCaseStore
    private let clock: any EngineClock
    private let digest: @Sendable (Data) -> String
    private let world = Mutex(World())

    /// - Parameter digest: SHA-256 in lower-case hex.
    package init(cases: MemoryCaseStore, clock: any EngineClock, digest: @escaping @Sendable (Data) -> String) {
        self.cases = cases
        self.clock = clock
        self.digest = digest
    }

    // MARK: Mailboxes

    package func register(_ names: [MailboxName]) {
        change { world in
            for name in names where world.boxes[name] == nil { world.boxes[name] = World.Box(freeSince: clock.now) }
        }
    }

    package func share(of names: [MailboxName], worker: String, lease: Duration) -> Int {
        change { world in
            let now = clock.now
            world.workers[worker] = World.Worker(
                names: Set(names).filter { world.boxes[$0] != nil }, until: now + lease)
            let mine = world.workers[worker]?.names ?? []
            let living = world.workers.values.filter { $0.until > now }
            let parts = mine.map { name in 1 / Double(living.count { $0.names.contains(name) }) }
            let waiting = mine.count { name in
                guard let box = world.boxes[name], box.isFree(at: now) else { return false }
                return max(box.leasedUntil ?? box.freeSince, box.freeSince, box.notBefore) + lease < now
            }
            return min(mine.count, Int((parts.reduce(0, +) - 0.000001).rounded(.up)) + waiting)
        }
    }

    package func claim(_ count: Int, among names: [MailboxName], worker: String, lease: Duration) -> [MailboxClaim] {
        change { world in
            let now = clock.now
            let free = names.filter { name in
                world.boxes[name].map { $0.isFree(at: now) && $0.notBefore <= now } ?? false
            }
            .sorted { left, right in
                let (l, r) = (world.boxes[left], world.boxes[right])
                return (l?.leasedUntil ?? l?.freeSince ?? now) < (r?.leasedUntil ?? r?.freeSince ?? now)
            }
            return free.prefix(count).map { name in
                world.lastToken += 1
                world.boxes[name]?.token = world.lastToken
                world.boxes[name]?.leasedUntil = now + lease
                return MailboxClaim(name: name, token: world.lastToken, position: world.boxes[name]?.position)
            }
        }
    }

    package func extend(_ claim: MailboxClaim, lease: Duration) throws(MailStoreError) {
        try change { world throws(MailStoreError) in
            try world.fence(claim)
            guard let until = world.boxes[claim.name]?.leasedUntil, until > clock.now else { throw .lostClaim }
            world.boxes[claim.name]?.leasedUntil = clock.now + lease
        }
    }

    package func giveBack(_ claim: MailboxClaim, after pause: Duration) throws(MailStoreError) {
        try change { world throws(MailStoreError) in
            try world.fence(claim)
            world.boxes[claim.name]?.leasedUntil = nil
            world.boxes[claim.name]?.freeSince = clock.now
            world.boxes[claim.name]?.notBefore = clock.now + pause
        }
    }

    // MARK: Mails of a mailbox

    package func note(_ uids: [UInt32], at position: MailboxPosition, _ claim: MailboxClaim) throws(MailStoreError) {
        guard uids.allSatisfy({ $0 <= position.last }) else { throw .refused("a UID lies above the position") }
        try change { world throws(MailStoreError) in
            try world.fence(claim)
            guard var box = world.boxes[claim.name] else { throw .lostClaim }
            var next = position
            if let old = box.position, old.validity == position.validity {
                next.last = max(old.last, position.last)
                next.isRescan = old.isRescan || position.isRescan
            } else {
                next.isRescan = position.isRescan || box.noted > 0
            }
            box.position = next
            for uid in uids {
                let place = World.Place(claim.name, position.validity, uid)
                guard world.seen[place] == nil else { continue }
                world.seen[place] = World.Seen(next: clock.now)
                box.noted += 1
            }
            world.boxes[claim.name] = box
        }
    }

    package func due(_ count: Int, _ claim: MailboxClaim) throws(MailStoreError) -> [DueMail] {
        try change { world throws(MailStoreError) in
            try world.fence(claim)
            let due = world.seen.filter { place, seen in
                place.box == claim.name && seen.fate == nil && seen.next <= clock.now
            }
            .map { DueMail(validity: $0.key.validity, uid: $0.key.uid, attempts: $0.value.attempts) }
            .sorted { left, right in
                (min(left.attempts, 1), left.validity, left.uid) < (min(right.attempts, 1), right.validity, right.uid)
            }
            .prefix(count)
            for mail in due { world.seen[World.Place(claim.name, mail.validity, mail.uid)]?.attempts += 1 }
            return Array(due)
        }
    }

    package func putOff(_ mail: DueMail, for pause: Duration, because reason: String, _ claim: MailboxClaim)
        throws(MailStoreError)
    {
        try change { world throws(MailStoreError) in
            try world.fence(claim)
            let place = World.Place(claim.name, mail.validity, mail.uid)
            guard var seen = world.seen[place], seen.fate == nil else { return }
            seen.next = clock.now + pause
            seen.attempts = max(seen.attempts, mail.attempts + 1)
            world.seen[place] = seen
        }
    }

    package func drop(_ mail: DueMail, as reason: MailReason, _ claim: MailboxClaim) throws(MailStoreError) {
        try change { world throws(MailStoreError) in
            try world.fence(claim)
            let place = World.Place(claim.name, mail.validity, mail.uid)
            guard let seen = world.seen[place], seen.fate == nil else { return }
            let outcome = MailOutcome(.rejected, reason: reason)
            world.seen[place]?.fate = World.Fate(
                organisation: claim.name.organisation, mail: nil, outcome: outcome, isRepeat: false)
        }
    }

    package func record(
        _ mail: ReceivedMail, as decision: MailDecision, telling: [OutgoingMessage], at mailing: DueMail,
        _ claim: MailboxClaim
    ) throws(MailStoreError) -> MailOutcome {
        try Self.check(mail, decision)
        return try change { world throws(MailStoreError) in
            try world.fence(claim)
            let place = World.Place(claim.name, mailing.validity, mailing.uid)
            guard let seen = world.seen[place] else { throw .refused("UID \(mailing.uid) was never noted") }
            if let fate = seen.fate {
                guard fate.organisation == mail.organisation else {
                    throw .refused("UID \(mailing.uid) was passed on to another organisation")
                }
                return fate.outcome
            }
            let same = world.mails.values.first {
                $0.mail.organisation == mail.organisation && $0.mail.raw == mail.raw
            }
            if same == nil, world.hasCopy(of: mail, decision) { throw .stale(.duplicateMail) }
            let outcome = same == nil ? try carryOut(mail, decision, &world) : .repeated
            if same == nil { world.notices += telling }
            if same == nil {
                world.mails[World.MailKey(mail)] = KeptMail(
                    mail: mail, outcome: outcome, references: references(outcome), decided: clock.now)
            }
            world.seen[place]?.fate = World.Fate(
                organisation: mail.organisation, mail: same?.mail.id ?? mail.id, outcome: outcome, isRepeat: same != nil
            )
            return outcome
        }
    }

    package func record(again mail: ReceivedMail, as decision: MailDecision, by: String) throws(MailStoreError)
        -> MailOutcome
    {
        try Self.check(mail, decision)
        return try change { world throws(MailStoreError) in
            guard let old = world.mails[World.MailKey(mail)], old.mail.raw == mail.raw else {
                throw .refused("there is no mail \(mail.id)")
            }
            guard old.outcome.kind == .rejected else {
                throw .refused("the mail \(mail.id) led to something already (\(old.outcome.kind.rawValue))")
            }
            let outcome = try carryOut(mail, decision, &world)
            world.mails[World.MailKey(mail)] = KeptMail(
                mail: mail, outcome: outcome, references: references(outcome), decided: clock.now)
            for place in world.seen.keys {
                guard let fate = world.seen[place]?.fate, !fate.isRepeat, fate.mail == mail.id,
                    fate.organisation == mail.organisation
                else { continue }
                world.seen[place]?.fate?.outcome = outcome
            }
            return outcome
        }
    }

    // MARK: What a decision rests on

    package func facts(raw: BlobID, messageID: String?, from: String, in organisation: OrganisationID) -> MailFacts {
        change { world in
            let mine = world.mails.values.filter { $0.mail.organisation == organisation }
            let same = mine.filter { messageID != nil && $0.mail.messageID == messageID }.sorted {
                $0.decided > $1.decided
            }
            return MailFacts(
                sameMail: mine.first { $0.mail.raw == raw }?.mail.id, sameMessageID: same.map(\.mail.documents),
                sentInADay: from.isEmpty
                    ? 0
                    : mine.count { one in
                        one.mail.from.lowercased() == from.lowercased()
                            && one.mail.received > clock.now + .seconds(-86_400)
                    })
        }
    }

    package func question(_ id: String, in organisation: OrganisationID) -> MailQuestion? {
        change { world in world.questions[id].flatMap { $0.question.organisation == organisation ? $0.question : nil } }
    }

    package func standing(of id: String, in organisation: OrganisationID) -> QuestionStanding {
        let asked = change { world in world.questions[id] }
        guard let asked, asked.question.organisation == organisation else { return .settled }
        if asked.usedBy != nil { return .used }
        let status = cases.cases.first { $0.id == asked.question.caseID }?.status
        return status == .running || status == .waiting || status == .paused ? .open : .settled
    }

    package func fingerprint(of id: CaseID, in organisation: OrganisationID) -> String? {
        guard cases.cases.contains(where: { $0.id == id && $0.organisation == organisation }) else { return nil }
        let lines = cases.records(of: id).filter { !$0.isSuperseded }.map {
            String(decoding: $0.record.line, as: UTF8.self)
        }
        return digest(Data(lines.joined(separator: "\n").utf8))
    }

    package func ask(_ question: MailQuestion) throws(MailStoreError) -> MailQuestion {
        guard fingerprint(of: question.caseID, in: question.organisation) != nil else {
            throw .refused("there is no such case")
        }
        return change { world in
            let asked = world.questions.values.first {
                $0.question.organisation == question.organisation && $0.question.messageKey == question.messageKey
                    && $0.question.approver == question.approver
            }
            if let asked { return asked.question }
            var kept = question
            kept.asked = clock.now
            world.questions[question.id] = World.Asked(question: kept)
            return kept
        }
    }

    // MARK: Addresses

    package func add(_ address: IntakeAddress) throws(MailStoreError) {
        try change { world throws(MailStoreError) in
            guard !address.local.isEmpty, address.local == address.local.lowercased(),
                world.addresses[address.local] == nil
            else { throw .refused("the address is taken, or is none") }
            world.addresses[address.local] = address
        }
    }

    package func retire(_ local: String, of organisation: OrganisationID) -> Bool {
        change { world in
            let name = local.lowercased()
            guard let known = world.addresses[name], known.organisation == organisation, known.retired == nil else {
                return false
            }
            world.addresses[name]?.retired = clock.now
            return true
        }
    }

    package func addresses(of organisation: OrganisationID) -> [IntakeAddress] {
        change { world in
            world.addresses.values.filter { $0.organisation == organisation }
                .sorted { ($0.made, $0.local) < ($1.made, $1.local) }
        }
    }

    package func address(_ local: String) -> IntakeAddress? { change { $0.addresses[local.lowercased()] } }

    // MARK: Looking at it

    package func tally(of organisation: OrganisationID, since: Moment?) -> MailTally {
        change { world in
            var tally = MailTally()
            for (name, box) in world.boxes where name.organisation == organisation { tally.seen += box.noted }
            for (place, seen) in world.seen {
                let isOwn = place.box.organisation == organisation
                guard let fate = seen.fate else {
                    if isOwn { tally.inFlight += 1 }
                    continue
                }
                if isOwn, fate.organisation != organisation { tally.passedOn += 1 }
                guard fate.organisation == organisation else { continue }
                if !isOwn { tally.seen += 1 }
                tally.count(fate.outcome)
            }
            return tally
        }
    }

    package func mails(in organisation: OrganisationID, reasons: Set<MailReason>?, before: Moment?, most: Int)
        -> [KeptMail]
    {
        change { world in
            let found = world.mails.values.filter { kept in
                let isWanted = reasons.map { set in kept.outcome.reason.map { set.contains($0) } ?? false } ?? true
                return kept.mail.organisation == organisation && isWanted
                    && before.map { kept.mail.received < $0 } ?? true
            }
            return Array(
                found.sorted { left, right in
                    (right.mail.received, left.mail.id.rawValue) < (left.mail.received, right.mail.id.rawValue)
                }.prefix(most))
        }
    }

    package func mail(_ name: String, in organisation: OrganisationID) -> KeptMail? {
        let found = change { world in
            world.mails.values.filter {
                !name.isEmpty && $0.mail.organisation == organisation
                    && $0.mail.id.rawValue.hasPrefix(name.lowercased())
            }
        }
        return found.count == 1 ? found[0] : nil
    }

    package func mail(of id: CaseID, in organisation: OrganisationID) -> KeptMail? {
        change { world in
            world.mails.values.first {
                $0.mail.organisation == organisation && $0.outcome.kind == .cases && $0.outcome.cases.contains(id)
            }
        }
    }

    // MARK: For tests

    /// What people were told about their mails.
    package var notices: [OutgoingMessage] { change { $0.notices } }

    /// A mail of ours that may come back.
    package func deliver(_ number: Int64, of organisation: OrganisationID) {
        change { $0.deliveries[number] = World.Sent(organisation: organisation) }
    }

    /// `sent`, or `dead: came back: …`.
    package func delivery(_ number: Int64) -> String { change { $0.deliveries[number]?.state ?? "" } }

    private func change<Value, Failure: Error>(_ body: (inout World) throws(Failure) -> Value) throws(Failure) -> Value
    {
        var result: Result<Value, Failure>?
        world.withLock { world in
            var copy = world
            do throws(Failure) {
                let value = try body(&copy)
                // All or nothing.
                world = copy
                result = .success(value)
            } catch { result = .failure(error) }
        }
        guard let result else { fatalError("the lock was not taken") }
        return try result.get()
    }
}

// MARK: - What a mail leads to

extension MemoryMailStore {
    private static func check(_ mail: ReceivedMail, _ decision: MailDecision) throws(MailStoreError) {
        guard case .cases(let new) = decision else { return }
        guard !new.isEmpty else { throw .refused("a mail became no case") }
        guard new.allSatisfy({ $0.organisation == mail.organisation }) else {
            throw .refused("a mail of one organisation became a case of another")
        }
    }

    private func carryOut(_ mail: ReceivedMail, _ decision: MailDecision, _ world: inout World)
        throws(MailStoreError) -> MailOutcome
    {
        switch decision {
        case .rejected: return decision.outcome([])
        case .cases(let new):
            var begun: [CaseID] = []
            do throws(CaseStoreError) { for one in new { begun.append(try cases.begin(one).id) } } catch {
                throw .refused("\(error)")
            }
            return decision.outcome(begun)
        case .bounce(let bounce):
            guard world.deliveries[bounce.delivery]?.organisation == mail.organisation else {
                throw .stale(.orphanBounce)
            }
            world.deliveries[bounce.delivery]?.state = (bounce.isFinal ? "dead: " : "sent: ") + bounce.words
            return decision.outcome([])
        case .approval(let answer), .comment(let answer):
            try tell(answer, of: mail, &world)
            return decision.outcome([answer.caseID])
        }
    }

    private func tell(_ answer: MailedAnswer, of mail: ReceivedMail, _ world: inout World) throws(MailStoreError) {
        let now = fingerprint(of: answer.caseID, in: mail.organisation)
        if let token = answer.token {
            guard let asked = world.questions[token], asked.question.organisation == mail.organisation else {
                throw .stale(.tokenUnknown)
            }
            guard asked.usedBy == nil else { throw .stale(.tokenUsed) }
            guard asked.question.expires > clock.now else { throw .stale(.tokenExpired) }
            guard asked.question.caseID == answer.caseID else { throw .refused("a question of another case") }
            let isBeingSetRight = cases.messages(of: answer.caseID).contains { message in
                if case .goOn = message.body { true } else { false }
            }
            guard now == asked.question.fingerprint, !isBeingSetRight else { throw .stale(.invoiceChanged) }
            world.questions[token]?.usedBy = mail.id
        }
        guard now != nil else { throw .stale(.caseUnknown) }
        do {
            _ = try cases.send(
                .tell(try JSONText.text(answer.answer)), to: answer.caseID, of: mail.organisation, by: answer.by,
                reason: "", version: nil)
        } catch { throw .refused("\(error)") }
    }

    private func references(_ outcome: MailOutcome) -> [String] {
        let known = cases.cases
        return outcome.cases.compactMap { id in known.first { $0.id == id }?.reference }
    }
}

extension MailTally {
    fileprivate mutating func count(_ outcome: MailOutcome) {
        switch outcome.kind {
        case .cases: cases += 1
        case .approval: approvals += 1
        case .comment: comments += 1
        case .bounce: bounces += 1
        case .rejected: rejected[outcome.reason ?? .unsure, default: 0] += 1
        }
    }
}

extension MemoryMailStore {
    fileprivate struct World {
        /// What people were told.
        var notices: [OutgoingMessage] = []

        /// Whether the same mail has become cases over another way.
        func hasCopy(of mail: ReceivedMail, _ decision: MailDecision) -> Bool {
            guard case .cases = decision, let messageID = mail.messageID, !messageID.isEmpty else { return false }
            return mails.values.contains {
                $0.mail.organisation == mail.organisation && $0.mail.messageID == messageID
                    && $0.mail.documents == mail.documents && $0.outcome.kind == .cases
            }
        }

        struct Box {
            var position: MailboxPosition?
            var noted = 0
            var token: Int64 = 0
            var leasedUntil: Moment?
            var freeSince: Moment
            var notBefore = Moment(microseconds: 0)

            func isFree(at now: Moment) -> Bool { leasedUntil.map { $0 < now } ?? true }
        }

        struct Worker {
            var names: Set<MailboxName>
            var until: Moment
        }

        struct Place: Hashable {
            var box: MailboxName
            var validity: UInt32
            var uid: UInt32

            init(_ box: MailboxName, _ validity: UInt32, _ uid: UInt32) {
                self.box = box
                self.validity = validity
                self.uid = uid
            }
        }

        struct Fate {
            var organisation: OrganisationID
            /// `nil` = it was never read.
            var mail: MailID?
            var outcome: MailOutcome
            var isRepeat: Bool
        }

        struct Seen {
            var attempts = 0
            var next: Moment
            var fate: Fate?
        }

        struct MailKey: Hashable {
            var organisation: OrganisationID
            var id: MailID
            init(_ mail: ReceivedMail) { (organisation, id) = (mail.organisation, mail.id) }
        }

        struct Asked {
            var question: MailQuestion
            var usedBy: MailID?
        }

        struct Sent {
            var organisation: OrganisationID
            var state = "sent"
        }

        var boxes: [MailboxName: Box] = [:]
        var workers: [String: Worker] = [:]
        var lastToken: Int64 = 0
        var seen: [Place: Seen] = [:]
        var mails: [MailKey: KeptMail] = [:]
        var questions: [String: Asked] = [:]
        var addresses: [String: IntakeAddress] = [:]
        var deliveries: [Int64: Sent] = [:]

        func fence(_ claim: MailboxClaim) throws(MailStoreError) {
            guard let box = boxes[claim.name], box.token == claim.token, box.leasedUntil != nil else {
                throw .lostClaim
            }
        }
    }
}
