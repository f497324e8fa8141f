import Foundation

/// A PostgreSQL server of the program's own, reached by a unix socket only.
///
/// `DATA/postgres/` (mode 0700) belongs to the user the server runs as and holds `data/`, `socket/`, `log` and the
/// passwords of the three roles in `secrets/`: `postgres` (all rights), `payables_owner` (migrates), `payables_app`.
package struct PrivateCluster: Sendable {
    package enum Role: String, Sendable, CaseIterable {
        case admin = "postgres"
        case owner = "payables_owner"
        case app = "payables_app"
    }

    package enum Status: Sendable, Equatable {
        case absent, stopped
        /// - Parameter process: the server's process id.
        case running(process: Int32)
    }

    /// `DATA/postgres`, absolute.
    package let folder: String
    let searchPath: String

    /// - Parameters:
    ///   - dataFolder: the program's data folder. It is made at ``start()``.
    ///   - searchPath: where to look for the server when it is not in Debian's place: folders separated by `:`.
    package init(dataFolder: String, searchPath: String = "") {
        folder = URL(fileURLWithPath: dataFolder).standardizedFileURL.path + "/postgres"
        self.searchPath = searchPath
    }

    package var logFile: String { folder + "/log" }
    var data: String { folder + "/data" }

    /// Makes the cluster when there is none, starts it when it does not run, and waits until it answers. When another
    /// program does the same at this moment, one starts it and the other waits and uses it.
    package func start() async throws(ClusterError) {
        let lock = try await onThread { () throws(ClusterError) in try self.takeLock() }
        defer { withExtendedLifetime(lock) {} }
        try await onThread { () throws(ClusterError) in
            try self.startNow()
            try? FileManager.default.removeItem(atPath: self.borrowed)
        }
        try await makeRoles()
    }

    /// Ends sessions and stops ("fast"). Nothing happens when it does not run.
    package func stop() async throws(ClusterError) {
        try await onThread { () throws(ClusterError) in
            guard case .running = self.statusNow() else { return }
            let lock = try FileLock(path: self.folder + "/lock")
            defer { withExtendedLifetime(lock) {} }
            try self.stopNow()
        }
    }

    /// Call it with the lock held.
    func stopNow() throws(ClusterError) {
        // Somebody else may have stopped it meanwhile.
        guard case .running = statusNow() else { return }
        let tools = try binaries()
        try run(
            [tools.folder + "/pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-t", "60"],
            "the database does not stop")
        try? FileManager.default.removeItem(atPath: borrowed)
    }

    package func status() async -> Status {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: statusNow()) }
        }
    }

    /// Holds the role's password: not for logs.
    package func url(_ role: Role, database: String = "payables") throws(ClusterError) -> String {
        guard let password = try? String(contentsOfFile: secret(role), encoding: .utf8) else {
            throw .notOurs(folder: folder)
        }
        let host = socketFolder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? socketFolder
        return "postgresql://\(role.rawValue):\(password)@/\(database)?host=\(host)"
    }

    func secret(_ role: Role) -> String { folder + "/secrets/" + role.rawValue }

    func binaries() throws(ClusterError) -> ServerBinaries {
        let made = (try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8))
            .flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        let found = try ServerBinaries.find(path: searchPath, wanted: made)
        if let made, made != found.version {
            throw .wrongVersion(folder: folder, found: String(made), needed: String(found.version))
        }
        return found
    }

    /// The line of `postmaster.pid` counts only while that process is a server in this very folder.
    func statusNow() -> Status {
        guard FileManager.default.fileExists(atPath: data + "/PG_VERSION") else { return .absent }
        let lines = ((try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)) ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard let process = lines.first.flatMap({ Int32($0) }), process > 0,
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd"),
            // Of another user's process the folder cannot be read; only root sees all.
            place == URL(fileURLWithPath: data).resolvingSymlinksInPath().path
        else { return .stopped }
        return .running(process: process)
    }

    /// Runs what waits off Swift's threads.
    func onThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws(ClusterError) -> Value
    ) async throws(ClusterError) -> Value {
        let outcome: Result<Value, ClusterError> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                do throws(ClusterError) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }
}
