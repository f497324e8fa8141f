import Foundation
package import Invoicing

extension ApprovalRequest {
    /// What is known of a case's invoice.
    /// - Parameter supplier: As the records have it; `nil` = not known there.
    package init(_ file: CaseFile, supplier: Supplier?, duties: DutyRecords) {
        let invoice = file.checked.map { InvoiceFacts($0) }
        // Lines of several departments are no department; only where no order says anything, the supplier's holds.
        let hasOrder = !(file.match?.verdict.orderNumbers.isEmpty ?? true)
        var failures = Set(file.allFindings.filter { $0.severity >= .review }.map(\.rule))
        if let status = file.match?.verdict.status, status != .matched, status != .credited {
            failures.insert(status.rawValue)
        }
        self.init(
            amount: invoice?.grossTotal.map { abs($0) }, currency: invoice?.currency, day: invoice?.date,
            department: file.match?.department ?? (hasOrder ? nil : supplier?.department),
            costCentre: file.match?.costCentre ?? (hasOrder ? nil : supplier?.costCentre),
            supplierID: supplier?.id, risk: supplier?.risk, failures: failures, duties: Duties(file, duties))
    }
}
