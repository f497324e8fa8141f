/// Looks whether a template names only what it will be given.
struct TemplateCheck {
    /// By file name without `.mustache`.
    let sources: [String: TemplateTags]

    /// - Parameter example: With everything that there can be.
    /// - Returns: `question.html.mustache:12: there is no {{suplier}}`; empty = all is well.
    func faults(of name: String, filledWith example: TemplateValue) -> [String] {
        var faults: [String] = []
        follow(name, [example], &faults, from: [])
        return faults
    }

    private func follow(_ name: String, _ stack: [TemplateValue], _ faults: inout [String], from callers: [String]) {
        guard let source = sources[name] else { return }
        var stack = stack
        for tag in source.tags {
            let place = "\(name).mustache:\(tag.line)"
            switch tag.kind {
            case .partial:
                if sources[tag.name] == nil { faults.append("\(place): there is no template \(tag.name)") }
                if callers.contains(tag.name) || tag.name == name {
                    faults.append("\(place): \(tag.name) uses itself")
                } else {
                    follow(tag.name, stack, &faults, from: callers + [name])
                }
            case .end: if stack.count > 1 { stack.removeLast() }
            case .value, .raw, .section, .inverted:
                let found = find(tag.name, stack)
                if found == nil { faults.append("\(place): there is no {{\(tag.name)}}") }
                if tag.kind == .value, let found, !found.isText {
                    faults.append("\(place): {{\(tag.name)}} is no text; use {{#\(tag.name)}}")
                }
                if tag.kind == .section { stack.append(found.map(\.inside) ?? .group([:])) }
                if tag.kind == .inverted { stack.append(stack[stack.count - 1]) }
            }
        }
    }

    private func find(_ name: String, _ stack: [TemplateValue]) -> TemplateValue? {
        if name == "." { return stack.last }
        let parts = name.split(separator: ".").map(String.init)
        guard let first = parts.first else { return nil }
        for value in stack.reversed() {
            guard case .group(let entries) = value, var found = entries[first] else { continue }
            for part in parts.dropFirst() {
                guard case .group(let inner) = found, let next = inner[part] else { return nil }
                found = next
            }
            return found
        }
        return nil
    }
}

extension TemplateValue {
    var isText: Bool { if case .text = self { true } else { false } }

    /// What a section of it looks into.
    fileprivate var inside: TemplateValue {
        if case .list(let values) = self { values.first ?? .group([:]) } else { self }
    }
}
