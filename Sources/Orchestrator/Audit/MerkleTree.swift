/// The tree of RFC 6962, section 2.1: a leaf is hashed with 0x00 before it, a node with 0x01.
///
/// The RFC splits n leaves at the largest power of two below n. Pairing each level from the left and carrying the odd one
/// up unchanged gives the same tree.
package struct MerkleTree: Sendable {
    /// SHA-256, handed in: this module needs no library for it.
    package let sha256: @Sendable ([UInt8]) -> [UInt8]

    package init(sha256: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.sha256 = sha256 }

    package func leaf(_ content: [UInt8]) -> AuditDigest { AuditDigest(sha256([0] + content)) }

    /// - Returns: Of no leaves, the hash of nothing.
    package func root(_ leaves: [AuditDigest]) -> AuditDigest {
        guard !leaves.isEmpty else { return AuditDigest(sha256([])) }
        var level = leaves
        while level.count > 1 { level = above(level) }
        return level[0]
    }

    /// The hashes that lead from a leaf to the root, from below (RFC 6962, 2.1.1).
    /// - Precondition: `index` is one of `leaves`.
    package func path(to index: Int, _ leaves: [AuditDigest]) -> [AuditDigest] {
        precondition(leaves.indices.contains(index), "there is no leaf \(index)")
        var (level, index, path) = (leaves, index, [AuditDigest]())
        while level.count > 1 {
            let sibling = index ^ 1
            if sibling < level.count { path.append(level[sibling]) }
            level = above(level)
            index /= 2
        }
        return path
    }

    /// The root that a leaf and its path give (RFC 9162, 2.1.3.2).
    /// - Returns: `nil` when no tree of `count` leaves has such a path to leaf `index`.
    package func root(_ leaf: AuditDigest, at index: Int, of count: Int, path: [AuditDigest]) -> AuditDigest? {
        guard index >= 0, index < count else { return nil }
        var (node, own, last) = (leaf, index, count - 1)
        for sibling in path {
            guard last > 0 else { return nil }
            if own % 2 == 1 || own == last {
                node = self.node(sibling, node)
                while own % 2 == 0, own != 0 { (own, last) = (own / 2, last / 2) }
            } else {
                node = self.node(node, sibling)
            }
            (own, last) = (own / 2, last / 2)
        }
        return last == 0 ? node : nil
    }

    private func above(_ level: [AuditDigest]) -> [AuditDigest] {
        stride(from: 0, to: level.count, by: 2).map { index in
            index + 1 < level.count ? node(level[index], level[index + 1]) : level[index]
        }
    }

    private func node(_ left: AuditDigest, _ right: AuditDigest) -> AuditDigest {
        var bytes: [UInt8] = [1]
        bytes.reserveCapacity(65)
        bytes += left.bytes
        bytes += right.bytes
        return AuditDigest(sha256(bytes))
    }
}
