import Foundation
import Invoicing

extension Rule {
    static let taxes: [Rule] = [taxAmount, taxBases, plausibleRate, reverseChargeTax, reverseChargeIDs]

    /// EN 16931 BR-CO-17: BT-117 = BT-116 × BT-119 ÷ 100, rounded to the currency's minor unit.
    private static let taxAmount = Rule(
        "BR-CO-17", "Each tax amount is its base times its rate.", source: standard
    ) { invoice in
        invoice.taxes.compactMap { tax in
            guard let base = tax.base, let rate = tax.rate, let amount = tax.amount else { return nil }
            let expected = (base * rate / 100).rounded(invoice.currency?.minorDigits ?? 2)
            return invoice.difference(
                "BR-CO-17", amount, expected, [.taxAmount, .taxBase, .taxRate], rows: [tax.group]
            ) { "The tax at \(rate.canonical()) % is \($0), but \(invoice.money(base)) at that rate makes \($1)." }
        }
    }

    /// EN 16931 BR-S-08 and its kin, over all rates: the bases are the net total.
    private static let taxBases = Rule(
        "tax-base-total", "The bases of the tax rates add up to the net total.", source: "EN 16931-1:2017, BR-S-08"
    ) { invoice in
        let bases = invoice.taxes.compactMap(\.base)
        guard let net = invoice.amount(.netTotal), !bases.isEmpty, bases.count == invoice.taxes.count else { return [] }
        let finding = invoice.difference(
            "tax-base-total", bases.reduce(0, +), net, [.netTotal, .taxBase], rows: invoice.taxes.map(\.group),
            severity: .review
        ) { "The bases of the tax rates add up to \($0), the net total is \($1)." }
        return finding.map { [$0] } ?? []
    }

    private static let plausibleRate = Rule(
        "tax-rate-unusual", "Tax rates are in use in the supplier's country.", source: TaxRates.source
    ) { invoice in
        guard let country = invoice.supplierCountry, let known = TaxRates.rates(in: country) else { return [] }
        let rows = invoice.taxes.map(\.group) + invoice.lines.map(\.group)
        let unusual = rows.filter { row in row.decimal(.taxRate).map { !known.contains($0) } ?? false }
        let rates = Set(unusual.compactMap { $0.decimal(.taxRate) }).sorted()
        return rates.map { rate in
            invoice.finding(
                "tax-rate-unusual", .warning, "\(rate.canonical()) % is no usual tax rate of \(country).", [.taxRate],
                rows: unusual.filter { $0.decimal(.taxRate) == rate })
        }
    }

    /// EN 16931 BR-AE-09: no tax where the customer owes it.
    private static let reverseChargeTax = Rule(
        "BR-AE-09", "An invoice under reverse charge asks for no tax.", source: standard
    ) { invoice in
        let isWhole = invoice.draft[.isReverseCharge] == "true" && !invoice.taxes.contains { $0.category == "S" }
        let rows = invoice.taxes.filter { $0.category == "AE" }
        let asked =
            isWhole ? invoice.amount(.taxTotal) ?? invoice.taxByRate : rows.compactMap(\.amount).first { $0 != 0 }
        guard let asked, asked != 0 else { return [] }
        return [
            invoice.finding(
                "BR-AE-09", .blocker,
                "The document says that the customer owes the tax, yet asks for \(invoice.money(asked)) of tax instead of "
                    + "\(invoice.money(0)).", [.taxTotal, .isReverseCharge, .taxExemptionReason])
        ]
    }

    /// EN 16931 BR-AE-02 and BR-IC-02: both VAT ids where the customer owes the tax.
    private static let reverseChargeIDs = Rule(
        "BR-AE-02", "An invoice under reverse charge names both VAT ids.", source: standard
    ) { invoice in
        guard invoice.isReverseCharge || invoice.taxes.contains(where: { $0.category == "K" }) else { return [] }
        let supplier = invoice.text(.supplierVATID) ?? invoice.text(.supplierTaxNumber)
        let missing = [supplier == nil ? "supplier" : nil, invoice.text(.customerVATID) == nil ? "customer" : nil]
            .compactMap { $0 }
        guard !missing.isEmpty else { return [] }
        return [
            invoice.finding(
                "BR-AE-02", .review,
                "The customer is to owe the tax, but the VAT id of the \(missing.joined(separator: " and of the ")) "
                    + "is missing.", [.isReverseCharge, .taxExemptionReason])
        ]
    }
}

extension InvoiceView {
    var isReverseCharge: Bool { draft[.isReverseCharge] == "true" || taxes.contains { $0.category == "AE" } }

    /// ISO 3166-1 alpha-2, by the VAT id before the address.
    var supplierCountry: String? {
        if let number = text(.supplierVATID), let country = VATID.country(number) { return country }
        if let number = text(.supplierVATID) ?? text(.supplierTaxNumber), GSTIN.isValid(number) { return "IN" }
        return text(.supplierCountry).flatMap { CountryCode.alpha2($0) }
    }
}
