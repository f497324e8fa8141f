import Foundation
import Orchestrator
import Pipeline
import Storage

/// What agents of cases in the database work with, made anew whenever the organisation's records change.
struct CaseServices: Sendable {
    let assembly: Assembly
    let open: OfficeOptions.Open
    let blobs: DirectoryBlobs
    /// `nil` = this program takes no steps.
    let ledger: (any LedgerPort)?

    func with(_ records: Records) -> Services {
        let blobs = blobs
        return Services(
            way: assembly.way(records.data),
            bytes: { file in
                guard let id = BlobID(rawValue: file.sha256) else { throw BatchError("\(file.name) has no sum") }
                return try blobs.bytes(id)
            },
            history: PostgresHistory(
                open.pool, organisation: open.directory.organisation, before: records.data.history),
            matcher: Matcher(
                orders: records.data.orders, receipts: records.data.receipts,
                tolerances: records.folder?.tolerances ?? Tolerances(), rates: records.folder?.rates ?? ExchangeRates()),
            approvals: records.folder?.approvals, suppliers: records.data.suppliers, ledger: ledger,
            limits: records.folder?.limits ?? OrganisationLimits())
    }
}
