import Invoicing

extension PartyDirectory {
    func identifySupplier(_ invoice: InvoiceView) -> Identification {
        let evidence = SupplierEvidence(invoice, suppliers)
        if !evidence.byNumber.isEmpty { return byNumber(evidence, invoice) }
        if let own = ownCompany(evidence, invoice) { return own }
        if !evidence.byName.isEmpty { return byName(evidence, invoice) }
        return byHint(evidence, invoice)
    }

    /// A VAT id or tax number is known.
    private func byNumber(_ evidence: SupplierEvidence, _ invoice: InvoiceView) -> Identification {
        let left = Self.narrow(
            evidence.byNumber, by: [evidence.byName.map(\.record), evidence.byIBAN, evidence.byDomain])
        let record = suppliers.records[left[0]]
        var found = Identification(record, evidence.numberBasis)
        if left.count > 1 {
            found.isSure = false
            found.findings.append(
                invoice.finding(
                    "supplier-similar", .review,
                    "Several suppliers have the number \(evidence.number): "
                        + left.map { Self.quoted(suppliers.records[$0]) }.joined(separator: ", ") + ".",
                    [.supplierVATID, .supplierTaxNumber]))
        }
        if evidence.numbersDisagree {
            found.isSure = false
            found.findings.append(
                invoice.finding(
                    "supplier-contradiction", .blocker,
                    "VAT id and tax number belong to different suppliers; the VAT id is that of \(Self.quoted(record)).",
                    [.supplierVATID, .supplierTaxNumber]))
        }
        found.findings += nameFindings(evidence, record: left[0], invoice)
        if found.findings.contains(where: { $0.severity == .blocker }) { found.isSure = false }
        return found
    }

    /// The number says who it is; what does the name say?
    private func nameFindings(_ evidence: SupplierEvidence, record: Int, _ invoice: InvoiceView) -> [Finding] {
        guard let printed = evidence.names.first, !evidence.byName.contains(where: { $0.record == record }) else {
            return []
        }
        let known = suppliers.records[record]
        if let other = evidence.byName.first {
            return [
                invoice.finding(
                    "supplier-contradiction", .blocker,
                    "The number \(evidence.number) is that of \(Self.quoted(known)), but the name “\(printed)” is that of "
                        + "\(Self.quoted(suppliers.records[other.record])).",
                    [.supplierVATID, .supplierTaxNumber, .supplierName])
            ]
        }
        let score =
            ([known.name] + known.aliases).flatMap { name in
                evidence.names.map { NameSimilarity.score(PartyName(name), PartyName($0)) }
            }.max() ?? 0
        guard score < invoice.settings.similarName else { return [] }
        return [
            invoice.finding(
                "supplier-name-differs", .warning,
                "The number \(evidence.number) is that of \(Self.quoted(known)), but the name printed is “\(printed)”.",
                [.supplierName, .supplierVATID, .supplierTaxNumber])
        ]
    }

    /// No number is known, a name is.
    private func byName(_ evidence: SupplierEvidence, _ invoice: InvoiceView) -> Identification {
        let left = Self.narrow(evidence.byName.map(\.record), by: [evidence.byIBAN, evidence.byDomain])
        let hit = evidence.byName.first { $0.record == left[0] } ?? evidence.byName[0]
        let record = suppliers.records[hit.record]
        guard left.count == 1 else {
            var found = Identification(record, .similarName, isSure: false)
            found.findings.append(
                invoice.finding(
                    "supplier-similar", .review,
                    "The name “\(evidence.names[0])” fits several suppliers: "
                        + left.map { Self.quoted(suppliers.records[$0]) }.joined(separator: ", ") + ".", [.supplierName]
                ))
            return found
        }
        var found = Identification(record, hit.isAlias ? .alias : .name)
        guard let known = record.vatKey, let printed = invoice.text(.supplierVATID),
            let key = PartyRecord.taxKey(printed, country: record.country), key != known
        else { return found }
        let isMisread = VATID.check(printed) == .wrongChecksum || GSTIN.check(printed) == .wrongChecksum
        found.isSure = false
        found.findings.append(
            invoice.finding(
                "supplier-contradiction", isMisread ? .review : .blocker,
                "The name is that of \(Self.quoted(record)), whose VAT id is \(known), but \(printed) is printed.",
                [.supplierVATID, .supplierName]))
        return found
    }

    /// Neither number nor name is known: an account, a mail domain or a similar name is a hint for a person, no more.
    private func byHint(_ evidence: SupplierEvidence, _ invoice: InvoiceView) -> Identification {
        let near =
            evidence.names.map { suppliers.names.near($0, threshold: invoice.settings.similarName) }
            .max { ($0.first?.score ?? 0) < ($1.first?.score ?? 0) } ?? []
        let printed = evidence.names.first.map { "“\($0)”" } ?? "without a name"
        if let owner = evidence.byIBAN.first ?? evidence.byDomain.first {
            let record = suppliers.records[owner]
            let isAccount = !evidence.byIBAN.isEmpty
            var found = Identification(record, isAccount ? .iban : .emailDomain, isSure: false)
            found.findings.append(
                invoice.finding(
                    "supplier-similar", .review,
                    "The supplier \(printed) is not known by name, but the \(isAccount ? "account" : "mail domain") is "
                        + "that of \(Self.quoted(record)).",
                    [.supplierName, isAccount ? .supplierIBAN : .supplierEmail]))
            return found
        }
        if let best = near.first {
            var found = Identification(
                suppliers.records[best.record], .similarName, score: best.score, isSure: false)
            found.findings.append(
                invoice.finding(
                    "supplier-similar", .review,
                    "The supplier \(printed) is not known; similar are \(Self.listed(near, suppliers))."
                        + otherNumber(suppliers.records[best.record], invoice), [.supplierName, .supplierVATID]))
            return found
        }
        guard !evidence.names.isEmpty || invoice.text(.supplierVATID) != nil else { return Identification() }
        return Identification(findings: [
            invoice.finding(
                "supplier-unknown", .review,
                "The supplier \(printed) is not among the \(suppliers.records.count) known.",
                [.supplierName, .supplierVATID])
        ])
    }

    private func otherNumber(_ record: PartyRecord, _ invoice: InvoiceView) -> String {
        guard let known = record.vatKey, let printed = invoice.text(.supplierVATID),
            PartyRecord.taxKey(printed, country: record.country) != known
        else { return "" }
        return " The VAT id printed, \(printed), is not theirs (\(known))."
    }

    /// An invoice of our own, or sender and receiver were mixed up.
    private func ownCompany(_ evidence: SupplierEvidence, _ invoice: InvoiceView) -> Identification? {
        guard let printed = invoice.text(.supplierVATID),
            let own = customers.owners(taxKey: PartyRecord.taxKey(printed, country: nil)).first
        else { return nil }
        return Identification(findings: [
            invoice.finding(
                "supplier-is-ourselves", .blocker,
                "The supplier's VAT id \(printed) is that of our own company \(Self.quoted(customers.records[own])).",
                [.supplierVATID])
        ])
    }
}

/// Everything on the invoice that points to a supplier, with whom it points to.
private struct SupplierEvidence {
    let names: [String]
    /// The VAT id or tax number that is known; for messages.
    let number: String
    let numberBasis: PartyMatch.Basis
    let byNumber: [Int]
    let numbersDisagree: Bool
    let byName: [NameIndex.Hit]
    let byIBAN: [Int]
    let byDomain: [Int]

    init(_ invoice: InvoiceView, _ index: PartyIndex) {
        names = [FieldName.supplierName, .supplierTradingName].compactMap { invoice.text($0) }
        let country = invoice.text(.supplierCountry).flatMap { CountryCode.alpha2($0) }
        let vatID = invoice.text(.supplierVATID)
        let taxNumber = invoice.text(.supplierTaxNumber)
        let byVAT = index.owners(taxKey: vatID.flatMap { PartyRecord.taxKey($0, country: country) })
        let byTax = index.owners(taxKey: taxNumber.flatMap { PartyRecord.taxKey($0, country: country) })
        byNumber = byVAT.isEmpty ? byTax : byVAT
        number = (byVAT.isEmpty ? taxNumber : vatID) ?? ""
        numberBasis = byVAT.isEmpty ? .taxNumber : .vatID
        numbersDisagree = !byVAT.isEmpty && !byTax.isEmpty && Set(byVAT).isDisjoint(with: byTax)
        var seen: Set<Int> = []
        byName = names.flatMap { index.names.equal(to: $0) }.filter { seen.insert($0.record).inserted }
        byIBAN = index.owners(iban: invoice.text(.supplierIBAN))
        let byMail = index.owners(address: invoice.text(.supplierEmail))
        byDomain = byMail.isEmpty ? index.owners(address: invoice.text(.supplierWebsite)) : byMail
    }
}
