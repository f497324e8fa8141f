package import Foundation
import Invoicing

/// All that readers are told of earlier corrections: those in force, in the order of their versions.
///
/// It is evidence for scoring and no rule: what it adds to a candidate is counted in log-odds, as the models' scores are.
package struct SupplierMemory: Hashable, Sendable {
    package let samples: [MemorySample]
    /// Samples by each mark they have, so that a document looks at those of its own supplier only.
    private let byMark: [String: [Int]]
    /// Samples of suppliers that only their names identify.
    private let byName: [Int]

    /// Name under which readers are given it.
    package static let file = "memory.json"

    package init(_ samples: [MemorySample] = []) {
        self.samples = samples
        var byMark: [String: [Int]] = [:]
        var byName: [Int] = []
        for (index, sample) in samples.enumerated() {
            let marks = sample.identity.marks
            for mark in marks.vatIDs.union(marks.ibans).union(marks.domains) { byMark[mark, default: []].append(index) }
            if !marks.hasNumber, marks.domains.isEmpty { byName.append(index) }
        }
        self.byMark = byMark
        self.byName = byName
    }

    package var isEmpty: Bool { samples.isEmpty }

    /// - Parameter files: Contents by name, as readers are given them; without ``file`` there is no memory.
    /// - Throws: ``SchemaError`` when the file is none of ours.
    package init(files: [String: Data]) throws(SchemaError) {
        guard let data = files[Self.file] else {
            self.init()
            return
        }
        do { self.init(try JSONDecoder().decode([MemorySample].self, from: data)) } catch {
            throw SchemaError(file: Self.file, faults: ["is no supplier memory"])
        }
    }

    /// The same samples are the same bytes.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(samples)
    }

    /// How much of the layout must be known again; more where only a name says who it is.
    private static let leastLikeness = 0.3
    private static let leastLikenessByName = 0.5

    /// The samples of a document's supplier and layout, oldest first.
    func samples(for page: PageIdentity, says: (String) -> Bool) -> [MemorySample] {
        guard !samples.isEmpty else { return [] }
        var indices = Set(byName)
        for mark in page.marks.vatIDs.union(page.marks.ibans).union(page.marks.domains) {
            indices.formUnion(byMark[mark] ?? [])
        }
        return indices.sorted().map { samples[$0] }.filter { Self.matches($0.identity, page, says: says) }
    }

    package static func matches(_ known: PageIdentity, _ page: PageIdentity, says: (String) -> Bool) -> Bool {
        guard known.marks.agree(with: page.marks, says: says) else { return false }
        return known.print.likeness(to: page.print) >= (known.marks.hasNumber ? leastLikeness : leastLikenessByName)
    }
}
