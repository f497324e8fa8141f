extension ApprovalDecision {
    /// How many of those who are asked have to agree. As text: `any`, `all`, `sequence`, `2-of-3`.
    package enum Mode: RawRepresentable, Hashable, Sendable, Codable {
        case any
        case all
        /// All, one after the other in the order they are named.
        case sequence
        /// So many different people of those who are named; how many are named stands there to be checked.
        case quorum(Int, of: Int)

        package init?(rawValue: String) {
            switch rawValue {
            case "any": self = .any
            case "all": self = .all
            case "sequence": self = .sequence
            default:
                let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
                guard parts.count == 3, parts[1] == "of", let wanted = Int(parts[0]), let named = Int(parts[2]),
                    wanted >= 1, wanted <= named, "\(wanted)-of-\(named)" == rawValue
                else { return nil }
                self = .quorum(wanted, of: named)
            }
        }

        package var rawValue: String {
            switch self {
            case .any: "any"
            case .all: "all"
            case .sequence: "sequence"
            case .quorum(let wanted, let named): "\(wanted)-of-\(named)"
            }
        }

        /// How many have to agree where `seats` people are asked.
        package func needed(of seats: Int) -> Int {
            switch self {
            case .any: min(1, seats)
            case .all, .sequence: seats
            case .quorum(let wanted, _): wanted
            }
        }

        /// Whether everybody who is asked may be one that the approval rests on, so that each one's limit has to do.
        var asksAlternatives: Bool {
            switch self {
            case .any, .quorum: true
            case .all, .sequence: false
            }
        }
    }
}
