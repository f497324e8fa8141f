/// Lines that are open and not in use. Whoever takes one has it for himself.
actor MailLines {
    /// What has to be the same for a line to be used again.
    struct Server: Hashable {
        private let host: String
        private let port: Int
        private let security: MailRequest.Security
        private let user: String?
        private let password: String?
        private let authorities: String?

        init(_ request: MailRequest) {
            host = request.host
            port = request.port
            security = request.security
            user = request.user
            password = request.password
            authorities = request.authorities
        }
    }

    private struct Idle {
        var line: MailLine
        var since: ContinuousClock.Instant
    }

    /// Shorter than any server's own patience, so that it is us who say good-bye.
    private let patience: Duration
    private var idle: [Server: [Idle]] = [:]
    private var isWatched = false

    init(patience: Duration = .seconds(15)) { self.patience = patience }

    /// - Returns: The one that was used last, which is the most likely to be open; `nil` = there is none.
    func take(_ server: Server) -> MailLine? { idle[server]?.popLast()?.line }

    func giveBack(_ line: MailLine, _ server: Server) {
        idle[server, default: []].append(Idle(line: line, since: .now))
        guard !isWatched else { return }
        isWatched = true
        Task { [weak self, patience] in
            repeat { try? await Task.sleep(for: patience / 3) } while await self?.closeOld() ?? false
        }
    }

    /// - Returns: Whether lines are left to be watched.
    private func closeOld() -> Bool {
        let oldest = ContinuousClock.now - patience
        idle = idle.mapValues { $0.filter { $0.since > oldest } }.filter { !$0.value.isEmpty }
        isWatched = !idle.isEmpty
        return isWatched
    }
}
