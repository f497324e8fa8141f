package import Foundation
import Invoicing

/// The tables that a batch writes beside its results.
package enum BatchTables {
    /// In the columns of `history.csv` of the master data, so that it can be given to the next batch.
    package static func history(_ cases: [CaseSummary]) -> Data {
        let head = [
            "document", "sha256", "supplier_id", "supplier_name", "supplier_vat_id", "invoice_number", "invoice_date",
            "gross_total", "currency", "document_type",
        ]
        // What failed is to be handed in again, so it is no history.
        let rows = cases.filter { $0.outcome != .failed }.compactMap(\.invoice).map { one in
            [
                one.document, one.sha256 ?? "", one.supplierID ?? "", one.supplierName ?? "", one.supplierVATID ?? "",
                one.invoiceNumber ?? "", one.invoiceDate?.iso ?? "", one.grossTotal ?? "", one.currency ?? "",
                one.documentType ?? "",
            ]
        }
        return table([head] + rows)
    }

    package static func ignored(_ files: [BatchInput.Ignored]) -> Data {
        table([["file", "reason"]] + files.map { [harmless($0.name), $0.reason] })
    }

    /// RFC 4180, with LF.
    package static func table(_ rows: [[String]]) -> Data {
        Data(rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined().utf8)
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) } || text.first == " "
        return needsQuotes
            ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            : text
    }

    /// A spreadsheet must not take a printed text for a formula (CWE-1236); numbers stay numbers.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
            Decimal(canonical: text) == nil
        else { return text }
        return "'" + text
    }
}
