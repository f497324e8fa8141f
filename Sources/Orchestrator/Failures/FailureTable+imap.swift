extension FailureTable {
    /// Response codes of RFC 9051 §7.1 and RFC 5530, some of later ones; without a known code the response's own word.
    /// A tagged NO or BAD is an answer; after BYE the answer to what was under way does not come any more.
    static let imap: [FailureRow] = [
        .init("UNAVAILABLE", "a part of the server is down", .transient, "The mail server lacks a part of itself now."),
        .init("INUSE", "mailbox in use", .transient, "Somebody else holds the mailbox; the next try may get it."),
        .init(
            "EXPUNGEISSUED", "messages were removed", .transient, "Somebody removed messages; the list is read anew."),
        .init(
            "MODIFIED", "message was changed (RFC 7162)", .transient, "Somebody changed the message; it is read anew."),
        .init(
            "SERVERBUG", "server's own fault", .transient, "The mail server failed; if it stays so, tell who runs it."),
        .init("LIMIT", "limit reached", .throttled, "The mail server wants fewer calls or connections."),
        .init("THROTTLED", "throttled (sent by large hosters)", .throttled, "The mail server wants fewer calls."),
        .init(
            "AUTHENTICATIONFAILED", "login failed", .security,
            "User or password is wrong; correct it before anything is tried again."),
        .init(
            "AUTHORIZATIONFAILED", "not this mailbox's user", .security, "The login is right but not for this mailbox."),
        .init("EXPIRED", "login has run out", .security, "The password or token has run out; renew it."),
        .init(
            "PRIVACYREQUIRED", "encryption required", .security,
            "The mail server lets us log in over TLS only; switch it on."),
        .init("NOPERM", "no permission", .security, "The account lacks a right in this mailbox."),
        .init(
            "READ-ONLY", "mailbox is read only", .security, "The account may only read; grant the right to move mail."),
        .init("CONTACTADMIN", "administrator is needed", .contract, "Only who runs the mail server can help."),
        .init("ALERT", "message for people", .contract, "The mail server has a message that a person must read."),
        .init(
            "CORRUPTION", "mailbox is damaged", .contract,
            "The mailbox is damaged; who runs the mail server must repair it."),
        .init(
            "CANNOT", "can never succeed", .contract,
            "The mail server never allows this, for example such a folder name."),
        .init(
            "NONEXISTENT", "mailbox does not exist", .contract,
            "The folder in the settings does not exist; create or correct it."),
        .init("TRYCREATE", "mailbox must be created", .contract, "The target folder does not exist; create it."),
        .init("BADCHARSET", "character set not known", .contract, "The mail server does not know the character set."),
        .init(
            "PARSE", "message cannot be parsed", .contract, "The mail server cannot read a message; open it by hand."),
        .init(
            "UNKNOWN-CTE", "encoding not known", .contract,
            "The mail server cannot decode a part; it is fetched as it is."),
        .init("HASCHILDREN", "mailbox has folders", .contract, "The folder has folders in it and cannot be deleted."),
        .init("TOOBIG", "message too big (RFC 7889)", .business, "The mail is too large for the mailbox."),
        .init("OVERQUOTA", "quota used up", .business, "The mailbox is full; its owner makes room."),
        .init(
            "ALREADYEXISTS", "mailbox exists already", .business,
            "The folder exists already; a person decides which one holds."),
        .init("CLIENTBUG", "our own fault", .bug, "The mail server found a mistake of ours: open a ticket."),
        .init("NO", "refused", .contract, "The mail server refuses; its message tells why."),
        .init("BAD", "not understood", .bug, "The mail server does not understand our command: open a ticket."),
        .init("BYE", "connection closed by server", .lost, "The mail server closes the connection."),
    ]
}
