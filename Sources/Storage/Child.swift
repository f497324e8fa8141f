import Foundation

/// Runs programs of the server.
enum Child {
    /// In a session of its own, so that Ctrl-C does not reach it. Waits for its end: not for a thread of Swift's pool.
    /// - Parameter output: a file that both of its outputs are written to. A pipe would stay open as long as the
    ///   server that `pg_ctl` leaves behind.
    /// - Returns: the exit status; 128 and the signal's number when a signal ended it.
    static func run(_ arguments: [String], output: String) throws(ClusterError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID (glibc 2.26) is not imported by name.
        posix_spawnattr_setflags(&attributes, 0x80)
        let environment = ["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "TZ=UTC"]
        var process = pid_t()
        let failure = withArray(arguments) { argv in
            withArray(environment) { envp in
                posix_spawnp(&process, arguments[0], &actions, &attributes, argv, envp)
            }
        }
        guard failure == 0 else {
            throw .failed(what: "\(arguments[0]) does not start: \(String(cString: strerror(failure)))", lastLines: "")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1 {
            guard errno == EINTR else { return -1 }
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    private static func withArray(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        let copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { copies.forEach { free($0) } }
        return copies.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? EINVAL
        }
    }
}
