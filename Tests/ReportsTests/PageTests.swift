import Foundation
import Orchestrator
import Testing

@testable import Reports

@Suite("Pages") struct PageTests {
    /// With `PAYABLES_TEST_PAGES=DIR` the pages are written there, to be looked at.
    private func keep(_ html: String, as name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["PAYABLES_TEST_PAGES"] else { return }
        try Data(html.utf8).write(to: URL(filePath: folder).appending(path: name))
    }

    @Test func aReportHoldsEveryDocument() throws {
        let rows = Sample.batch(5000).map { result in
            ReportRow(
                result, resultFile: result.document.name + ".json",
                explainFile: result.outcome == .review ? result.document.name + ".html" : nil)
        }
        let html = BatchReport(
            rows: rows, folder: "incoming/2026-03", finished: "14 March 2026, 16:20", seconds: 184,
            remarks: ["No goods receipts were given, so quantities were not compared with what arrived."],
            ignored: ["Thumbs.db", "notes.txt"]
        ).html
        #expect(html.utf8.count < 10_000_000)
        #expect(html.contains("rechnung-5999.pdf"))
        #expect(html.contains("5000 documents"))
        try keep(html, as: "report.html")
    }

    @Test func anExplainPageJoinsValuesAndBoxes() throws {
        var result = Sample.batch(6)[5]
        result.findings[0].evidence = [Sample.evidence(1, 400, 360, 50)]
        let picture = ProcessInfo.processInfo.environment["PAYABLES_TEST_PICTURE"]
            .flatMap { try? Data(contentsOf: URL(filePath: $0)) }
        let html = ExplainPage(result: result, pictures: picture.map { [1: $0] } ?? [:]).html
        let page = ExplainPage(result: result)
        for (index, entry) in page.orderedFields.enumerated() where entry.field.evidence?.box != nil {
            #expect(html.components(separatedBy: "data-id=\"f\(index)\"").count >= 3, "\(entry.name.rawValue)")
        }
        #expect(html.contains("1 not chosen"))
        try keep(html, as: "explain.html")
    }

    @Test func aResultFromXMLHasNoPages() {
        var result = Sample.result("a.xml", .accepted)
        result.document.kind = .cii
        result.document.pages = []
        let html = ExplainPage(result: result).html
        #expect(!html.contains("<figure"))
        #expect(html.contains("RE-2026-0417"))
    }

    @Test func aTurnedPictureIsTurnedOverItsPage() {
        var result = Sample.result("a.pdf", .accepted)
        result.document.pages[0].turned = 90
        let html = ExplainPage(result: result, pictures: [1: Data([1])]).html
        #expect(
            html.contains(
                "width=\"842.0\" height=\"595.0\" preserveAspectRatio=\"none\" transform=\"translate(595.0 0) rotate(90)\""
            ))
    }
}
