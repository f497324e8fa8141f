/// Conditions as they are written: an object whose keys must all hold; `all`, `any` and `not` put them together.
extension ScreeningCondition {
    static let keys = [
        "all", "any", "not", "header", "from", "fromDomain", "subject", "to", "cc", "body", "listId", "verdict",
        "suspicion",
        "sender", "attachments", "size", "nature", "forwarded",
    ]

    /// Takes every condition of an object.
    /// - Returns: `nil` when it has none.
    static func read(_ reader: inout RuleReader, depth: Int = 0) -> ScreeningCondition? {
        guard depth <= 10 else {
            reader.fault("", "stands too deep: conditions may lie in each other 10 times")
            for key in keys { _ = reader.value(key) }
            return nil
        }
        var parts: [ScreeningCondition] = []
        for key in keys where reader.has(key) { parts += part(key, &reader, depth) }
        return parts.count > 1 ? .all(parts) : parts.first
    }

    private static func part(_ key: String, _ reader: inout RuleReader, _ depth: Int) -> [ScreeningCondition] {
        switch key {
        case "all": return list(key, &reader, depth).map { [.all($0)] } ?? []
        case "any": return list(key, &reader, depth).map { [.any($0)] } ?? []
        case "not": return inner(key, &reader, depth).map { [.not($0)] } ?? []
        case "header": return header(&reader)
        case "from": return test(key, &reader, isWhole: true).map { [.from($0)] } ?? []
        case "fromDomain":
            guard let text = reader.text(key) else { return [] }
            if let domain = DomainName(text) { return [.fromDomain(domain.description)] }
            reader.fault(key, "must be a domain, as seller.example")
            return []
        case "subject": return test(key, &reader).map { [.subject($0)] } ?? []
        case "to": return test(key, &reader, isWhole: true).map { [.to($0)] } ?? []
        case "cc": return test(key, &reader, isWhole: true).map { [.copy($0)] } ?? []
        case "body": return test(key, &reader).map { [.body($0)] } ?? []
        case "listId": return test(key, &reader).map { [.listID($0)] } ?? []
        case "verdict": return verdict(&reader)
        case "suspicion":
            if case .bool(let wanted)? = reader.values[key] {
                _ = reader.value(key)
                return [wanted ? .suspicion(nil) : .not(.suspicion(nil))]
            }
            let name: SuspicionName? = reader.word(key)
            return name.map { [.suspicion($0)] } ?? []
        case "sender":
            let name: SenderName? = reader.word(key)
            return name.map { [.sender($0)] } ?? []
        case "attachments": return attachments(&reader)
        case "size": return range(key, &reader).map { [.size($0)] } ?? []
        case "nature":
            let kind: MailNature.Kind? = reader.word(key)
            return kind.map { [.nature($0)] } ?? []
        default: return reader.flag(key).map { [.forwarded($0)] } ?? []
        }
    }

    private static func list(_ key: String, _ reader: inout RuleReader, _ depth: Int) -> [ScreeningCondition]? {
        guard case .list(let values)? = reader.value(key), !values.isEmpty else {
            reader.fault(key, "must be a list of conditions that is not empty")
            return nil
        }
        return values.enumerated().compactMap { place, value in
            condition(value, "\(key)[\(place)]", &reader, depth)
        }
    }

    private static func inner(_ key: String, _ reader: inout RuleReader, _ depth: Int) -> ScreeningCondition? {
        guard let value = reader.value(key) else { return nil }
        return condition(value, key, &reader, depth)
    }

    private static func condition(
        _ value: RuleValue, _ key: String, _ reader: inout RuleReader, _ depth: Int
    ) -> ScreeningCondition? {
        guard case .object(let values) = value, !values.isEmpty else {
            reader.fault(key, "must be an object with a condition")
            return nil
        }
        var inside = RuleReader(reader.path(key), values)
        let condition = read(&inside, depth: depth + 1)
        reader.add(inside.finished())
        return condition
    }

    /// A text alone: it is contained, or for addresses it is the whole.
    private static func test(_ key: String, _ reader: inout RuleReader, isWhole: Bool = false) -> TextTest? {
        if case .object? = reader.values[key] {
            guard var inside = reader.object(key) else { return nil }
            let test = test(&inside)
            reader.add(inside.finished())
            return test
        }
        return reader.text(key).map { TextTest(kind: isWhole ? .equals($0) : .contains($0)) }
    }

    /// Exactly one of `exists`, `contains`, `equals`, `matches`.
    private static func test(_ reader: inout RuleReader) -> TextTest? {
        let given = ["exists", "contains", "equals", "matches"].filter(reader.has)
        guard given.count == 1 else {
            reader.fault("", "needs one of exists, contains, equals, matches")
            for key in given { _ = reader.value(key) }
            return nil
        }
        switch given[0] {
        case "exists":
            if reader.flag("exists") == false {
                reader.fault("exists", "must be true; put it into not to ask for the opposite")
            }
            return TextTest(kind: .exists)
        case "contains": return reader.text("contains").map { TextTest(kind: .contains($0)) }
        case "equals": return reader.text("equals").map { TextTest(kind: .equals($0)) }
        default:
            guard let pattern = reader.text("matches") else { return nil }
            do throws(TextTest.Fault) { return try TextTest.matching(pattern) } catch {
                reader.fault("matches", "cannot be used: \(error.message)")
                return nil
            }
        }
    }

    private static func header(_ reader: inout RuleReader) -> [ScreeningCondition] {
        guard var inside = reader.object("header") else { return [] }
        let name = inside.text("name")
        if name == nil { inside.fault("name", "must be the header's name") }
        let test = test(&inside)
        reader.add(inside.finished())
        guard let name, let test else { return [] }
        return [.header(name, test)]
    }

    private static func verdict(_ reader: inout RuleReader) -> [ScreeningCondition] {
        guard var inside = reader.object("verdict") else { return [] }
        var parts: [ScreeningCondition] = []
        if let wanted = inside.flag("authentic") { parts.append(.authentic(wanted)) }
        for check in MailCheck.allCases {
            let result: MailVerdict.Check? = inside.word(check.rawValue)
            if let result { parts.append(.check(check, result)) }
        }
        if parts.isEmpty, inside.faults.isEmpty { inside.fault("", "needs authentic, spf, dkim, dmarc or arc") }
        reader.add(inside.finished())
        return parts
    }

    private static func attachments(_ reader: inout RuleReader) -> [ScreeningCondition] {
        guard var inside = reader.object("attachments") else { return [] }
        var wanted = AttachmentTest()
        wanted.kind = inside.word("kind")
        if inside.has("name") { wanted.name = test("name", &inside) }
        if inside.has("text") { wanted.text = test("text", &inside) }
        if inside.has("size") { wanted.size = range("size", &inside) }
        if inside.has("count"), let count = range("count", &inside) { wanted.count = count }
        reader.add(inside.finished())
        return [.attachment(wanted)]
    }

    private static func range(_ key: String, _ reader: inout RuleReader) -> SizeRange? {
        guard var inside = reader.object(key) else { return nil }
        let range = SizeRange(least: inside.whole("min"), most: inside.whole("max"))
        if range.least == nil, range.most == nil { inside.fault("", "needs min, max or both") }
        if let least = range.least, let most = range.most, least > most { inside.fault("min", "must not be above max") }
        reader.add(inside.finished())
        return range
    }
}
