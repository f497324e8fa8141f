import Testing

@testable import Extractors

@Suite("EInvoiceValue") struct EInvoiceValueTests {
    @Test(
        arguments: [
            ("12.5", 2, "12.50"), ("12.50", 0, "12.5"), ("100", 2, "100.00"), ("0", 2, "0.00"), ("-0.00", 2, "0.00"),
            ("-5", 2, "-5.00"), ("+5", 0, "5"), (".5", 2, "0.50"), ("5.", 0, "5"), ("007.10", 2, "7.10"),
            ("3.33333", 2, "3.33333"), ("12345678901234567890.12", 2, "12345678901234567890.12"), ("1,5", 2, nil),
            ("1.234,56", 2, nil), ("1.2.3", 2, nil), ("1e5", 2, nil), ("", 2, nil), (".", 2, nil), ("-", 2, nil),
            ("EUR 5", 2, nil), ("--5", 2, nil), ("٣", 2, nil),
        ] as [(String, Int, String?)])
    func `decimals are canonical or refused`(_ text: String, _ digits: Int, _ expected: String?) {
        #expect(EInvoiceValue.decimal(text, minimumDigits: digits) == expected)
    }

    @Test(
        arguments: [
            ("20260131", "102", "2026-01-31"), ("20260131", nil, "2026-01-31"), ("2026-01-31", nil, "2026-01-31"),
            ("2026-01-31", "102", "2026-01-31"), ("2026-01-31T10:00:00", nil, "2026-01-31"),
            ("2026-01-31Z", nil, "2026-01-31"), ("2026-01-31+02:00", nil, "2026-01-31"),
            ("202601311530", "203", "2026-01-31"), ("20260131153000", "204", "2026-01-31"), ("20260230", "102", nil),
            ("202601", "610", nil), ("202601311530", nil, nil), ("31.01.2026", nil, nil), ("2026-13-01", nil, nil),
            ("2026-01-311", nil, nil), ("", nil, nil),
        ] as [(String, String?, String?)])
    func `dates are ISO 8601 or refused`(_ text: String, _ format: String?, _ expected: String?) {
        #expect(EInvoiceValue.date(text, format: format) == expected)
    }
}
