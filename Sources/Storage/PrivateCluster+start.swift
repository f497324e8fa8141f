import Foundation
import Postgres

extension PrivateCluster {
    /// A socket's path has at most 107 bytes (`unix(7)`), and its name
    /// takes `/.s.PGSQL.5432`. A longer folder gets a short one under /tmp, named after it.
    var socketFolder: String {
        let usual = folder + "/socket"
        guard usual.utf8.count + "/.s.PGSQL.5432".utf8.count > 107 else { return usual }
        // FNV-1a, for `hashValue` differs from run to run.
        let hash = folder.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "/tmp/payables-" + String(hash, radix: 16)
    }

    /// As root the server runs as the user `postgres`; else as the caller.
    private var serverUser: (name: String, user: uid_t, group: gid_t)? {
        get throws(ClusterError) {
            guard geteuid() == 0 else { return nil }
            guard let entry = getpwnam("postgres") else { throw .noServerUser }
            return ("postgres", entry.pointee.pw_uid, entry.pointee.pw_gid)
        }
    }

    /// Makes the folder and waits for other programs that start the same cluster.
    func takeLock() throws(ClusterError) -> FileLock {
        _ = try binaries()
        try makeFolder(folder)
        try checkReach()
        return try FileLock(path: folder + "/lock")
    }

    /// Call it with the lock held.
    func startNow() throws(ClusterError) {
        if case .running = statusNow() { return }
        if !FileManager.default.fileExists(atPath: data) { try make() }
        try makeFolder(socketFolder)
        try launch()
    }

    private func launch() throws(ClusterError) {
        let tools = try binaries()
        let options =
            "-c listen_addresses='' -c unix_socket_directories='\(socketFolder)' "
            + "-c unix_socket_permissions=0700 -c password_encryption=scram-sha-256"
        let command = [
            tools.folder + "/pg_ctl", "start", "-D", data, "-w", "-t", "60", "-l", folder + "/log", "-o", options,
        ]
        // A server that was killed keeps its process id until it is reaped, and its sessions end a moment later.
        for _ in 0..<40 {
            do throws(ClusterError) { return try run(command, "the database does not start") } catch {
                guard isLeaving(error) else { throw error }
                usleep(500_000)
            }
        }
        try run(command, "the database does not start")
    }

    private func isLeaving(_ error: ClusterError) -> Bool {
        guard case .failed(_, let lines) = error else { return false }
        return lines.contains("\"postmaster.pid\" already exists") || lines.contains("pre-existing shared memory block")
    }

    /// Made beside its place and then renamed, so that a crash leaves no half cluster and nothing whole is ever removed.
    private func make() throws(ClusterError) {
        let tools = try binaries()
        let fresh = data + ".new"
        try? FileManager.default.removeItem(atPath: fresh)
        try makeFolder(folder + "/secrets")
        for role in Role.allCases { try writeSecret(secret(role), Self.newPassword()) }
        try run(
            [
                tools.folder + "/initdb", "-D", fresh, "-U", Role.admin.rawValue, "-E", "UTF8", "--no-locale",
                "-A", "scram-sha-256", "--pwfile=" + secret(.admin),
            ], "the database cannot be made")
        guard rename(fresh, data) == 0 else {
            throw .failed(what: "\(data): \(String(cString: strerror(errno)))", lastLines: "")
        }
    }

    /// Roles and the database; done once, and again when a crash came between.
    func makeRoles() async throws(ClusterError) {
        guard !FileManager.default.fileExists(atPath: folder + "/ready") else { return }
        do throws(PostgresError) {
            let admin = try await PostgresConnection.open(PostgresSettings(url: try adminURL()))
            for role in [Role.owner, .app] {
                let password = try password(role)
                try await admin.script(
                    """
                    DO $$ BEGIN
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role.rawValue)') THEN
                            CREATE ROLE \(role.rawValue) NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;
                        END IF;
                    END $$;
                    ALTER ROLE \(role.rawValue) LOGIN PASSWORD '\(password)'
                    """)
            }
            try await makeDatabase("payables", admin)
            await admin.close()
        } catch {
            throw .failed(what: "the roles cannot be made: \(error)", lastLines: "")
        }
        try writeSecret(folder + "/ready", "1\n")
    }

    /// A database of the owner's, which the app may connect to and nobody else.
    private func makeDatabase(_ name: String, _ admin: PostgresConnection) async throws(PostgresError) {
        do throws(PostgresError) {
            try await admin.script("CREATE DATABASE \(name) OWNER payables_owner")
        } catch  where error.sqlState == "42P04" {
            // It is there already.
        }
        try await admin.script(
            "REVOKE ALL ON DATABASE \(name) FROM PUBLIC; GRANT CONNECT ON DATABASE \(name) TO payables_app")
    }

    private func adminURL() throws(PostgresError) -> String {
        do { return try url(.admin, database: "postgres") } catch { throw PostgresError(.permission, "no password") }
    }

    private func password(_ role: Role) throws(PostgresError) -> String {
        do { return try String(contentsOfFile: secret(role), encoding: .utf8) } catch {
            throw PostgresError(.permission, "no password")
        }
    }

    /// - Throws: what the last lines of the log say, as one of ``ClusterError``.
    func run(_ arguments: [String], _ what: String) throws(ClusterError) {
        var arguments = arguments
        if let server = try serverUser {
            arguments =
                [
                    "setpriv", "--reuid=\(server.user)", "--regid=\(server.group)", "--init-groups", "--",
                ] + arguments
        }
        guard try Child.run(arguments, output: folder + "/output") != 0 else { return }
        let lines = lastLines()
        if lines.contains("No space left on device") { throw .diskFull(folder: folder) }
        throw .failed(what: what, lastLines: lines)
    }

    private func lastLines() -> String {
        ["output", "log"].compactMap { name -> String? in
            guard let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else { return nil }
            return text.split(separator: "\n").suffix(8).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func makeFolder(_ path: String) throws(ClusterError) {
        let server = try serverUser
        do {
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        } catch {
            throw .notOurs(folder: path)
        }
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw errno == ENOSPC ? .diskFull(folder: path) : .notOurs(folder: path)
        }
        var facts = stat()
        // Root's own folder: just made, here or by a program that starts at the same moment or died right after.
        if let server, lstat(path, &facts) == 0, facts.st_uid == 0, facts.st_mode & 0o077 == 0 {
            lchown(path, server.user, server.group)
        }
        // `lstat`: a link under /tmp laid by somebody else is not followed.
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR,
            facts.st_uid == server?.user ?? geteuid(), facts.st_mode & 0o077 == 0
        else { throw .notOurs(folder: path) }
    }

    private func checkReach() throws(ClusterError) {
        guard let server = try serverUser else { return }
        let test = [
            "setpriv", "--reuid=\(server.user)", "--regid=\(server.group)", "--init-groups", "--",
            "test", "-w", folder,
        ]
        guard try Child.run(test, output: "/dev/null") == 0 else {
            throw .unreachable(folder: folder, user: server.name)
        }
    }

    private func writeSecret(_ path: String, _ text: String) throws(ClusterError) {
        unlink(path)
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw errno == ENOSPC ? .diskFull(folder: folder) : .notOurs(folder: folder) }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard write(file, bytes, bytes.count) == bytes.count else { throw .diskFull(folder: folder) }
        if let server = try serverUser { fchown(file, server.user, server.group) }
    }

    /// 192 bits from the kernel, as hex.
    private static func newPassword() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<3).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
