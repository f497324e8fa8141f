package import Foundation
package import Orchestrator
package import Pipeline

/// A ledger in `ledger.jsonl`. Each booking is an intent, then its confirmation; a booking that a crash left between
/// the two is completed under its own number, never made again.
package actor FileLedger: LedgerPort {
    private struct Record: Codable {
        enum Kind: String, Codable { case intent, posted }
        var kind: Kind
        var key: String
        /// `"L000001"`
        var number: String
        /// Only in intents.
        var entry: LedgerEntry?
    }

    private struct Booking {
        var number: String
        var entry: LedgerEntry
        var isPosted: Bool
    }

    private let file: KeyedFile
    private var bookings: [String: Booking] = [:]
    /// Keys in the order of their numbers.
    private var order: [String] = []

    /// - Throws: ``LedgerError`` when another process has the ledger, or it holds something else.
    package init(_ url: URL) throws(LedgerError) {
        file = try KeyedFile(url)
        for record in try file.records(as: Record.self) {
            switch record.kind {
            case .intent:
                guard let entry = record.entry else { throw LedgerError("\(url.path): an intent without an entry") }
                if bookings[record.key] == nil { order.append(record.key) }
                bookings[record.key] = Booking(number: record.number, entry: entry, isPosted: false)
            case .posted: bookings[record.key]?.isPosted = true
            }
        }
    }

    package func post(_ entry: LedgerEntry, key: String) throws(StageFailure) -> Posting {
        if let booking = bookings[key] {
            guard booking.entry == entry else {
                throw .needsReview(because: "ledger entry \(booking.number) was made for this case with other values")
            }
            if !booking.isPosted { try confirm(key, booking.number) }
            return Posting(key: key, entry: booking.number)
        }
        let faults = entry.faults
        guard faults.isEmpty else { throw .needsReview(because: faults.joined(separator: "; ")) }
        let digits = String(order.count + 1)
        let number = "L" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        try file.append(Record(kind: .intent, key: key, number: number, entry: entry))
        bookings[key] = Booking(number: number, entry: entry, isPosted: false)
        order.append(key)
        try confirm(key, number)
        return Posting(key: key, entry: number)
    }

    package func entry(key: String) throws(StageFailure) -> Posting? {
        guard let booking = bookings[key] else { return nil }
        if !booking.isPosted { try confirm(key, booking.number) }
        return Posting(key: key, entry: booking.number)
    }

    /// Confirmed bookings as a table, in the order of their numbers.
    package func table() -> Data {
        let head = [
            "entry", "document", "supplier_id", "invoice_number", "invoice_date", "due_date", "currency", "net_total",
            "tax_total", "gross_total", "orders", "department", "cost_centre", "approved_by", "key",
        ]
        let rows = order.compactMap { key -> [String]? in
            guard let booking = bookings[key], booking.isPosted else { return nil }
            let entry = booking.entry
            return [
                booking.number, entry.document, entry.supplierID, entry.invoiceNumber, entry.invoiceDate,
                entry.dueDate ?? "", entry.currency, entry.netTotal, entry.taxTotal, entry.grossTotal,
                entry.orderNumbers.joined(separator: ";"), entry.department ?? "", entry.costCentre ?? "",
                entry.approvedBy, key,
            ]
        }
        return BatchTables.table([head] + rows)
    }

    private func confirm(_ key: String, _ number: String) throws(StageFailure) {
        try file.append(Record(kind: .posted, key: key, number: number, entry: nil))
        bookings[key]?.isPosted = true
    }
}
