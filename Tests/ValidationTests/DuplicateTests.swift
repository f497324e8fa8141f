import Invoicing
import Testing
import Validation

@Suite("Duplicates") struct DuplicateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let invoice: PastInvoice
        let told: [String]
        init(
            _ sentence: String, sha: String? = nil, supplier: String? = "S1", name: String? = "Quarzwerk GmbH",
            number: String? = nil, date: String? = "2026-03-01", gross: String? = "119.00", type: String? = "invoice",
            _ told: String...
        ) {
            testDescription = sentence
            self.told = told
            invoice = PastInvoice(
                document: "new.pdf", sha256: sha, supplierID: supplier, supplierName: name, invoiceNumber: number,
                invoiceDate: date.flatMap { Day(iso: $0) }, grossTotal: gross, currency: "EUR", documentType: type)
        }
    }

    static let history = [
        PastInvoice(
            document: "old.pdf", sha256: "AB12", supplierID: "S1", supplierName: "Quarzwerk GmbH",
            invoiceNumber: "RE-2026-0B417", invoiceDate: Day(iso: "2026-03-01"), grossTotal: "119.00", currency: "EUR",
            documentType: "invoice")
    ]

    static let cases: [Case] = [
        Case(
            "the same file, whatever was read", sha: "ab12", supplier: nil, name: nil, gross: nil, type: nil,
            "duplicate-file:blocker"),
        Case("the same number", number: "RE-2026-0B417", "duplicate-number:blocker"),
        Case(
            "a leading zero left out, B for 8", number: "re 2026 8417", date: nil, gross: nil, "duplicate-number:review"
        ),
        Case("the number without separators", number: "RE20260B417", "duplicate-number:blocker"),
        Case(
            "the number in lower case and other separators", number: "re/2026/0b417", gross: "500.00",
            "duplicate-number:review"),
        Case("letters read as digits", number: "RE-2026-O8417", date: "2026-09-01", "duplicate-number:review"),
        Case(
            "the same number next year for another sum", number: "RE-2026-0B417", date: "2027-03-01", gross: "7.00",
            "duplicate-number:review"),
        Case("another supplier's same number", supplier: "S2", name: "Nordlicht Ltd", number: "RE-2026-0B417"),
        Case(
            "the supplier known by name only", supplier: nil, name: "QUARZWERK", number: "RE-2026-0B417",
            "duplicate-number:blocker"),
        Case("supplier, sum and nearly the day", number: "77", date: "2026-03-05", "duplicate-suspected:review"),
        Case("a week later is a new invoice", number: "77", date: "2026-03-08"),
        Case("another sum", number: "77", gross: "119.01"),
        Case("a credit note over the sum", number: "G-1", type: "credit_note"),
        Case("a credit note with a minus", number: "G-1", gross: "-119.00", type: nil),
        Case("a credit note that bears the invoice's number", number: "RE-2026-0B417", type: "credit_note"),
        Case(
            "number, sum and day, and nobody knows whose", supplier: nil, name: nil, number: "RE-2026-0B417",
            "duplicate-suspected:review"),
        Case("nothing was read", supplier: nil, name: nil, date: nil, gross: nil, type: nil),
    ]
    @Test(arguments: cases) func findings(_ example: Case) {
        let findings = DuplicateIndex(Self.history).findings(for: example.invoice)
        #expect(told(findings) == example.told)
        #expect(findings.allSatisfy { $0.message.contains("old.pdf") })
    }

    @Test func laterOnesOfTheBatchAreComparedWithEarlierOnes() {
        var index = DuplicateIndex()
        let first = Self.history[0]
        #expect(index.findings(for: first).isEmpty)
        index.insert(first)
        #expect(told(index.findings(for: first)) == ["duplicate-file:blocker"])
    }
}
