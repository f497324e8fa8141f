import ArgumentParser
import Foundation
import MasterFiles
import Orchestrator

/// Where the supplier memory is, for the commands that change it. They have no `--set` for settings: `correct` sets
/// fields with it.
struct MemoryOptions: ParsableArguments {
    @Option(help: "File of the supplier memory; default the setting memory.", completion: .file()) var memory: String?
    @Option(help: "A JSON file of settings. Environment: PAYABLES_SETTINGS.", completion: .file()) var settings: String?
    @Option(help: "Folder of the document types (*.schema.json).", completion: .directory) var schemas: String?

    /// - Throws: ``CommandFailure`` when no memory is named.
    func resolved() throws -> Settings {
        var flags = [("jobs", "1")]
        if let memory { flags.append(("memory", memory)) }
        if let schemas { flags.append(("schemas", schemas)) }
        let resolved = try SettingsOptions.resolved(settings, flags)
        guard resolved.memory != nil else {
            throw CommandFailure(.usage, "No supplier memory is named: give --memory FILE or the setting memory.")
        }
        return resolved
    }

    private func file() throws -> FileMemory { FileMemory(URL(filePath: try resolved().memory ?? "")) }

    func state() async throws -> MemoryBook {
        let file = try file()
        return try Self.told { () throws(MemoryError) in try file.state() }
    }

    func change(_ decide: @Sendable (MemoryBook) throws(MemoryError) -> MemoryEntry) async throws -> MemoryEntry {
        let file = try file()
        return try Self.told { () throws(MemoryError) in try file.add(decide) }
    }

    /// What the memory refuses, as the end of a command.
    static func told<Value>(_ work: () throws(MemoryError) -> Value) throws -> Value {
        do throws(MemoryError) { return try work() } catch {
            throw CommandFailure(error.reason == .store ? .noInput : .usage, error.message)
        }
    }

    static func author(_ name: String?) -> MemoryEntry.Author {
        MemoryEntry.Author(name: name ?? NSUserName(), time: Date().formatted(.iso8601))
    }
}
