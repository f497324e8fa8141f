import Foundation
import Invoicing

extension Rule {
    static let payment: [Rule] = [paymentDate, iban, bic, bicCountry, paymentReference]

    /// EN 16931 BR-CO-25: a sum to pay has a due date or terms.
    private static let paymentDate = Rule(
        "BR-CO-25", "A sum to pay has a due date or payment terms.", source: standard
    ) { invoice in
        guard let due = invoice.amount(.amountDue), due > 0, !invoice.isCreditNote, invoice.text(.dueDate) == nil,
            invoice.text(.paymentTerms) == nil
        else { return [] }
        return [
            invoice.finding(
                "BR-CO-25", .warning, "\(invoice.money(due)) is due, but neither a due date nor terms are stated.",
                [.amountDue])
        ]
    }

    private static let iban = Rule(
        "iban-checksum", "The IBAN has right check digits.", source: "ISO 13616-1"
    ) { invoice in
        guard let text = invoice.text(.supplierIBAN) else { return [] }
        switch IBAN.check(text) {
        case .valid: return []
        case .wrongChecksum:
            return [
                invoice.finding(
                    "iban-checksum", .blocker, "The check digits of the IBAN \(text) are wrong: misread or mistyped.",
                    [.supplierIBAN])
            ]
        case .wrongFormat:
            return [
                invoice.finding(
                    "iban-format", .blocker,
                    "“\(text)” is no IBAN: country, length or characters are not those of one.",
                    [.supplierIBAN])
            ]
        }
    }

    private static let bic = Rule("bic-format", "The BIC is one.", source: "ISO 9362") { invoice in
        guard let text = invoice.text(.supplierBIC), !BIC.isValid(text) else { return [] }
        return [
            invoice.finding(
                "bic-format", .warning,
                "“\(text)” is no BIC: a BIC has 8 or 11 characters and a country in places 5 and 6.",
                [.supplierBIC])
        ]
    }

    private static let bicCountry = Rule(
        "bic-country-differs", "BIC and IBAN are of one country.", source: "European Payments Council, EPC121-16"
    ) { invoice in
        guard let iban = invoice.text(.supplierIBAN).flatMap({ IBAN.country($0) }),
            let bic = invoice.text(.supplierBIC).flatMap({ BIC.country($0) }), iban != bic,
            !(territories[iban]?.contains(bic) ?? false)
        else { return [] }
        return [
            invoice.finding(
                "bic-country-differs", .warning, "The bank (BIC) is in \(bic), the account (IBAN) in \(iban).",
                [.supplierBIC, .supplierIBAN])
        ]
    }

    /// Territories whose banks have BICs of their own but IBANs of another country (SWIFT IBAN Registry).
    private static let territories: [String: Set<String>] = [
        "GB": ["GG", "IM", "JE"],
        "FR": ["BL", "GF", "GP", "MC", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"],
        "FI": ["AX"],
    ]

    private static let paymentReference = Rule(
        "payment-reference-checksum", "References with check digits have right ones.",
        source: "ISO 11649; SIX QR-bill; Nets OCR giro"
    ) { invoice in
        guard let text = invoice.text(.paymentReference) else { return [] }
        let bank = invoice.text(.supplierIBAN).flatMap { IBAN.country($0) }
        let wrong: (kind: String, severity: Severity)?
        if CreditorReference.check(text) == .wrongChecksum {
            wrong = ("creditor reference", .review)
        } else if bank == "CH" || bank == "LI", QRReference.check(text) == .wrongChecksum {
            wrong = ("QR reference", .review)
        } else if bank == "NO", KID.check(text) == .wrongChecksum {
            wrong = ("KID", .warning)
        } else {
            wrong = nil
        }
        guard let wrong else { return [] }
        return [
            invoice.finding(
                "payment-reference-checksum", wrong.severity,
                "The check digits of the \(wrong.kind) \(text) are wrong: the payment could not be assigned.",
                [.paymentReference])
        ]
    }
}
