/// Turns at the work, so many at a time. Whoever asks waits behind those who asked before, one turn each: a mailbox with ten
/// thousand new mails gets every other turn when a second one has some, too.
package actor FairTurns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// Index of the first that still waits; what is before it is cut off now and then.
    private var head = 0

    package init(_ count: Int) { free = max(1, count) }

    /// Waits for a turn, takes it, and gives it on.
    package func turn<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
        await begin()
        defer { end() }
        return try await body()
    }

    private func begin() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        guard head < waiting.count else {
            free += 1
            return
        }
        let next = waiting[head]
        head += 1
        if head > 64, head * 2 > waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
        next.resume()
    }
}
