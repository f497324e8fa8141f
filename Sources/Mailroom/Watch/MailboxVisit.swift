import Foundation
import Orchestrator

/// A program at one mailbox, from its claim to its end.
struct MailboxVisit: Sendable {
    let watch: MailWatch
    let seat: MailboxSeat

    /// Stays until the claim is lost, the program stops, or another program should have it.
    func stay(_ claim: MailboxClaim) async {
        do { try await keeping(claim) { try await readOnAndOn(claim) } } catch is ClaimIsLost {
            return watch.tell(.lost(claim.name))
        } catch {}  // The program stops, or lets go of it.
        await giveBack(claim)
    }

    /// One look.
    /// - Returns: Whether it could be read.
    func look(_ claim: MailboxClaim) async -> Bool {
        do {
            try await keeping(claim) { try await connected { mailbox in _ = try await read(claim, mailbox) } }
        } catch {
            tell(error, claim)
            await giveBack(claim)
            return false
        }
        await giveBack(claim)
        return true
    }

    /// A failure costs a pause and another connection.
    /// - Throws: ``ClaimIsLost``; `CancellationError`.
    private func readOnAndOn(_ first: MailboxClaim) async throws {
        var claim = first
        var pause = watch.settings.pause
        while !Task.isCancelled, !seat.isToLeave {
            do {
                try await connected { mailbox in
                    while !Task.isCancelled, !seat.isToLeave {
                        claim = try await read(claim, mailbox)
                        pause = watch.settings.pause
                        try await mailbox.wait(watch.settings.poll)
                    }
                }
            } catch let error as ClaimIsLost {
                throw error
            } catch let failure as MailboxFailure where failure.remedy == .interrupted {
                return
            } catch {
                guard !Task.isCancelled else { return }
                tell(error, claim)
                // Many servers lock an account after a few logins that fail.
                let isForPerson = (error as? MailboxFailure)?.remedy == .person
                try await Task.sleep(for: isForPerson ? max(pause, watch.settings.poll) : pause)
                pause = min(pause * 2, .seconds(900))
            }
        }
    }

    private struct ClaimIsLost: Error {}

    private func tell(_ error: any Error, _ claim: MailboxClaim) {
        switch error {
        case is ClaimIsLost: watch.tell(.lost(claim.name))
        case let failure as MailboxFailure: watch.tell(.failed(claim.name, failure))
        case let error: watch.tell(.storeAway("\(error)"))
        }
    }

    /// Also when the program is stopping: a store begins nothing in a task that was cancelled, so it is a task of its own.
    private func giveBack(_ claim: MailboxClaim) async {
        let store = watch.store
        await Task { _ = try? await store.giveBack(claim, after: .zero) }.value
    }

    private func connected(_ body: (any Mailbox) async throws -> Void) async throws {
        let mailbox = try await watch.door.connect(seat.name.account)
        do { try await body(mailbox) } catch {
            await mailbox.close()
            throw error
        }
        await mailbox.close()
    }

    /// Notes what is new, then works off what is due.
    /// - Returns: The claim with its new position.
    private func read(_ claim: MailboxClaim, _ mailbox: any Mailbox) async throws -> MailboxClaim {
        var claim = claim
        let status = try await mailbox.open(claim.name.mailbox)
        let old = claim.position
        let isSame = old?.validity == status.validity
        var position = isSame ? old! : MailboxPosition(validity: status.validity, isRescan: old != nil)
        if status.uidNext <= position.last {
            watch.tell(
                .failed(
                    claim.name,
                    MailboxFailure(
                        .person, layer: "mailbox",
                        words:
                            "the server counts backwards, as after a restored backup, and new mails could be passed over; "
                            + "have the mailbox made anew, so that it gets another UIDVALIDITY")))
        }
        let first = position.last + 1
        // UIDNEXT says whether there is anything, so that a mailbox without news costs one answer.
        if status.uidNext > first {
            let uids = try await mailbox.uids(first...(status.uidNext - 1))
            position.last = status.uidNext - 1
            position.modSeq = status.modSeq
            try await stored { () throws(MailStoreError) in try await watch.store.note(uids, at: position, claim) }
            watch.tell(.opened(claim.name, new: uids.count, isRescan: position.isRescan))
        } else if !isSame {
            try await stored { () throws(MailStoreError) in try await watch.store.note([], at: position, claim) }
        }
        claim.position = position
        try await workOff(claim, mailbox)
        return claim
    }

    private func workOff(_ claim: MailboxClaim, _ mailbox: any Mailbox) async throws {
        while !Task.isCancelled, !seat.isToLeave {
            let due = try await stored { () throws(MailStoreError) in try await watch.store.due(50, claim) }
            guard !due.isEmpty else { return }
            var taken: [UInt32] = []
            for mail in due where !Task.isCancelled && !seat.isToLeave {
                if try await take(mail, claim, mailbox) { taken.append(mail.uid) }
            }
            await mark(taken, mailbox)
        }
    }

    /// - Returns: Whether it has an outcome now.
    /// - Throws: What ends the work on the mailbox; a mail that could not be read is put off.
    private func take(_ mail: DueMail, _ claim: MailboxClaim, _ mailbox: any Mailbox) async throws -> Bool {
        let file = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        // It was begun before and ended the connection, or the program: whatever it does now, others come before it next time.
        if mail.attempts > 0 { try await putOff(mail, claim, "it was begun and not ended") }
        // Of an older UIDVALIDITY: the mail cannot be named any more; if it is still there, it was noted anew.
        let isOfNow = mail.validity == claim.position?.validity
        let fetched = isOfNow ? try await mailbox.fetch(mail.uid, to: file, limit: watch.take.most) : nil
        guard let fetched else {
            // Only what the server does not name any more is gone; some give nothing for mails that they cannot read now.
            let named = isOfNow ? try await mailbox.uids(mail.uid...mail.uid) : []
            guard named.isEmpty else {
                try await putOff(mail, claim, "the server names it and does not hand it out")
                return false
            }
            try await stored { () throws(MailStoreError) in try await watch.take.gone(mail, claim) }
            return false
        }
        // Fetched before it waits for its turn: a server that hangs holds no turn.
        do {
            let outcome = try await watch.turns.turn { await taken(file, fetched, mail, claim) }.get()
            watch.tell(.taken(claim.name, outcome))
            return true
        } catch MailStoreError.lostClaim {
            throw ClaimIsLost()
        } catch let error as MailStoreError where error.isOfTheStore {
            throw error
        } catch {
            guard !Task.isCancelled else { return false }
            try await putOff(mail, claim, "\(error)")
            watch.tell(.putOff(claim.name, uid: mail.uid, because: "\(error)"))
            return false
        }
    }

    private func taken(_ file: URL, _ fetched: FetchedMail, _ mail: DueMail, _ claim: MailboxClaim) async
        -> Result<MailOutcome, any Error>
    {
        guard !Task.isCancelled else { return .failure(CancellationError()) }
        do { return .success(try await watch.take.take(file, fetched, mail, claim)) } catch { return .failure(error) }
    }

    /// Longer each time, up to an hour.
    private func putOff(_ mail: DueMail, _ claim: MailboxClaim, _ reason: String) async throws {
        let pause = min(Duration.seconds(15) * (1 << min(mail.attempts, 8)), .seconds(3_600))
        try await stored { () throws(MailStoreError) in
            try await watch.store.putOff(mail, for: pause, because: reason, claim)
        }
    }

    private func mark(_ uids: [UInt32], _ mailbox: any Mailbox) async {
        guard !uids.isEmpty, let mark = watch.take.mark(seat.name), !mark.isNothing else { return }
        // A mark that could not be set changes nothing.
        try? await mailbox.mark(uids, mark)
    }

    /// Does something that may take long, while the claim is extended beside it. A claim that is lost ends it.
    private func keeping<Value: Sendable>(
        _ claim: MailboxClaim, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: watch.settings.lease / 4)
                    if seat.isToLeave { throw MailboxFailure(.interrupted, layer: "", words: "") }
                    do throws(MailStoreError) {
                        try await watch.store.extend(claim, lease: watch.settings.lease)
                    } catch .lostClaim {
                        throw ClaimIsLost()
                    } catch {}  // Away for a moment; the lease is longer than that.
                }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    private func stored<Value>(_ body: () async throws(MailStoreError) -> Value) async throws -> Value {
        do { return try await body() } catch .lostClaim { throw ClaimIsLost() } catch { throw error }
    }
}
