import Synchronization

/// Lets others work until something holds. The suite's time limit ends a wait for what never comes.
func until(_ holds: @Sendable () -> Bool) async throws {
    while !holds() { try await Task.sleep(for: .milliseconds(1)) }
}

/// Happens once, or as often as it is said.
final class Count: Sendable {
    private let value = Atomic(0)
    /// - Returns: How often before.
    @discardableResult func add() -> Int { value.add(1, ordering: .acquiringAndReleasing).oldValue }
    var now: Int { value.load(ordering: .acquiring) }
}
