import Foundation

extension IMAPConnection {
    /// All mailboxes that the account sees. Names that cannot be read, or hold control characters, are left out.
    package func listMailboxes() async throws(IMAPFailure) -> [MailboxEntry] {
        let utf8 = knowledge.withLock(\.hasUTF8Names)
        let answer = try await perform(Command("LIST \"\" \"*\"", layer: .mailbox))
        return answer.untagged.compactMap { untagged in
            guard case .listed(let found) = untagged, let name = MailboxName.read(found.name, utf8: utf8) else {
                return nil
            }
            return MailboxEntry(
                name: name, delimiter: found.delimiter.map { Character(UnicodeScalar($0)) },
                attributes: Set(found.attributes.map { $0.uppercased() }))
        }
    }

    /// Opens a mailbox; another one that was open is closed by it.
    /// - Parameter readOnly: Nothing in it can be changed by this connection, not even by mistake (EXAMINE).
    package func open(_ mailbox: String, readOnly: Bool) async throws(IMAPFailure) -> OpenedMailbox {
        var command = try command(readOnly ? "EXAMINE" : "SELECT", mailbox, kind: .open)
        let offered = try await capabilities()
        if offered.contains("CONDSTORE"), !knowledge.withLock({ $0.enabled.contains("QRESYNC") }) {
            command.add(" (CONDSTORE)")
        }
        let answer = try await perform(opening: command)
        var opened = OpenedMailbox(
            name: mailbox, uidValidity: 0, uidNext: 0, exists: 0, permanentFlags: [], permitsKeywords: false,
            isReadOnly: readOnly || answer.code == .word("READ-ONLY"))
        for untagged in answer.untagged {
            switch untagged {
            case .exists(let count): opened.exists = count
            case .status(let line): opened.take(line.code)
            default: break
            }
        }
        guard opened.uidValidity > 0, opened.uidNext > 0 else {
            throw IMAPFailure(
                .protocol,
                "The mail server keeps no lasting numbers of messages (UIDVALIDITY, UIDNEXT), so no message "
                    + "could be told from another; use another mailbox or server.")
        }
        knowledge.withLock { [opened] knowledge in
            knowledge.isReadOnly = opened.isReadOnly
            knowledge.hasModSeq = opened.highestModSeq != nil
        }
        return opened
    }

    private func perform(opening command: Command) async throws(IMAPFailure) -> Answer {
        do throws(IMAPFailure) { return try await perform(command) } catch {
            guard error.layer == .mailbox, error.status == .no, error.code == nil else { throw error }
            // Dovecot says it in words only.
            var failure = error
            failure.problem =
                "The mail server does not open the mailbox; create it, correct its name, or have access granted."
            throw failure
        }
    }

    /// Asks about a mailbox that is not open; costs less than to open it.
    package func glance(at mailbox: String) async throws(IMAPFailure) -> MailboxGlance {
        var command = try command("STATUS", mailbox)
        let hasModSeq = try await capabilities().contains("CONDSTORE")
        command.add(" (UIDVALIDITY UIDNEXT MESSAGES\(hasModSeq ? " HIGHESTMODSEQ" : ""))")
        let answer = try await perform(command)
        for case .mailboxStatus(let items) in answer.untagged {
            guard let validity = items["UIDVALIDITY"].flatMap(UInt32.init(exactly:)), validity > 0,
                let next = items["UIDNEXT"].flatMap(UInt32.init(exactly:)), next > 0
            else { continue }
            return MailboxGlance(
                uidValidity: validity, uidNext: next,
                exists: items["MESSAGES"].flatMap(UInt32.init(exactly:)) ?? 0,
                highestModSeq: items["HIGHESTMODSEQ"].flatMap { $0 > 0 ? $0 : nil })
        }
        throw IMAPFailure(ProtocolFault("It does not tell a mailbox's state."))
    }

    /// Creates a mailbox and has mail programs show it; one that exists already is left as it is.
    package func create(_ mailbox: String) async throws(IMAPFailure) {
        do throws(IMAPFailure) { _ = try await perform(try command("CREATE", mailbox)) } catch {
            guard error.code == "ALREADYEXISTS" else { throw error }
        }
        do throws(IMAPFailure) { _ = try await perform(try command("SUBSCRIBE", mailbox)) } catch {
            guard error.leavesConnection else { throw error }
        }
    }

    /// Puts a message into a mailbox, which need not be open.
    /// - Returns: `nil` where the server does not tell.
    @discardableResult
    package func append(
        _ message: [UInt8], to mailbox: String, flags: [MailFlag] = []
    ) async throws(IMAPFailure) -> AppendedMessage? {
        var command = try command("APPEND", mailbox)
        if !flags.isEmpty { command.add(" (\(flags.map(\.word).joined(separator: " ")))") }
        command.add(literal: message)
        let answer = try await perform(command, within: account.deadlines.transfer)
        guard case .appendUID(let validity, let uid) = answer.code else { return nil }
        return AppendedMessage(uidValidity: validity, uid: uid)
    }

    func command(
        _ words: String, _ mailbox: String, kind: Command.Kind = .plain
    ) throws(IMAPFailure) -> Command {
        guard let name = MailboxName.wire(mailbox, utf8: knowledge.withLock(\.hasUTF8Names)) else {
            throw IMAPFailure(
                .settings, "A mailbox's name must have 1 to 500 bytes and no control characters; correct it.")
        }
        var command = Command(words, layer: .mailbox, kind: kind)
        command.add(value: name)
        return command
    }
}

extension OpenedMailbox {
    fileprivate mutating func take(_ code: ResponseCode?) {
        switch code {
        case .uidValidity(let number): uidValidity = number
        case .uidNext(let number): uidNext = number
        case .highestModSeq(let number): highestModSeq = number > 0 ? number : nil
        case .permanentFlags(let flags):
            permanentFlags = Set(flags.filter { $0 != "\\*" })
            permitsKeywords = flags.contains("\\*")
        default: break
        }
    }
}
