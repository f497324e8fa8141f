extension IMAPConnection {
    /// Adds marks to messages of the open mailbox. Messages that are gone are passed over.
    package func addFlags(_ flags: [MailFlag], to uids: some Sequence<UInt32> & Sendable) async throws(IMAPFailure) {
        try await store("+", flags, UIDRanges(uids))
    }

    /// Takes marks from messages of the open mailbox.
    package func removeFlags(_ flags: [MailFlag], from uids: some Sequence<UInt32> & Sendable) async throws(IMAPFailure)
    {
        try await store("-", flags, UIDRanges(uids))
    }

    private func store(_ sign: String, _ flags: [MailFlag], _ uids: UIDRanges) async throws(IMAPFailure) {
        guard !flags.isEmpty else { return }
        try requireWriting()
        let words = flags.map(\.word).joined(separator: " ")
        for set in uids.commandSets() {
            _ = try await perform(Command("UID STORE \(set) \(sign)FLAGS.SILENT (\(words))", layer: .permission))
        }
    }

    /// Moves messages of the open mailbox. Messages that are gone are passed over.
    ///
    /// Without MOVE it copies, marks as deleted and removes just those (RFC 6851 §3.3). A server that cannot remove single
    /// messages is refused before anything is done: a plain EXPUNGE would remove what other people have marked.
    package func move(_ uids: some Sequence<UInt32> & Sendable, to mailbox: String) async throws(IMAPFailure) {
        let offered = try await capabilities()
        let hasMove = offered.contains("MOVE") || offered.contains("IMAP4REV2")
        guard hasMove || offered.contains("UIDPLUS") else {
            throw IMAPFailure(
                .protocol,
                "The mail server can move no single message (neither MOVE nor UIDPLUS); mark messages instead.")
        }
        try requireWriting()
        for set in UIDRanges(uids).commandSets() {
            guard !hasMove else {
                _ = try await perform(try command("UID MOVE \(set)", mailbox))
                continue
            }
            _ = try await perform(try command("UID COPY \(set)", mailbox))
            _ = try await perform(Command("UID STORE \(set) +FLAGS.SILENT (\\Deleted)", layer: .permission))
            _ = try await perform(Command("UID EXPUNGE \(set)", layer: .permission))
        }
    }

    /// A server may take a change in a mailbox that is open for reading only, and not make it (Dovecot says OK).
    private func requireWriting() throws(IMAPFailure) {
        guard !knowledge.withLock(\.isReadOnly) else {
            throw IMAPFailure(
                .permission, "The mailbox can only be read: it was opened so, or the account may no more.",
                code: "READ-ONLY")
        }
    }
}
