import CPostgres
import Foundation
import Synchronization

/// Passes a task's cancellation on to the server, but only while that task's own statement is under way.
final class CancelGate: Sendable {
    private struct State {
        var isRunning = false
        var isWanted = false
    }

    private let state = Mutex(State())
    private let handle: ConnectionHandle

    init(_ handle: ConnectionHandle) {
        self.handle = handle
    }

    var wasWanted: Bool { state.withLock { $0.isWanted } }

    /// - Returns: false when the task is canceled already.
    func begin() -> Bool {
        state.withLock { state in
            state.isRunning = !state.isWanted
            return state.isRunning
        }
    }

    /// Waits for a request that is being sent, so that it cannot hit the next statement.
    func end() {
        state.withLock { $0.isRunning = false }
    }

    func cancel() {
        let isRunning = state.withLock { state in
            state.isWanted = true
            return state.isRunning
        }
        guard isRunning else { return }
        // `PQcancel` opens a connection of its own and waits for it.
        Thread.detachNewThread { [self] in
            state.withLock { state in
                if state.isRunning { handle.cancel() }
            }
        }
    }
}
