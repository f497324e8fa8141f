import Foundation
import Invoicing
import Mailroom
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("Facts of a question") struct FactsTests {
    private func file(_ checked: Checked?) -> CaseFile {
        var file = CaseFile(id: CaseID(rawValue: "c"), name: "bolts.pdf", sha256: "00", size: 1)
        if let checked {
            file.reading = ReadAgent.Output(
                CarriedDocument(kind: .pdf, pageCount: 1, pages: [], end: .checked(checked)))
        }
        return file
    }

    private let message = OutboxMessage(
        to: ["A01", "A02"], mode: .all, caseID: CaseID(rawValue: "c"), document: "bolts.pdf", subject: "",
        reasons: ["above the limit"])

    /// As a journal keeps it.
    private func match(_ verdict: MatchVerdict) throws -> Matcher.Match {
        struct Kept: Encodable {
            var verdict: MatchVerdict
            var consumptions: [String] = []
            var orderedBy: [String] = []
        }
        return try JSONDecoder().decode(Matcher.Match.self, from: JSONEncoder().encode(Kept(verdict: verdict)))
    }

    @Test func valuesAreWhatWasRead() throws {
        var file = file(.invoice())
        var verdict = MatchVerdict(status: .priceVariance, orderNumbers: ["PO-0042"])
        verdict.checks = (1...9).map { number in
            .init(
                rule: "unit-price", invoiced: "", expected: "", difference: "", tolerance: "", passed: number == 1,
                arithmetic: "check \(number)")
        }
        file.match = try match(verdict)
        let facts = QuestionFacts(
            file, reference: "2026-000007", message: message, recipient: "A01", deadline: Moment(microseconds: 5)
        ) { ["A02": "Bea Beispiel"][$0] ?? $0 }
        #expect(facts.supplier == "Nordwind GmbH")
        #expect(facts.number == "R-1")
        #expect(facts.date == Day(iso: "2026-03-01"))
        #expect(facts.due == nil)
        #expect(facts.net == 1_000)
        #expect(facts.tax == 190)
        #expect(facts.gross == 1_190)
        #expect(facts.currency == Currency("EUR"))
        #expect(facts.kind == .invoice)
        #expect(facts.others == ["Bea Beispiel"])
        #expect(facts.reasons == ["above the limit"])
        #expect(facts.deadline == Moment(microseconds: 5))
        #expect(facts.order?.numbers == ["PO-0042"])
        #expect(facts.order?.differences == (2...7).map { "check \($0)" })
    }

    @Test func remarksAreTheGravestFew() {
        let severities: [Severity] = [.info, .warning, .blocker, .review, .warning, .warning, .warning, .warning]
        let findings = severities.enumerated().map { Finding(rule: "r\($0)", severity: $1, message: "m\($0)") }
        let facts = QuestionFacts(
            file(.invoice(findings: findings)), reference: "", message: message, recipient: "A01")
        #expect(facts.remarks.map(\.text) == ["m2", "m3", "m1", "m4", "m5", "m6"])
        #expect(facts.moreRemarks == 1)
    }

    @Test(arguments: [
        ("credit_note", QuestionFacts.Kind.credit), ("invoice", .invoice),
    ])
    func kinds(_ type: String, _ kind: QuestionFacts.Kind) {
        let facts = QuestionFacts(file(.invoice(type: type)), reference: "", message: message, recipient: "A01")
        #expect(facts.kind == kind)
    }

    @Test func aCaseThatWasNotRead() {
        let facts = QuestionFacts(file(nil), reference: "2026-000007", message: message, recipient: "A01")
        #expect(facts.supplier == nil && facts.gross == nil && facts.order == nil && facts.kind == .other)
        #expect(facts.document == "bolts.pdf")
    }

    @Test func nothingToCompareWithIsNoComparison() throws {
        var file = file(.invoice())
        file.match = try match(MatchVerdict(status: .notChecked))
        #expect(QuestionFacts(file, reference: "", message: message, recipient: "A01").order == nil)
    }
}

@Suite("Picture of a page") struct PagePictureTests {
    /// A PNG's head that claims a size, and bytes behind it.
    private func png(width: Int, bytes: Int) -> Data {
        var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
        for shift in [24, 16, 8, 0] { data.append(UInt8(truncatingIfNeeded: width >> shift)) }
        data.append(contentsOf: [0, 0, 0, 1])
        data.append(Data(count: max(0, bytes - data.count)))
        return data
    }

    /// Renders as wide as libraries do: rounded up.
    private func drawn(_ points: Double, _ dpi: Int, bytesPerPixel: Double) -> Data {
        let width = Int((points * Double(dpi) / 72).rounded(.up))
        return png(width: width, bytes: Int(Double(width * width) * bytesPerPixel))
    }

    @Test(arguments: [
        (595.0, 0.1, 960...1_000), (595.0, 0.4, 820...866), (595.0, 1.0, 510...548), (2_384.0, 0.1, 960...1_000),
        (200.0, 0.1, 960...1_000),
    ])
    func asLargeAsItMayBe(_ points: Double, _ bytes: Double, _ widths: ClosedRange<Int>) async {
        let found = await PagePicture.fitting(points: points) { drawn(points, $0, bytesPerPixel: bytes) }
        #expect(found.flatMap(PagePicture.pixels).map { widths.contains($0.width) } == true)
        #expect(found.map { $0.count <= PagePicture.mostBytes } == true)
    }

    @Test func whatIsTooLargeInEverySizeIsLeftOut() async {
        #expect(await PagePicture.fitting(points: 595) { drawn(595, $0, bytesPerPixel: 9) } == nil)
        #expect(await PagePicture.fitting(points: .nan) { _ in Data("no picture".utf8) } == nil)
    }
}
