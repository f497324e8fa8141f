import Foundation

/// The folder with `initdb`, `pg_ctl` and `postgres`, and its major version.
struct ServerBinaries: Sendable {
    var folder: String
    var version: Int

    /// Debian's folders, the newest first, then those of `path`.
    /// - Parameters:
    ///   - path: folders separated by `:`.
    ///   - wanted: the major version a data folder was made by; nil takes the newest.
    static func find(path: String, wanted: Int?) throws(ClusterError) -> ServerBinaries {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        var found = versions.sorted(by: >).map { ServerBinaries(folder: "\(root)/\($0)/bin", version: $0) }
            .filter(\.isWhole)
        for folder in path.split(separator: ":").map(String.init) where found.isEmpty {
            let candidate = ServerBinaries(folder: folder, version: 0)
            if candidate.isWhole, let version = candidate.askVersion() {
                found.append(ServerBinaries(folder: folder, version: version))
            }
        }
        guard let newest = found.first else { throw .noBinaries }
        guard let wanted else { return newest }
        return found.first { $0.version == wanted } ?? newest
    }

    private var isWhole: Bool {
        ["initdb", "pg_ctl", "postgres"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: folder + "/" + $0)
        }
    }

    /// `postgres (PostgreSQL) 15.14` → 15.
    private func askVersion() -> Int? {
        let output = NSTemporaryDirectory() + "/payables-version-\(UUID().uuidString)"
        defer { unlink(output) }
        guard (try? Child.run([folder + "/postgres", "--version"], output: output)) == 0 else { return nil }
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int($0.prefix { $0.isNumber }) }.first
    }
}
