import Invoicing
package import Orchestrator

/// One result for a person at a terminal: what `payables read --table` prints.
package struct ResultTable: Sendable {
    package var result: DocumentResult

    package init(_ result: DocumentResult) { self.result = result }

    /// - Parameter width: Columns of the terminal; `nil` = no limit.
    package func text(width: Int?, style: TerminalStyle = .plain) -> String {
        var parts = [head(style)]
        if !result.fields.isEmpty { parts.append(fields.text(width: width, style: style)) }
        if !result.lineItems.isEmpty { parts.append(lineItems.text(width: width, style: style)) }
        if !result.findings.isEmpty { parts.append(findings(style)) }
        if let match = matchLines { parts.append(match) }
        if let approval = approvalLine { parts.append(approval) }
        return parts.joined(separator: "\n")
    }

    private func head(_ style: TerminalStyle) -> String {
        let outcome = Wording.name(of: result.outcome)
        let toned =
            switch result.outcome {
            case .accepted: style.good(outcome)
            case .review: style.doubtful(outcome)
            case .rejected, .failed: style.bad(outcome)
            }
        let name = style.strong(TextWidth.oneLine(result.document.label))
        return "\(name)\n\(toned): \(TextWidth.oneLine(result.reason))\n"
    }

    private var fields: TextTable {
        let rows = ExplainPage(result: result).orderedFields.map { name, field -> [String] in
            let evidence = field.evidence
            let place = evidence?.page.map { "page \($0)" } ?? ""
            return [
                Wording.name(of: name), field.value, "\(ExplainPage.percent(field.confidence))%",
                [place, evidence.map { Wording.name(of: $0.source) } ?? ""].filter { !$0.isEmpty }
                    .joined(separator: ", "),
            ]
        }
        return TextTable(
            [
                .init("Field", least: 12), .init("Value", least: 16), .init("Sure", right: true),
                .init("From", least: 8),
            ],
            rows: rows)
    }

    private static let itemColumns: [(FieldName, TextTable.Column)] = [
        (.position, .init("Pos")), (.productCode, .init("Article", least: 8)),
        (.description, .init("Description", least: 14)), (.quantity, .init("Quantity", right: true)),
        (.unit, .init("Unit")), (.unitPrice, .init("Price", right: true)), (.taxRate, .init("Tax %", right: true)),
        (.netAmount, .init("Net", right: true)),
    ]

    private var lineItems: TextTable {
        let used = Self.itemColumns.filter { column in result.lineItems.contains { $0[column.0] != nil } }
        return TextTable(
            used.map(\.1), rows: result.lineItems.map { item in used.map { item[$0.0]?.value ?? "" } })
    }

    private func findings(_ style: TerminalStyle) -> String {
        result.findings.map { finding in
            let name = Wording.name(of: finding.severity)
            let toned =
                switch finding.severity {
                case .blocker: style.bad(name)
                case .review, .warning: style.doubtful(name)
                case .info: style.quiet(name)
                }
            return
                "\(toned): \(TextWidth.oneLine(finding.message)) \(style.quiet("[\(TextWidth.oneLine(finding.rule))]"))\n"
        }.joined()
    }

    private var matchLines: String? {
        guard let match = result.match else { return nil }
        let orders = match.orderNumbers.isEmpty ? "" : " (\(match.orderNumbers.joined(separator: ", ")))"
        let checks = match.checks.map { check in
            let place = check.line.map { "line \($0 + 1)" } ?? "whole invoice"
            return "  \(check.passed ? "agrees " : "differs") \(place), \(check.rule): \(check.arithmetic)"
        }
        return ([Wording.name(of: match.status) + orders] + checks).map { TextWidth.oneLine($0) + "\n" }.joined()
    }

    private var approvalLine: String? {
        guard let approval = result.approval else { return nil }
        if approval.automatic { return "Approval: by rule\n" }
        let mode = Wording.name(of: approval.mode, people: approval.approvers.count).map { " (\($0))" } ?? ""
        return TextWidth.oneLine("Approval: " + approval.approvers.joined(separator: ", ") + mode) + "\n"
    }
}
