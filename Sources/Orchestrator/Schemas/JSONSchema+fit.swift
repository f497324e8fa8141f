extension JSONSchema {
    /// Where a value that fits this schema might not fit the other one: one agent gives what another one asks for.
    /// Careful rather than clever: what cannot be shown to fit does not. What a schema does not name, and does not allow
    /// in so many words (`additionalProperties`), counts as not given.
    package func misfits(for consumer: JSONSchema) -> [JSONFault] {
        var fit = SchemaFit(producer: self, consumer: consumer)
        fit.compare(root, consumer.root, at: JSONPointer())
        return fit.faults
    }
}

private struct SchemaFit {
    let producer: JSONSchema
    let consumer: JSONSchema
    var faults: [JSONFault] = []
    private var seen: Set<[Int]> = []

    init(producer: JSONSchema, consumer: JSONSchema) {
        self.producer = producer
        self.consumer = consumer
    }

    mutating func compare(_ given: Int, _ asked: Int, at pointer: JSONPointer) {
        // Schemas that hold themselves come round again.
        guard seen.insert([given, asked]).inserted, pointer.tokens.count < 64 else { return }
        let given = producer.conjuncts(of: given).map { producer.nodes[$0] }
        for index in consumer.conjuncts(of: asked) { compare(given, index, at: pointer) }
    }

    private mutating func compare(_ given: [JSONSchema.Node], _ index: Int, at pointer: JSONPointer) {
        let asked = consumer.nodes[index]
        if given.contains(where: \.isNever) { return }
        if asked.isNever { return tell(pointer, "is given, and must not be") }
        if let values = given.lazy.flatMap(\.allowed).first {
            return compare(values, index, at: pointer)
        }
        let kinds = Self.kinds(of: given)
        if let wanted = asked.kinds {
            let wrong = kinds.filter { kind in
                !wanted.contains(kind) && !(kind == .integer && wanted.contains(.number))
            }
            guard wrong.isEmpty else {
                return tell(pointer, "may be \(JSONKind.names(wrong)), where \(JSONKind.names(wanted)) is asked for")
            }
        }
        if !asked.allowed.isEmpty { return tell(pointer, "may be anything, where certain values are asked for") }
        if kinds.contains(.number) || kinds.contains(.integer) { numbers(given, asked, at: pointer) }
        if kinds.contains(.string) { texts(given, asked, at: pointer) }
        if kinds.contains(.array) { items(given, asked, at: pointer) }
        if kinds.contains(.object) { members(given, asked, at: pointer) }
    }

    private mutating func tell(_ pointer: JSONPointer, _ message: String) { faults.append(JSONFault(pointer, message)) }

    private mutating func compare(_ values: [JSONValue], _ index: Int, at pointer: JSONPointer) {
        for value in values {
            var wrong: [JSONFault] = []
            consumer.check(value, against: index, at: pointer, &wrong)
            if let first = wrong.first {
                let text = (try? JSONText.text(value)) ?? "?"
                return tell(pointer, "may be \(text), which \(first.message)")
            }
        }
    }

    private static func kinds(of given: [JSONSchema.Node]) -> Set<JSONKind> {
        let all = Set(JSONKind.allCases).subtracting([.integer])
        return given.compactMap(\.kinds).reduce(all) { known, kinds in
            // A whole number is a number as well.
            let widened = kinds.contains(.integer) && known.contains(.number) ? known.union([.integer]) : known
            return widened.intersection(kinds.contains(.number) ? kinds.union([.integer]) : kinds)
        }
    }

    private mutating func numbers(_ given: [JSONSchema.Node], _ asked: JSONSchema.Node, at pointer: JSONPointer) {
        let low = given.compactMap(\.minimum).max()
        let high = given.compactMap(\.maximum).min()
        let above = given.compactMap(\.exclusiveMinimum).max()
        let below = given.compactMap(\.exclusiveMaximum).min()
        if let least = asked.minimum, !([low, above].contains { $0.map { $0 >= least } ?? false }) {
            tell(pointer, "may be less than \(least.plain)")
        }
        if let most = asked.maximum, !([high, below].contains { $0.map { $0 <= most } ?? false }) {
            tell(pointer, "may be more than \(most.plain)")
        }
        if let least = asked.exclusiveMinimum, !(low.map { $0 > least } ?? false || above.map { $0 >= least } ?? false)
        {
            tell(pointer, "may be \(least.plain) or less")
        }
        if let most = asked.exclusiveMaximum, !(high.map { $0 < most } ?? false || below.map { $0 <= most } ?? false) {
            tell(pointer, "may be \(most.plain) or more")
        }
    }

    private mutating func texts(_ given: [JSONSchema.Node], _ asked: JSONSchema.Node, at pointer: JSONPointer) {
        if let least = asked.minLength, least > 0, given.compactMap(\.minLength).max() ?? 0 < least {
            tell(pointer, "may be shorter than \(least)")
        }
        if let most = asked.maxLength, given.compactMap(\.maxLength).min() ?? .max > most {
            tell(pointer, "may be longer than \(most)")
        }
        if let pattern = asked.pattern, !given.contains(where: { $0.pattern == pattern }) {
            tell(pointer, "need not look like \(pattern.source)")
        }
    }

    private mutating func items(_ given: [JSONSchema.Node], _ asked: JSONSchema.Node, at pointer: JSONPointer) {
        if let least = asked.minItems, least > 0, given.compactMap(\.minItems).max() ?? 0 < least {
            tell(pointer, "may have fewer items than \(least)")
        }
        if let most = asked.maxItems, given.compactMap(\.maxItems).min() ?? .max > most {
            tell(pointer, "may have more items than \(most)")
        }
        if asked.uniqueItems, !given.contains(where: \.uniqueItems) { tell(pointer, "may hold something twice") }
        guard let wanted = asked.items else { return }
        guard let items = given.lazy.compactMap(\.items).first else {
            if !consumer.isAnything(wanted) { tell(pointer, "says nothing about its items") }
            return
        }
        compare(items, wanted, at: pointer.appending("items"))
    }

    private mutating func members(_ given: [JSONSchema.Node], _ asked: JSONSchema.Node, at pointer: JSONPointer) {
        let known = given.reduce(into: [String: Int]()) { all, node in all.merge(node.properties) { first, _ in first }
        }
        let others = given.lazy.compactMap(\.additional).first
        let certain = Set(given.flatMap(\.required))
        for name in asked.required where !certain.contains(name) {
            tell(pointer.appending(name), known[name] == nil ? "is not given" : "is not always given")
        }
        for (name, wanted) in asked.properties.sorted(by: { $0.key < $1.key }) {
            if let own = known[name] ?? others { compare(own, wanted, at: pointer.appending(name)) }
        }
        guard let rest = asked.additional else { return }
        for (name, own) in known.sorted(by: { $0.key < $1.key }) where asked.properties[name] == nil {
            compare(own, rest, at: pointer.appending(name))
        }
        if let others { compare(others, rest, at: pointer) }
    }
}

extension JSONSchema {
    fileprivate func isAnything(_ index: Int) -> Bool { nodes[index] == Node() }
}
