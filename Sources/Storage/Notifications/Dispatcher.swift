package import Orchestrator

/// Sends what is due. Any number of them, in any number of processes, may share a database; each may die at any point.
package struct Dispatcher: Sendable {
    package struct Settings: Hashable, Sendable {
        /// How long one attempt may take.
        package var patience: Duration
        /// How long a letter stays with a sender that died; longer than `patience`, so that no attempt is under way any
        /// more when another sender takes over.
        package var lease: Duration
        /// Letters claimed at a time; they are sent at the same time.
        package var batch: Int
        /// Letters that are sent at the same time do not know of each other, so a person may get up to `batch` more.
        /// `nil` = as many as there are.
        package var cap: RecipientCap?

        package init(
            patience: Duration = .seconds(30), lease: Duration = .seconds(90), batch: Int = 8, cap: RecipientCap? = nil
        ) {
            self.patience = patience
            self.lease = lease
            self.batch = batch
            self.cap = cap
        }
    }

    private let deliveries: PostgresDeliveries
    private let channels: [String: any Channel]
    private let preferences: NoticePreferences
    private let settings: Settings
    private let policy: RetryPolicy
    /// 0..<1; spreads retries.
    private let chance: @Sendable () -> Double

    /// - Parameter channels: By name.
    package init(
        _ deliveries: PostgresDeliveries, channels: [String: any Channel], preferences: NoticePreferences,
        settings: Settings = Settings(), policy: RetryPolicy = DeliveryStep.policy,
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.deliveries = deliveries
        self.channels = channels
        self.preferences = preferences
        self.settings = settings
        self.policy = policy
        self.chance = chance
    }

    /// One round: new messages, then letters that are due.
    /// - Returns: How many messages and letters it had; 0 = nothing to do now.
    /// - Throws: What the database throws; what was under way comes again when its lease is over.
    package func round() async throws -> Int {
        let fresh = try await deliveries.spread(100, preferences)
        let claims = try await deliveries.claim(
            settings.batch, channels: channels.keys.sorted(), lease: settings.lease)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for claim in claims { group.addTask { try await carry(claim) } }
            try await group.waitForAll()
        }
        return fresh + claims.count
    }

    private func carry(_ claim: DeliveryClaim) async throws {
        let (recipient, name) = (claim.delivery.recipient, claim.delivery.channel)
        guard let channel = channels[name] else { return }
        if claim.wasBegun, let step = DeliveryStep.afterLostSender(takesIDsOnce: channel.takesIDsOnce) {
            return try await deliveries.end(claim, step)
        }
        guard let address = preferences.address(of: recipient, in: name) else {
            return try await deliveries.end(claim, .dead(reason: "\(recipient) has no address for \(name)"))
        }
        if let cap = settings.cap, !claim.wasBegun, try await deliveries.wait(claim, cap) { return }
        let letter = try await deliveries.letter(claim)
        guard let (attempt, spent) = try await deliveries.begin(claim, lease: settings.lease) else { return }
        let step: DeliveryStep
        do throws(ChannelFailure) {
            try await channel.send(letter, to: address, by: .now + settings.patience)
            step = .sent
        } catch {
            step = .after(
                error, attempt: attempt, spent: spent, takesIDsOnce: channel.takesIDsOnce, random: chance(),
                policy: policy)
        }
        // What happened outside is noted even when the program is being stopped.
        let deliveries = deliveries
        try await Task { try await deliveries.end(claim, step) }.value
    }
}
