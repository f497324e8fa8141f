import Foundation
import Invoicing
import Pipeline

/// All that can differ between two installations, read once. Later sources win: defaults, the settings file, the
/// environment, the command line.
struct Settings: Sendable, Equatable {
    var read = ReadSettings()
    /// Documents that are read at the same time.
    var jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
    /// `nil` = look for it (see ``SchemaFolder``).
    var schemas: String?
    /// Where tesseract's `*.traineddata` are; `nil` = tesseract's own place.
    var languageData: String?
    /// File of the supplier memory; `nil` = none.
    var memory: String?
    var model = ModelSettings()

    /// The day printed dates are held against; `nil` = the day the program runs.
    var today: Day?

    /// - Parameters:
    ///   - file: JSON object with the names of ``SettingKey``; `nil` = none.
    ///   - flags: Name and text, as the command line gave them.
    /// - Throws: ``SettingsError`` naming every fault of every source at once.
    init(file: SettingsFile? = nil, environment: [String: String] = [:], flags: [(name: String, text: String)] = [])
        throws(SettingsError)
    {
        var faults: [String] = []
        for (name, text) in file?.entries ?? [] {
            apply(name, text, "\(file?.path ?? ""): \(name)", &faults)
        }
        faults += file?.faults ?? []
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) {
            guard variable.hasPrefix(Self.prefix), !Self.isForeign(variable) else { continue }
            apply(String(variable.dropFirst(Self.prefix.count)).lowercased(), text, variable, &faults)
        }
        for (name, text) in flags {
            guard SettingKey.named(name)?.isSecret != true else {
                faults.append(
                    "--set \(name): a command line can be read by everybody on the machine; use "
                        + "\(Self.prefix)\(name.uppercased()) or a file")
                continue
            }
            apply(name, text, "--set \(name)", &faults)
        }
        faults += model.faults
        guard faults.isEmpty else { throw SettingsError(faults: faults) }
    }

    private static let prefix = "PAYABLES_"

    /// Variables that belong to tests, and those that others read: the settings file's name, addresses of databases.
    private static func isForeign(_ variable: String) -> Bool {
        variable.hasPrefix("PAYABLES_TEST_")
            || [SettingsFile.variable, DatabaseOptions.variable, LedgerOptions.variable].contains(variable)
    }

    private mutating func apply(_ name: String, _ text: String, _ place: String, _ faults: inout [String]) {
        guard let key = SettingKey.named(name) else {
            let near = SettingKey.nearest(to: name).map { "; did you mean \($0)?" } ?? ""
            faults.append("\(place): there is no such setting\(near)")
            return
        }
        if let problem = key.set(&self, text) { faults.append("\(place) \(problem)") }
    }
}

/// Why the program does not start: every fault, so that one start shows them all.
struct SettingsError: Error, Equatable, CustomStringConvertible {
    var faults: [String]
    var description: String {
        faults.count == 1
            ? "A setting is wrong: \(faults[0])"
            : "\(faults.count) settings are wrong:\n" + faults.map { "  - " + $0 }.joined(separator: "\n")
    }
}
