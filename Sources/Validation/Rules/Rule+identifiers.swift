import Invoicing

extension Rule {
    static let identifiers: [Rule] = [
        supplierIsIdentifiable, vatID(.supplierVATID, "supplier's", .review),
        vatID(.customerVATID, "customer's", .warning),
        taxNumber, vatCountry,
    ]

    /// EN 16931 BR-CO-26; a tax number or an account serves as well to know who it is.
    private static let supplierIsIdentifiable = Rule(
        "BR-CO-26", "The supplier can be identified by a number.", source: standard
    ) { invoice in
        let names: [FieldName] = [
            .supplierID, .supplierRegistrationNumber, .supplierVATID, .supplierTaxNumber, .supplierIBAN,
        ]
        guard names.allSatisfy({ invoice.text($0) == nil }) else { return [] }
        return [
            invoice.finding(
                "BR-CO-26", .warning,
                "No number identifies the supplier: neither VAT id, register, tax number nor account.",
                [.supplierName])
        ]
    }

    private static func vatID(_ name: FieldName, _ whose: String, _ severity: Severity) -> Rule {
        let id = "vat-id-checksum"
        return Rule(id, "The \(whose) VAT id has right check digits.", source: "VIES; national rules") { invoice in
            guard let number = invoice.text(name) else { return [] }
            if VATID.check(number) == .wrongChecksum || GSTIN.check(number) == .wrongChecksum {
                return [
                    invoice.finding(
                        id, severity,
                        "The check digits of the \(whose) VAT id \(number) are wrong: misread or mistyped.",
                        [name])
                ]
            }
            // Other tax numbers (ABN, EIN ...) may stand here; only what begins like a VAT id has to be one.
            guard VATID.check(number) == .wrongFormat, let prefix = vatPrefix(number) else { return [] }
            return [
                invoice.finding(
                    "vat-id-format", .warning, "“\(number)” is not how VAT ids of \(prefix) look (\(whose) VAT id).",
                    [name])
            ]
        }
    }

    /// EN 16931 BR-CO-09 asks for such a prefix.
    private static func vatPrefix(_ number: String) -> String? {
        let prefix = String(number.prefix(2)).uppercased()
        let behind = number.dropFirst(2).first
        return vatCountries.contains(prefix) && behind.map({ !$0.isLowercase }) == true
            && number.contains(where: \.isNumber)
            ? prefix : nil
    }

    private static let vatCountries: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT",
        "LT",
        "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
    ]

    private static let taxNumber = Rule(
        "tax-number-checksum", "Tax numbers with check digits have right ones.", source: "GST Network; ABR"
    ) { invoice in
        guard let number = invoice.text(.supplierTaxNumber) else { return [] }
        let isAustralian = invoice.text(.supplierCountry).flatMap { CountryCode.alpha2($0) } == "AU"
        guard GSTIN.check(number) == .wrongChecksum || (isAustralian && ABN.check(number) == .wrongChecksum)
        else { return [] }
        return [
            invoice.finding(
                "tax-number-checksum", .warning, "The check digits of the supplier's tax number \(number) are wrong.",
                [.supplierTaxNumber])
        ]
    }

    private static let vatCountry = Rule(
        "vat-country-differs", "The supplier's VAT id is of the supplier's country.", source: practice
    ) { invoice in
        guard let number = invoice.text(.supplierVATID), let registered = VATID.country(number),
            let seat = invoice.text(.supplierCountry).flatMap({ CountryCode.alpha2($0) }), registered != seat
        else { return [] }
        return [
            invoice.finding(
                "vat-country-differs", .warning, "The supplier's VAT id is of \(registered), the address in \(seat).",
                [.supplierVATID, .supplierCountry])
        ]
    }
}
