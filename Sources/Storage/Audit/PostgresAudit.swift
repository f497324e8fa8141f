package import Foundation
package import Orchestrator
package import Postgres

/// The chain over an organisation's events (docs/audit.md): seals, looks through, proves.
package struct PostgresAudit: Sendable {
    private let pool: PostgresPool
    private let organisation: UUID
    private let tree: MerkleTree
    /// Most events of a block.
    private let most: Int

    /// - Parameters:
    ///   - pool: Of a login that row security binds.
    ///   - most: Events of a block, 1 or more.
    package init(_ pool: PostgresPool, organisation: UUID, tree: MerkleTree, most: Int = 4096) {
        self.pool = pool
        self.organisation = organisation
        self.tree = tree
        self.most = max(1, most)
    }

    /// Those of all organisations.
    /// - Throws: ``PostgresError``, ``TransactionError``.
    package static func all(_ pool: PostgresPool, tree: MerkleTree) async throws -> [PostgresAudit] {
        let organisations = try await pool.transaction { transaction in
            try await transaction.pipeline([SetScheduler()])
            return try await transaction.execute(ListOrganisations())
        }
        return organisations.map { PostgresAudit(pool, organisation: $0, tree: tree) }
    }

    /// Where the chain ends.
    /// - Throws: ``PostgresError``, ``TransactionError``.
    package func head() async throws -> AuditHead {
        let last = try await pool.withOrganisation(organisation) { transaction in
            try await transaction.execute(ReadLastBlock(organisation: organisation)).first
        }
        return last?.head
            ?? AuditHead(organisation: organisation.uuidString.lowercased(), number: 0, digest: .zero)
    }
}

// MARK: - Sealing

extension PostgresAudit {
    /// What one block of a sealing needs to know of those before it.
    private struct Round: Sendable {
        /// `nil` until the first block has looked.
        var below: String?
        var afterID = 0
        var isOver = false
        var events = 0
    }

    /// Seals every event whose transaction, and every earlier one, has ended. A block is a transaction of its own; who
    /// is interrupted loses nothing, and of two sealers one waits for the other.
    /// - Returns: How many events.
    /// - Throws: ``PostgresError``, ``TransactionError``.
    @discardableResult
    package func seal() async throws -> Int {
        var round = Round()
        while !round.isOver {
            let before = round
            round = try await pool.withOrganisation(organisation, attempts: 3) { transaction in
                try await transaction.pipeline([LockAudit(organisation: organisation)])
                return try await sealBlock(before, transaction)
            }
        }
        return round.events
    }

    private func sealBlock(_ before: Round, _ transaction: PostgresConnection) async throws -> Round {
        var round = before
        guard let horizon = try await transaction.execute(ReadAuditHorizon()).first else {
            throw PostgresError(.bug, "the database tells no transaction")
        }
        let below = round.below ?? horizon.transaction
        round.below = below
        let last = try await transaction.execute(ReadLastBlock(organisation: organisation)).first
        // Without a word of this server about what it has sealed, all that is seen is looked at: a restored event has the
        // number of another server's transaction.
        let known = last?.cluster == horizon.cluster ? last?.horizon ?? "0" : "0"
        let events = try await transaction.execute(
            ReadUnsealed(
                organisation: organisation, after: round.afterID, from: known, below: known == "0" ? nil : below,
                most: most))
        round.isOver = events.count < most
        round.afterID = events.last?.id ?? round.afterID
        round.events += events.count
        guard !events.isEmpty else { return round }
        let leaves = events.map { tree.leaf($0.canonical) }
        let block = AuditBlock(
            after: last, organisation: organisation.uuidString.lowercased(), leaves: leaves, cluster: horizon.cluster,
            horizon: round.isOver ? below : known, sealed: String(horizon.now), tree: tree)
        try await transaction.pipeline([
            InsertBlock(block: block, sealed: horizon.now),
            InsertPositions(
                organisation: organisation, block: block.number, events: events.map(\.id), leaves: leaves),
        ])
        return round
    }
}

// MARK: - Looking through

extension PostgresAudit {
    /// Computes the whole chain again, as it is at one moment; changes nothing.
    /// - Parameter heads: Kept outside, of any time.
    /// - Throws: ``PostgresError``, ``TransactionError``.
    package func verify(heads: [AuditHead] = []) async throws -> AuditReport {
        try await pool.withOrganisation(organisation, isolation: .repeatableRead) { transaction in
            try await verify(heads: heads, in: transaction)
        }
    }

    /// - Parameter transaction: That sees one moment, with the organisation set.
    package func verify(heads: [AuditHead] = [], in transaction: PostgresConnection) async throws -> AuditReport {
        var verifier = AuditVerifier(organisation: organisation.uuidString.lowercased(), heads: heads, tree: tree)
        var after = 0
        while true {
            let blocks = try await transaction.execute(
                ReadBlocks(organisation: organisation, numbers: after + 1 ... .max, most: 256))
            guard let last = blocks.last else { break }
            for part in Self.parts(blocks) { try await take(part, &verifier, transaction) }
            after = last.number
            guard after < .max else { break }
        }
        return try await finish(&verifier, transaction)
    }

    private func take(
        _ blocks: ArraySlice<AuditBlock>, _ verifier: inout AuditVerifier, _ transaction: PostgresConnection
    )
        async throws
    {
        guard let first = blocks.first, let last = blocks.last, first.number <= last.number else { return }
        let entries = try await transaction.execute(
            ReadEntries(organisation: organisation, blocks: first.number...last.number))
        let ofBlock = Dictionary(grouping: entries, by: \.position.block)
        for block in blocks { verifier.take(block, ofBlock[block.number] ?? []) }
    }

    private func finish(_ verifier: inout AuditVerifier, _ transaction: PostgresConnection) async throws -> AuditReport
    {
        let last = try await transaction.execute(ReadLastBlock(organisation: organisation)).first
        let cluster = try await transaction.execute(ReadAuditHorizon()).first?.cluster
        let horizon = last?.cluster == cluster ? last?.horizon ?? "0" : "0"
        return verifier.finish(
            strays: try await transaction.execute(ReadStrays(organisation: organisation)),
            inserted: try await transaction.execute(ReadInserted(organisation: organisation, horizon: horizon)),
            pending: try await transaction.execute(CountPending(organisation: organisation, horizon: horizon)).first
                ?? 0)
    }

    /// Blocks whose events are read at once: some ten thousand, or one block.
    private static func parts(_ blocks: [AuditBlock]) -> [ArraySlice<AuditBlock>] {
        var parts: [ArraySlice<AuditBlock>] = []
        var (start, events) = (0, 0)
        for (index, block) in blocks.enumerated() {
            events = events &+ block.count
            guard events > 10_000 || index == blocks.count - 1 else { continue }
            parts.append(blocks[start...index])
            (start, events) = (index + 1, 0)
        }
        return parts
    }
}

// MARK: - Proving

extension PostgresAudit {
    /// - Parameter head: With one, all blocks from the first of the case's up to it come along.
    /// - Throws: ``PostgresError``, ``TransactionError``.
    package func proof(of stored: StoredCase, to head: AuditHead? = nil) async throws -> AuditProof {
        try await pool.withOrganisation(organisation, isolation: .repeatableRead) { transaction in
            let all = try await transaction.execute(ReadSealedEvents(organisation: organisation, id: stored.id))
            var leaves: [Int: [AuditDigest]] = [:]
            var events: [AuditProof.Sealed] = []
            for case let (block?, index?, event) in all {
                if leaves[block] == nil { leaves[block] = try await self.leaves(of: block, transaction) }
                guard let known = leaves[block], known.indices.contains(index) else { continue }
                events.append(.init(event: event, block: block, index: index, path: tree.path(to: index, known)))
            }
            return AuditProof(
                organisation: organisation.uuidString.lowercased(), caseID: stored.id.rawValue,
                reference: stored.reference, events: events,
                blocks: try await blocks(Set(leaves.keys), to: head, transaction), pending: all.count - events.count)
        }
    }

    private func leaves(of block: Int, _ transaction: PostgresConnection) async throws -> [AuditDigest] {
        try await transaction.execute(ReadLeaves(organisation: organisation, block: block))
    }

    private func blocks(_ wanted: Set<Int>, to head: AuditHead?, _ transaction: PostgresConnection) async throws
        -> [AuditBlock]
    {
        guard let first = wanted.min(), let last = wanted.max() else { return [] }
        if let head, head.number > first {
            return try await transaction.execute(
                ReadBlocks(organisation: organisation, numbers: first...max(head.number, last), most: .max))
        }
        var blocks: [AuditBlock] = []
        for number in wanted.sorted() {
            blocks += try await transaction.execute(
                ReadBlocks(organisation: organisation, numbers: number...number, most: 1))
        }
        return blocks
    }
}
