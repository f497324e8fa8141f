import Foundation
import Orchestrator
import Testing

@Suite("Audit proof") struct AuditProofTests {
    static let tree = MerkleTreeTests.tree

    /// Of one case; with all blocks to the end of the chain, or only its own.
    private func proof(_ rows: AuditRows, whole: Bool) -> AuditProof {
        let listed = Dictionary(uniqueKeysWithValues: rows.positions.map { ($0.event, $0) })
        let sealed = rows.events.filter { $0.caseID == "case 1" }.compactMap { event -> AuditProof.Sealed? in
            guard let place = listed[event.id] else { return nil }
            let leaves = rows.positions.filter { $0.block == place.block }.map(\.leaf)
            return .init(
                event: event, block: place.block, index: place.index, path: Self.tree.path(to: place.index, leaves))
        }
        let own = Set(sealed.map(\.block))
        let first = own.min() ?? 0
        return AuditProof(
            organisation: AuditRows.organisation, caseID: "case 1", reference: "2026-000001", events: sealed,
            blocks: rows.blocks.filter { whole ? $0.number >= first : own.contains($0.number) }, pending: 0)
    }

    @Test func whatWasSealedIsProved() throws {
        let rows = AuditRows(blocks: 8, seed: 9, tree: Self.tree)
        let head = rows.blocks[7].head
        for whole in [true, false] {
            let text = try JSONText.pretty(proof(rows, whole: whole))
            let read = try JSONDecoder().decode(AuditProof.self, from: text)
            #expect(read.events.count > 4)
            #expect(read.faults(heads: [], tree: Self.tree) == [])
            #expect(read.faults(heads: [head], tree: Self.tree).isEmpty == whole)
        }
    }

    @Test func whatWasChangedIsNot() {
        let rows = AuditRows(blocks: 8, seed: 9, tree: Self.tree)
        let head = rows.blocks[7].head
        let sound = proof(rows, whole: true)
        let changes: [(inout AuditProof) -> Void] = [
            { $0.events[0].event.words += "x" }, { $0.events[0].event.caseID = "case 2" }, { $0.events[0].index += 1 },
            { $0.events[0].block = 99 }, { $0.events[0].index = -1 }, { $0.events[0].path.append(.zero) },
            { $0.blocks[0].root = .zero }, { $0.blocks[0].count = .min }, { $0.blocks.remove(at: 1) },
            { $0.blocks.append($0.blocks[0]) }, { $0.organisation = "other" }, { $0.format = "other/1" },
        ]
        for (number, change) in changes.enumerated() {
            var proof = sound
            change(&proof)
            #expect(!proof.faults(heads: [head], tree: Self.tree).isEmpty, "change \(number)")
        }
        var other = head
        other.number = 6
        #expect(!sound.faults(heads: [other], tree: Self.tree).isEmpty)
        other = head
        other.organisation = "other"
        #expect(!sound.faults(heads: [other], tree: Self.tree).isEmpty)
    }
}
