/// What is known of an agent before it works: enough to check a definition, and to list it.
package struct AgentProfile: Sendable {
    package enum Home: String, Hashable, Sendable, Codable {
        /// Linked into the program.
        case program
        /// A manifest and an executable in the agents folder.
        case folder
    }

    package var name: String
    package var version: Int
    package var home: Home
    package var needs: Set<CasePart>
    package var gives: Set<CasePart>
    /// Whether cases have to come one after the other; `nil` = as the steps around it.
    package var needsOrder: Bool?
    package var hasEffect: Bool
    package var waits: Bool
    package var needsSoundCase: Bool
    /// The defaults of an agent of the program; the schema of one of the folder.
    package var settings: JSONValue
    /// `nil` for an agent of the program.
    package var manifest: AgentManifest?
    /// What is wrong with a step's settings; places are below the settings.
    let faults: @Sendable (JSONValue) -> [JSONFault]
    let open: @Sendable (JSONValue, Services) throws(SettingsFault) -> StepAgent
}

extension AgentProfile {
    init<Kind: Agent>(_ type: Kind.Type) {
        self.init(
            name: Kind.name, version: Kind.version, home: .program, needs: Kind.needs, gives: Kind.gives,
            needsOrder: Kind.needsOrder, hasEffect: Kind.hasEffect, waits: Kind.self is any WaitingAgent.Type,
            needsSoundCase: Kind.needsSoundCase, settings: Kind.shape, manifest: nil,
            faults: { Kind.faults(inSettings: $0) },
            open: { settings, services throws(SettingsFault) in try Kind.open(settings, services: services) })
    }
}
