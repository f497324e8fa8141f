package import Foundation
package import Invoicing
package import Orchestrator

/// The organisation's records as a folder of CSV files, each of which may be missing.
package struct MasterFolder: Sendable {
    package var data: MasterData
    package var approvers: [Approver]
    /// `nil` when there is no `approvals.csv`.
    package var approvals: ApprovalTable?
    package var tolerances: Tolerances
    /// Empty when there is no `exchange-rates.csv`: then an invoice in another currency than its order is held.
    package var rates: ExchangeRates
    /// Times and retries of steps; empty when there is no `limits.csv`.
    package var limits: OrganisationLimits
    /// What was left out or looks wrong, without stopping the start.
    package var warnings: [MasterFault]

    /// - Throws: ``MasterFilesError`` with every fault of every file.
    package init(_ folder: URL) throws(MasterFilesError) {
        var reading = MasterReading(folder)
        data = MasterData(
            suppliers: reading.suppliers(), customers: reading.customers(), orders: reading.orders(),
            receipts: reading.receipts(), history: reading.history())
        approvers = reading.approvers()
        tolerances = reading.tolerances()
        rates = reading.rates()
        limits = reading.limits()
        approvals = reading.approvals(approvers, rates: rates)
        reading.checkReferences(data)
        warnings = reading.warnings
        guard reading.faults.isEmpty else { throw MasterFilesError(faults: reading.faults) }
    }

    /// Invoices that were handled before, from a file in the columns of `history.csv`.
    /// - Throws: ``MasterFilesError`` with every fault, also when there is no such file.
    package static func history(at file: URL) throws(MasterFilesError) -> [PastInvoice] {
        guard FileManager.default.fileExists(atPath: file.path) else {
            let fault = MasterFault(file: file.path, line: nil, column: nil, message: "there is no such file")
            throw MasterFilesError(faults: [fault])
        }
        var reading = MasterReading(file.deletingLastPathComponent())
        let history = reading.history(file.lastPathComponent)
        guard reading.faults.isEmpty else { throw MasterFilesError(faults: reading.faults) }
        return history
    }
}

/// Everything that has to be put right in the master files, at once.
package struct MasterFilesError: Error, Hashable, Sendable, CustomStringConvertible {
    package var faults: [MasterFault]
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
