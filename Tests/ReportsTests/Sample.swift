import Foundation
import Invoicing
import Orchestrator
import Pipeline

/// Invented results, plain and hostile.
enum Sample {
    /// What a document could print to break out of a page, a table, a spreadsheet or a terminal.
    static let attacks = [
        "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; alert(1);//",
        "javascript:alert(1)", "<!--", "]]>", "\u{2028}alert(1)", "${alert(1)}", "`alert(1)`",
        "=HYPERLINK(\"http://x\")", "\u{202E}gpj.exe", "\u{1B}[31mred", "<svg/onload=alert(1)>", "&lt;b&gt;",
        "../../etc/passwd", "%2e%2e/x", "data:text/html,x",
    ]

    static func evidence(_ page: Int, _ x: Double, _ y: Double, _ width: Double, label: String? = nil) -> Evidence {
        Evidence(
            source: .text, page: page, box: Box(x: x, y: y, width: width, height: 11), printed: nil, label: label,
            reason: "label left of the value", rejected: [])
    }

    static func page(_ number: Int, reading: PageReading = .text) -> PageSummary {
        PageSummary(
            number: number, width: 595, height: 842, reading: reading, reasons: ["the text layer covers the page"])
    }

    static func result(
        _ name: String, _ outcome: Outcome, supplier: String = "Nordlicht Bürobedarf GmbH", gross: String = "1190.00",
        currency: String = "EUR"
    ) -> DocumentResult {
        var result = DocumentResult(
            document: .init(
                name: name, sha256: String(repeating: "ab", count: 32), size: 48_211, kind: .pdf, pageCount: 1,
                pages: [page(1)]),
            outcome: outcome, reason: "Everything agrees.")
        result.schema = "invoice/1"
        result.fields = [
            .supplierName: Field(supplier, confidence: 0.98, evidence: evidence(1, 57, 60, 150)),
            .invoiceNumber: Field(
                "RE-2026-0417", confidence: 0.99, evidence: evidence(1, 430, 180, 80, label: "Rechnungsnr.")),
            .invoiceDate: Field("2026-03-14", confidence: 0.99, evidence: evidence(1, 430, 196, 60, label: "Datum")),
            .dueDate: Field("2026-04-13", confidence: 0.86, evidence: evidence(1, 430, 212, 60)),
            .currency: Field(currency, confidence: 0.99), .netTotal: Field("1000.00", confidence: 0.97),
            .taxTotal: Field("190.00", confidence: 0.97),
            .grossTotal: Field(gross, confidence: 0.97, evidence: evidence(1, 470, 620, 60, label: "Gesamtbetrag")),
        ]
        result.fields[.grossTotal]?.evidence?.rejected = [
            Alternative(value: "1000.00", page: 1, box: Box(x: 470, y: 590, width: 60, height: 11), score: 0.41)
        ]
        result.lineItems = [
            [
                .position: Field("1", confidence: 0.99),
                .description: Field("Kopierpapier A4, 80 g", confidence: 0.97, evidence: evidence(1, 100, 360, 160)),
                .quantity: Field("40", confidence: 0.98), .unitPrice: Field("25.00", confidence: 0.98),
                .netAmount: Field("1000.00", confidence: 0.98, evidence: evidence(1, 470, 360, 60)),
            ]
        ]
        result.timing = ["total": 0.021]
        return result
    }

    /// A batch as a user could have it.
    static func batch(_ count: Int) -> [DocumentResult] {
        let suppliers = [
            "Nordlicht Bürobedarf GmbH", "Atelier Verdier SARL", "Kestrel Freight Ltd", "Stahlwerk Ober-Ramstadt AG",
            "Hof Apfelgrund", "Brightwater Cleaning Services", "株式会社 田中商店",
        ]
        return (0..<count).map { index in
            let outcomes: [Outcome] = [
                .accepted, .accepted, .review, .accepted, .accepted, .review, .accepted, .rejected,
            ]
            let outcome = index % 23 == 22 ? Outcome.failed : outcomes[index % outcomes.count]
            let amount = Decimal((index * 7919) % 900_000 + 1205) / 100
            var result = result(
                "rechnung-\(1000 + index).pdf", outcome, supplier: suppliers[index % suppliers.count],
                gross: amount.canonical(minimumDigits: 2), currency: index % 5 == 3 ? "GBP" : "EUR")
            decorate(&result, index)
            return result
        }
    }

    private static func decorate(_ result: inout DocumentResult, _ index: Int) {
        let approver = ["anna.koch", "j.meier", "finance.lead"][index % 3]
        switch result.outcome {
        case .accepted:
            result.approval = ApprovalDecision(
                automatic: true, rule: "small", approvers: [], mode: .any, reasons: ["Under 500 EUR and matched."])
            result.match = MatchVerdict(status: .matched, orderNumbers: ["4500017\(index)"])
            result.posting = Posting(key: "k\(index)", entry: "L-\(index)")
        case .review:
            result.reason = "The price of line 1 is above the order's."
            result.findings = [
                Finding(
                    rule: "price-variance", severity: .review,
                    message: "Line 1 costs 25.00 EUR, the order says 24.00 EUR: 1.00 EUR more, and 2 % are allowed."),
                Finding(
                    rule: "due-date-computed", severity: .warning,
                    message: "The due date is worked out from the payment terms (30 days)."),
            ]
            if index % 3 == 0 {
                result.findings.append(
                    Finding(
                        rule: "iban-differs", severity: .blocker,
                        message: "The account DE02 1203 0000 0000 2020 51 is not one of this supplier's."))
            }
            result.approval = ApprovalDecision(
                automatic: false, rule: "2000-10000", approvers: [approver, "cfo"], mode: .sequence,
                reasons: ["The total is above 2,000 EUR.", "The price differs from the order."])
            result.match = MatchVerdict(
                status: .priceVariance, orderNumbers: ["4500017\(index)"],
                checks: [
                    .init(
                        rule: "unit-price", line: 0, invoiced: "25.00", expected: "24.00", difference: "1.00",
                        tolerance: "0.48", passed: false, arithmetic: "25.00 - 24.00 = 1.00 > 2 % of 24.00 = 0.48"),
                    .init(
                        rule: "quantity", line: 0, invoiced: "40", expected: "40", difference: "0", tolerance: "0",
                        passed: true, arithmetic: "invoiced 40 <= received 40 - already invoiced 0"),
                ])
        case .rejected:
            result.reason = "The same invoice was handled before: rechnung-0999.pdf."
            result.findings = [
                Finding(
                    rule: "duplicate", severity: .blocker,
                    message: "Supplier, number and total are those of rechnung-0999.pdf.")
            ]
        case .failed:
            result.reason = "timeout: The page could not be read within 60 s. Try again with a longer time."
            result.fields = [:]
        }
    }

    /// A result in which everything a document can influence is `text`.
    static func hostile(_ text: String) -> DocumentResult {
        var result = result(text + ".pdf", .review, supplier: text)
        result.reason = text
        result.fields = result.fields.mapValues { _ in
            Field(
                text, confidence: 0.5,
                evidence: Evidence(
                    source: .ocr, page: 1, box: Box(x: .nan, y: 1e300, width: -5, height: .infinity), printed: text,
                    label: text, reason: text,
                    rejected: [
                        Alternative(value: text, page: 1, box: Box(x: 0, y: 0, width: 1, height: 1), score: .nan)
                    ]))
        }
        result.fields[FieldName(rawValue: text)] = Field(text, confidence: .nan)
        result.lineItems = [[.description: Field(text, confidence: 2)]]
        result.findings = [Finding(rule: text, severity: .review, message: text)]
        result.match = MatchVerdict(
            status: .headerVariance, orderNumbers: [text],
            checks: [
                .init(
                    rule: text, invoiced: text, expected: text, difference: text, tolerance: text, passed: false,
                    arithmetic: text)
            ])
        result.approval = ApprovalDecision(automatic: false, rule: text, approvers: [text], mode: .any, reasons: [text])
        result.document.pages[0].problem = text
        result.document.pages[0].reasons = [text]
        return result
    }
}
