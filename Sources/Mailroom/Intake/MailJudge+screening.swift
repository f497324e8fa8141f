import Correspondence

extension MailJudge {
    /// What senders and rules say.
    enum Screened: Hashable, Sendable {
        /// `nil` = the usual one.
        case process(String?)
        case stop(MailReason, words: String)
    }

    /// A rule that refuses comes first, so that adverts are no work for anybody. Then it counts who sent it; a rule cannot let in whom
    /// the organisation keeps out.
    func screened(_ sight: inout MailSight, _ office: MailOffice) -> Screened {
        let facts = ScreeningFacts(sight)
        let outcome = office.rules?.decide(facts)
        for line in outcome?.explanation ?? [] { sight.explain(line) }
        if case .reject(let words)? = outcome?.action { return .stop(.refusedByRule, words: words) }
        switch office.policy.outcome(sight.sender, sight.mail.verdict) {
        case .pass: sight.explain("The sender is \(sight.senderWords).")
        case .review(let reason), .reject(let reason):
            sight.explain("The sender is \(sight.senderWords): \(reason.rawValue).")
            return .stop(reason, words: "")
        }
        switch outcome?.action {
        case .process(let name): return .process(name)
        case .review where outcome?.rule == nil && office.weighs: return weighed(&sight, facts)
        case .review: return .stop(.reviewByRule, words: "")
        case .reject, nil: return office.weighs ? weighed(&sight, facts) : .process(nil)
        }
    }

    private func weighed(_ sight: inout MailSight, _ facts: ScreeningFacts) -> Screened {
        let score = InvoiceScore(facts)
        for point in score.points { sight.explain("\(point.points > 0 ? "+" : "")\(point.points) \(point.words)") }
        return score.isEnough ? .process(nil) : .stop(.unsure, words: "")
    }
}

extension ScreeningFacts {
    init(_ sight: MailSight) {
        let message = sight.message
        self.init(
            head: message.head, body: message.body.text, verdict: sight.mail.verdict, sender: sight.sender,
            attachments: message.parts.filter { !$0.isInline }.map {
                Attachment(name: $0.name ?? "", kind: $0.kind, size: $0.size, text: sight.text(of: $0))
            },
            size: sight.mail.size, nature: sight.nature, forwarded: sight.mail.origin?.standing)
    }
}

extension MailSight {
    /// Of what is text already; other documents are read by their cases.
    func text(of part: MailPart) -> String? {
        guard part.kind == .xml || part.kind == .text, let bytes = arrival.read.contents[part.path] else { return nil }
        return String(decoding: bytes.prefix(64_000), as: UTF8.self)
    }

    var senderWords: String {
        switch sender {
        case .user(let id): "user \(id)"
        case .supplier(let id): "of a domain of supplier \(id)"
        case .stranger: "not known"
        }
    }

    /// Reports of other servers (RFC 3464).
    var reports: [DeliveryStatus] {
        message.parts.filter { $0.kind == .deliveryStatus }.prefix(10).compactMap { part in
            arrival.read.contents[part.path].map { DeliveryStatus(String(decoding: $0, as: UTF8.self)) }
        }
    }
}
