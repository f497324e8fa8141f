import Invoicing

/// What memory says for or against one candidate.
struct MemorySupport: Hashable, Sendable {
    /// Log-odds to be added to the candidate's score; negative where memory speaks against it.
    var logOdds: Double
    /// Confidence that memory alone may bring a value to.
    var cap: Double
    /// The version of the memory that taught it.
    var version: Int

    static let none = MemorySupport(logOdds: 0, cap: 0, version: 0)

    /// What is said of the value in its reason.
    var reason: String { "\(Self.mark) (memory version \(version))" }
    static let mark = "remembered from a correction"
}

/// What memory holds about the supplier and layout of one document.
struct Recollection: Sendable {
    /// One place or value of a field, with all that confirmed it.
    struct Entry: Sendable {
        var lesson: Lesson
        /// The newest that taught it.
        var version: Int
        var documents: Set<String>
        /// On how many corrected documents it pointed at something wrong.
        var misses: Int

        /// One correction of a supplier's own layout is worth more than any label; further ones a little more.
        var logOdds: Double {
            max(0, 6 + 0.7 * Double(min(3, documents.count) - 1) - 2.5 * Double(misses))
        }
        /// What was seen once may have been chance: confidence grows with confirmation, and never to certainty.
        var cap: Double {
            let cap = documents.count >= 3 ? 0.98 : documents.count == 2 ? 0.97 : 0.95
            return max(0.5, cap - 0.15 * Double(misses))
        }
    }

    private let view: DocumentView
    let entries: [FieldName: [Entry]]
    /// A VAT id or an account agreed: the supplier is who memory says.
    let isSure: Bool

    init(_ view: DocumentView, _ samples: [MemorySample]) {
        self.view = view
        isSure = samples.contains { $0.identity.marks.hasNumber }
        var entries: [FieldName: [Entry]] = [:]
        for sample in samples {
            for lesson in sample.lessons {
                if let index = entries[lesson.field]?.firstIndex(where: { $0.lesson.agrees(with: lesson) }) {
                    entries[lesson.field]?[index].documents.insert(sample.document)
                    entries[lesson.field]?[index].version = sample.version
                    entries[lesson.field]?[index].lesson = lesson
                } else {
                    entries[lesson.field, default: []].append(
                        Entry(lesson: lesson, version: sample.version, documents: [sample.document], misses: 0))
                }
            }
        }
        for sample in samples {
            for (field, versions) in sample.missed {
                for index in (entries[field] ?? []).indices where versions.contains(entries[field]?[index].version ?? 0)
                {
                    entries[field]?[index].misses += 1
                }
            }
        }
        self.entries = entries
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The document type that a layout is, which was taken for another; `nil` = nothing is known against it.
    func documentType(insteadOf type: String?) -> String? {
        entries[.documentType]?.filter { $0.lesson.instead == type && $0.misses < 2 }.max { $0.version < $1.version }?
            .lesson.exact
    }

    /// What memory says to a printed value at a place.
    func support(_ field: FieldName, row: Int, tokens: Range<Int>) -> MemorySupport {
        guard let known = entries[field], !known.isEmpty else { return .none }
        let place = PrintedPlace(view, row: row, tokens: tokens)
        let isRecognized = view.rows[row].tokens[tokens].contains { $0.source == .ocr }
        var best = MemorySupport.none
        for entry in known {
            guard let remembered = entry.lesson.place, entry.lesson.exact == nil else { continue }
            let likeness = remembered.likeness(to: place, isRecognized: isRecognized)
            guard likeness > 0.3 else { continue }
            let logOdds = (entry.lesson.isAbsent ? -1 : 1) * entry.logOdds * likeness
            if abs(logOdds) > abs(best.logOdds) {
                best = MemorySupport(
                    logOdds: logOdds, cap: likeness < 0.7 ? min(0.85, entry.cap) : entry.cap, version: entry.version)
            }
        }
        return best
    }

    /// What memory says to a value that all documents of the supplier share.
    func support(_ field: FieldName, value: String) -> MemorySupport {
        let key = Folding.key(value)
        for entry in (entries[field] ?? []).reversed() {
            guard let exact = entry.lesson.exact, Folding.key(exact) == key else { continue }
            return MemorySupport(logOdds: entry.logOdds, cap: entry.cap, version: entry.version)
        }
        return .none
    }

    /// Where one candidate stands where memory says, the others become less likely.
    static func weigh(_ supports: [MemorySupport]) -> [MemorySupport] {
        let most = supports.lazy.map(\.logOdds).max() ?? 0
        guard most > 3 else { return supports }
        return supports.map { support in
            guard support.logOdds < most / 2 else { return support }
            var support = support
            support.logOdds -= most / 3
            return support
        }
    }

    /// The chance of a candidate with memory's support: what the models give it alone, or what memory may bring it to.
    /// - Parameter margin: Lead over the runner-up, memory's part in it included.
    static func chance(_ score: Double, margin: Double, _ support: MemorySupport, _ model: TreeEnsemble) -> Double {
        // A lead that memory gave is memory's, and bounded as such.
        let alone = model.chance(ofScore: score, margin: support.logOdds > 0 ? 0 : margin)
        guard support.logOdds != 0 else { return alone }
        let together = model.chance(ofScore: score + support.logOdds, margin: margin)
        return support.logOdds < 0 ? together : max(alone, min(support.cap, together))
    }

    /// Adds to a chosen value's reason that memory helped.
    static func tell(_ field: inout Field, _ support: MemorySupport) {
        guard support.logOdds > 0, field.evidence != nil else { return }
        let reason = field.evidence?.reason.map { $0 + "; " } ?? ""
        field.evidence?.reason = reason + support.reason
    }
}

extension Lesson {
    /// Whether two corrections teach the same.
    fileprivate func agrees(with other: Lesson) -> Bool {
        guard isAbsent == other.isAbsent else { return false }
        if instead != other.instead { return false }
        if let exact, let theirs = other.exact { return Folding.key(exact) == Folding.key(theirs) }
        guard exact == nil, other.exact == nil, let place, let theirs = other.place else { return false }
        return place.likeness(to: theirs) >= 0.7
    }
}
