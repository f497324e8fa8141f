package import Extractors
package import Invoicing

/// One line of the supplier memory. Lines are only ever added; taking one back is a line too.
package struct MemoryEntry: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case correction, undo, lock, unlock
    }

    /// The document that was corrected.
    package struct Document: Hashable, Sendable, Codable {
        package var name: String
        /// SHA-256 of the bytes, lower-case hex.
        package var sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// What was taught about one field, with the value before and after; `nil` = empty.
    package struct Change: Hashable, Sendable, Codable {
        package var field: FieldName
        package var old: String?
        package var new: String?
    }

    /// Who does something, and when (ISO 8601, UTC).
    package struct Author: Hashable, Sendable {
        package var name: String
        package var time: String

        package init(name: String, time: String) {
            self.name = name
            self.time = time
        }
    }

    /// Counted from 1, without gaps.
    package var version: Int
    package var kind: Kind
    /// `"S1"`
    package var supplier: String
    /// ISO 8601, UTC.
    package var at: String
    package var by: String
    /// Only in corrections, as all that follows but the last.
    package var document: Document?
    /// As it was read or corrected, for people; what identifies the supplier is `identity`.
    package var supplierName: String?
    package var changes: [Change]?
    package var lessons: [Lesson]?
    /// By field the versions that pointed at something else on the document.
    package var missed: [FieldName: [Int]]?
    package var identity: PageIdentity?
    /// The version that an undo takes back, or brings back when that was an undo itself.
    package var undoes: Int?

    init(version: Int, kind: Kind, supplier: String, author: Author) {
        self.version = version
        self.kind = kind
        self.supplier = supplier
        at = author.time
        by = author.name
    }

    enum CodingKeys: String, CodingKey {
        case version, kind, supplier, at, by, document, changes, lessons, missed, identity, undoes
        case supplierName = "supplier_name"
    }
}

/// Why the memory takes something not; in words for the one who asked.
package struct MemoryError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        /// The supplier takes no corrections.
        case locked
        /// There is no such supplier or version, or nothing to take back.
        case unknown
        /// The store cannot be read or written.
        case store
        /// Nothing on the document tells whose it is.
        case unidentified
    }
    package var reason: Reason
    package var message: String
    package var description: String { message }

    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}
