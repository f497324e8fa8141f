import Orchestrator

/// `summary.csv`: a line per document. Columns of numbers are checked to be such.
package enum SummaryCSV {
    private enum Column {
        case text, number
    }

    private static let columns: [(name: String, kind: Column, value: @Sendable (ReportRow) -> String?)] = [
        ("document", .text, { $0.document }),
        ("outcome", .text, { $0.outcome.rawValue }),
        ("reason", .text, { $0.reason }),
        ("supplier", .text, { $0.supplier }),
        ("supplier_id", .text, { $0.supplierID }),
        ("document_type", .text, { $0.documentType }),
        ("invoice_number", .text, { $0.invoiceNumber }),
        ("invoice_date", .text, { $0.invoiceDate }),
        ("due_date", .text, { $0.dueDate }),
        ("purchase_order", .text, { $0.order }),
        ("currency", .text, { $0.currency }),
        ("net_total", .number, { $0.net }),
        ("tax_total", .number, { $0.tax }),
        ("gross_total", .number, { $0.gross }),
        ("match", .text, { $0.match?.status.rawValue }),
        ("approved_by_rule", .text, { $0.approval.map { $0.automatic ? "yes" : "no" } }),
        ("approvers", .text, { $0.approval?.approvers.joined(separator: " ") }),
        ("findings", .number, { String($0.findings.count) }),
        ("gravest", .text, { $0.findings.map(\.severity).max()?.rawValue }),
        ("finding_rules", .text, { $0.findings.map(\.rule).joined(separator: " ") }),
        ("ledger_entry", .text, { $0.entry }),
        ("result_file", .text, { $0.resultFile }),
    ]

    package static func make(_ rows: [ReportRow]) -> String {
        CSVText.make(
            columns.map(\.name),
            rows.map { row in
                columns.map { column in
                    let value = column.value(row) ?? ""
                    return column.kind == .number ? CSVText.number(value) : CSVText.text(value)
                }
            })
    }
}
