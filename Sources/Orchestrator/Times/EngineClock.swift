/// Time for the engine. Tests turn the hands themselves, so that a year of reminders takes seconds.
package protocol EngineClock: Sendable {
    var now: Moment { get }
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(_ duration: Duration) async throws
}
