/// Goes through a chain from its first block and computes everything again from the events as they are.
///
/// It is given rows, believes none, and goes on after a fault with what stands there, so that one fault is told once.
package struct AuditVerifier: Sendable {
    /// A listed event as it is found now.
    package struct Entry: Sendable {
        package var position: AuditPosition
        /// `nil` when there is none with this id.
        package var event: AuditEvent?

        package init(_ position: AuditPosition, _ event: AuditEvent?) {
            self.position = position
            self.event = event
        }
    }

    private let organisation: String
    private let tree: MerkleTree
    private let heads: [AuditHead]
    private var before: AuditBlock?
    /// The last block that says what was sealed by then.
    private var complete: AuditBlock?
    private var report = AuditReport()

    /// - Parameter heads: Kept outside, of any time.
    package init(organisation: String, heads: [AuditHead], tree: MerkleTree) {
        self.organisation = organisation
        self.heads = heads
        self.tree = tree
        if heads.contains(where: { $0.organisation != nil && $0.organisation != organisation }) {
            report.add(AuditFault(.otherOrganisation))
        }
    }

    /// - Parameters:
    ///   - block: In the order of their numbers.
    ///   - entries: What is listed for it, in the order of their indexes.
    package mutating func take(_ block: AuditBlock, _ entries: [Entry]) {
        let isSound = checkBlock(block)
        let isListed = checkEntries(block, entries)
        if isListed && isSound { checkRoot(block, entries) }
        if heads.contains(where: { $0.number == block.number && $0.digest != block.digest }) {
            report.add(AuditFault(.headDiffers, block: block.number))
        }
        for entry in entries { entry.event.map { checkTime($0, block, entry.position) } }
        report.blocks += 1
        report.events += entries.count
        if block.horizon != complete?.horizon || block.cluster != complete?.cluster { complete = block }
        before = block
    }

    /// - Parameters:
    ///   - strays: Numbers of blocks that are not there, but for which events are listed.
    ///   - inserted: Events that are not sealed and whose transaction is below the last block's horizon, on its server.
    ///   - pending: How many others are not sealed.
    package mutating func finish(strays: [Int], inserted: [Int], pending: Int) -> AuditReport {
        let last = before?.number ?? 0
        for number in strays { report.add(AuditFault(.blockEmptied, block: number)) }
        if let cut = heads.map(\.number).filter({ $0 > last }).max() {
            report.add(AuditFault(.tailCut, block: cut))
        }
        for event in inserted { report.add(AuditFault(.eventInserted, event: event)) }
        report.pending = pending
        report.head = before?.head
        return report
    }

    /// Its number, its link and its digest.
    private mutating func checkBlock(_ block: AuditBlock) -> Bool {
        let expected = (before?.number ?? 0) &+ 1
        let isNext = block.number == expected
        if block.number > expected { report.add(AuditFault(.blockMissing, block: expected)) }
        let isWhole =
            block.organisation == organisation && block.digest == block.contentDigest(tree)
            && block.number >= expected && block.count > 0 && block.last == block.first &+ block.count &- 1
            && (!isNext || block.first == (before?.last ?? 0) &+ 1)
        guard isWhole else {
            report.add(AuditFault(.blockChanged, block: block.number))
            return false
        }
        guard !isNext || block.previous == before?.digest ?? .zero else {
            report.add(AuditFault(.blockReplaced, block: block.number))
            return false
        }
        return true
    }

    /// Every event against the hash it was sealed with.
    /// - Returns: Whether all are there, each unchanged.
    private mutating func checkEntries(_ block: AuditBlock, _ entries: [Entry]) -> Bool {
        let count = report.faultCount
        let listed = Set(entries.map(\.position.leaf))
        var expected = 0
        for entry in entries {
            let position = entry.position
            func place(_ kind: AuditFault.Kind) -> AuditFault {
                AuditFault(kind, block: block.number, index: position.index, event: position.event)
            }
            if position.index > expected {
                report.add(AuditFault(.eventMissing, block: block.number, index: expected))
            } else if position.index < expected || position.index >= block.count
                || position.organisation != organisation || position.block != block.number
            {
                report.add(place(.eventInserted))
            }
            expected = max(expected, position.index == .max ? .max : position.index + 1)
            guard let event = entry.event else {
                report.add(place(.eventMissing))
                continue
            }
            let leaf = tree.leaf(event.canonical)
            if leaf != position.leaf {
                report.add(place(listed.contains(leaf) ? .eventsReordered : .eventChanged))
            } else if event.id != position.event || event.organisation != organisation {
                report.add(place(.eventChanged))
            }
        }
        if expected < block.count { report.add(AuditFault(.eventMissing, block: block.number, index: expected)) }
        return report.faultCount == count
    }

    /// Events and list agree; whether they are those that were sealed, the root tells. A sealer lists by id.
    private mutating func checkRoot(_ block: AuditBlock, _ entries: [Entry]) {
        guard tree.root(entries.map(\.position.leaf)) != block.root else { return }
        let fallen = zip(entries, entries.dropFirst()).first { $0.position.event > $1.position.event }
        guard let entry = fallen?.1 else {
            report.add(AuditFault(.eventExchanged, block: block.number))
            return
        }
        report.add(
            AuditFault(
                .eventsReordered, block: block.number, index: entry.position.index, event: entry.position.event))
    }

    /// An event whose transaction was over before all of its time was sealed; a date that was set back.
    private mutating func checkTime(_ event: AuditEvent, _ block: AuditBlock, _ position: AuditPosition) {
        guard let complete else { return }
        func place(_ kind: AuditFault.Kind) -> AuditFault {
            AuditFault(kind, block: block.number, index: position.index, event: event.id)
        }
        if complete.cluster == block.cluster, let transaction = UInt64(event.transaction),
            let horizon = UInt64(complete.horizon), transaction < horizon
        {
            report.add(place(.eventInserted))
        }
        if let at = Int64(event.at), let sealed = Int64(complete.sealed), at < sealed &- Self.longest {
            report.doubt(place(.eventBackdated))
        }
    }

    /// No transaction is open for longer, in microseconds: a day.
    private static let longest: Int64 = 86_400_000_000
}
