extension IMAPConnection {
    /// Waits until something happens in the open mailbox, or until `end`. What has happened since the last look counts, so
    /// nothing that comes between a look and the wait is missed.
    ///
    /// The wait is begun anew every ``IMAPDeadlines/idle``; a server that does not answer then is a dead connection
    /// (failure of layer `silent`). A server without IDLE is asked once a minute.
    /// - Returns: nothing new when `end` has come.
    package func idle(until end: ContinuousClock.Instant) async throws(IMAPFailure) -> MailboxNews {
        let hasIdle = try await capabilities().contains("IDLE")
        var all = try await onThread { $0.takeNews() }
        while !all.isWorthALook {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { break }
            if hasIdle {
                let wait = min(left, account.deadlines.idle)
                _ = try await perform(Command("IDLE", layer: .mailbox, kind: .idle), newsWithin: wait)
            } else {
                do { try await Task.sleep(for: min(left, .seconds(60))) } catch {
                    throw IMAPFailure(.canceled, "The task was canceled.")
                }
                try await check()
            }
            all.add(try await onThread { $0.takeNews() })
        }
        return all
    }

    /// Asks whether the connection lives (NOOP).
    package func check() async throws(IMAPFailure) { _ = try await perform(Command("NOOP", layer: .closed)) }
}

extension MailboxNews {
    fileprivate mutating func add(_ later: MailboxNews) {
        hasArrivals = hasArrivals || later.hasArrivals
        hasRemovals = hasRemovals || later.hasRemovals
        hasFlagChanges = hasFlagChanges || later.hasFlagChanges
        vanished = UIDRanges(ranges: Array((vanished.ranges + later.vanished.ranges).prefix(10_000)))
    }
}
