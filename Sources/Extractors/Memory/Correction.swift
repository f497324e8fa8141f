package import Foundation
package import Invoicing

/// What a person says is right about one document: by value, by the place it stands at, or both.
package struct Correction: Hashable, Sendable, Codable {
    package struct Change: Hashable, Sendable, Codable {
        /// Canonical text; empty = the document does not have the field; `nil` = what stands in the box.
        package var value: String?
        /// Pages count from 1.
        package var page: Int?
        package var box: Box?

        package init(value: String? = nil, page: Int? = nil, box: Box? = nil) {
            self.value = value
            self.page = page
            self.box = box
        }
    }

    package var changes: [FieldName: Change]
    /// Which document of its file, counted from 1.
    package var part: Int

    package init(_ changes: [FieldName: Change], part: Int = 1) {
        self.changes = changes
        self.part = part
    }

    /// Name under which a reader is given one.
    package static let file = "correction.json"

    /// - Returns: `nil` when no correction was handed over.
    package init?(files: [String: Data]) throws(SchemaError) {
        guard let data = files[Self.file] else { return nil }
        do { self = try JSONDecoder().decode(Correction.self, from: data) } catch {
            throw SchemaError(file: Self.file, faults: ["is no correction"])
        }
    }
}

/// What a document teaches with a correction; made where its words are, and checked before it is believed.
package struct Observation: Hashable, Sendable, Codable {
    package struct Taught: Hashable, Sendable, Codable {
        package var lesson: Lesson
        /// Before and after; `nil` = the field was empty.
        package var old: String?
        package var new: String?
        /// Versions of the memory that pointed at something else on this document.
        package var missed: [Int]
    }

    package var identity: PageIdentity
    package var taught: [Taught]
    /// Fields that nothing can be learnt for, with the reason in words for the one who corrects.
    package var faults: [String]

    /// - Throws: What makes it unbelievable: a reader has been at a stranger's document.
    package init(json: String) throws(SchemaError) {
        guard json.utf8.count < 200_000, let made = try? JSONDecoder().decode(Observation.self, from: Data(json.utf8)),
            made.taught.allSatisfy({ $0.isPlausible }), made.identity.marks.isPlausible,
            made.faults.allSatisfy({ isPlain($0, upTo: 400) })
        else { throw SchemaError(file: Correction.file, faults: ["the reader's answer cannot be used"]) }
        self = made
    }

    init(identity: PageIdentity, taught: [Taught], faults: [String]) {
        self.identity = identity
        self.taught = taught
        self.faults = faults
    }

    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

extension Observation.Taught {
    fileprivate var isPlausible: Bool {
        let texts = [lesson.exact, lesson.instead, old, new, lesson.place?.shape].compactMap(\.self)
        return texts.allSatisfy { isPlain($0, upTo: 500) } && isPlain(lesson.field.rawValue, upTo: 80)
            && (lesson.place?.anchors.count ?? 0) <= 4
            && (lesson.place?.anchors.allSatisfy { isPlain($0.words, upTo: 100) } ?? true)
    }
}

extension SupplierMarks {
    fileprivate var isPlausible: Bool {
        let all = vatIDs.union(ibans).union(domains)
        return all.count <= 60 && all.allSatisfy { isPlain($0, upTo: 100) } && isPlain(name ?? "", upTo: 200)
    }
}

/// No control characters, and not too long.
private func isPlain(_ text: String, upTo bytes: Int) -> Bool {
    text.utf8.count <= bytes && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
}
