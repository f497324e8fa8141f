/// Events sealed together, linked to the block before. Rows from the database are believed in nothing here: numbers may
/// be negative, digests short.
package struct AuditBlock: Hashable, Sendable, Codable {
    package var organisation: String
    /// From 1 without gaps.
    package var number: Int
    /// Position of its first event among all of the organisation, from 1.
    package var first: Int
    package var last: Int
    package var count: Int
    package var root: AuditDigest
    /// Digest of the block before; ``AuditDigest/zero`` for the first.
    package var previous: AuditDigest
    /// The server whose transactions ``horizon`` counts: PostgreSQL's system identifier. A dump that is restored
    /// elsewhere meets other numbers.
    package var cluster: String
    /// Every event of a transaction below it is sealed here or earlier; 0 says nothing.
    package var horizon: String
    /// When, by the database's clock: microseconds since 1970-01-01 00:00 UTC.
    package var sealed: String
    /// Over all of the above.
    package var digest: AuditDigest

    package init(
        organisation: String, number: Int, first: Int, last: Int, count: Int, root: AuditDigest, previous: AuditDigest,
        cluster: String, horizon: String, sealed: String, digest: AuditDigest
    ) {
        self.organisation = organisation
        self.number = number
        self.first = first
        self.last = last
        self.count = count
        self.root = root
        self.previous = previous
        self.cluster = cluster
        self.horizon = horizon
        self.sealed = sealed
        self.digest = digest
    }

    /// The block that follows `block`, or the first.
    /// - Parameter leaves: Of its events, in their order; not empty.
    package init(
        after block: AuditBlock?, organisation: String, leaves: [AuditDigest], cluster: String, horizon: String,
        sealed: String, tree: MerkleTree
    ) {
        let first = (block?.last ?? 0) &+ 1
        self.init(
            organisation: organisation, number: (block?.number ?? 0) &+ 1, first: first,
            last: first &+ leaves.count &- 1,
            count: leaves.count, root: tree.root(leaves), previous: block?.digest ?? .zero, cluster: cluster,
            horizon: horizon, sealed: sealed, digest: .zero)
        digest = contentDigest(tree)
    }

    /// What ``digest`` has to be.
    package func contentDigest(_ tree: MerkleTree) -> AuditDigest {
        var fields = CanonicalBytes("payables-block/1")
        fields.add(organisation)
        for number in [number, first, last, count] { fields.add(number) }
        fields.add(root)
        fields.add(previous)
        for text in [cluster, horizon, sealed] { fields.add(text) }
        // 2: neither a leaf nor a node of a tree.
        return AuditDigest(tree.sha256([2] + fields.bytes))
    }

    package var head: AuditHead { AuditHead(organisation: organisation, number: number, digest: digest) }
}

/// Where an event is sealed.
package struct AuditPosition: Hashable, Sendable, Codable {
    package var organisation: String
    package var event: Int
    package var block: Int
    /// In the block, from 0.
    package var index: Int
    /// The event's hash when it was sealed. The root is over these; it is kept so that a changed event can be named.
    package var leaf: AuditDigest

    package init(organisation: String, event: Int, block: Int, index: Int, leaf: AuditDigest) {
        self.organisation = organisation
        self.event = event
        self.block = block
        self.index = index
        self.leaf = leaf
    }
}
