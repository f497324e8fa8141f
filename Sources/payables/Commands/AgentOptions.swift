import AgentPrograms
import ArgumentParser
import Foundation
import Orchestrator

/// Where agents are that are programs of their own.
struct AgentOptions: ParsableArguments {
    @Option(
        help: "Folder of agents that are programs of their own. Environment: PAYABLES_AGENTS.", completion: .directory)
    var agents: String?

    /// - Returns: `nil` when no folder is named.
    /// - Throws: ``CommandFailure`` when it does not exist.
    func folder(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws -> AgentFolder? {
        guard let path = agents ?? environment["PAYABLES_AGENTS"], !path.isEmpty else { return nil }
        return try Self.folder(path)
    }

    static func folder(_ path: String) throws -> AgentFolder {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure(.noInput, "There is no folder \(path) with agents.")
        }
        return AgentFolder(
            URL(filePath: path), host: AgentHost(executable: "/proc/self/exe", arguments: ["agent-host"]))
    }

    func registry() throws -> AgentRegistry {
        let folder = try folder()
        do throws(AgentClash) { return try AgentRegistry(programs: folder) } catch {
            throw CommandFailure(.mistake, "\(error)")
        }
    }
}
