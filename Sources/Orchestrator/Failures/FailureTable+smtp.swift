extension FailureTable {
    /// Reply codes of RFC 5321 §4.2 (and 4954, 7504), then enhanced status codes of RFC 3463 and their registry, which
    /// are looked up first. A reply is an answer: with a 4yz or 5yz the mail was not taken, so none leaves doubt.
    static let smtp: [FailureRow] = [
        .init("421", "service not available", .transient, "The mail server closes the connection."),
        .init("432", "password transition needed", .security, "The account's password must be set anew."),
        .init(
            "450", "mailbox unavailable for now", .transient, "The mailbox is busy, or new senders have to come again."),
        .init("451", "local error in processing", .transient, "The mail server failed."),
        .init("452", "insufficient system storage", .throttled, "The mail server is full or has enough of us for now."),
        .init("454", "temporary authentication failure", .transient, "The mail server cannot check logins now."),
        .init("455", "parameters not accommodated", .transient, "The mail server cannot do that now."),
        .init("4yz", "temporary refusals", .transient, "The mail server refuses for now."),
        .init(
            "500", "syntax error", .contract, "The mail server does not know the command; check what stands between."),
        .init("501", "syntax error in parameters", .contract, "An address or value is not well formed; correct it."),
        .init("502", "command not implemented", .contract, "The mail server cannot do this; check its kind."),
        .init("503", "bad sequence of commands", .bug, "Commands came in the wrong order: open a ticket."),
        .init("504", "parameter not implemented", .contract, "The mail server cannot do this; check its kind."),
        .init(
            "521", "host does not accept mail", .contract,
            "That machine takes no mail; check the address of the server."),
        .init("530", "authentication required", .security, "The mail server wants a login; set one."),
        .init("534", "authentication mechanism too weak", .security, "The mail server wants a stronger login."),
        .init(
            "535", "authentication credentials invalid", .security,
            "User or password is wrong; correct it before anything is tried again."),
        .init("538", "encryption required", .security, "The mail server lets us log in over TLS only; switch it on."),
        .init(
            "550", "mailbox unavailable", .business, "The address does not exist or takes no mail of ours; check it."),
        .init("551", "user not local", .business, "The mailbox has moved; ask for the new address."),
        .init("552", "storage allocation exceeded", .business, "The mailbox is full or the mail too large."),
        .init("553", "mailbox name not allowed", .business, "The address cannot exist; correct it."),
        .init("554", "transaction failed", .business, "The mail server refuses this mail; its message tells why."),
        .init(
            "555", "parameters not recognized", .contract, "The mail server does not know a parameter; check its kind."),
        .init("556", "domain does not accept mail", .business, "That domain takes no mail; check the address."),
        .init("5yz", "lasting refusals", .contract, "The mail server refuses for good; read its message."),

        .init("4.2.1", "mailbox disabled for now", .transient, "The mailbox gets too much mail or is off for now."),
        .init("4.2.2", "mailbox full for now", .transient, "The mailbox is full; its owner may make room."),
        .init("4.3.1", "mail system full", .throttled, "The mail server is full."),
        .init("4.3.2", "system not accepting messages", .transient, "The mail server is being serviced."),
        .init("4.4.1", "no answer from host", .transient, "The next mail server does not answer."),
        .init("4.4.2", "bad connection", .transient, "The connection between mail servers broke."),
        .init("4.4.5", "mail system congestion", .throttled, "The mail server has too much to do."),
        .init("4.5.3", "too many recipients", .throttled, "Too many recipients at once; the rest goes later."),
        .init("4.7.0", "refused for now by policy", .throttled, "The mail server wants fewer mails from us."),
        .init("4.7.12", "password transition needed", .security, "The account's password must be set anew."),
        .init("4.7.28", "mail flood detected", .throttled, "The mail server wants fewer mails from us."),
        .init("4.7.x", "security, for now", .transient, "The mail server lets us wait, as it does with new senders."),
        .init("5.1.1", "bad destination mailbox", .business, "The address does not exist; correct it."),
        .init("5.1.2", "bad destination system", .business, "The domain does not exist; correct the address."),
        .init("5.1.3", "bad destination syntax", .business, "The address is not well formed; correct it."),
        .init("5.1.6", "mailbox has moved", .business, "The mailbox has moved; ask for the new address."),
        .init("5.1.10", "recipient has null MX", .business, "That domain takes no mail; check the address."),
        .init("5.2.1", "mailbox disabled", .business, "The mailbox is switched off; ask for another address."),
        .init("5.2.2", "mailbox full", .business, "The mailbox is full; ask its owner."),
        .init("5.2.3", "message too long for mailbox", .business, "The mail is too large for the mailbox; send less."),
        .init("5.3.4", "message too big for system", .business, "The mail is too large for the server; send less."),
        .init("5.4.4", "unable to route", .business, "There is no way to that domain; check the address."),
        .init("5.4.6", "routing loop", .contract, "Mail servers send it in a circle; tell who runs them."),
        .init("5.5.1", "invalid command", .contract, "The mail server does not know the command."),
        .init("5.5.2", "syntax error", .contract, "The mail server does not read the command."),
        .init("5.5.4", "invalid command arguments", .contract, "The mail server does not read a value."),
        .init("5.6.0", "media error", .contract, "The mail server cannot take the mail's form."),
        .init(
            "5.7.1", "delivery not authorized", .security,
            "We may not send to there or from this address; check sender and relay."),
        .init(
            "5.7.8", "authentication credentials invalid", .security,
            "User or password is wrong; correct it before anything is tried again."),
        .init(
            "5.7.26", "multiple authentication checks failed", .security,
            "SPF and DKIM of our domain fail; correct its DNS entries."),
        .init("5.7.x", "security", .security, "The mail server refuses for reasons of safety; see its message."),
    ]
}
