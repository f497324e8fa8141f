/// Where a setting comes from, from the strongest to the weakest.
package enum LimitOrigin: String, Hashable, Sendable, Codable, CaseIterable {
    case `case`
    case organisation
    /// The workflow's definition.
    case process
    /// What holds when nobody has set anything.
    case system

    package var text: String {
        switch self {
        case .case: "set for this case"
        case .organisation: "set by the organisation"
        case .process: "set by the workflow"
        case .system: "the system's default"
        }
    }
}

/// A value together with who set it, so that a screen can say why a step waits as long as it does.
package struct Resolved<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    package var origin: LimitOrigin

    package init(_ value: Value, _ origin: LimitOrigin) {
        self.value = value
        self.origin = origin
    }
}
