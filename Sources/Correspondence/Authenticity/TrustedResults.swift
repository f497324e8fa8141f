/// Which lines of a head are the receiving server's own results (RFC 8601 §5 and §7.1).
///
/// The receiving server is expected to take off lines that carry its name when a mail comes in. The second line of defence is the
/// place: servers write on top of what they are given, so the lines above the border's own `Received` cannot have been written by a
/// stranger. Read from the top, the border's is the first `Received` that is not of a listed relay behind it. Below
/// it everything is the sender's, with one exception that has to be switched on: filters of Postfix write directly
/// below its line.
struct TrustedResults {
    let all: [AuthenticationResults]

    init(_ head: MailHead, _ trust: MailTrust) {
        guard let border = Self.border(head, trust) else {
            all = []
            return
        }
        var lines = head.headers[..<border].filter { Self.isResults($0) }
        if trust.writesBelowReceived {
            lines += head.headers[(border + 1)...].prefix { Self.isOfFilter($0) }.filter { Self.isResults($0) }
        }
        var known: Set<String> = []
        var all: [AuthenticationResults] = []
        for line in lines {
            guard var results = AuthenticationResults(line.raw), trust.isTrusted(results.authservID) else { continue }
            // A method that was told of above is not told of again below, where a stranger's line could stand.
            results.results.removeAll { known.contains($0.method) }
            known.formUnion(results.results.map(\.method))
            all.append(results)
        }
        self.all = all
    }

    func results(of method: String) -> [AuthenticationResults.Result] {
        all.flatMap(\.results).filter { $0.method == method }
    }

    /// Place of the border's `Received`; `nil` = there is none, and no line can be told from a stranger's.
    private static func border(_ head: MailHead, _ trust: MailTrust) -> Int? {
        head.headers.firstIndex { header in
            guard header.name.lowercased().trimmedBlanks == "received" else { return false }
            guard let by = ReceivedLine(header.raw).by else { return true }
            return !trust.relays.contains(by)
        }
    }

    /// What filters write in one run: opendkim, opendmarc, openarc, rspamd, policyd-spf.
    private static func isOfFilter(_ header: MailHeader) -> Bool {
        let name = header.name.lowercased()
        return isResults(header) || ["dkim-filter", "dmarc-filter", "arc-filter", "received-spf"].contains(name)
            || name.hasPrefix("x-spam") || name.hasPrefix("x-rspamd")
    }

    private static func isResults(_ header: MailHeader) -> Bool {
        header.name.lowercased() == "authentication-results"
    }
}
