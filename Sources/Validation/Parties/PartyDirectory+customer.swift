import Invoicing

extension PartyDirectory {
    func identifyCustomer(_ invoice: InvoiceView) -> Identification {
        let printed = invoice.text(.customerName)
        let number = invoice.text(.customerVATID)
        guard printed != nil || number != nil else {
            return Identification(findings: [
                invoice.finding("customer-not-stated", .info, "The document does not say whom it is addressed to.")
            ])
        }
        let country = invoice.text(.customerCountry).flatMap { CountryCode.alpha2($0) }
        let byNumber = customers.owners(taxKey: number.flatMap { PartyRecord.taxKey($0, country: country) })
        let byName = printed.map { customers.names.equal(to: $0) } ?? []
        if let number, !byNumber.isEmpty {
            return customer(number: number, Self.narrow(byNumber, by: [byName.map(\.record)])[0], byName, invoice)
        }
        if let printed, let hit = byName.first {
            return byName.count == 1
                ? customer(hit, invoice)
                : similarCustomer("“\(printed)” fits several companies of ours", byName, invoice)
        }
        guard let printed else { return somebodyElse("somebody with the VAT id \(number ?? "")", invoice) }
        let near = customers.names.near(printed, threshold: invoice.settings.similarName)
        return near.isEmpty
            ? somebodyElse("“\(printed)”", invoice)
            : similarCustomer("“\(printed)” is none of our companies, but similar", near, invoice)
    }

    /// The VAT id is ours; the name should be of the same company.
    private func customer(number: String, _ index: Int, _ byName: [NameIndex.Hit], _ invoice: InvoiceView)
        -> Identification
    {
        let record = customers.records[index]
        var found = Identification(record, .vatID)
        guard let printed = invoice.text(.customerName), !byName.contains(where: { $0.record == index }) else {
            return found
        }
        if let other = byName.first {
            found.isSure = false
            found.findings = [
                invoice.finding(
                    "customer-contradiction", .blocker,
                    "The VAT id \(number) is that of \(Self.quoted(record)), but the invoice is addressed to "
                        + "\(Self.quoted(customers.records[other.record])).", [.customerVATID, .customerName])
            ]
            return found
        }
        let names = [record.name] + record.aliases
        let score = names.map { NameSimilarity.score(PartyName($0), PartyName(printed)) }.max() ?? 0
        guard score < invoice.settings.similarName else { return found }
        found.findings = [
            invoice.finding(
                "customer-name-differs", .warning,
                "The VAT id \(number) is that of \(Self.quoted(record)), but the invoice is addressed to “\(printed)”.",
                [.customerName, .customerVATID])
        ]
        return found
    }

    /// The name is ours; a VAT id that is not is for a person to explain.
    private func customer(_ hit: NameIndex.Hit, _ invoice: InvoiceView) -> Identification {
        let record = customers.records[hit.record]
        var found = Identification(record, hit.isAlias ? .alias : .name)
        guard let known = record.vatKey, let printed = invoice.text(.customerVATID),
            let key = PartyRecord.taxKey(printed, country: record.country), key != known
        else { return found }
        found.isSure = false
        found.findings = [
            invoice.finding(
                "customer-contradiction", .review,
                "The invoice is addressed to \(Self.quoted(record)), whose VAT id is \(known), but \(printed) is printed.",
                [.customerVATID, .customerName])
        ]
        return found
    }

    private func similarCustomer(_ words: String, _ hits: [NameIndex.Hit], _ invoice: InvoiceView) -> Identification {
        guard let best = hits.first else { return Identification() }
        var found = Identification(customers.records[best.record], .similarName, score: best.score, isSure: false)
        found.findings = [
            invoice.finding(
                "customer-similar", .review, "The invoice's addressee \(words): \(Self.listed(hits, customers)).",
                [.customerName])
        ]
        return found
    }

    private func somebodyElse(_ addressee: String, _ invoice: InvoiceView) -> Identification {
        Identification(findings: [
            invoice.finding(
                "addressed-to-somebody-else", .blocker,
                "The invoice is addressed to \(addressee), which is none of our \(customers.records.count) companies.",
                [.customerName, .customerVATID])
        ])
    }
}
