import Foundation
import Mailroom
import Orchestrator
import Synchronization

/// Mailboxes with UIDs, as a server has them. What goes wrong is said by ``before``, which is asked ahead of every step.
final class FakeServer: MailboxDoor {
    enum Step: Hashable, Sendable {
        case connect(account: String)
        case open(MailboxName)
        case uids(MailboxName)
        case fetch(MailboxName, uid: UInt32)
        case mark(MailboxName)
        case wait(MailboxName)
    }

    struct Place: Hashable, Sendable {
        var name: MailboxName
        var validity: UInt32
        var uid: UInt32
    }

    struct Mail: Sendable {
        var uid: UInt32
        var letter: Letter
        var received: Moment
    }

    struct Box: Sendable {
        var validity: UInt32 = 1
        var next: UInt32 = 1
        var mails: [Mail] = []
    }

    struct World: Sendable {
        var boxes: [MailboxName: Box] = [:]
        /// UIDs that were told to somebody.
        var told: Set<Place> = []
        var steps: [Step] = []
        var marks: [MailboxName: [UInt32]] = [:]
        /// Mails that are named and not handed out.
        var withheld: Set<Place> = []
        var sessions: [MailboxName: Int] = [:]
        /// The most that had one mailbox open at the same time.
        var mostSessions = 0
    }

    typealias Trouble = @Sendable (Step) async throws(MailboxFailure) -> Void

    private let world = Mutex(World())
    private let trouble = Mutex<Trouble?>(nil)
    private let clock: any EngineClock

    init(clock: any EngineClock) { self.clock = clock }

    // MARK: What tests do

    func make(_ names: [MailboxName]) { world.withLock { for name in names { $0.boxes[name] = Box() } } }

    @discardableResult func deliver(_ letter: Letter, to name: MailboxName) -> UInt32 {
        world.withLock { world in
            let uid = world.boxes[name, default: Box()].next
            world.boxes[name, default: Box()].next += 1
            world.boxes[name, default: Box()].mails.append(Mail(uid: uid, letter: letter, received: clock.now))
            return uid
        }
    }

    func expunge(_ uid: UInt32, from name: MailboxName) {
        world.withLock { $0.boxes[name]?.mails.removeAll { $0.uid == uid } }
    }

    func withhold(_ uid: UInt32, of name: MailboxName, _ isWithheld: Bool) {
        world.withLock { world in
            let place = Place(name: name, validity: world.boxes[name]?.validity ?? 0, uid: uid)
            if isWithheld { world.withheld.insert(place) } else { world.withheld.remove(place) }
        }
    }

    /// The mailbox is made anew with the same mails: other UIDs, another UIDVALIDITY.
    func renew(_ name: MailboxName) {
        world.withLock { world in
            guard var box = world.boxes[name] else { return }
            box.validity += 1
            box.next = 1
            for index in box.mails.indices {
                box.mails[index].uid = box.next
                box.next += 1
            }
            world.boxes[name] = box
        }
    }

    func before(_ trouble: Trouble?) { self.trouble.withLock { $0 = trouble } }

    func box(_ name: MailboxName) -> Box { world.withLock { $0.boxes[name] ?? Box() } }
    var told: Set<Place> { world.withLock { $0.told } }
    var steps: [Step] { world.withLock { $0.steps } }
    var mostSessions: Int { world.withLock { $0.mostSessions } }
    func marks(_ name: MailboxName) -> [UInt32] { world.withLock { $0.marks[name] ?? [] } }
    func forgetSteps() { world.withLock { $0.steps = [] } }

    var fetches: Int {
        steps.count { if case .fetch = $0 { true } else { false } }
    }
    func fetches(_ name: MailboxName) -> [UInt32] {
        steps.compactMap { if case .fetch(name, let uid) = $0 { uid } else { nil } }
    }

    // MARK: What sessions do

    func connect(_ account: String) async throws(MailboxFailure) -> any Mailbox {
        try await begin(.connect(account: account))
        return FakeSession(self, account)
    }

    fileprivate func begin(_ step: Step) async throws(MailboxFailure) {
        world.withLock { $0.steps.append(step) }
        guard !Task.isCancelled else { throw .interrupted }
        if let trouble = trouble.withLock({ $0 }) { try await trouble(step) }
        guard !Task.isCancelled else { throw .interrupted }
    }

    fileprivate func name(_ account: String, _ mailbox: String) throws(MailboxFailure) -> MailboxName {
        let name = world.withLock { $0.boxes.keys.first { $0.account == account && $0.mailbox == mailbox } }
        guard let name else { throw MailboxFailure(.person, layer: "mailbox", words: "there is none") }
        return name
    }

    fileprivate func use<Value: Sendable>(_ body: (inout World) -> Value) -> Value { world.withLock { body(&$0) } }
}

/// One connection.
private final class FakeSession: Mailbox {
    private let server: FakeServer
    private let account: String
    private let selected = Mutex<(name: MailboxName, validity: UInt32)?>(nil)

    init(_ server: FakeServer, _ account: String) {
        self.server = server
        self.account = account
    }

    func open(_ mailbox: String) async throws(MailboxFailure) -> MailboxStatus {
        let name = try server.name(account, mailbox)
        try await server.begin(.open(name))
        let isFirst = selected.withLock { $0 == nil }
        let box = server.use { world in
            if isFirst {
                world.sessions[name, default: 0] += 1
                world.mostSessions = max(world.mostSessions, world.sessions[name, default: 0])
            }
            return world.boxes[name] ?? .init()
        }
        selected.withLock { $0 = (name, box.validity) }
        return MailboxStatus(validity: box.validity, uidNext: box.next)
    }

    func uids(_ range: ClosedRange<UInt32>) async throws(MailboxFailure) -> [UInt32] {
        let name = try current().name
        try await server.begin(.uids(name))
        let validity = try current().validity
        return server.use { world in
            let uids = (world.boxes[name]?.mails ?? []).map(\.uid).filter(range.contains)
            world.told.formUnion(uids.map { FakeServer.Place(name: name, validity: validity, uid: $0) })
            return uids
        }
    }

    func fetch(_ uid: UInt32, to file: URL, limit: Int) async throws(MailboxFailure) -> FetchedMail? {
        let name = try current().name
        try await server.begin(.fetch(name, uid: uid))
        let place = FakeServer.Place(name: name, validity: try current().validity, uid: uid)
        if server.use({ $0.withheld.contains(place) }) { return nil }
        guard let mail = server.box(name).mails.first(where: { $0.uid == uid }) else { return nil }
        let raw = mail.letter.raw
        do { try raw.prefix(limit).write(to: file) } catch {
            throw MailboxFailure(.later, layer: "connection", words: "\(error)")
        }
        return FetchedMail(received: mail.received, size: raw.count, isWhole: raw.count <= limit)
    }

    func mark(_ uids: [UInt32], _ mark: MailMark) async throws(MailboxFailure) {
        let name = try current().name
        try await server.begin(.mark(name))
        server.use { $0.marks[name, default: []] += uids }
    }

    func wait(_ time: Duration) async throws(MailboxFailure) {
        try await server.begin(.wait(try current().name))
        do { try await Task.sleep(for: min(time, .milliseconds(2))) } catch { throw .interrupted }
    }

    func close() async {
        let name = selected.withLock { selected in
            defer { selected = nil }
            return selected?.name
        }
        guard let name else { return }
        server.use { $0.sessions[name, default: 1] -= 1 }
    }

    /// - Throws: When the mailbox was made anew since it was opened.
    private func current() throws(MailboxFailure) -> (name: MailboxName, validity: UInt32) {
        guard let one = selected.withLock({ $0 }), server.box(one.name).validity == one.validity else {
            throw MailboxFailure(.later, layer: "mailbox", words: "it was made anew")
        }
        return one
    }
}

extension MailboxFailure {
    static let broken = MailboxFailure(.later, layer: "connection", words: "broken")
    static let interrupted = MailboxFailure(.interrupted, layer: "", words: "")
}
