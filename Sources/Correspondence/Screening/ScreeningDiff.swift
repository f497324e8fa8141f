/// What other rules would do with the same mails: for trying them before they count.
package struct ScreeningDiff<ID: Hashable & Sendable>: Sendable {
    package struct Change: Hashable, Sendable {
        package var mail: ID
        package var before: ScreeningAction
        package var after: ScreeningAction
        package var ruleBefore: String?
        package var ruleAfter: String?
    }

    /// Mails that would go another way.
    package var changes: [Change] = []
    /// Mails that go the same way by another rule.
    package var otherRule = 0
    package var same = 0
    /// How often each new rule decides; one that is not in it never does.
    package var uses: [String: Int] = [:]

    package init(_ mails: some Sequence<(ID, ScreeningFacts)>, from before: ScreeningRules, to after: ScreeningRules) {
        for (mail, facts) in mails {
            let old = before.decide(facts)
            let new = after.decide(facts)
            if let rule = new.rule { uses[rule, default: 0] += 1 }
            if old.action != new.action {
                changes.append(
                    Change(
                        mail: mail, before: old.action, after: new.action, ruleBefore: old.rule, ruleAfter: new.rule))
            } else if old.rule != new.rule {
                otherRule += 1
            } else {
                same += 1
            }
        }
    }

    package var count: Int { changes.count + otherRule + same }
}
