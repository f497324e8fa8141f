import ArgumentParser
import Foundation
import Orchestrator
import Reports
import Storage

/// `payables report`: how many cases there are, by status, reason, supplier, age.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Count the organisation's cases by status, step, reason, supplier, age.",
        discussion: """
            Reasons are counted without numbers, names in quotes and addresses, so that equal troubles come together.

            Examples:
              payables report
              payables report --by reason --by supplier --status review
              payables report --by status --by age --csv > cases.csv

            \(ExitStatus.help([.accepted, .usage, .setup]))
            """)

    @Option(
        help: ArgumentHelp(
            "What cases are told apart by: \(CaseReport.Column.allCases.map(\.rawValue).joined(separator: ", ")); may be repeated.",
            valueName: "column"))
    var by: [String] = []
    @Option(help: "Only of this status; may be repeated.") var status: [String] = []
    @Flag(help: "As CSV, for spreadsheets.") var csv = false
    @Flag(help: "As JSON, one object a line.") var json = false
    @OptionGroup var office: OfficeOptions

    func run() async throws {
        let columns = by.isEmpty ? [.status, .step, .reason] : try by.map(Self.column)
        let wanted = try Set(status.map(CaseCommand.status))
        try await office.with(connections: 1) { open in
            let cases = try await open.directory.glances().filter {
                wanted.isEmpty || wanted.contains($0.stored.status)
            }
            let counted = cases.map { one in
                CountedCase(
                    status: one.stored.status, step: one.stored.place.step, reason: one.stored.reason,
                    supplier: one.supplier, created: one.stored.created)
            }
            try answer(CaseReport(counted, by: columns, now: SystemClock().now))
        }
    }

    private func answer(_ report: CaseReport) throws {
        if csv { return Console.write(report.csv, to: .standardOutput) }
        if json {
            for row in report.rows {
                var object = Dictionary(
                    zip(report.columns.map(\.rawValue), row.values.map(JSONValue.string))
                ) { first, _ in first }
                object["cases"] = .number(Double(row.count))
                object["oldest"] = .string(row.oldest.iso)
                Console.answer(try JSONText.text(JSONValue.object(object)))
            }
            return
        }
        Console.write(
            report.table(
                width: Console.width(of: .standardOutput), style: Console.style(of: .standardOutput)),
            to: .standardOutput)
        Console.answer("\(report.total) cases")
    }

    private static func column(_ name: String) throws -> CaseReport.Column {
        guard let column = CaseReport.Column(rawValue: name) else {
            let known = CaseReport.Column.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "--by \(name) is no column; there are \(known).")
        }
        return column
    }
}
