/// Whom an organisation trusts about the origin of mails. Nothing is trusted that is not named here.
package struct MailTrust: Hashable, Sendable, Codable {
    /// How near two domains must be (RFC 7489 §3.1).
    package enum Alignment: String, Hashable, Sendable, Codable {
        /// Of the same organisational domain.
        case relaxed
        /// The same.
        case strict
    }

    /// Names with which the receiving server begins its results (authserv-id), lower case.
    package var hosts: Set<String>
    /// Whether the receiving server begins its results without a name, as Microsoft 365 does, which renames strangers' lines.
    package var takesUnnamed: Bool
    /// Servers behind the border, between it and the mailbox, as their `Received` names them (`by store.office.example`).
    /// Never the border itself: a sender could go on below its line.
    package var relays: Set<String>
    /// Whether the results stand directly below the border's `Received` instead of above, as filters of Postfix
    /// write them. The border must then take off strangers' lines (RFC 8601 §5), since the place tells nothing any more.
    package var writesBelowReceived: Bool
    /// Domains whose seal (ARC, RFC 8617) is believed.
    package var sealers: Set<String>
    /// Domains that forward mails to us, and whose word about the original sender is taken as vouched; never as proof.
    package var forwarders: Set<String>
    package var ownDomains: Set<String>
    package var dkimAlignment: Alignment
    package var spfAlignment: Alignment

    package init(
        hosts: Set<String> = [], takesUnnamed: Bool = false, relays: Set<String> = [],
        writesBelowReceived: Bool = false,
        sealers: Set<String> = [], forwarders: Set<String> = [], ownDomains: Set<String> = [],
        dkimAlignment: Alignment = .relaxed, spfAlignment: Alignment = .relaxed
    ) {
        self.hosts = Set(hosts.map { $0.lowercased() })
        self.takesUnnamed = takesUnnamed
        self.relays = Set(relays.map { $0.lowercased() })
        self.writesBelowReceived = writesBelowReceived
        self.sealers = Set(sealers.map { $0.lowercased() })
        self.forwarders = Set(forwarders.map { $0.lowercased() })
        self.ownDomains = Set(ownDomains.map { $0.lowercased() })
        self.dkimAlignment = dkimAlignment
        self.spfAlignment = spfAlignment
    }

    func isTrusted(_ authservID: String) -> Bool {
        authservID.isEmpty ? takesUnnamed : hosts.contains(authservID)
    }
}
