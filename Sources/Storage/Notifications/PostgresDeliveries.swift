package import Foundation
package import Orchestrator
package import Postgres

/// The right to send a letter, for a while.
package struct DeliveryClaim: Hashable, Sendable {
    package var delivery: Delivery
    var token: Int64
    /// An earlier sender began and never told how it ended.
    package var wasBegun: Bool
    var written: Moment
}

/// Deliveries of one organisation.
package struct PostgresDeliveries: Sendable {
    private let pool: PostgresPool
    private let organisation: UUID

    /// - Parameter pool: Of a login that row security binds.
    package init(_ pool: PostgresPool, organisation: UUID) {
        self.pool = pool
        self.organisation = organisation
    }

    /// Makes deliveries of messages that are kept by now.
    /// - Returns: How many messages; fewer than `count` when none is left.
    package func spread(_ count: Int, _ preferences: NoticePreferences) async throws -> Int {
        let organisation = organisation
        return try await pool.withOrganisation(organisation, attempts: 3) { transaction in
            let fresh = try await transaction.execute(ClaimFreshMessages(organisation: organisation, count: count))
            for (message, written, now) in fresh {
                for planned in PlannedDelivery.all(of: message.message, written: written, now: now, preferences) {
                    try await Self.add(planned, message.key, organisation, preferences, transaction)
                }
                try await transaction.pipeline([MarkSpread(organisation: organisation, key: message.key)])
            }
            return fresh.count
        }
    }

    /// - Parameter channels: Those that the sender has.
    package func claim(_ count: Int, channels: [String], lease: Duration) async throws -> [DeliveryClaim] {
        try await inside { [organisation] transaction in
            try await transaction.execute(
                ClaimDeliveries(organisation: organisation, count: count, channels: channels, lease: lease))
        }.sorted { ($0.delivery.due, $0.delivery.number) < ($1.delivery.due, $1.delivery.number) }
    }

    package func letter(_ claim: DeliveryClaim) async throws -> Letter {
        let messages = try await inside { transaction in
            try await transaction.execute(ReadDeliveryMessages(number: claim.delivery.number))
        }
        return Letter(
            id: claim.delivery.key, recipient: claim.delivery.recipient, messages: messages, at: claim.written,
            delivery: claim.delivery.number)
    }

    /// Puts a letter off whose recipient has got as many as he may.
    /// - Returns: Whether it was put off.
    package func wait(_ claim: DeliveryClaim, _ cap: RecipientCap) async throws -> Bool {
        try await inside { transaction in
            let rows = try await transaction.execute(
                SentInADay(number: claim.delivery.number, count: max(cap.perHour, cap.perDay)))
            guard let now = rows.first?.now, let due = cap.wait(until: now, sent: rows.map(\.sent)) else {
                return false
            }
            _ = try await transaction.pipeline([PutOffDelivery(claim: claim, due: due)])
            return true
        }
    }

    /// Notes that an attempt begins, before it does.
    /// - Returns: Its number, and the time since the first one; `nil` when the letter is somebody else's by now.
    package func begin(_ claim: DeliveryClaim, lease: Duration) async throws -> (attempt: Int, spent: Duration)? {
        try await inside { transaction in
            try await transaction.execute(BeginDelivery(claim: claim, lease: lease)).first
        }
    }

    package func end(_ claim: DeliveryClaim, _ step: DeliveryStep) async throws {
        try await inside { transaction in
            _ = try await transaction.pipeline([EndDelivery(claim: claim, step: step)])
        }
    }

    /// Newest first.
    /// - Parameter state: `nil` = all.
    package func list(_ state: Delivery.State? = nil, most count: Int = 1_000) async throws -> [Delivery] {
        try await inside { transaction in
            try await transaction.execute(ListDeliveries(state: state, count: count))
        }
    }

    /// - Parameter number: `nil` = every dead one.
    /// - Returns: Those that were dead, and are on their way again.
    package func revive(_ number: Int64? = nil) async throws -> [Int64] {
        try await inside { transaction in try await transaction.execute(ReviveDeliveries(number: number)) }.sorted()
    }

    private func inside<Value: Sendable>(_ body: @Sendable (PostgresConnection) async throws -> Value) async throws
        -> Value
    {
        try await pool.withOrganisation(organisation, attempts: 3, body)
    }

    /// A digest that is under way takes no more: then the message goes with the next one.
    private static func add(
        _ planned: PlannedDelivery, _ message: String, _ organisation: UUID, _ preferences: NoticePreferences,
        _ transaction: PostgresConnection
    ) async throws {
        var due = planned.due
        for _ in 0..<3 {
            let key = planned.key(organisation, message, due)
            let added = try await transaction.execute(
                AddToDelivery(organisation: organisation, message: message, planned: planned, key: key, due: due))
            if added.first == true { return }
            guard planned.isDigest, let next = preferences.recipient(planned.recipient).timing.digest(after: due) else {
                break
            }
            due = next
        }
        throw PostgresError(.bug, "a message found no letter to go with")
    }
}

extension PlannedDelivery {
    /// Of the letter. Names the organisation: receivers tell letters apart by it.
    fileprivate func key(_ organisation: UUID, _ message: String, _ due: Moment) -> String {
        let content = isDigest && obstacle == nil ? "digest/\(due.iso)" : message
        return "\(organisation.uuidString.lowercased())/\(content)/\(recipient)/\(channel)"
    }
}
