import CSandbox
import Foundation
import Synchronization

/// Ends the process from any thread, and never another one that has got its number.
final class RunControl: Sendable {
    private struct State {
        var pid: pid_t?
        var isStopped = false
    }
    private let state = Mutex(State())

    var isStopped: Bool { state.withLock(\.isStopped) }

    func began(_ pid: pid_t) {
        state.withLock { state in
            state.pid = pid
            if state.isStopped { Foundation.kill(-pid, SIGKILL) }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            if let pid = state.pid { Foundation.kill(-pid, SIGKILL) }
        }
    }

    /// Ends it, where it has not ended by itself, and all it left in its group.
    /// - Parameter isLeaving: It has closed its output: it gets a moment, so that its own end is told.
    /// - Returns: As `wait` gives it.
    func end(isLeaving: Bool) -> Int32 {
        state.withLock { state in
            guard let pid = state.pid else { return 0 }
            var info = siginfo_t()
            for _ in 0..<(isLeaving ? 200 : 0) {
                guard waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | WNOHANG) == 0, info.si_signo == 0 else {
                    break
                }
                usleep(1_000)
            }
            Foundation.kill(-pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            state.pid = nil
            return status
        }
    }
}
