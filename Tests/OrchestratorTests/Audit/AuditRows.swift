import Orchestrator
import Support

/// The three tables of a chain as rows, and a look through them as the database would give them.
struct AuditRows: Equatable {
    static let organisation = "6e1a3c1e-0c55-4a53-9d3e-0f6a7f3a0001"

    var events: [AuditEvent] = []
    var positions: [AuditPosition] = []
    var blocks: [AuditBlock] = []
    /// How many of the events, from the first, are sealed.
    var sealed = 0

    /// Blocks of up to 6 events, whose ids and transactions are in different orders; three events at the end are not sealed.
    init(blocks count: Int, seed: UInt64, tree: MerkleTree) {
        var random = SeededRandom(seed: seed)
        var id = 1
        for number in 1...count {
            let ids = (0..<Int.random(in: 1...6, using: &random)).map { id + $0 }
            id += ids.count
            let horizon = 1000 + 100 * number
            let own = ids.map { Self.event($0, transaction: horizon - 1 - $0 % 100, &random) }
            append(own, horizon: horizon, tree)
        }
        sealed = events.count
        for offset in 0..<3 { events.append(Self.event(id + offset, transaction: 1000 + 100 * count, &random)) }
    }

    mutating func append(_ own: [AuditEvent], horizon: Int, _ tree: MerkleTree) {
        let leaves = own.map { tree.leaf($0.canonical) }
        let block = AuditBlock(
            after: blocks.last, organisation: Self.organisation, leaves: leaves, cluster: "7", horizon: "\(horizon)",
            sealed: "\(1_770_000_000_000_000 + horizon)", tree: tree)
        for (index, (event, leaf)) in zip(own, leaves).enumerated() {
            positions.append(
                AuditPosition(
                    organisation: Self.organisation, event: event.id, block: block.number, index: index, leaf: leaf))
        }
        events += own
        blocks.append(block)
    }

    private static func event(_ id: Int, transaction: Int, _ random: inout SeededRandom) -> AuditEvent {
        let kinds = ["case-begun", "step-done", "order-accepted", "réponse"]
        return AuditEvent(
            id: id, organisation: organisation, caseID: "case \(Int.random(in: 1...4, using: &random))",
            kind: kinds[Int.random(in: 0..<4, using: &random)], step: Bool.random(using: &random) ? "match" : nil,
            actor: "match/1", words: Bool.random(using: &random) ? "" : "two lines agree",
            at: "\(1_769_999_999_000_000 + id)", transaction: "\(transaction)")
    }

    /// As the statements of `PostgresAudit` join and order them.
    func verify(heads: [AuditHead] = [], tree: MerkleTree) -> AuditReport {
        let own = events.filter { $0.organisation == Self.organisation }
        let places = positions.filter { $0.organisation == Self.organisation }
        let chain = blocks.filter { $0.organisation == Self.organisation }.sorted { $0.number < $1.number }
        var verifier = AuditVerifier(organisation: Self.organisation, heads: heads, tree: tree)
        for block in chain {
            let entries = places.filter { $0.block == block.number }.sorted { $0.index < $1.index }.flatMap {
                position in
                let found = own.filter { $0.id == position.event }
                return found.isEmpty
                    ? [AuditVerifier.Entry(position, nil)] : found.map { AuditVerifier.Entry(position, $0) }
            }
            verifier.take(block, entries)
        }
        let listed = Set(places.map(\.event))
        let open = own.filter { !listed.contains($0.id) }
        let horizon = chain.last.flatMap { UInt64($0.horizon) } ?? 0
        let inserted = open.filter { event in UInt64(event.transaction).map { $0 < horizon } ?? false }
        return verifier.finish(
            strays: Set(places.map(\.block)).subtracting(chain.map(\.number)).sorted(), inserted: inserted.map(\.id),
            pending: open.count - inserted.count)
    }
}
