package import Extractors
import Invoicing

/// The state of the supplier memory after all its entries, and what may be added next.
package struct MemoryBook: Hashable, Sendable {
    /// A supplier that corrections were made for.
    package struct Supplier: Hashable, Sendable {
        package var id: String
        /// As the newest correction says; `nil` where none named it.
        package var name: String?
        package var isLocked = false
        /// In the order of their versions.
        package var entries: [MemoryEntry] = []
    }

    package let entries: [MemoryEntry]
    /// In the order in which they came.
    package let suppliers: [Supplier]
    /// Versions of corrections that were taken back.
    private let undone: Set<Int>

    /// - Throws: `.store` when versions do not count from 1 without gaps.
    package init(_ entries: [MemoryEntry]) throws(MemoryError) {
        for (index, entry) in entries.enumerated() where entry.version != index + 1 {
            throw MemoryError(.store, "entry \(index + 1) of the supplier memory has version \(entry.version)")
        }
        var suppliers: [Supplier] = []
        for entry in entries {
            var index = suppliers.firstIndex { $0.id == entry.supplier }
            if index == nil {
                suppliers.append(Supplier(id: entry.supplier))
                index = suppliers.count - 1
            }
            guard let index else { continue }
            suppliers[index].entries.append(entry)
            suppliers[index].name = entry.supplierName ?? suppliers[index].name
            if entry.kind == .lock { suppliers[index].isLocked = true }
            if entry.kind == .unlock { suppliers[index].isLocked = false }
        }
        self.entries = entries
        self.suppliers = suppliers
        undone = Self.undone(entries)
    }

    /// An undo counts unless a later one takes it back.
    private static func undone(_ entries: [MemoryEntry]) -> Set<Int> {
        var idle: Set<Int> = []
        for entry in entries.reversed() where entry.kind == .undo && !idle.contains(entry.version) {
            if let target = entry.undoes { idle.insert(target) }
        }
        return idle
    }

    /// 0 = nothing was ever remembered.
    package var version: Int { entries.count }

    /// Whether a correction or an undo is in force.
    package func isInForce(_ entry: MemoryEntry) -> Bool { !undone.contains(entry.version) }

    /// The corrections in force, for readers.
    package var samples: [MemorySample] {
        entries.compactMap { entry in
            guard entry.kind == .correction, isInForce(entry), let identity = entry.identity,
                let document = entry.document, let lessons = entry.lessons
            else { return nil }
            return MemorySample(
                version: entry.version, supplier: entry.supplier, document: document.sha256, identity: identity,
                lessons: lessons, missed: entry.missed ?? [:])
        }
    }

    /// By id, in any case of its letters.
    /// - Throws: `.unknown` with the ids that there are.
    package func supplier(_ id: String) throws(MemoryError) -> Supplier {
        if let found = suppliers.first(where: { $0.id.lowercased() == id.lowercased() }) { return found }
        let known =
            suppliers.isEmpty ? "nothing is remembered yet" : "there are \(suppliers.map(\.id).joined(separator: ", "))"
        throw MemoryError(.unknown, "There is no supplier \(id) in the memory; \(known).")
    }
}

/// Entries that may be added to this state.
extension MemoryBook {
    /// - Throws: `.locked`, `.unidentified`.
    package func correction(
        _ observation: Observation, of document: MemoryEntry.Document, supplierName: String?,
        by author: MemoryEntry.Author
    ) throws(MemoryError) -> MemoryEntry {
        let marks = observation.identity.marks
        guard marks.isUsable else {
            throw MemoryError(
                .unidentified,
                "Nothing was remembered: the document prints no VAT id, account or name that tells whose it is. "
                    + "If the supplier's name is printed, correct it too.")
        }
        let known = suppliers.first { supplier in
            supplier.entries.contains { $0.identity.map { $0.marks.agree(with: marks) { $0 == marks.name } } ?? false }
        }
        if let known { try refuseLocked(known) }
        var entry = MemoryEntry(
            version: version + 1, kind: .correction, supplier: known?.id ?? "S\(suppliers.count + 1)", author: author)
        entry.document = document
        entry.supplierName = supplierName
        entry.changes = observation.taught.map {
            MemoryEntry.Change(field: $0.lesson.field, old: $0.old, new: $0.new)
        }
        entry.lessons = observation.taught.map(\.lesson)
        let missed = observation.taught.filter { !$0.missed.isEmpty }
        if !missed.isEmpty {
            entry.missed = Dictionary(missed.map { ($0.lesson.field, $0.missed) }, uniquingKeysWith: +)
        }
        entry.identity = observation.identity
        return entry
    }

    /// Takes back a correction, or an earlier undo.
    /// - Parameter version: `nil` = the supplier's last correction in force.
    /// - Throws: `.unknown`, `.locked`.
    package func undo(
        _ version: Int?, supplier id: String?, by author: MemoryEntry.Author
    ) throws(MemoryError) -> MemoryEntry {
        let target: MemoryEntry
        if let version {
            guard let found = entries.first(where: { $0.version == version }),
                [.correction, .undo].contains(found.kind)
            else { throw MemoryError(.unknown, "Version \(version) of the memory is no correction and no undo.") }
            guard isInForce(found) else { throw MemoryError(.unknown, "Version \(version) was taken back already.") }
            target = found
        } else {
            let owner = try supplier(id ?? "")
            guard let last = owner.entries.last(where: { $0.kind == .correction && isInForce($0) }) else {
                throw MemoryError(.unknown, "\(owner.id) has no correction in force that could be taken back.")
            }
            target = last
        }
        try refuseLocked(try supplier(target.supplier))
        var entry = MemoryEntry(version: self.version + 1, kind: .undo, supplier: target.supplier, author: author)
        entry.undoes = target.version
        return entry
    }

    /// - Throws: `.unknown`, also when the supplier is already as it shall be.
    package func lock(_ isLocked: Bool, supplier id: String, by author: MemoryEntry.Author) throws(MemoryError)
        -> MemoryEntry
    {
        let owner = try supplier(id)
        guard owner.isLocked != isLocked else {
            throw MemoryError(.unknown, "\(owner.id) is \(isLocked ? "locked" : "not locked") already.")
        }
        return MemoryEntry(
            version: version + 1, kind: isLocked ? .lock : .unlock, supplier: owner.id, author: author)
    }

    private func refuseLocked(_ supplier: Supplier) throws(MemoryError) {
        guard supplier.isLocked else { return }
        throw MemoryError(
            .locked, "\(supplier.id) is locked and takes no changes; payables memory unlock \(supplier.id) opens it.")
    }
}
