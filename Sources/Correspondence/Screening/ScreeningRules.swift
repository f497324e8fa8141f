/// What happens to a mail.
package enum ScreeningAction: Hashable, Sendable {
    /// A case of this process is opened.
    case process(String)
    /// A person decides.
    case review
    /// Nothing is opened; the text says why, for people.
    case reject(String)
}

/// A rule of an organisation.
package struct ScreeningRule: Hashable, Sendable {
    package var name: String
    /// The lowest number goes first; of the same, the one that is written first.
    package var priority: Int
    /// `nil` = every mail.
    package var condition: ScreeningCondition?
    package var action: ScreeningAction

    package init(name: String, priority: Int = 100, condition: ScreeningCondition?, action: ScreeningAction) {
        self.name = name
        self.priority = priority
        self.condition = condition
        self.action = action
    }
}

/// The rules by which an organisation takes mails, and refuses them (docs/decisions/0090). The first that fits decides.
///
/// ```json
/// { "version": 1, "default": { "review": true }, "rules": [
///   { "name": "Invoices", "subject": "Invoice", "process": "AP" },
///   { "name": "Seller", "from": "bills@seller.example", "process": "AP" },
///   { "name": "No adverts", "priority": 10, "when": { "all": [{ "nature": "bulk" }, { "not": { "attachments": {} } }] },
///     "reject": "Adverts are not read." } ] }
/// ```
package struct ScreeningRules: Hashable, Sendable {
    /// In the order in which they are asked.
    package let rules: [ScreeningRule]
    /// Where no rule fits.
    package let otherwise: ScreeningAction

    package init(_ rules: [ScreeningRule], otherwise: ScreeningAction = .review) {
        // `sorted` keeps the order of equals only by place.
        self.rules = rules.enumerated().sorted {
            ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset)
        }.map(\.element)
        self.otherwise = otherwise
    }

    /// - Parameter facts: A mail.
    package func decide(_ facts: ScreeningFacts) -> ScreeningOutcome {
        var asked: [ScreeningOutcome.Asked] = []
        for rule in rules {
            let trace = rule.condition?.trace(facts) ?? ScreeningTrace(words: "every mail", holds: true)
            asked.append(.init(rule: rule.name, trace: trace))
            if trace.holds { return ScreeningOutcome(action: rule.action, rule: rule.name, asked: asked) }
        }
        return ScreeningOutcome(action: otherwise, rule: nil, asked: asked)
    }
}

/// What the rules say of a mail, and why.
package struct ScreeningOutcome: Hashable, Sendable {
    package struct Asked: Hashable, Sendable {
        package var rule: String
        package var trace: ScreeningTrace
    }

    package var action: ScreeningAction
    /// `nil` = none fitted.
    package var rule: String?
    /// Every rule that was asked, up to the one that decided.
    package var asked: [Asked]

    package var reason: MailReason? {
        switch action {
        case .process: nil
        case .review: .reviewByRule
        case .reject: .refusedByRule
        }
    }

    /// For people: a line for each condition, moved in by its depth; `+` holds, `-` does not.
    package var explanation: [String] {
        asked.flatMap { asked in
            ["\(asked.trace.holds ? "+" : "-") rule \(MailQuote.short(asked.rule))"] + Self.lines(asked.trace, 1)
        } + (rule == nil ? ["no rule fits"] : [])
    }

    private static func lines(_ trace: ScreeningTrace, _ depth: Int) -> [String] {
        let seen = trace.seen.map { $0.isEmpty ? "" : " (there: \($0))" } ?? ""
        return [String(repeating: "  ", count: depth) + "\(trace.holds ? "+" : "-") \(trace.words)\(seen)"]
            + trace.inner.flatMap { lines($0, depth + 1) }
    }
}
