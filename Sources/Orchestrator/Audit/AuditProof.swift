/// Shows, without the database, that events of a case were sealed in blocks, and that these lead to a head.
package struct AuditProof: Hashable, Sendable, Codable {
    package struct Sealed: Hashable, Sendable, Codable {
        package var event: AuditEvent
        package var block: Int
        /// In the block, from 0.
        package var index: Int
        /// From the leaf to the root.
        package var path: [AuditDigest]

        package init(event: AuditEvent, block: Int, index: Int, path: [AuditDigest]) {
            self.event = event
            self.block = block
            self.index = index
            self.path = path
        }
    }

    package static let format = "payables-audit-proof/1"

    package var format: String
    package var organisation: String
    package var caseID: String
    /// As people call it.
    package var reference: String
    package var events: [Sealed]
    /// Those of the events, and when a head was asked for all up to it, in order.
    package var blocks: [AuditBlock]
    /// Events of the case that were not sealed when this was written.
    package var pending: Int

    package init(
        organisation: String, caseID: String, reference: String, events: [Sealed], blocks: [AuditBlock], pending: Int
    ) {
        format = Self.format
        self.organisation = organisation
        self.caseID = caseID
        self.reference = reference
        self.events = events
        self.blocks = blocks
        self.pending = pending
    }

    /// What does not hold, in words; empty when all of it does.
    /// - Parameter heads: Kept outside: every block has to lead to one of them. Without any, the proof says no more than
    ///   that the events are in the blocks it names.
    package func faults(heads: [AuditHead], tree: MerkleTree) -> [String] {
        guard format == Self.format else { return ["this is no proof of a form that this program knows"] }
        var faults: [String] = []
        var known: [Int: AuditBlock] = [:]
        for block in blocks {
            if known.updateValue(block, forKey: block.number) != nil {
                faults.append("block \(block.number) is there twice")
            }
            if block.organisation != organisation || block.digest != block.contentDigest(tree) {
                faults.append("block \(block.number) was changed: its contents do not give its digest")
            }
        }
        for sealed in events { fault(of: sealed, known, tree).map { faults.append($0) } }
        faults += unanchored(known, heads)
        return faults
    }

    private func fault(of sealed: Sealed, _ known: [Int: AuditBlock], _ tree: MerkleTree) -> String? {
        let name = "event \(sealed.event.id)"
        guard sealed.event.caseID == caseID, sealed.event.organisation == organisation else {
            return "\(name) is not of this case"
        }
        guard let block = known[sealed.block] else { return "\(name): block \(sealed.block) is not in the proof" }
        let leaf = tree.leaf(sealed.event.canonical)
        let root = tree.root(leaf, at: sealed.index, of: block.count, path: sealed.path)
        return root == block.root ? nil : "\(name) is not what was sealed in block \(block.number)"
    }

    /// Blocks of events that lead to no head.
    private func unanchored(_ known: [Int: AuditBlock], _ heads: [AuditHead]) -> [String] {
        guard !heads.isEmpty else { return [] }
        let own = heads.filter { $0.organisation == nil || $0.organisation == organisation }
        var anchored: Set<Int> = []
        for head in own {
            var (number, digest) = (head.number, head.digest)
            while let block = known[number], block.digest == digest, anchored.insert(number).inserted {
                (number, digest) = (number &- 1, block.previous)
            }
        }
        return Set(events.map(\.block)).subtracting(anchored).sorted().map {
            "block \($0) does not lead to the digest that was kept outside"
        }
    }
}
