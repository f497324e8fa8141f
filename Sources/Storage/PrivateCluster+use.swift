import Foundation
import Synchronization

/// A program's right to find the cluster running.
package final class ClusterUse: Sendable {
    private let lock: Mutex<FileLock?>

    fileprivate init(_ lock: FileLock) { self.lock = Mutex(lock) }

    fileprivate func end() { lock.withLock { $0 = nil } }
}

/// Programs that share a cluster: whoever comes first starts it, whoever leaves last stops it, so that a short look at the
/// cases never takes the database from a service that began meanwhile.
extension PrivateCluster {
    /// Held, shared, by every program that uses the cluster.
    private var users: String { folder + "/users" }
    /// There while the cluster runs for its users only; a cluster that ``start()`` started runs until ``stop()``.
    var borrowed: String { folder + "/borrowed" }

    /// Starts the cluster unless it runs; also one whose last user was killed.
    package func use() async throws(ClusterError) -> ClusterUse {
        let lock = try await onThread { () throws(ClusterError) in try self.takeLock() }
        defer { withExtendedLifetime(lock) {} }
        let use = try await onThread { () throws(ClusterError) in
            let use = ClusterUse(try FileLock(path: self.users, isShared: true))
            if case .running = self.statusNow() { return use }
            guard FileManager.default.createFile(atPath: self.borrowed, contents: nil) else {
                throw .notOurs(folder: self.folder)
            }
            try self.startNow()
            return use
        }
        try await makeRoles()
        return use
    }

    /// Stops the cluster when nobody uses it any more, and it was not started to stay.
    package func leave(_ use: ClusterUse) async throws(ClusterError) {
        let lock = try await onThread { () throws(ClusterError) in try FileLock(path: self.folder + "/lock") }
        defer { withExtendedLifetime(lock) {} }
        use.end()
        try await onThread { () throws(ClusterError) in
            guard let alone = try FileLock.ifFree(path: self.users),
                FileManager.default.fileExists(atPath: self.borrowed)
            else { return }
            defer { withExtendedLifetime(alone) {} }
            try self.stopNow()
        }
    }
}
