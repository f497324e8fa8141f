import Foundation
import Orchestrator
import Testing

@testable import Reports

@Suite("Hostile text") struct HostileTextTests {
    private func report(_ text: String) -> String {
        let result = Sample.hostile(text)
        let row = ReportRow(result, resultFile: text + ".json", explainFile: text + ".html")
        return BatchReport(rows: [row], folder: text, finished: text, remarks: [text], ignored: [text]).html
    }

    private func explain(_ text: String) -> String {
        ExplainPage(result: Sample.hostile(text), pictures: [1: Data([1, 2, 3])], note: text).html
    }

    /// Tags that stand in a page: everything between `<` and the next blank or `>`.
    private func tags(_ html: String) -> [String] {
        html.split(separator: "<").dropFirst().map { part in
            String(part.prefix { !" >\n/".contains($0) || part.first == $0 })
        }
    }

    @Test(arguments: Sample.attacks) func addsNoTag(_ attack: String) {
        #expect(tags(report(attack)) == tags(report("harmless")))
        #expect(tags(explain(attack)) == tags(explain("harmless")))
    }

    @Test(arguments: Sample.attacks) func addsNoAttributeOrQuote(_ attack: String) {
        func quotes(_ html: String) -> Int {
            html.split(separator: "<script type").first.map { $0.count { $0 == "\"" } } ?? 0
        }
        #expect(quotes(report(attack)) == quotes(report("harmless")))
        #expect(explain(attack).count { $0 == "\"" } == explain("harmless").count { $0 == "\"" })
    }

    @Test(arguments: Sample.attacks) func dataStaysDataAndIsReadBack(_ attack: String) throws {
        let html = report(attack)
        let start = try #require(html.range(of: "id=\"data\">"))
        let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
        let json = String(html[start.upperBound..<end.lowerBound])
        let records = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(records.count == 1)
        #expect(records[0]["s"] as? String == attack)
        if let link = records[0]["x"] as? String {
            #expect(link.hasPrefix("explain/"))
            #expect(!link.contains("..") && !link.dropFirst(8).contains(":"))
        }
    }

    @Test func onlyOwnScriptsMayRun() {
        for html in [report("x"), explain("x")] {
            #expect(html.contains("default-src &#39;none&#39;"))
            #expect(!html.contains("unsafe-inline"))
            #expect(!html.contains("http://") && !html.contains("https://"))
        }
        #expect(report("x") != report("x"), "the nonce is new each time")
    }

    @Test func noNumberBreaksADrawing() {
        let html = explain("x")
        for word in ["\"nan", "\"inf", "e+"] { #expect(!html.contains(word), "\(word)") }
    }
}

@Suite("summary.csv") struct SummaryCSVTests {
    static let cells = [
        ("=1+1", "'=1+1", "a formula"), ("+49 30", "'+49 30", "a telephone number"), ("-x", "'-x", "a minus"),
        ("@SUM(A1)", "'@SUM(A1)", "an at sign"), ("\tx", "'\tx", "a tab"),
        ("\u{FF1D}1", "'\u{FF1D}1", "a full-width sign"),
        ("a,b", "\"a,b\"", "a comma"), ("a\"b", "\"a\"\"b\"", "a quote"), ("a;b", "\"a;b\"", "a semicolon"),
        ("=\"a\"", "\"'=\"\"a\"\"\"", "a formula with quotes"), ("Müller", "Müller", "an umlaut"),
    ]

    @Test(arguments: cells) func textCells(_ printed: String, _ cell: String, _ sentence: String) {
        var row = ReportRow(Sample.result("a.pdf", .accepted))
        row.supplier = printed
        #expect(SummaryCSV.make([row]).contains(",\(cell),"), "\(sentence)")
    }

    @Test func numbersStayNumbers() {
        var row = ReportRow(Sample.result("a.pdf", .accepted, gross: "-12.50"))
        #expect(SummaryCSV.make([row]).contains(",-12.50,"))
        row.gross = "-cmd|' /C calc'!A0"
        #expect(SummaryCSV.make([row]).contains(",'-cmd|"))
    }

    @Test func everyLineHasEveryColumn() {
        let rows = Sample.batch(20).map { ReportRow($0) }
        let lines = SummaryCSV.make(rows).components(separatedBy: "\r\n").dropLast()
        #expect(lines.count == 21)
        #expect(lines.first?.hasPrefix("\u{FEFF}document,outcome,") == true)
    }
}
