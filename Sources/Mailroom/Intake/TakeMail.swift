package import Correspondence
package import Foundation
package import Orchestrator

/// What is done with a mail, from the file it was fetched into to its outcome.
package struct TakeMail: Sendable {
    let store: any MailStore
    let blobs: any BlobStore
    let reading: any MailReading
    let judge: MailJudge
    let offices: any MailOffices
    /// Bytes of the largest mail.
    let most: Int
    private let marks: [MailboxName: MailMark]

    /// - Parameters:
    ///   - marks: What is left on mails that were taken, by mailbox; none where none is given.
    package init(
        store: any MailStore, blobs: any BlobStore, reading: any MailReading, judge: MailJudge,
        offices: any MailOffices, most: Int, marks: [MailboxName: MailMark] = [:]
    ) {
        self.store = store
        self.blobs = blobs
        self.reading = reading
        self.judge = judge
        self.offices = offices
        self.most = most
        self.marks = marks
    }

    func mark(_ name: MailboxName) -> MailMark? { marks[name] }

    /// The whole way of a mail, top to bottom.
    /// - Throws: ``MailStoreError``; ``BlobError``; what an office needs and cannot reach. The mail is then tried again.
    func take(_ file: URL, _ fetched: FetchedMail, _ due: DueMail, _ claim: MailboxClaim) async throws -> MailOutcome {
        let raw = try await kept(file)
        if let outcome = try await repeated(raw, due, claim) { return outcome }
        let read = try await reading.read(file)
        let route = try await offices.route(read.message.head, from: claim.name)
        let arrival = MailArrival(
            raw: raw, file: file, size: fetched.size, received: fetched.received, isWhole: fetched.isWhole,
            mayWait: due.attempts < Self.patience, read: read)
        let judged = try await judge.judge(arrival, route)
        try await keep(judged.mail.parts, of: read)
        do {
            return try await store.record(
                judged.mail, as: judged.decision, telling: judged.notices, at: due, claim)
        } catch .stale(let reason) {
            // What it rested on has changed meanwhile: the store says what it comes to now.
            return try await store.record(
                judged.mail.without(reason), as: .rejected(reason, words: ""), telling: judged.refusals(reason),
                at: due, claim)
        }
    }

    /// How often a mail waits for what could not be found out; with the pauses between, for about an hour.
    private static let patience = 8

    /// Mails of a mailbox that was made anew have mostly come before; what is known by its bytes is not taken apart again.
    /// - Returns: `nil` when it is to be read.
    private func repeated(_ raw: BlobID, _ due: DueMail, _ claim: MailboxClaim) async throws(MailStoreError)
        -> MailOutcome?
    {
        guard claim.position?.isRescan == true else { return nil }
        let organisation = claim.name.organisation
        guard let id = try await store.facts(raw: raw, messageID: nil, from: "", in: organisation).sameMail,
            let known = try await store.mail(id.rawValue, in: organisation)
        else { return nil }
        return try await store.record(known.mail, as: .rejected(.duplicateMail, words: ""), at: due, claim)
    }

    /// What rules may ask about a stored mail, as it would be judged now.
    package func facts(_ kept: KeptMail) async throws -> ScreeningFacts {
        try await stored(kept) { arrival in
            try await judge.facts(arrival, try await offices.office(kept.mail.organisation))
        }
    }

    /// Judges a stored mail anew.
    /// - Parameter accepts: Whether a person vouches for it: its documents become cases whatever rules and senders say.
    package func again(_ kept: KeptMail, accepts: Bool, by: String) async throws -> MailOutcome {
        try await stored(kept) { arrival in
            let office = try await offices.office(kept.mail.organisation)
            let judged = try await judge.judge(arrival, .to(office, process: nil), again: true, accepts: accepts)
            try await keep(judged.mail.parts, of: arrival.read)
            return try await store.record(again: judged.mail, as: judged.decision, by: by)
        }
    }

    private func stored<Value>(_ kept: KeptMail, _ body: (MailArrival) async throws -> Value) async throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let bytes = try await blobs.bytes(kept.mail.raw)
        // Nobody else may read it.
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw MailIsNotReady(words: "no file can be made in \(file.deletingLastPathComponent().path)")
        }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: bytes)
        // Sizes that servers tell are not exact: alone they say nothing.
        let isCut = kept.outcome.reason == .tooLarge && bytes.count < kept.mail.size
        return try await body(
            MailArrival(
                raw: kept.mail.raw, file: file, size: kept.mail.size, received: kept.mail.received, isWhole: !isCut,
                mayWait: false, read: try await reading.read(file)))
    }

    /// It is not in the mailbox any more.
    func gone(_ due: DueMail, _ claim: MailboxClaim) async throws(MailStoreError) {
        try await store.drop(due, as: .gone, claim)
    }

    /// Documents are on the disk before a case names them.
    private func keep(_ parts: [PartFate], of read: ReadMail) async throws {
        for one in parts {
            if case .ignored = one.fate { continue }
            guard let bytes = read.contents[one.part.path] else { continue }
            let id = try await blobs.put(bytes)
            guard id.rawValue == one.part.sha256 else {
                throw MailIsNotReady(words: "a part is not what it was read as")
            }
        }
    }

    private func kept(_ file: URL) async throws -> BlobID {
        // Mapped, so that a large mail does not fill the memory.
        try await blobs.put(try Data(contentsOf: file, options: .mappedIfSafe))
    }
}

/// A mail that has arrived, with its bytes kept.
package struct MailArrival: Sendable {
    package var raw: BlobID
    package var file: URL
    package var size: Int
    package var received: Moment
    /// Whether the bytes are all of the mail; else only its beginning was fetched.
    package var isWhole: Bool
    /// Whether it may be tried again later for what cannot be found out now.
    package var mayWait: Bool
    package var read: ReadMail

    package init(
        raw: BlobID, file: URL, size: Int, received: Moment, isWhole: Bool, mayWait: Bool, read: ReadMail
    ) {
        self.raw = raw
        self.file = file
        self.size = size
        self.received = received
        self.isWhole = isWhole
        self.mayWait = mayWait
        self.read = read
    }
}

/// Whose mail it is.
package enum MailRoute: Sendable {
    /// - Parameter process: What the address is for; `nil` = the mailbox is this organisation's own.
    case to(MailOffice, process: String?)
    /// No document of it is taken, for this reason. What comes back and what answers a question counts all the same: its token
    /// proves that it belongs here.
    case nowhere(MailOffice, MailReason)
}

/// Organisations with what they have set.
package protocol MailOffices: Sendable {
    /// - Throws: When the records cannot be reached.
    func office(_ organisation: OrganisationID) async throws -> MailOffice
    /// By the addresses that a mail went to, where several organisations share the mailbox.
    func route(_ head: MailHead, from name: MailboxName) async throws -> MailRoute
}
