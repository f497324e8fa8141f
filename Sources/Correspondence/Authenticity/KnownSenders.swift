/// Whom an organisation knows: its users, and the domains of its suppliers. Asked by address only, never by display name; whether
/// an address is the sender's is proved by ``MailVerdict``.
package struct KnownSenders: Hashable, Sendable, Codable {
    package enum Kind: Hashable, Sendable, Codable {
        case user(String)
        case supplier(String)
        case stranger
    }

    /// Address, lower case → id. `jane+bills@office.example` is jane only if it is listed as well: what stands behind the plus is
    /// free for whoever owns the mailbox with most servers, but with some it is another mailbox.
    private let users: [String: String]
    /// Domain or whole address, one spelling → id.
    private let suppliers: [String: String]

    /// - Parameter suppliers: Domains (`seller.example` stands for all below it, too), or whole addresses for suppliers that write
    ///   from a provider many share.
    package init(users: [String: String] = [:], suppliers: [String: String] = [:]) {
        self.users = Dictionary(users.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        self.suppliers = Dictionary(
            suppliers.map { (Self.spelling($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    package func kind(of address: MailAddress) -> Kind {
        let text = address.description.lowercased()
        if let id = users[text] { return .user(id) }
        if let id = suppliers[text] { return .supplier(id) }
        guard let labels = DomainName(address.domain)?.labels else { return .stranger }
        for start in labels.indices {
            if let id = suppliers[labels[start...].joined(separator: ".")] { return .supplier(id) }
        }
        return .stranger
    }

    /// Whose word it is: a stranger's unless the mail is authentic.
    package func proved(by verdict: MailVerdict) -> Kind {
        guard verdict.isAuthentic, let from = verdict.from else { return .stranger }
        return kind(of: from)
    }

    /// Domains that nobody can own alone: a supplier's entry for `co.uk` would let in everybody.
    package func problems(_ suffixes: PublicSuffixes) -> [String] {
        suppliers.keys.sorted().compactMap { name in
            guard !name.contains("@") else { return MailAddress(name) == nil ? "\(name) is no mail address" : nil }
            guard let domain = DomainName(name) else { return "\(name) is no domain" }
            return suffixes.organisation(of: domain) == nil
                ? "\(name) is shared by many; name the supplier's own domain below it" : nil
        }
    }

    private static func spelling(_ text: String) -> String {
        text.contains("@") ? text.lowercased() : DomainName(text)?.description ?? text.lowercased()
    }
}
