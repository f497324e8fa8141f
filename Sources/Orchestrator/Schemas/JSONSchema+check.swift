extension JSONSchema {
    /// What is wrong with the value; empty when it fits. At most 100 faults, in the order of names.
    package func faults(in value: JSONValue) -> [JSONFault] {
        var faults: [JSONFault] = []
        check(value, against: root, at: JSONPointer(), &faults)
        return Array(faults.prefix(Self.most))
    }

    package func fits(_ value: JSONValue) -> Bool { faults(in: value).isEmpty }

    private static let most = 100

    func check(_ value: JSONValue, against index: Int, at pointer: JSONPointer, _ faults: inout [JSONFault]) {
        guard faults.count < Self.most else { return }
        let node = nodes[index]
        if node.isNever {
            faults.append(JSONFault(pointer, "must not be there"))
            return
        }
        if let reference = node.reference { check(value, against: reference, at: pointer, &faults) }
        if let kinds = node.kinds, !kinds.contains(where: { value.isOf($0) }) {
            faults.append(JSONFault(pointer, "must be \(JSONKind.names(kinds)), not \(value.kind.name)"))
            return
        }
        if let allowed = node.allowed.first(where: { !$0.contains(value) }) {
            faults.append(JSONFault(pointer, "must be \(Self.list(allowed))"))
        }
        switch value {
        case .number(let number): checkNumber(number, node, at: pointer, &faults)
        case .string(let text): checkText(text, node, at: pointer, &faults)
        case .array(let items): checkItems(items, node, at: pointer, &faults)
        case .object(let members): checkMembers(members, node, at: pointer, &faults)
        case .null, .bool: break
        }
    }

    private func checkNumber(_ value: Double, _ node: Node, at pointer: JSONPointer, _ faults: inout [JSONFault]) {
        func tell(_ holds: Bool?, _ rule: String, _ bound: Double?) {
            if holds == false, let bound { faults.append(JSONFault(pointer, "must be \(rule) \(bound.plain)")) }
        }
        tell(node.minimum.map { value >= $0 }, "at least", node.minimum)
        tell(node.maximum.map { value <= $0 }, "at most", node.maximum)
        tell(node.exclusiveMinimum.map { value > $0 }, "more than", node.exclusiveMinimum)
        tell(node.exclusiveMaximum.map { value < $0 }, "less than", node.exclusiveMaximum)
    }

    private func checkText(_ value: String, _ node: Node, at pointer: JSONPointer, _ faults: inout [JSONFault]) {
        if node.minLength != nil || node.maxLength != nil {
            let length = value.unicodeScalars.count
            if let least = node.minLength, length < least {
                faults.append(JSONFault(pointer, least == 1 ? "must not be empty" : "must have \(least) characters"))
            }
            if let most = node.maxLength, length > most {
                faults.append(JSONFault(pointer, "must have at most \(most) characters"))
            }
        }
        if let pattern = node.pattern, !pattern.isFound(in: value) {
            faults.append(JSONFault(pointer, "must look like \(pattern.source)"))
        }
    }

    private func checkItems(
        _ items: [JSONValue], _ node: Node, at pointer: JSONPointer, _ faults: inout [JSONFault]
    ) {
        if let least = node.minItems, items.count < least {
            faults.append(JSONFault(pointer, least == 1 ? "must not be empty" : "must have at least \(least) items"))
        }
        if let most = node.maxItems, items.count > most {
            faults.append(JSONFault(pointer, "must have at most \(most) items"))
        }
        if node.uniqueItems, Set(items).count < items.count {
            faults.append(JSONFault(pointer, "must not hold anything twice"))
        }
        guard let schema = node.items else { return }
        for (index, item) in items.enumerated() { check(item, against: schema, at: pointer.appending(index), &faults) }
    }

    private func checkMembers(
        _ members: [String: JSONValue], _ node: Node, at pointer: JSONPointer, _ faults: inout [JSONFault]
    ) {
        for name in node.required where members[name] == nil {
            faults.append(JSONFault(pointer, "\(name) is missing"))
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let schema = node.properties[name] {
                check(value, against: schema, at: pointer.appending(name), &faults)
            } else if let additional = node.additional {
                if nodes[additional].isNever {
                    faults.append(JSONFault(pointer.appending(name), Self.unknown(node)))
                } else {
                    check(value, against: additional, at: pointer.appending(name), &faults)
                }
            }
        }
    }

    private static func unknown(_ node: Node) -> String {
        let names = node.properties.keys.sorted()
        return names.isEmpty ? "nothing may stand here" : "is not known; there are \(names.joined(separator: ", "))"
    }

    private static func list(_ values: [JSONValue]) -> String {
        values.prefix(12).map { (try? JSONText.text($0)) ?? "?" }.joined(separator: " or ")
            + (values.count > 12 ? " …" : "")
    }
}

extension Double {
    /// Without a fraction where there is none.
    var plain: String { rounded() == self && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
