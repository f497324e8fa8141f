/// Who had a hand in an invoice; none of them may agree to it (separation of duties).
package struct Duties: Hashable, Sendable, Codable {
    package enum Part: String, Hashable, Sendable, Codable, CaseIterable {
        case submitted, ordered, received
        case changedBank = "changed-bank"

        /// What somebody did: `A1 ordered and may not approve`.
        package var words: String {
            switch self {
            case .submitted: "submitted the invoice"
            case .ordered: "ordered"
            case .received: "received the goods"
            case .changedBank: "changed the supplier's bank details"
            }
        }
    }

    /// People as the records write them: by id, name or mail address.
    package private(set) var people: [Part: [String]] = [:]
    /// Parts that somebody took and nobody recorded, so that nobody is kept from approving for them.
    package private(set) var unknown: [Part] = []

    package init(ordered: [String] = []) { add(.ordered, ordered) }

    package mutating func add(_ part: Part, _ names: [String]) {
        guard !names.isEmpty else { return }
        people[part, default: []] += names
    }

    package mutating func addUnknown(_ part: Part) {
        if !unknown.contains(part) { unknown.append(part) }
    }

    /// - Returns: The first part that keeps somebody from approving; `nil` = none.
    /// - Parameter isHim: Whether a name in a record means him.
    package func part(where isHim: (String) -> Bool) -> Part? {
        Part.allCases.first { people[$0, default: []].contains(where: isHim) }
    }

    /// What approvers are told about parts that are not recorded; `nil` = everything is.
    package var gap: String? {
        guard !unknown.isEmpty else { return nil }
        return "not recorded, so nobody was kept from approving for it: who "
            + unknown.map(\.words).joined(separator: ", who ")
    }
}

/// Who did what beside invoices, as the organisation's records write it.
package struct DutyRecords: Hashable, Sendable, Codable {
    /// By order number, one for each receipt; an empty name = not recorded.
    package var receivers: [String: [String]]
    /// Who last changed a supplier's bank details, by the supplier's id; none = not recorded.
    package var bankChangers: [String: String]

    package init(receivers: [String: [String]] = [:], bankChangers: [String: String] = [:]) {
        self.receivers = receivers
        self.bankChangers = bankChangers
    }
}

extension Duties {
    /// What is recorded about the invoice of a case.
    package init(_ file: CaseFile, _ records: DutyRecords) {
        self.init(ordered: file.match?.orderedBy ?? [])
        let orders = file.match?.verdict.orderNumbers ?? []
        if !orders.isEmpty, file.match?.orderedBy.isEmpty ?? true { addUnknown(.ordered) }
        let received = orders.flatMap { records.receivers[$0] ?? [] }
        add(.received, Set(received.filter { !$0.isEmpty }).sorted())
        if received.contains("") { addUnknown(.received) }
        if let supplier = file.checked?.supplier?.id {
            if let person = records.bankChangers[supplier] {
                add(.changedBank, [person])
            } else {
                addUnknown(.changedBank)
            }
        }
        if let person = file.submitter { add(.submitted, [person]) } else { addUnknown(.submitted) }
    }
}
