import Foundation
import Orchestrator

/// A sub-folder with an `agent.json`.
struct AgentEntry {
    let name: String
    /// Differs when a file was changed, or its rights.
    let look: String
    private let folder: URL
    private static let file = "agent.json"
    /// Of a manifest.
    private static let most = 200_000

    /// - Returns: `nil` when there is no manifest.
    init?(_ folder: URL) {
        name = folder.lastPathComponent
        self.folder = folder
        guard let own = Self.status(folder.appending(path: Self.file)) else { return nil }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
        let others = names.prefix(100).map { name in
            Self.status(folder.appending(path: name)).map { "\(name) \(Self.text($0))" } ?? name
        }
        look = "\(Self.text(own)) \(Self.status(folder).map(Self.text) ?? "") \(others.joined(separator: "\n"))"
    }

    func manifest() -> Result<AgentManifest, JSONSchemaError> {
        func fault(_ message: String) -> Result<AgentManifest, JSONSchemaError> {
            .failure(JSONSchemaError(faults: [JSONFault(JSONPointer(), message)]))
        }
        guard let json = try? Data(contentsOf: folder.appending(path: Self.file)), json.count <= Self.most else {
            return fault("\(Self.file) can't be read, or is larger than \(Self.most) bytes")
        }
        do throws(JSONSchemaError) {
            let manifest = try AgentManifest(json: json, folder: name)
            if let trouble = trouble(with: manifest.program) {
                throw JSONSchemaError(faults: [JSONFault(JSONPointer("program"), trouble)])
            }
            return .success(manifest)
        } catch {
            return .failure(error)
        }
    }

    private func trouble(with program: String) -> String? {
        let file = folder.appending(path: program)
        guard let status = Self.status(file), status.st_mode & S_IFMT == S_IFREG else {
            return "there is no file \(program) in the folder (a link is none)"
        }
        if status.st_mode & S_IXUSR == 0 { return "\(program) is not executable; chmod +x \(file.path)" }
        for place in [folder, file] {
            if let status = Self.status(place), status.st_mode & S_IWOTH != 0 {
                return "everybody can write to \(place.path), so nobody knows what it is; chmod o-w it"
            }
        }
        return nil
    }

    private static func status(_ url: URL) -> stat? {
        var status = stat()
        return lstat(url.path, &status) == 0 ? status : nil
    }

    private static func text(_ status: stat) -> String {
        "\(status.st_ino) \(status.st_size) \(status.st_mode) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
            + " \(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
    }
}
