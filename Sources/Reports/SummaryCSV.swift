import Foundation
import Orchestrator

/// `summary.csv`: a line per document, RFC 4180 with CRLF, UTF-8 with a byte order mark so that spreadsheets read the
/// umlauts. Text columns that begin with `=`, `+`, `-`, `@`, tab or carriage return get a leading apostrophe, so that a
/// spreadsheet takes no printed text for a formula; columns of numbers and dates are checked to be such instead.
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
        var out = "\u{FEFF}" + columns.map(\.name).joined(separator: ",") + "\r\n"
        for row in rows {
            out += columns.map { cell($0.value(row) ?? "", $0.kind) }.joined(separator: ",") + "\r\n"
        }
        return out
    }

    /// A number that is none is treated as text.
    private static func cell(_ value: String, _ kind: Column) -> String {
        if kind == .number, Decimal(canonical: value) != nil { return value }
        return quoted(defused(value))
    }

    private static func defused(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        return ["=", "+", "-", "@", "\t", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].contains(first)
            ? "'" + text : text
    }

    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { "\",;\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
