import Orchestrator
import Support

/// One thing that somebody who rules the database does to the rows of a chain.
enum AuditTamper: String, CaseIterable {
    case changeEvent, changePosition, changeBlock
    case removeEvent, removePosition, removeBlock
    case swapEvents, swapPositions, swapBlocks
    case insertEvent, insertListedEvent, insertPosition, insertBlock
    /// The last blocks with all that is in them.
    case cut
    /// An event changed, and everything computed anew from there to the end.
    case rewrite

    /// Whether only a head that was kept elsewhere shows it.
    var needsHead: Bool { self == .cut || self == .rewrite }

    func apply(to rows: inout AuditRows, _ random: inout SeededRandom, _ tree: MerkleTree) {
        let event = Int.random(in: 0..<rows.sealed, using: &random)
        let position = Int.random(in: rows.positions.indices, using: &random)
        let block = Int.random(in: rows.blocks.indices, using: &random)
        switch self {
        case .changeEvent: Self.change(&rows.events[event], &random)
        case .changePosition: Self.change(&rows.positions[position], &random)
        case .changeBlock: Self.change(&rows.blocks[block], &random)
        case .removeEvent: rows.events.remove(at: event)
        case .removePosition: rows.positions.remove(at: position)
        case .removeBlock: rows.blocks.remove(at: block)
        case .swapEvents: Self.swap(&rows.events, event, Int.random(in: 0..<rows.sealed, using: &random), \.id)
        case .swapPositions: Self.swapPositions(&rows, position, &random)
        case .swapBlocks:
            Self.swap(&rows.blocks, block, Int.random(in: rows.blocks.indices, using: &random), \.number)
        case .insertEvent: rows.events.append(Self.stranger(rows, like: rows.events[event]))
        case .insertListedEvent: Self.insertListed(&rows, like: rows.events[event], &random, tree)
        case .insertPosition:
            var copy = rows.positions[position]
            copy.event = rows.events[rows.sealed].id
            copy.index += Int.random(in: 0...6, using: &random)
            rows.positions.append(copy)
        case .insertBlock:
            var copy = rows.blocks[block]
            copy.number += Int.random(in: 0...3, using: &random)
            rows.blocks.append(copy)
        case .cut: Self.cut(&rows, from: block)
        case .rewrite: Self.rewrite(&rows, event, &random, tree)
        }
    }

    // MARK: - A byte of a column

    private static func change(_ event: inout AuditEvent, _ random: inout SeededRandom) {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: change(&event.id, &random)
        case 1: change(&event.organisation, &random)
        case 2: change(&event.caseID, &random)
        case 3: change(&event.kind, &random)
        case 4:
            var step = event.step ?? ""
            if event.step != nil { change(&step, &random) }
            event.step = event.step != nil && Bool.random(using: &random) ? nil : step
        case 5: change(&event.actor, &random)
        case 6: change(&event.words, &random)
        case 7: change(&event.at, &random)
        default: change(&event.transaction, &random)
        }
    }

    private static func change(_ position: inout AuditPosition, _ random: inout SeededRandom) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: change(&position.organisation, &random)
        case 1: change(&position.event, &random)
        case 2: change(&position.block, &random)
        case 3: change(&position.index, &random)
        default: change(&position.leaf, &random)
        }
    }

    private static func change(_ block: inout AuditBlock, _ random: inout SeededRandom) {
        switch Int.random(in: 0..<11, using: &random) {
        case 0: change(&block.organisation, &random)
        case 1: change(&block.number, &random)
        case 2: change(&block.first, &random)
        case 3: change(&block.last, &random)
        case 4: change(&block.count, &random)
        case 5: change(&block.root, &random)
        case 6: change(&block.previous, &random)
        case 7: change(&block.cluster, &random)
        case 8: change(&block.horizon, &random)
        case 9: change(&block.sealed, &random)
        default: change(&block.digest, &random)
        }
    }

    private static func change(_ text: inout String, _ random: inout SeededRandom) {
        var bytes = Array(text.utf8)
        let index = Int.random(in: 0...bytes.count, using: &random)
        if index == bytes.count {
            bytes.append(UInt8.random(in: 1...127, using: &random))
        } else if Int.random(in: 0..<8, using: &random) == 0 {
            bytes.remove(at: index)
        } else {
            bytes[index] ^= UInt8.random(in: 1...127, using: &random)
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Near or far: the sign, too.
    private static func change(_ number: inout Int, _ random: inout SeededRandom) {
        number ^=
            1
            << (Bool.random(using: &random)
                ? Int.random(in: 0..<3, using: &random) : Int.random(in: 3..<64, using: &random))
    }

    private static func change(_ digest: inout AuditDigest, _ random: inout SeededRandom) {
        var bytes = digest.bytes
        let index = Int.random(in: bytes.indices, using: &random)
        if Int.random(in: 0..<8, using: &random) == 0 {
            bytes.remove(at: index)
        } else {
            bytes[index] ^= UInt8.random(in: 1...255, using: &random)
        }
        digest = AuditDigest(bytes)
    }

    // MARK: - Rows

    /// What stands in two rows changes places, but for their names.
    private static func swap<Row>(_ rows: inout [Row], _ one: Int, _ other: Int, _ name: WritableKeyPath<Row, Int>) {
        rows.swapAt(one, other)
        let kept = rows[one][keyPath: name]
        rows[one][keyPath: name] = rows[other][keyPath: name]
        rows[other][keyPath: name] = kept
    }

    private static func swapPositions(_ rows: inout AuditRows, _ one: Int, _ random: inout SeededRandom) {
        let other = Int.random(in: rows.positions.indices, using: &random)
        let (left, right) = (rows.positions[one], rows.positions[other])
        switch Int.random(in: 0..<3, using: &random) {
        case 0: (rows.positions[one].event, rows.positions[other].event) = (right.event, left.event)
        case 1: (rows.positions[one].leaf, rows.positions[other].leaf) = (right.leaf, left.leaf)
        default:
            (rows.positions[one].block, rows.positions[other].block) = (right.block, left.block)
            (rows.positions[one].index, rows.positions[other].index) = (right.index, left.index)
        }
    }

    private static func stranger(_ rows: AuditRows, like event: AuditEvent) -> AuditEvent {
        var event = event
        event.id = (rows.events.map(\.id).max() ?? 0) + 1
        return event
    }

    /// With a place of its own in a block, at the end or before others.
    private static func insertListed(
        _ rows: inout AuditRows, like event: AuditEvent, _ random: inout SeededRandom, _ tree: MerkleTree
    ) {
        let fresh = stranger(rows, like: event)
        let block = rows.blocks[Int.random(in: rows.blocks.indices, using: &random)]
        let index = Int.random(in: 0...block.count, using: &random)
        for other in rows.positions.indices where rows.positions[other].block == block.number {
            if rows.positions[other].index >= index { rows.positions[other].index += 1 }
        }
        rows.events.append(fresh)
        rows.positions.append(
            AuditPosition(
                organisation: AuditRows.organisation, event: fresh.id, block: block.number, index: index,
                leaf: tree.leaf(fresh.canonical)))
    }

    private static func cut(_ rows: inout AuditRows, from block: Int) {
        let gone = Set(rows.blocks[block...].map(\.number))
        let events = Set(rows.positions.filter { gone.contains($0.block) }.map(\.event))
        rows.blocks.removeSubrange(block...)
        rows.positions.removeAll { gone.contains($0.block) }
        rows.events.removeAll { events.contains($0.id) }
    }

    private static func rewrite(
        _ rows: inout AuditRows, _ event: Int, _ random: inout SeededRandom, _ tree: MerkleTree
    ) {
        let old = rows
        rows.events[event].words += "x"
        let known = Dictionary(uniqueKeysWithValues: rows.events.map { ($0.id, $0) })
        rows.events = []
        rows.positions = []
        rows.blocks = []
        for block in old.blocks {
            let own = old.positions.filter { $0.block == block.number }.compactMap { known[$0.event] }
            rows.append(own, horizon: Int(block.horizon) ?? 0, tree)
        }
        rows.events += old.events.dropFirst(old.sealed)
    }
}
