import Foundation

/// Finds the agents: those of the agents folder, which may join and leave, and those that are linked into the program. Each agent's file puts a record into one section of the
/// program; the linker lays them side by side, so nobody keeps a list (docs/decisions/0040).
package struct AgentRegistry: Sendable {
    /// Answers with its agent's type, written to the address it is given (an `(any Agent.Type)?`).
    package typealias Record = @convention(c) (UnsafeMutableRawPointer) -> Void

    private let agents: [String: any Agent.Type]
    private let programs: (any AgentPrograms)?

    /// - Parameter programs: `nil` = there is no agents folder.
    /// - Throws: ``AgentClash`` when two agents have one name.
    package init(_ types: [any Agent.Type] = Self.linked, programs: (any AgentPrograms)? = nil) throws(AgentClash) {
        var agents: [String: any Agent.Type] = [:]
        for type in types {
            if let other = agents[type.name] {
                throw AgentClash(name: type.name, types: ["\(other)", "\(type)"].sorted())
            }
            agents[type.name] = type
        }
        self.agents = agents
        self.programs = programs
    }

    /// Whether agents may join that the program does not have.
    package var hasFolder: Bool { programs != nil }

    package var names: [String] { profiles.map(\.name) }

    /// All that are there now, by name.
    package var profiles: [AgentProfile] {
        let folder = programs?.manifests() ?? [:]
        return Set(agents.keys).union(folder.keys).sorted().compactMap { profile($0, folder) }
    }

    package subscript(name: String) -> AgentProfile? { profile(name, programs?.manifests() ?? [:]) }

    /// An agent of the program is never replaced by one of the folder.
    private func profile(_ name: String, _ folder: [String: AgentManifest]) -> AgentProfile? {
        if let type = agents[name] { return Self.profile(of: type) }
        guard let programs, let manifest = folder[name] else { return nil }
        return AgentProfile(manifest, programs)
    }

    private static func profile(of type: any Agent.Type) -> AgentProfile {
        func open<Kind: Agent>(_ type: Kind.Type) -> AgentProfile { AgentProfile(type) }
        return open(type)
    }

    /// For a case whose definition was published with an agent that is not there now.
    func absent(_ name: String, _ settings: JSONValue) -> StepAgent {
        ExternalAgent(name: name, known: nil, settings: settings, programs: programs).step
    }

    /// Every agent of the program, in no particular order.
    package static var linked: [any Agent.Type] {
        let first: @convention(c) () -> Void = sectionStart
        let last: @convention(c) () -> Void = sectionEnd
        let start = unsafeBitCast(first, to: UnsafeRawPointer.self)
        let end = unsafeBitCast(last, to: UnsafeRawPointer.self)
        let records = start.assumingMemoryBound(to: Record.self)
        return (0..<(end - start) / MemoryLayout<Record>.stride).compactMap { index in
            var type: (any Agent.Type)?
            withUnsafeMutablePointer(to: &type) { records[index](UnsafeMutableRawPointer($0)) }
            return type
        }
    }

    /// For an agent's record.
    package static func tell(_ type: any Agent.Type, to address: UnsafeMutableRawPointer) {
        address.assumingMemoryBound(to: (any Agent.Type)?.self).pointee = type
    }
}

/// Two agents claim one name: a mistake in the program, so it does not start.
package struct AgentClash: Error, Hashable, CustomStringConvertible {
    package var name: String
    package var types: [String]
    package var description: String {
        "two agents are called \(name): \(types.joined(separator: " and ")); give one of them another name"
    }
}

// The linker's names for both ends of the section (ELF).
@_extern(c, "__start_payables_agents") private func sectionStart()
@_extern(c, "__stop_payables_agents") private func sectionEnd()
