import AgentPrograms
import Foundation
import Orchestrator
import Reports

/// All agents, each of the folder asked how it is.
struct AgentList {
    struct Row: Encodable {
        var name: String
        var version: Int
        var home: AgentProfile.Home
        var description: String?
        var needs: [String]
        var gives: [String]
        /// Defaults of an agent of the program; the schema of one of the folder.
        var settings: JSONValue
        /// `nil` for agents of the program.
        var input: JSONValue?
        var output: JSONValue?
        var hasEffect: Bool
        /// `nil` = well.
        var trouble: String?

        enum CodingKeys: String, CodingKey {
            case name, version, home, description, needs, gives, settings, input, output, trouble
            case hasEffect = "has_effect"
        }
    }

    let rows: [Row]
    /// A sentence each, the agent's name first.
    let troubles: [String]

    init(_ registry: AgentRegistry, _ folder: AgentFolder?) async {
        var rows: [Row] = []
        var troubles: [String] = []
        for profile in registry.profiles {
            var row = Row(profile)
            if let manifest = profile.manifest, let folder,
                case .ill(let reason) = await AgentHealth(of: manifest, folder)
            {
                row.trouble = reason
                troubles.append("\(profile.name): \(reason)")
            }
            rows.append(row)
        }
        for found in folder?.look() ?? [] {
            switch found.manifest {
            case .failure(let error): troubles += error.faults.map { "\(found.name): agent.json: \($0)" }
            case .success where registry[found.name]?.home == .program:
                troubles.append("\(found.name): an agent of the program has this name; give it another one")
            case .success: continue
            }
        }
        self.rows = rows
        self.troubles = troubles
    }

    var table: TextTable {
        TextTable(
            [
                .init("agent"), .init("version", right: true), .init("in"), .init("takes", least: 12),
                .init("gives", least: 12), .init("settings", least: 12), .init("health", least: 8),
            ],
            rows: rows.map { row in
                [
                    row.name, String(row.version), row.home.rawValue, row.needs.joined(separator: " "),
                    row.gives.joined(separator: " "), row.settingNames.joined(separator: " "), row.trouble ?? "well",
                ]
            })
    }

    var json: String {
        get throws { String(decoding: try JSONText.pretty(["agents": rows]), as: UTF8.self) }
    }
}

extension AgentList.Row {
    fileprivate init(_ profile: AgentProfile) {
        let manifest = profile.manifest
        self.init(
            name: profile.name, version: profile.version, home: profile.home, description: manifest?.description,
            needs: manifest?.input.propertyNames ?? profile.needs.map(\.rawValue).sorted(),
            gives: manifest?.output.propertyNames ?? profile.gives.map(\.rawValue).sorted(),
            settings: profile.settings, input: manifest?.input.source, output: manifest?.output.source,
            hasEffect: profile.hasEffect)
    }

    fileprivate var settingNames: [String] {
        let members = home == .program ? settings : settings["properties"] ?? .object([:])
        if case .object(let members) = members { return members.keys.sorted() }
        return []
    }
}
