import ArgumentParser
import Foundation

/// The settings on a command line.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: "A JSON file of settings. Environment: PAYABLES_SETTINGS.", completion: .file())
    var settings: String?

    @Option(help: "Folder of the document types (*.schema.json).", completion: .directory)
    var schemas: String?

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
            let path = settings ?? environment[SettingsFile.variable]
            let file = try path.map { path throws(SettingsError) in try SettingsFile(path: path) }
            var all = try pairs()
            if let schemas { all.append(("schemas", schemas)) }
            return try Settings(file: file, environment: environment, flags: all + flags)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
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
