package import Foundation
package import Invoicing

/// The arithmetic of ``ReceiptReservations``, without waiting: one owner at a time.
package struct ReservationBook: Sendable {
    package struct Place: Hashable, Sendable {
        package var line: String
        package var bound: QuantityBound.Kind

        package init(line: String, bound: QuantityBound.Kind) {
            self.line = line
            self.bound = bound
        }
    }
    package struct Sums: Hashable, Sendable {
        /// 0 until a limit is set: nothing may be taken.
        package var most: Decimal = 0
        package var reserved: Decimal = 0
        package var confirmed: Decimal = 0
        /// Asked back and not confirmed, as a positive number.
        package var askedBack: Decimal = 0

        package init() {}
    }
    package struct Entry: Hashable, Sendable, Codable {
        package var claims: [ReceiptClaim]
        package var isConfirmed = false
    }
    package private(set) var places: [Place: Sums]
    /// By key.
    package private(set) var entries: [String: Entry]

    /// A part of a book is enough when it has all lines of the keys that are asked about.
    package init(places: [Place: Sums] = [:], entries: [String: Entry] = [:]) {
        self.places = places
        self.entries = entries
    }

    package mutating func limit(_ limit: ReceiptLimit) {
        places[Place(line: limit.line, bound: limit.bound), default: Sums()].most = limit.most
    }

    package func taken(_ line: String, _ bound: QuantityBound.Kind) -> Decimal {
        let sums = places[Place(line: line, bound: bound)] ?? Sums()
        return sums.reserved + sums.confirmed
    }

    package mutating func reserve(_ key: String, _ claims: [ReceiptClaim]) -> ReservationAnswer {
        let claims = Self.summed(claims)
        if let known = entries[key] { return known.claims == claims ? .reserved : .conflict }
        let shortages = claims.compactMap { shortage($0) }
        guard shortages.isEmpty else { return .short(shortages) }
        for claim in claims {
            change(claim) { sums in
                if claim.quantity < 0 { sums.askedBack -= claim.quantity } else { sums.reserved += claim.quantity }
            }
        }
        entries[key] = Entry(claims: claims)
        return .reserved
    }

    package mutating func release(_ key: String) -> Bool {
        guard let entry = entries[key], !entry.isConfirmed else { return false }
        takeOff(entry.claims)
        entries[key] = nil
        return true
    }

    package mutating func confirm(_ key: String) -> Bool {
        guard let entry = entries[key] else { return false }
        guard !entry.isConfirmed else { return true }
        takeOff(entry.claims)
        for claim in entry.claims { change(claim) { $0.confirmed += claim.quantity } }
        entries[key]?.isConfirmed = true
        return true
    }

    private mutating func takeOff(_ claims: [ReceiptClaim]) {
        for claim in claims {
            change(claim) { sums in
                if claim.quantity < 0 { sums.askedBack += claim.quantity } else { sums.reserved -= claim.quantity }
            }
        }
    }

    private func shortage(_ claim: ReceiptClaim) -> ReservationAnswer.Shortage? {
        let sums = places[Place(line: claim.line, bound: claim.bound)] ?? Sums()
        let missing =
            claim.quantity < 0
            ? QuantityBound.excess(sums.askedBack - claim.quantity, over: sums.confirmed)
            : QuantityBound.excess(sums.reserved + sums.confirmed + claim.quantity, over: sums.most)
        guard missing > 0, claim.quantity != 0 else { return nil }
        return .init(line: claim.line, bound: claim.bound, missing: missing)
    }

    private mutating func change(_ claim: ReceiptClaim, _ body: (inout Sums) -> Void) {
        body(&places[Place(line: claim.line, bound: claim.bound), default: Sums()])
    }

    /// Two lines of an invoice on one order line are one claim; sorted, so that equal claims compare as equal.
    private static func summed(_ claims: [ReceiptClaim]) -> [ReceiptClaim] {
        var sums: [Place: Decimal] = [:]
        for claim in claims { sums[Place(line: claim.line, bound: claim.bound), default: 0] += claim.quantity }
        return sums.map { ReceiptClaim(line: $0.key.line, quantity: $0.value, bound: $0.key.bound) }
            .sorted { ($0.line, $0.bound.rawValue) < ($1.line, $1.bound.rawValue) }
    }
}

/// Reservations that are gone with the process; the batch makes them again from its journal.
package actor ReservationsInMemory: ReceiptReservations {
    private var book = ReservationBook()

    package init() {}

    package func reserve(_ key: String, _ claims: [ReceiptClaim]) -> ReservationAnswer { book.reserve(key, claims) }
    package func release(_ key: String) -> Bool { book.release(key) }
    package func confirm(_ key: String) -> Bool { book.confirm(key) }
    package func limit(_ limit: ReceiptLimit) { book.limit(limit) }
    package func taken(_ line: String, _ bound: QuantityBound.Kind) -> Decimal { book.taken(line, bound) }
}

extension Matcher.Match {
    /// What this invoice has to reserve before it may be booked: every line's quantity, against both bounds where goods
    /// receipts count. What was matched on the header only names no line and reserves nothing.
    /// - Parameter orders: At least those of the verdict.
    package func claims(of orders: [PurchaseOrder]) -> [ReceiptClaim] {
        consumptions.flatMap { taken -> [ReceiptClaim] in
            guard let position = taken.position else { return [] }
            let line = "\(taken.orderNumber)/\(position)"
            let isThreeWay = orders.first { $0.number == taken.orderNumber }?.match != .twoWay
            let bounds: [QuantityBound.Kind] = isThreeWay ? [.ordered, .received] : [.ordered]
            return bounds.map { ReceiptClaim(line: line, quantity: taken.quantity, bound: $0) }
        }
    }
}
