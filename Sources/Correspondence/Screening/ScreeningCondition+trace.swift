/// How a condition came out, with those it is made of.
package struct ScreeningTrace: Hashable, Sendable {
    /// What was asked: `subject contains "invoice"`.
    package var words: String
    package var holds: Bool
    /// What was there instead or fitted; at most 80 characters; `nil` where nothing is told.
    package var seen: String?
    package var inner: [ScreeningTrace] = []
}

extension ScreeningCondition {
    /// Every part is looked at, also when the result stands already, so that a person sees all of them.
    package func trace(_ facts: ScreeningFacts) -> ScreeningTrace {
        switch self {
        case .all(let parts):
            let inner = parts.map { $0.trace(facts) }
            return ScreeningTrace(words: "all of", holds: inner.allSatisfy(\.holds), inner: inner)
        case .any(let parts):
            let inner = parts.map { $0.trace(facts) }
            return ScreeningTrace(words: "any of", holds: inner.contains(where: \.holds), inner: inner)
        case .not(let part):
            let inner = part.trace(facts)
            return ScreeningTrace(words: "not", holds: !inner.holds, inner: [inner])
        case .header(let name, let test):
            return text("header \(MailQuote.short(name))", test, facts.head.all(name).map(\.value))
        case .from(let test): return text("sender", test, facts.verdict.from.map { [$0.description] } ?? [])
        case .subject(let test): return text("subject", test, facts.head.all("Subject").map(\.value))
        case .to(let test): return text("receiver", test, Self.addresses(facts.head, "To"))
        case .copy(let test): return text("copy", test, Self.addresses(facts.head, "Cc"))
        case .body(let test): return text("text", test, facts.body.isEmpty ? [] : [facts.body])
        case .listID(let test): return text("list", test, facts.head.all("List-Id").map(\.value))
        case .fromDomain(let domain):
            let sender = facts.verdict.from.flatMap { DomainName($0.domain) }
            let holds = sender.map { sender in DomainName(domain).map(sender.isWithin) ?? false } ?? false
            return ScreeningTrace(words: "sender's domain is \(domain)", holds: holds, seen: sender?.description)
        case .authentic(let wanted):
            return ScreeningTrace(
                words: wanted ? "is authentic" : "is not authentic", holds: facts.verdict.isAuthentic == wanted)
        case .check(let check, let wanted):
            let seen = Self.results(check, facts.verdict)
            return ScreeningTrace(
                words: "\(check.rawValue) is \(wanted.rawValue)", holds: seen.contains(wanted),
                seen: MailQuote.short(seen.map(\.rawValue).joined(separator: ", ")))
        case .suspicion(let wanted):
            let seen = facts.verdict.suspicions.map(SuspicionName.init)
            return ScreeningTrace(
                words: "suspicion \(wanted?.rawValue ?? "of any kind")",
                holds: wanted.map(seen.contains) ?? !seen.isEmpty, seen: seen.map(\.rawValue).joined(separator: ", "))
        case .sender(let wanted):
            let seen = Self.name(facts.sender)
            return ScreeningTrace(words: "sender is a \(wanted.rawValue)", holds: seen == wanted, seen: seen.rawValue)
        case .attachment(let test):
            let count = test.count(in: facts.attachments)
            return ScreeningTrace(words: test.words, holds: test.count.contains(count), seen: "\(count)")
        case .size(let range):
            return ScreeningTrace(
                words: "size \(range.words)", holds: range.contains(facts.size), seen: "\(facts.size)")
        case .nature(let kind):
            return ScreeningTrace(words: "is \(kind.rawValue)", holds: facts.nature.has(kind))
        case .forwarded(let wanted):
            return ScreeningTrace(
                words: wanted ? "is forwarded" : "is not forwarded", holds: (facts.forwarded != nil) == wanted)
        }
    }

    private func text(_ what: String, _ test: TextTest, _ values: [String]) -> ScreeningTrace {
        let fitting = values.first(where: test.holds)
        return ScreeningTrace(
            words: "\(what) \(test.words)", holds: fitting != nil,
            seen: (fitting ?? values.first).map { MailQuote.short($0) })
    }

    private static func addresses(_ head: MailHead, _ name: String) -> [String] {
        head.all(name).flatMap { AddressList($0.raw).addresses.map(\.spec) }
    }

    private static func results(_ check: MailCheck, _ verdict: MailVerdict) -> [MailVerdict.Check] {
        switch check {
        case .spf: [verdict.spf]
        case .dkim: verdict.dkim.isEmpty ? [.none] : verdict.dkim.map(\.check)
        case .dmarc: [verdict.dmarc]
        case .arc: [verdict.arc]
        }
    }

    private static func name(_ sender: KnownSenders.Kind) -> SenderName {
        switch sender {
        case .user: .user
        case .supplier: .supplier
        case .stranger: .stranger
        }
    }
}
