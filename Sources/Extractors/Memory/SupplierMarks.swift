import Invoicing

/// What identifies a supplier on its documents: numbers that belong to it alone.
package struct SupplierMarks: Hashable, Sendable, Codable {
    package var vatIDs: Set<String> = []
    package var ibans: Set<String> = []
    /// Main parts of mail and web domains, folded.
    package var domains: Set<String> = []
    /// ``Folding`` of the name, where it is printed; asked for where no number agrees.
    package var name: String?

    package init() {}

    /// A VAT id or an account: nobody else has it.
    package var hasNumber: Bool { !vatIDs.isEmpty || !ibans.isEmpty }
    /// Whether a supplier can be known again by them. A web address alone says too little: many bill through one shop.
    package var isUsable: Bool { hasNumber || name != nil }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        vatIDs = try container.decodeIfPresent(Set<String>.self, forKey: .vatIDs) ?? []
        ibans = try container.decodeIfPresent(Set<String>.self, forKey: .ibans) ?? []
        domains = try container.decodeIfPresent(Set<String>.self, forKey: .domains) ?? []
        name = try container.decodeIfPresent(String.self, forKey: .name)
    }

    /// Lists are sorted: the same marks are the same bytes.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        for (key, marks) in [(CodingKeys.vatIDs, vatIDs), (.ibans, ibans), (.domains, domains)] where !marks.isEmpty {
            try container.encode(marks.sorted(), forKey: key)
        }
        try container.encodeIfPresent(name, forKey: .name)
    }

    enum CodingKeys: String, CodingKey {
        case vatIDs = "vat_ids"
        case ibans, domains, name
    }
}

/// All marks of a page, whoever's they are, and how its words stand.
package struct PageIdentity: Hashable, Sendable, Codable {
    package var marks: SupplierMarks
    package var print: LayoutPrint

    package init(marks: SupplierMarks, print: LayoutPrint) {
        self.marks = marks
        self.print = print
    }
}

extension SupplierMarks {
    /// All marks of a document, the customer's among them where no label says that they are.
    init(_ identifiers: PartyIdentifiers) {
        vatIDs = Set(identifiers.vatIDs.lazy.filter { $0.owner != .customer }.map(\.value))
        ibans = Set(identifiers.ibans.lazy.filter { $0.owner != .customer && $0.isValid }.map(\.value))
        domains = identifiers.domains
    }

    /// Whether a document that prints `page` comes from the supplier that these marks are of.
    ///
    /// Two kinds must agree (one, where only one is known): a VAT id or an account and something else, or name and web
    /// address; and no number or web address may contradict. A kind agrees when *all* of its marks are printed: should
    /// the customer's number have slipped in among them, the supplier's own is still asked for.
    package func agree(with page: SupplierMarks, says: (String) -> Bool) -> Bool {
        var known = 0
        var agreed = 0
        var numbers = false
        for (mine, theirs, isNumber) in [
            (vatIDs, page.vatIDs, true), (ibans, page.ibans, true), (domains, page.domains, false),
        ] where !mine.isEmpty {
            known += 1
            if mine.isSubset(of: theirs) {
                agreed += 1
                numbers = numbers || isNumber
            } else if !theirs.isEmpty {
                return false
            }
        }
        guard let name else { return numbers && agreed >= min(2, known) }
        let isNamed = says(name)
        return (numbers || isNamed) && agreed + (isNamed ? 1 : 0) >= min(2, known + 1)
    }
}
