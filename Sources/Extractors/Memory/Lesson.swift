package import Invoicing

/// What one correction teaches about one field of a supplier's documents.
package struct Lesson: Hashable, Sendable, Codable {
    package var field: FieldName
    /// Where the right value stands; of an absent field, where the wrong one stood. `nil` = not printed as such.
    package var place: PrintedPlace?
    /// The value itself, for what is the same on all of the supplier's documents: its name, its numbers, its address.
    package var exact: String?
    /// Of a document type: the one that the layout was taken for.
    package var instead: String?
    /// The documents do not have the field.
    package var isAbsent: Bool

    package init(
        field: FieldName, place: PrintedPlace? = nil, exact: String? = nil, instead: String? = nil,
        isAbsent: Bool = false
    ) {
        self.field = field
        self.place = place
        self.exact = exact
        self.instead = instead
        self.isAbsent = isAbsent
    }

    enum CodingKeys: String, CodingKey {
        case field, place, exact, instead
        case isAbsent = "absent"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        field = try container.decode(FieldName.self, forKey: .field)
        place = try container.decodeIfPresent(PrintedPlace.self, forKey: .place)
        exact = try container.decodeIfPresent(String.self, forKey: .exact)
        instead = try container.decodeIfPresent(String.self, forKey: .instead)
        isAbsent = try container.decodeIfPresent(Bool.self, forKey: .isAbsent) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(field, forKey: .field)
        try container.encodeIfPresent(place, forKey: .place)
        try container.encodeIfPresent(exact, forKey: .exact)
        try container.encodeIfPresent(instead, forKey: .instead)
        if isAbsent { try container.encode(true, forKey: .isAbsent) }
    }

    /// Fields of the supplier itself: one value on all of its documents.
    static let constants: Set<FieldName> = [
        .supplierName, .supplierVATID, .supplierIBAN, .supplierBIC, .supplierAddress, .supplierStreet, .supplierCity,
        .supplierPostCode, .supplierEmail, .currency,
    ]
}

/// A correction that counts: what its document looked like, and what it teaches.
package struct MemorySample: Hashable, Sendable, Codable {
    /// Version of the memory that brought it; results name it.
    package var version: Int
    package var supplier: String
    /// SHA-256 of the corrected document: several corrections of one document confirm nothing.
    package var document: String
    package var identity: PageIdentity
    package var lessons: [Lesson]
    /// Versions whose lessons pointed at something else on this document, by field.
    package var missed: [FieldName: [Int]]

    package init(
        version: Int, supplier: String, document: String, identity: PageIdentity, lessons: [Lesson],
        missed: [FieldName: [Int]] = [:]
    ) {
        self.version = version
        self.supplier = supplier
        self.document = document
        self.identity = identity
        self.lessons = lessons
        self.missed = missed
    }
}
