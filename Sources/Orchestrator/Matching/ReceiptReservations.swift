package import Foundation

/// Takes quantities out of order lines for an invoice before it is booked, so that no two invoices get the same goods.
///
/// For each line and bound, under any interleaving: what is reserved and confirmed, less the credit notes that are
/// confirmed, is at most the limit. A claim below 0 gives back: it makes room only when it is confirmed, since until
/// then it may be released; it gives back at most what is confirmed and not yet asked back.
package protocol ReceiptReservations: Sendable {
    /// All claims of a key, or none. The same key with the same claims is answered again and counts once. What was
    /// answered `short` keeps nothing, so it may be asked again when goods arrive.
    /// - Parameter key: Case and step: `"0193…/match"`.
    /// - Throws: When the answer is not known; asking again with the same key is safe.
    func reserve(_ key: String, _ claims: [ReceiptClaim]) async throws -> ReservationAnswer

    /// Gives back what is reserved and not confirmed; the key may then be used anew.
    /// - Returns: `false` when nothing was reserved under the key, or it is confirmed.
    func release(_ key: String) async throws -> Bool

    /// The invoice is booked: its claims stay for good.
    /// - Returns: `false` when nothing was reserved under the key; confirming twice is `true` twice.
    func confirm(_ key: String) async throws -> Bool

    /// Sets how much may be invoiced on a line, when it is ordered or goods arrive. A limit may fall below what is
    /// taken already (goods were sent back): nothing is taken away, and nothing more is given.
    func limit(_ limit: ReceiptLimit) async throws

    /// What is reserved and confirmed on a line, credit notes that are confirmed taken off.
    func taken(_ line: String, _ bound: QuantityBound.Kind) async throws -> Decimal
}

extension QuantityBound {
    /// What a sum of invoiced quantities is held against.
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case ordered, received }
}

/// What an invoice asks of one order line.
package struct ReceiptClaim: Hashable, Sendable, Codable {
    /// Id of the order line: `"4510001/10"`.
    package var line: String
    /// In the order line's unit; negative = given back.
    package var quantity: Decimal
    package var bound: QuantityBound.Kind

    package init(line: String, quantity: Decimal, bound: QuantityBound.Kind) {
        self.line = line
        self.quantity = quantity
        self.bound = bound
    }
}

/// How much may be invoiced on one order line.
package struct ReceiptLimit: Hashable, Sendable, Codable {
    package var line: String
    package var bound: QuantityBound.Kind
    /// Ordered or received, in the order line's unit.
    package var quantity: Decimal
    /// Percent that may be invoiced above it, 0 or more.
    package var tolerance: Decimal

    package init(line: String, bound: QuantityBound.Kind, quantity: Decimal, tolerance: Decimal = 0) {
        self.line = line
        self.bound = bound
        self.quantity = quantity
        self.tolerance = tolerance
    }

    /// `quantity × (1 + tolerance)`
    package var most: Decimal { quantity * (1 + tolerance / 100) }
}

package enum ReservationAnswer: Hashable, Sendable {
    case reserved
    /// Nothing was taken; by line and bound what is missing, above 0.
    case short([Shortage])
    /// The key was used for other claims: an error of the caller, nothing was taken.
    case conflict

    package struct Shortage: Hashable, Sendable, Codable {
        package var line: String
        package var bound: QuantityBound.Kind
        package var missing: Decimal

        package init(line: String, bound: QuantityBound.Kind, missing: Decimal) {
            self.line = line
            self.bound = bound
            self.missing = missing
        }
    }
}
