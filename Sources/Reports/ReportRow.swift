import Foundation
package import Invoicing
package import Orchestrator

/// One document in `report.html` and `summary.csv`: what of its result is shown there, so that the results of a large
/// batch need not stay in memory.
package struct ReportRow: Hashable, Sendable {
    /// Name of the file; `scan.pdf#2` for a document behind others in it.
    package var document: String
    package var kind: String
    package var pages: Int
    package var outcome: Outcome
    package var reason: String
    package var supplier: String?
    /// The supplier's id in the master data; `nil` = not recognized there.
    package var supplierID: String?
    package var invoiceNumber: String?
    package var invoiceDate: String?
    package var dueDate: String?
    package var documentType: String?
    package var order: String?
    package var currency: String?
    /// Canonical decimals.
    package var net: String?
    package var tax: String?
    package var gross: String?
    package var findings: [Finding]
    package var match: MatchVerdict?
    package var approval: ApprovalDecision?
    /// The ledger's number for the entry.
    package var entry: String?
    package var seconds: Double?
    /// Name of the result's file beside the report; `nil` = none was written.
    package var resultFile: String?
    /// Name of the page below `explain/`; `nil` = none was made.
    package var explainFile: String?

    package init(_ result: DocumentResult, resultFile: String? = nil, explainFile: String? = nil) {
        func text(_ name: FieldName) -> String? { result.fields[name]?.value }
        document = result.document.label
        kind = Wording.name(of: result.document.kind)
        pages = result.document.ownPages
        outcome = result.outcome
        reason = result.reason
        supplier = result.supplier?.name ?? text(.supplierName)
        supplierID = result.supplier?.id
        invoiceNumber = text(.invoiceNumber)
        invoiceDate = text(.invoiceDate)
        dueDate = text(.dueDate)
        documentType = text(.documentType)
        order = text(.purchaseOrder)
        currency = text(.currency)
        net = text(.netTotal)
        tax = text(.taxTotal)
        gross = text(.grossTotal)
        findings = result.findings.map { Finding(rule: $0.rule, severity: $0.severity, message: $0.message) }
        match = result.match
        approval = result.approval
        entry = result.posting?.entry
        seconds = result.timing["total"]
        self.resultFile = resultFile
        self.explainFile = explainFile
    }
}

/// Sums of a batch by outcome.
struct ReportTotals {
    struct Group {
        var documents = 0
        /// By currency code; documents without a readable total or currency are left out.
        var sums: [String: Decimal] = [:]
        var withoutAmount = 0
    }

    private(set) var groups: [Outcome: Group] = [:]

    init(_ rows: [ReportRow]) {
        for row in rows { groups[row.outcome, default: Group()].add(row) }
    }

    subscript(outcome: Outcome) -> Group { groups[outcome] ?? Group() }
}

extension ReportTotals.Group {
    fileprivate mutating func add(_ row: ReportRow) {
        documents += 1
        guard let code = row.currency, let currency = Currency(code), let gross = row.gross,
            let amount = Decimal(canonical: gross)
        else {
            withoutAmount += 1
            return
        }
        sums[currency.code, default: 0] += amount
    }

    /// `EUR 1,234.50`, by currency.
    var lines: [String] {
        sums.sorted { $0.key < $1.key }.map { code, sum in
            code + " " + Amounts.grouped(sum.canonical(), currency: Currency(code))
        }
    }
}
