import Foundation
import Orchestrator
import Support
import Testing

@Suite("Audit chain") struct AuditVerifierTests {
    static let tree = MerkleTreeTests.tree

    @Test func aChainThatNobodyTouchedHolds() {
        for seed in 1...20 as ClosedRange<UInt64> {
            let rows = AuditRows(blocks: 6, seed: seed, tree: Self.tree)
            let report = rows.verify(heads: rows.blocks.map(\.head), tree: Self.tree)
            #expect(report.faults == [])
            #expect(report.doubts == [])
            #expect((report.blocks, report.events, report.pending) == (6, rows.sealed, 3))
            #expect(report.head == rows.blocks.last?.head)
        }
    }

    @Test func ofNothingAChainHolds() {
        var verifier = AuditVerifier(organisation: "o", heads: [], tree: Self.tree)
        #expect(verifier.finish(strays: [], inserted: [], pending: 0).holds)
    }

    /// 10,000 in all, each kind as often as the others.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func everyTamperIsFound(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let rows = AuditRows(blocks: 5, seed: seed, tree: Self.tree)
        let heads = [rows.blocks[rows.blocks.count - 1].head]
        var missed: [String] = []
        var count = 0
        while count < 500 {
            let tamper = AuditTamper.allCases[count % AuditTamper.allCases.count]
            var tampered = rows
            tamper.apply(to: &tampered, &random, Self.tree)
            // A swap of a row with itself.
            guard tampered != rows else { continue }
            count += 1
            let report = tampered.verify(heads: tamper.needsHead ? heads : [], tree: Self.tree)
            if report.holds { missed.append("\(tamper), number \(count)") }
        }
        #expect(missed == [])
    }

    @Test func withoutAHeadACutAndARewritingAreNotSeen() {
        var random = SeededRandom(seed: 4)
        for tamper in [AuditTamper.cut, .rewrite] {
            var rows = AuditRows(blocks: 5, seed: 4, tree: Self.tree)
            let head = rows.blocks[4].head
            tamper.apply(to: &rows, &random, Self.tree)
            #expect(rows.verify(tree: Self.tree).holds)
            let report = rows.verify(heads: [head], tree: Self.tree)
            #expect(report.faults == [AuditFault(tamper == .cut ? .tailCut : .headDiffers, block: 5)])
        }
    }

    @Test func theFirstWrongPlaceIsNamed() {
        let sound = AuditRows(blocks: 5, seed: 11, tree: Self.tree)
        // A block of several events, and an event in it.
        let index = sound.positions.firstIndex { $0.block > 1 && $0.index == 1 } ?? 0
        let place = sound.positions[index]
        func first(_ change: (inout AuditRows) -> Void) -> AuditFault? {
            var rows = sound
            change(&rows)
            return rows.verify(tree: Self.tree).faults.first
        }
        let event = sound.events.firstIndex { $0.id == place.event } ?? 0
        let named = { (kind: AuditFault.Kind) in
            AuditFault(kind, block: place.block, index: place.index, event: place.event)
        }
        #expect(first { $0.events[event].words = "x" } == named(.eventChanged))
        #expect(first { $0.events.remove(at: event) } == named(.eventMissing))
        #expect(
            first { rows in
                (rows.positions[index].leaf, rows.positions[index - 1].leaf) = (
                    rows.positions[index - 1].leaf, rows.positions[index].leaf
                )
            }?.kind == .eventsReordered)
        #expect(
            first { rows in (rows.positions[index].index, rows.positions[index - 1].index) = (0, 1) }
                == AuditFault(
                    .eventsReordered, block: place.block, index: 1, event: place.event - 1))
        #expect(
            first { $0.positions.remove(at: index) }
                == AuditFault(.eventMissing, block: place.block, index: place.index))
        #expect(first { $0.blocks.remove(at: 2) } == AuditFault(.blockMissing, block: 3))
        #expect(first { $0.blocks.remove(at: 4) } == AuditFault(.blockEmptied, block: 5))
        #expect(first { $0.blocks[2].sealed = "1" } == AuditFault(.blockChanged, block: 3))
        #expect(
            first { rows in
                rows.blocks[2].sealed = "1"
                rows.blocks[2].digest = rows.blocks[2].contentDigest(Self.tree)
            } == AuditFault(.blockReplaced, block: 4))
        var stranger = sound.events[0]
        stranger.id = 900
        #expect(first { $0.events.append(stranger) } == AuditFault(.eventInserted, event: 900))
    }

    @Test func aDateThatWasSetBackIsADoubt() {
        var rows = AuditRows(blocks: 2, seed: 3, tree: Self.tree)
        var event = rows.events[rows.sealed]
        event.at = "\((Int64(rows.blocks[1].sealed) ?? 0) - 2 * 86_400_000_000)"
        rows.events.removeSubrange(rows.sealed...)
        rows.append([event], horizon: 2000, Self.tree)
        let report = rows.verify(tree: Self.tree)
        #expect(report.holds)
        #expect(report.doubts == [AuditFault(.eventBackdated, block: 3, index: 0, event: event.id)])
    }

    @Test func anotherOrganisationsHeadIsRefused() {
        let rows = AuditRows(blocks: 1, seed: 3, tree: Self.tree)
        let head = AuditHead(organisation: "other", number: 1, digest: rows.blocks[0].digest)
        #expect(rows.verify(heads: [head], tree: Self.tree).faults == [AuditFault(.otherOrganisation)])
    }

    @Test func differentEventsNeverGiveTheSameBytes() {
        let rows = AuditRows(blocks: 1, seed: 1, tree: Self.tree)
        var (one, other) = (rows.events[0], rows.events[0])
        (one.kind, one.actor) = ("ab", "c")
        (other.kind, other.actor) = ("a", "bc")
        #expect(one.canonical != other.canonical)
        (one, other) = (rows.events[0], rows.events[0])
        (one.step, other.step) = (nil, "")
        #expect(one.canonical != other.canonical)
        // Equal for Swift's ==, but other bytes.
        (one, other) = (rows.events[0], rows.events[0])
        (one.words, other.words) = ("\u{E9}", "e\u{301}")
        #expect(one.words == other.words)
        #expect(one.canonical != other.canonical)
    }

    @Test func headsAreReadAsTextAndAsJSON() throws {
        let head = AuditRows(blocks: 1, seed: 1, tree: Self.tree).blocks[0].head
        let file = "\(head)\n\n" + (try JSONText.text(head)) + "\n"
        let read = try #require(AuditHead.heads(in: Data(file.utf8)))
        #expect(read == [AuditHead(number: 1, digest: head.digest), head])
        #expect(AuditHead.heads(in: Data("\(head)\nnonsense".utf8)) == nil)
        for text in ["", "1", "1:", ":00", "-1:\(head.digest)", "1:\(head.digest)0"] {
            #expect(AuditHead(text: text) == nil, "\(text)")
        }
    }
}
