/// Finds out whether a mail comes from the domain of its header From, and what speaks for a fraud (docs/decisions/0089).
package struct SenderCheck: Sendable {
    package var trust: MailTrust
    package var suffixes: PublicSuffixes
    package var lookAlikes: LookAlikes
    /// Names of suppliers, for display names that hold another's.
    package var names: KnownNames

    package init(
        trust: MailTrust, suffixes: PublicSuffixes, lookAlikes: LookAlikes? = nil, names: KnownNames = KnownNames()
    ) {
        self.trust = trust
        self.suffixes = suffixes
        self.lookAlikes = lookAlikes ?? LookAlikes(known: trust.ownDomains.sorted(), suffixes)
        self.names = names
    }

    /// - Parameter signatures: What an own check of DKIM found; empty when there was none.
    package func verdict(of head: MailHead, signatures: [OwnDKIM] = []) -> MailVerdict {
        let sender = SenderLine(head)
        let trusted = TrustedResults(head, trust)
        let direct = Told(trusted.results(of:))
        var verdict = MailVerdict(
            source: trusted.all.isEmpty ? .nobody : .receivingHost, from: sender.address, spf: .none)
        verdict.suspicions = suspicions(head, sender)
        direct.write(to: &verdict)
        guard let from = sender.address else {
            verdict.words.append("The header From holds no address, several, or one that is not of the plain kind.")
            return verdict
        }
        if direct.dmarc != .fail {
            prove(direct, from, "The receiving server says", &verdict)
            if !verdict.isAuthentic { proveByOwn(signatures, from, &verdict) }
        } else {
            verdict.words.append("The receiving server says that DMARC failed.")
        }
        if !verdict.isAuthentic { proveBySeal(head, trusted, from, &verdict) }
        if trusted.all.isEmpty, signatures.isEmpty {
            verdict.words.append("No result is of a server that is trusted, and no signature was checked.")
        }
        if !verdict.isAuthentic {
            verdict.words.append("Nothing proves that it comes from \(from.domain.lowercased()).")
        }
        return verdict
    }

    /// The listed forwarder that brought the mail; `nil` for none. It vouches for what it forwards and proves nothing.
    package func forwarder(of head: MailHead) -> String? {
        let told = Told(TrustedResults(head, trust).results(of:))
        let domains =
            told.dkim.filter { $0.check == .pass }.map(\.domain) + (told.spf == .pass ? [told.spfDomain] : [])
        return domains.first { trust.forwarders.contains($0) }
    }

    private func prove(_ told: Told, _ from: MailAddress, _ who: String, _ verdict: inout MailVerdict) {
        for signature in told.dkim where signature.check == .pass {
            if suffixes.isAligned(signature.domain, with: from.domain, trust.dkimAlignment) {
                verdict.isAuthentic = true
                verdict.words.append("\(who) that a DKIM signature of \(signature.domain) passed.")
                return
            }
        }
        if told.spf == .pass, suffixes.isAligned(told.spfDomain, with: from.domain, trust.spfAlignment) {
            verdict.isAuthentic = true
            verdict.words.append("\(who) that SPF passed for \(told.spfDomain).")
        }
    }

    private func proveByOwn(_ signatures: [OwnDKIM], _ from: MailAddress, _ verdict: inout MailVerdict) {
        if verdict.source == .nobody, !signatures.isEmpty {
            verdict.source = .own
            verdict.dkim = signatures.map {
                .init(domain: $0.domain.lowercased(), check: $0.passed ? ($0.proves ? .pass : .policy) : .fail)
            }
        }
        guard
            let proof = signatures.first(where: {
                $0.proves && suffixes.isAligned($0.domain, with: from.domain, trust.dkimAlignment)
            })
        else { return }
        verdict.source = .own
        verdict.isAuthentic = true
        verdict.words.append("A DKIM signature of \(proof.domain.lowercased()) was checked here and passed.")
    }

    /// A server before ours saw the mail as it was. Its word counts when ours says that the seals hold (`arc=pass`) and it is
    /// listed. DMARC that failed at ours does not speak against it: that is what seals are for (RFC 8617 §7.2.1); but DMARC that
    /// failed at the one who sealed does.
    private func proveBySeal(
        _ head: MailHead, _ trusted: TrustedResults, _ from: MailAddress, _ verdict: inout MailVerdict
    ) {
        guard trusted.results(of: "arc").contains(where: { $0.check == .pass }), let set = ARCSet(head) else { return }
        guard trust.sealers.contains(set.sealer) else {
            verdict.words.append("The mail is sealed by a server that is not listed.")
            return
        }
        let told = Told { method in set.results.results.filter { $0.method == method } }
        guard told.dmarc != .fail else {
            verdict.words.append("\(set.sealer), which sealed the mail, says that DMARC failed.")
            return
        }
        prove(told, from, "\(set.sealer), which sealed the mail, says", &verdict)
        guard verdict.isAuthentic else { return }
        let arc = verdict.arc
        told.write(to: &verdict)
        verdict.arc = arc
        verdict.source = .sealed
    }

    private func suspicions(_ head: MailHead, _ sender: SenderLine) -> [MailVerdict.Suspicion] {
        var found: [MailVerdict.Suspicion] = []
        if sender.isSeveral { found.append(.severalSenders) }
        for written in sender.addresses {
            guard let domain = written.spec.split(separator: "@").last.map(String.init) else { continue }
            if let known = lookAlikes.resembled(by: domain) { found.append(.lookAlike(of: known)) }
            if names.isMisleading(written.name, domain, suffixes) { found.append(.displayName) }
        }
        let from = sender.addresses.first.flatMap { $0.spec.split(separator: "@").last.map(String.init) }
        for line in head.all("Reply-To") {
            for written in AddressList(line.raw).addresses {
                guard let domain = written.spec.split(separator: "@").last.map(String.init) else { continue }
                if let from, suffixes.isAligned(domain, with: from) { continue }
                found.append(.replyTo(domain: DomainName(domain)?.description ?? domain.lowercased()))
                if let known = lookAlikes.resembled(by: domain) { found.append(.lookAlike(of: known)) }
            }
        }
        var seen: Set<MailVerdict.Suspicion> = []
        return found.filter { seen.insert($0).inserted }
    }
}

/// The header From.
struct SenderLine {
    let addresses: [WrittenAddress]
    /// `nil` = none, or not exactly one of the plain kind in exactly one line.
    let address: MailAddress?
    let isSeveral: Bool

    init(_ head: MailHead) {
        // `From : a@b` is an obsolete spelling that some servers let through.
        let lines = head.headers.filter { $0.name.lowercased().trimmedBlanks == "from" }
        let lists = lines.map { AddressList($0.raw) }
        addresses = lists.flatMap(\.addresses)
        isSeveral = lines.count > 1 || addresses.count > 1
        address = lines.count == 1 && lines[0].name.lowercased() == "from" ? lists[0].only : nil
    }
}

/// The results of one server, by method.
private struct Told {
    var spf: MailVerdict.Check = .none
    var spfDomain = ""
    var dkim: [MailVerdict.DKIM] = []
    var dmarc: MailVerdict.Check = .none
    var arc: MailVerdict.Check = .none

    init(_ results: (String) -> [AuthenticationResults.Result]) {
        // Of SPF only the envelope's sender counts (RFC 7489 §3.1.2); HELO does not.
        if let told = results("spf").first(where: { $0.value("smtp", "mailfrom") != nil }) ?? results("spf").first {
            spf = told.check ?? .none
            spfDomain = Self.domain(told.value("smtp", "mailfrom") ?? "")
        }
        dkim = results("dkim").compactMap { told in
            let domain = told.value("header", "d") ?? told.value("header", "i").map(Self.domain)
            return domain.map { .init(domain: $0.lowercased(), check: told.check ?? .none) }
        }
        let policies = results("dmarc").map { $0.check ?? .none }
        dmarc = policies.contains(.fail) ? .fail : policies.first ?? .none
        arc = results("arc").first?.check ?? .none
    }

    func write(to verdict: inout MailVerdict) {
        verdict.spf = spf
        verdict.spfDomain = spfDomain
        verdict.dkim = dkim
        verdict.dmarc = dmarc
        verdict.arc = arc
    }

    /// Of `bounce@seller.example`, `@seller.example`, `<bounce@seller.example>` or `seller.example`; empty for a null sender.
    private static func domain(_ value: String) -> String {
        let text = value.filter { $0 != "<" && $0 != ">" }
        return (text.split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? "").lowercased()
    }
}
