import Foundation
import Orchestrator

/// A program at one mailbox, from its claim to its end.
struct MailboxVisit: Sendable {
    let watch: MailWatch
    let seat: MailboxSeat

    /// Stays until the claim is lost, the program stops, or another program should have it.
    func stay(_ first: MailboxClaim) async {
        var claim = first
        var pause = watch.settings.pause
        while !Task.isCancelled, !seat.isToLeave {
            do {
                try await connected { mailbox in
                    while !Task.isCancelled, !seat.isToLeave {
                        claim = try await read(claim, mailbox)
                        pause = watch.settings.pause
                        try await idle(claim, mailbox)
                    }
                }
            } catch is ClaimIsLost {
                return watch.tell(.lost(claim.name))
            } catch let failure as MailboxFailure where failure.remedy == .interrupted {
                break
            } catch {
                guard !Task.isCancelled else { break }
                tell(error, claim)
                // Wrong passwords that come in quick succession lock an account.
                if (error as? MailboxFailure)?.remedy == .person { pause = max(pause, .seconds(60)) }
                guard await rest(claim, pause) else { return watch.tell(.lost(claim.name)) }
                pause = min(pause * 2, .seconds(900))
            }
        }
        await giveBack(claim)
    }

    /// One look.
    /// - Returns: Whether it could be read.
    func look(_ claim: MailboxClaim) async -> Bool {
        var isWell = true
        do {
            try await connected { mailbox in _ = try await read(claim, mailbox) }
        } catch {
            tell(error, claim)
            isWell = false
        }
        await giveBack(claim)
        return isWell
    }

    /// Also when the program is being stopped, so that another one need not wait for the end of the lease.
    private func giveBack(_ claim: MailboxClaim) async {
        await Task { [store = watch.store] in try? await store.giveBack(claim, after: .zero) }.value
    }

    private struct ClaimIsLost: Error {}

    private func tell(_ error: any Error, _ claim: MailboxClaim) {
        switch error {
        case let failure as MailboxFailure: watch.tell(.failed(claim.name, failure))
        case let error: watch.tell(.storeAway("\(error)"))
        }
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
                if try await take(mail, claim, mailbox).get() { taken.append(mail.uid) }
                try await stored { () throws(MailStoreError) in
                    try await watch.store.extend(claim, lease: watch.settings.lease)
                }
            }
            await mark(taken, mailbox)
        }
    }

    /// - Returns: Whether it has an outcome now.
    private func take(_ mail: DueMail, _ claim: MailboxClaim, _ mailbox: any Mailbox) async -> Result<Bool, any Error> {
        do {
            let file = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: file) }
            // Of an older UIDVALIDITY: the mail cannot be named any more; if it is still there, it was noted anew.
            guard mail.validity == claim.position?.validity else {
                try await watch.take.gone(mail, claim)
                return .success(false)
            }
            // Neither a slow server, nor the wait for a turn, nor a long reading must cost the claim. The turn begins behind the
            // transfer, so that a slow server has none while it sends.
            let outcome: MailOutcome? = try await keeping(claim) {
                guard let fetched = try await mailbox.fetch(mail.uid, to: file, limit: watch.take.most) else {
                    // Only what the server does not name any more is gone; some give nothing for mails that they cannot read now.
                    guard try await mailbox.uids(mail.uid...mail.uid).isEmpty else {
                        throw MailIsNotReady(words: "the server names it and does not hand it out")
                    }
                    return nil
                }
                return try await watch.turns.turn { try await watch.take.take(file, fetched, mail, claim) }
            }
            guard let outcome else {
                try await watch.take.gone(mail, claim)
                return .success(false)
            }
            watch.tell(.taken(claim.name, outcome))
            return .success(true)
        } catch {
            return await judged(error, mail, claim)
        }
    }

    /// Whether it is the mail that fails, and is put off alone, or the mailbox or the store, and then all of it pauses.
    private func judged(_ error: any Error, _ mail: DueMail, _ claim: MailboxClaim) async -> Result<Bool, any Error> {
        switch error {
        case is ClaimIsLost, MailStoreError.lostClaim: return .failure(ClaimIsLost())
        case MailStoreError.unavailable: return .failure(error)
        case let failure as MailboxFailure:
            // A server that fails at this mail again and again must not hold up those behind it.
            guard failure.remedy != .interrupted, mail.attempts >= 2 else { return .failure(failure) }
            let result = await putOff(mail, claim, "\(failure)")
            return result.flatMap { _ in .failure(failure) }
        default: return await putOff(mail, claim, "\(error)")
        }
    }

    /// - Returns: A failure only when the store is away.
    private func putOff(_ mail: DueMail, _ claim: MailboxClaim, _ reason: String) async -> Result<Bool, any Error> {
        guard !Task.isCancelled else { return .success(false) }
        let pause = min(Duration.seconds(15) * (1 << min(mail.attempts, 8)), .seconds(3_600))
        do {
            try await stored { () throws(MailStoreError) in
                try await watch.store.putOff(mail, for: pause, because: reason, claim)
            }
            watch.tell(.putOff(claim.name, uid: mail.uid, because: reason))
            return .success(false)
        } catch { return .failure(error) }
    }

    private func mark(_ uids: [UInt32], _ mailbox: any Mailbox) async {
        guard !uids.isEmpty, let mark = watch.take.mark(seat.name), !mark.isNothing else { return }
        // A mark that could not be set changes nothing.
        try? await mailbox.mark(uids, mark)
    }

    /// Waits for news, and gives signs of life meanwhile.
    private func idle(_ claim: MailboxClaim, _ mailbox: any Mailbox) async throws {
        try await keeping(claim) { try await mailbox.wait(watch.settings.poll) }
    }

    /// - Returns: `false` when the claim was lost meanwhile.
    private func rest(_ claim: MailboxClaim, _ pause: Duration) async -> Bool {
        do {
            try await keeping(claim) { try await Task.sleep(for: pause) }
            return true
        } catch is ClaimIsLost { return false } catch { return true }
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
