import Foundation
package import Storage
import Synchronization

/// One private cluster per test process, in a folder under /tmp that goes with it.
package actor TestServer {
    package static let shared = TestServer()
    /// What `atexit` ends: it takes no closure with values.
    private static let running = Mutex<(process: pid_t, folder: String)?>(nil)

    private var start: Task<PrivateCluster, any Error>?

    package init() {}

    /// Starts it at the first call; later calls get the same.
    package func cluster() async throws -> PrivateCluster {
        if let start { return try await start.value }
        let task = Task {
            let folder = TestServer.newFolder()
            let cluster = PrivateCluster(dataFolder: folder)
            try await cluster.start()
            if case .running(let process) = await cluster.status() {
                Self.running.withLock { $0 = (process, folder) }
                atexit { TestServer.end() }
            }
            return cluster
        }
        start = task
        return try await task.value
    }

    /// A folder of its own that every user may enter.
    package static func newFolder() -> String {
        let folder = "/tmp/payables-test-" + UUID().uuidString.prefix(8).lowercased()
        mkdir(folder, 0o755)
        return folder
    }

    /// SIGQUIT ends a server at once; what it kept is thrown away anyhow.
    private static func end() {
        guard let (process, folder) = running.withLock({ $0 }) else { return }
        kill(process, SIGQUIT)
        for _ in 0..<100 where kill(process, 0) == 0 { usleep(20_000) }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
