/// What a look through a whole chain has found.
package struct AuditReport: Hashable, Sendable {
    package var blocks = 0
    /// Events that are sealed.
    package var events = 0
    /// Events that wait to be sealed.
    package var pending = 0
    /// Where the chain ends; `nil` while nothing is sealed.
    package var head: AuditHead?
    /// In the order of the chain, at most ``most``; empty when it holds.
    package var faults: [AuditFault] = []
    /// Events whose date may have been set back: no proof, for a clock can be wrong. At most ``most``.
    package var doubts: [AuditFault] = []
    /// How many faults there are in all.
    package var faultCount = 0

    package static let most = 100

    package init() {}

    package var holds: Bool { faultCount == 0 }

    mutating func add(_ fault: AuditFault) {
        faultCount += 1
        if faults.count < Self.most { faults.append(fault) }
    }

    mutating func doubt(_ fault: AuditFault) {
        if doubts.count < Self.most { doubts.append(fault) }
    }
}
