import ArgumentParser
import Foundation

/// The settings on a command line.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: "A JSON file of settings. Environment: PAYABLES_SETTINGS.", completion: .file())
    var settings: String?

    @Option(help: "Folder of the document types (*.schema.json).", completion: .directory)
    var schemas: String?

    @Option(help: "File of the supplier memory (see payables correct).", completion: .file()) var memory: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Change one setting; may be repeated. `payables check-setup` lists them.", valueName: "name=value"))
    var changes: [String] = []

    /// - Throws: ``CommandFailure`` with every fault.
    func resolved(
        more flags: [(name: String, text: String)] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> Settings {
        do throws(SettingsError) {
            var all = try pairs()
            if let schemas { all.append(("schemas", schemas)) }
            if let memory { all.append(("memory", memory)) }
            return try Self.settings(settings, all + flags, environment)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }

    /// - Parameter file: Path of the settings file; `nil` = the one that the environment names, if it does.
    static func resolved(_ file: String?, _ flags: [(name: String, text: String)]) throws -> Settings {
        do throws(SettingsError) {
            return try settings(file, flags, ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }

    private static func settings(
        _ file: String?, _ flags: [(name: String, text: String)], _ environment: [String: String]
    ) throws(SettingsError) -> Settings {
        let path = file ?? environment[SettingsFile.variable]
        let contents = try path.map { path throws(SettingsError) in try SettingsFile(path: path) }
        return try Settings(file: contents, environment: environment, flags: flags)
    }

    private func pairs() throws(SettingsError) -> [(name: String, text: String)] {
        var pairs: [(name: String, text: String)] = []
        var faults: [String] = []
        for change in changes {
            if let sign = change.firstIndex(of: "=") {
                pairs.append((String(change[..<sign]), String(change[change.index(after: sign)...])))
            } else {
                faults.append("--set \(change) must be NAME=VALUE")
            }
        }
        guard faults.isEmpty else { throw SettingsError(faults: faults) }
        return pairs
    }
}
