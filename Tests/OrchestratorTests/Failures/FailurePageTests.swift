import Foundation
import Orchestrator
import Support
import Testing

/// docs/failures.md is for people who see a code in a message. Its tables are written by `RECORD=1`, which then fails, so
/// that CI can never record.
@Suite("FailurePage") struct FailurePageTests {
    private static let page = Repository.root.appending(path: "docs/failures.md")
    private static let begin = "<!-- Tables: written by `make record`. -->\n"

    @Test func theTablesStandInTheDocument() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(text.range(of: Self.begin), "the mark where the tables begin")
        let tables = FailureFamily.allCases.map(Self.table).joined(separator: "\n")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data((text[..<start.upperBound] + "\n" + tables).utf8).write(to: Self.page, options: .atomic)
            Issue.record("docs/failures.md was written; look at the difference and run again without RECORD")
            return
        }
        let written = text[start.upperBound...].split(separator: "\n")
        for line in tables.split(separator: "\n") { #expect(written.contains(line), "\(line)") }
        #expect(written.count == tables.split(separator: "\n").count, "a line more than there are errors")
    }

    @Test(arguments: FailureClass.allCases) func everyClassIsExplained(_ kind: FailureClass) throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        #expect(text.contains("| **\(kind.rawValue)** |"))
    }

    private static func table(of family: FailureFamily) -> String {
        let rows = FailureTable.rows(of: family) + [FailureTable.unknown(in: family)]
        let lines = rows.map { row in
            "| \(code(row, family)) | \(row.verdict.kind.rawValue) | \(underWay(row)) | \(row.hint) |"
        }
        return """
            ## \(family.title)

            | code | meaning | while an effect was under way | what to do |
            | --- | --- | --- | --- |
            \(lines.joined(separator: "\n"))

            """
    }

    /// Numbers of system calls differ between systems.
    private static func code(_ row: FailureRow, _ family: FailureFamily) -> String {
        if row.code == "*" { return row.name }
        return family == .systemCall ? row.name : "\(row.code) \(row.name)"
    }

    private static func underWay(_ row: FailureRow) -> String {
        let kind = row.verdict.kind(duringEffect: true)
        return kind == row.verdict.kind ? "the same" : kind.rawValue
    }
}
