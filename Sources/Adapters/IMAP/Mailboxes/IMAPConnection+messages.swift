import Foundation
import NIOCore

extension IMAPConnection {
    /// Headings of the open mailbox's messages, a page of bounded size at a time: the caller goes on at
    /// ``HeadingsPage/next``. Neither the command nor the answer grows with the mailbox.
    /// - Parameters:
    ///   - first: at least 1.
    ///   - last: for all, `uidNext - 1`.
    ///   - modSeq: only of messages changed after it, as ``OpenedMailbox/highestModSeq`` told it; `nil` = of all. Where
    ///     the mailbox counts no changes, of all too.
    package func headings(
        from first: UInt32, through last: UInt32, changedSince modSeq: UInt64? = nil
    ) async throws(IMAPFailure) -> HeadingsPage {
        guard first > 0, first <= last else { return HeadingsPage(headings: [], vanished: UIDRanges(ranges: [])) }
        let (knownWidth, knowsVanished, hasModSeq) = knowledge.withLock {
            ($0.width, $0.enabled.contains("QRESYNC"), $0.hasModSeq)
        }
        let modSeq = hasModSeq ? modSeq : nil
        let width = modSeq == nil ? knownWidth : Self.widest
        let end = first + min(last - first, width - 1)
        var command = Command(
            "UID FETCH \(first):\(end) (UID RFC822.SIZE INTERNALDATE FLAGS\(hasModSeq ? " MODSEQ" : ""))",
            layer: .mailbox)
        if let modSeq { command.add(" (CHANGEDSINCE \(modSeq)\(knowsVanished ? " VANISHED" : ""))") }
        let answer = try await perform(command)
        var found: [UInt32: MessageHeading] = [:]
        var vanished: [ClosedRange<UInt32>] = []
        for untagged in answer.untagged {
            switch untagged {
            case .fetch(let items):
                if let heading = MessageHeading(items), (first...end).contains(heading.uid) {
                    found[heading.uid] = heading
                }
            case .vanished(let gone, _): vanished += gone.ranges
            default: break
            }
        }
        if modSeq == nil { adjustWidth(width, found: found.count) }
        return HeadingsPage(
            headings: found.values.sorted { $0.uid < $1.uid }, vanished: UIDRanges(ranges: vanished),
            next: end < last ? end + 1 : nil)
    }

    /// Bounds of an answer: at about 120 bytes a heading, 2 MB.
    private static let widest: UInt32 = 16_384

    /// Numbers may have gaps of millions: where few messages were found, the next look is wider.
    private func adjustWidth(_ width: UInt32, found: Int) {
        knowledge.withLock { knowledge in
            if found < 100 {
                knowledge.width = min(Self.widest, width * 2)
            } else if found > 1000 {
                knowledge.width = max(500, width / 2)
            }
        }
    }

    /// Copies a message's text into a new file and leaves the message unseen. Memory does not grow with the message.
    /// - Parameters:
    ///   - path: of a file that does not exist; after a failure it does not exist either.
    ///   - limit: Bytes; what a message has beyond them is not sent.
    /// - Returns: `nil` when there is no such message any more.
    package func fetch(_ uid: UInt32, into path: String, limit: Int) async throws(IMAPFailure) -> FetchedMessage? {
        let limit = max(0, min(limit, Int(UInt32.max) - 1))
        let file = try BodyFile(creating: path, limit: limit)
        do throws(IMAPFailure) {
            let fetched = try await fetch(uid, into: file)
            file.close()
            if fetched == nil { unlink(path) }
            return fetched
        } catch {
            file.close()
            unlink(path)
            throw error
        }
    }

    func fetch(_ uid: UInt32, into file: BodyFile) async throws(IMAPFailure) -> FetchedMessage? {
        // One byte more tells whether there is more.
        var command = Command(
            "UID FETCH \(uid) (UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[]<0.\(file.limit + 1)>)", layer: .mailbox)
        command.bodyLimit = file.limit + 1
        let answer = try await perform(command, file: file, within: account.deadlines.transfer)
        var bodies: [(FetchedItems, FetchedItems.Body)] = []
        for case .fetch(let items) in answer.untagged {
            if let body = items.body { bodies.append((items, body)) }
        }
        guard let (items, body) = bodies.first else { return nil }
        guard bodies.count == 1, items.uid == uid else {
            close()
            throw IMAPFailure(ProtocolFault("It sent another message than was asked for."))
        }
        let received: Int
        switch body {
        case .streamed(let count): received = count
        case .inline(let bytes):
            try file.write(ByteBuffer(bytes: bytes))
            received = bytes.count
        }
        let isComplete = received <= file.limit
        return FetchedMessage(
            size: isComplete ? UInt64(received) : max(items.size ?? 0, UInt64(received)), isComplete: isComplete,
            internalDate: items.internalDate, flags: Set(items.flags ?? []))
    }
}

extension MessageHeading {
    /// - Returns: `nil` for what names no message. A size that a server cannot tell is 0: a mail must not get lost for it.
    fileprivate init?(_ items: FetchedItems) {
        guard let uid = items.uid, uid > 0 else { return nil }
        self.init(
            uid: uid, size: items.size ?? 0, internalDate: items.internalDate, flags: Set(items.flags ?? []),
            modSeq: items.modSeq)
    }
}
