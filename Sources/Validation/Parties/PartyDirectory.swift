package import Invoicing

/// Who the organisation's suppliers and own companies are, indexed once and asked for every document.
///
/// Order of trust: VAT id and tax number, name, alias, account, mail domain. A number beats a name; a name that is only
/// similar, or an account or a domain without a known name, always goes to a person.
package struct PartyDirectory: Sendable {
    let suppliers: PartyIndex
    let customers: PartyIndex

    package init(_ master: MasterData) {
        suppliers = PartyIndex(master.suppliers.map(PartyRecord.init))
        customers = PartyIndex(master.customers.map(PartyRecord.init))
    }

    /// Who sent the invoice, whether that is certain, and whether the account is theirs.
    package func supplier(of invoice: InvoiceView) -> (match: PartyMatch?, findings: [Finding]) {
        guard !suppliers.records.isEmpty else {
            return (nil, [invoice.finding("suppliers-not-checked", .info, "Not checked: no suppliers given.")])
        }
        let found = identifySupplier(invoice)
        return (found.match, found.findings + bankFindings(invoice, supplier: found.record))
    }

    /// Whom the invoice is addressed to.
    package func customer(of invoice: InvoiceView) -> (match: PartyMatch?, findings: [Finding]) {
        guard !customers.records.isEmpty else {
            return (nil, [invoice.finding("customers-not-checked", .info, "Not checked: no companies of ours given.")])
        }
        let found = identifyCustomer(invoice)
        return (found.match, found.findings)
    }

    /// What a search came to.
    struct Identification {
        var record: PartyRecord?
        var match: PartyMatch?
        /// Not merely similar: no person has to confirm.
        var isSure = false
        var findings: [Finding] = []

        init(findings: [Finding] = []) { self.findings = findings }

        init(_ record: PartyRecord, _ basis: PartyMatch.Basis, score: Double = 1, isSure: Bool = true) {
            self.record = record
            self.isSure = isSure
            match = PartyMatch(id: record.id, name: record.name, basis: basis, score: score)
        }
    }

    /// For messages: `“Acme GmbH” (S001)`.
    static func quoted(_ record: PartyRecord) -> String { "“\(record.name)” (\(record.id))" }

    /// For messages: `“Acme GmbH” (S001, 93 % alike), …`.
    static func listed(_ hits: [NameIndex.Hit], _ index: PartyIndex) -> String {
        hits.map { hit in
            let record = index.records[hit.record]
            return "“\(hit.name)” (\(record.id), \(Int((hit.score * 100).rounded(.down))) % alike)"
        }.joined(separator: ", ")
    }

    /// Keeps of several records those that other evidence speaks for, as long as any is left.
    static func narrow(_ records: [Int], by evidence: [[Int]]) -> [Int] {
        evidence.reduce(records) { left, owners in
            let both = left.filter(owners.contains)
            return both.isEmpty ? left : both
        }
    }
}
