/// Why a rules file cannot be used: everything at once.
package struct RuleFaults: Error, Hashable, Sendable, CustomStringConvertible {
    package var problems: [RuleProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ScreeningRules {
    /// - Parameter json: A file of version 1.
    /// - Throws: Every fault with its place.
    package init(json: [UInt8]) throws(RuleFaults) {
        guard case .object(let values)? = RuleValue(json: json) else {
            throw RuleFaults(problems: [RuleProblem("", "The rules must be a JSON object.")])
        }
        var reader = RuleReader("", values)
        let version = reader.whole("version")
        if version != 1 {
            reader.fault("version", version == nil ? "is missing; it is 1" : "is not known; it must be 1")
        }
        var otherwise = ScreeningAction.review
        if var inside = reader.object("default") {
            otherwise = Self.action(&inside) ?? .review
            reader.add(inside.finished())
        }
        var rules: [ScreeningRule] = []
        switch reader.value("rules") {
        case .list(let values)?:
            if values.count > 500 { reader.fault("rules", "are more than 500") }
            for (place, value) in values.prefix(500).enumerated() {
                if let rule = Self.rule(value, "rules[\(place)]", &reader) { rules.append(rule) }
            }
        case nil: reader.fault("rules", "is missing")
        default: reader.fault("rules", "must be a list")
        }
        var names: Set<String> = []
        for rule in rules where !names.insert(rule.name).inserted {
            reader.fault("rules", "hold two of the name \(MailQuote.short(rule.name))")
        }
        let problems = reader.finished()
        guard problems.isEmpty else { throw RuleFaults(problems: problems) }
        self.init(rules, otherwise: otherwise)
    }

    /// Conditions stand in `when`, or for short beside the name.
    private static func rule(_ value: RuleValue, _ place: String, _ reader: inout RuleReader) -> ScreeningRule? {
        guard case .object(let values) = value else {
            reader.fault(place, "must be an object")
            return nil
        }
        var inside = RuleReader(reader.path(place), values)
        let name = inside.text("name") ?? place
        let priority = inside.whole("priority") ?? 100
        let action = action(&inside)
        var conditions = ScreeningCondition.read(&inside).map { [$0] } ?? []
        let isAlways = inside.has("always")
        if isAlways, inside.flag("always") != true { inside.fault("always", "must be true") }
        if var when = inside.object("when") {
            if let condition = ScreeningCondition.read(&when) { conditions.append(condition) }
            if conditions.isEmpty, when.isEmpty, when.faults.isEmpty { when.fault("", "has no condition") }
            inside.add(when.finished())
        }
        // A rule that was meant to have a condition must not take everything.
        if conditions.isEmpty, !isAlways, inside.finished().isEmpty {
            inside.fault("", "has no condition; write \"always\": true if it is meant for every mail")
        }
        if !conditions.isEmpty, isAlways { inside.fault("always", "stands beside a condition") }
        let problems = inside.finished()
        reader.add(problems)
        guard problems.isEmpty, let action else { return nil }
        return ScreeningRule(
            name: name, priority: priority, condition: conditions.count > 1 ? .all(conditions) : conditions.first,
            action: action)
    }

    /// Exactly one of `process`, `review`, `reject`.
    private static func action(_ reader: inout RuleReader) -> ScreeningAction? {
        let given = ["process", "review", "reject"].filter(reader.has)
        guard given.count == 1 else {
            reader.fault("", "needs one of process, review, reject")
            for key in given { _ = reader.value(key) }
            return nil
        }
        switch given[0] {
        case "process": return reader.text("process").map(ScreeningAction.process)
        case "reject": return reader.text("reject").map(ScreeningAction.reject)
        default:
            guard let isReview = reader.flag("review") else { return nil }
            if !isReview { reader.fault("review", "must be true") }
            return .review
        }
    }
}
