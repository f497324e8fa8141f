/// Where no step is begun until it is let go: of one organisation or of all, of one agent or of all.
package struct CaseHold: Hashable, Sendable, Codable {
    /// `nil` = all organisations.
    package var organisation: OrganisationID?
    /// Its name without version: `"post"`; `nil` = every agent.
    package var agent: String?

    package init(organisation: OrganisationID?, agent: String? = nil) {
        self.organisation = organisation
        self.agent = agent
    }
}

/// The holds that a case is under.
package struct CaseHolds: Hashable, Sendable {
    package var everything = false
    /// Names without version.
    package var agents: Set<String> = []

    package init(everything: Bool = false, agents: Set<String> = []) {
        self.everything = everything
        self.agents = agents
    }

    /// - Parameter agent: `"post/1"` or `"post"`.
    func stops(_ agent: String) -> Bool {
        everything || agents.contains(String(agent.prefix { $0 != "/" }))
    }

    /// How soon a case that is held looks again; when it is let go, it may take that long.
    static let pause = Duration.seconds(30)
}
