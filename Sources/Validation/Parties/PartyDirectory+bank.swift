import Invoicing

extension PartyDirectory {
    /// Changed bank details are how invoices are forged: an account is paid only when the supplier's record has it.
    /// Wrong check digits are reported by `iban-checksum`.
    func bankFindings(_ invoice: InvoiceView, supplier: PartyRecord?) -> [Finding] {
        guard let supplier, let printed = invoice.text(.supplierIBAN), let key = PartyRecord.ibanKey(printed),
            !supplier.ibans.contains(key)
        else { return [] }
        let owners = suppliers.owners(iban: printed).map { suppliers.records[$0] }
        if let owner = owners.first {
            return [
                invoice.finding(
                    "iban-of-another-supplier", .blocker,
                    "The account \(key) belongs to \(Self.quoted(owner)), not to \(Self.quoted(supplier)).",
                    [.supplierIBAN, .supplierName])
            ]
        }
        return [accountFinding(invoice, supplier, key)] + countryFinding(invoice, supplier, key)
    }

    private func accountFinding(_ invoice: InvoiceView, _ supplier: PartyRecord, _ key: String) -> Finding {
        guard !supplier.ibans.isEmpty else {
            return invoice.finding(
                "iban-not-on-record", .review,
                "The account \(key) was never confirmed: no account of \(Self.quoted(supplier)) is on record.",
                [.supplierIBAN])
        }
        return invoice.finding(
            "iban-differs", .blocker,
            "The account \(key) is not among those on record for \(Self.quoted(supplier)): "
                + supplier.ibans.sorted().joined(separator: ", ") + ".", [.supplierIBAN])
    }

    private func countryFinding(_ invoice: InvoiceView, _ supplier: PartyRecord, _ key: String) -> [Finding] {
        guard let account = IBAN.country(key), let seat = supplier.country ?? invoice.supplierCountry, account != seat
        else { return [] }
        return [
            invoice.finding(
                "iban-country-differs", .warning,
                "The account is in \(account), \(Self.quoted(supplier)) in \(seat).", [.supplierIBAN])
        ]
    }
}
