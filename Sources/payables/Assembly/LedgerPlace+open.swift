import Foundation
import Ledgers
import Orchestrator
import SQLLedger

extension LedgerPlace {
    /// - Parameter folder: Of the program's own data, where bookings stand when no place is named.
    /// - Throws: When the ledger can't be booked in as it is. One that is only away will be there when it is needed.
    func open(in folder: URL, connections: Int) async throws -> any LedgerPort {
        switch self {
        case .database(let url):
            let ledger = SQLLedger(url: url, connections: connections)
            do throws(LedgerOfficeError) { try await ledger.test() } catch {
                guard error.mayPass else {
                    throw CommandFailure(.setup, "The ledger cannot be booked in. \(error.message)")
                }
                Console.tell("The ledger is not reached; bookings are tried again. \(error.message)")
            }
            return ledger
        case .file(let path):
            let file = path.map { URL(filePath: $0) } ?? folder.appending(path: "ledger.jsonl")
            do { return try FileLedger(file) } catch { throw CommandFailure(.setup, "\(error)") }
        }
    }
}
