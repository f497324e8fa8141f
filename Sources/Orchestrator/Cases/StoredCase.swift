/// Which edition of a workflow a case follows, to its end.
package struct WorkflowEdition: Hashable, Sendable, Codable {
    package var name: String
    package var version: Int
    /// SHA-256 of the definition's canonical JSON, lower-case hex.
    package var digest: String

    package init(name: String, version: Int, digest: String) {
        self.name = name
        self.version = version
        self.digest = digest
    }
}

/// The document that a case is about; its bytes are in the blob store under `sha256`.
package struct CaseSubject: Hashable, Sendable, Codable {
    /// As it came: a path below the watched folder, or an attachment's name.
    package var name: String
    package var sha256: String
    package var size: Int

    package init(name: String, sha256: String, size: Int) {
        self.name = name
        self.sha256 = sha256
        self.size = size
    }
}

/// Where in its workflow a case stands.
package struct CasePlace: Hashable, Sendable, Codable {
    /// Id of the step that comes next; `nil` = none is left.
    package var step: String?
    /// Counted from 1.
    package var attempt: Int
    /// When the step was first begun, moved on by what the case was held since; `nil` before.
    package var since: Moment?
    /// When somebody held the case; `nil` = it is not held.
    package var heldSince: Moment?
    /// How long it was held since the step was begun, in microseconds; `nil` = never.
    private var heldFor: Int64?
    /// How the case will end because of an earlier step that failed.
    package var ending: CaseEnding?
    /// That step.
    package var failed: String?
    /// Set for this case, by step; `nil` = none.
    package var limits: [String: GivenLimits]?
    /// What the step waits for.
    package var wait: CaseWait?

    package init(step: String?) {
        self.step = step
        attempt = 1
    }

    /// How long the case was held since the step was begun.
    package var held: Duration {
        get { .microseconds(heldFor ?? 0) }
        set { heldFor = newValue == .zero ? nil : newValue.wholeMicroseconds }
    }

    /// After a hold: limits of the step's time have the rest that they had, what the hold took is added.
    mutating func keepRest(of held: CasePlace, until now: Moment) {
        guard let from = held.heldSince, let since = held.since else { return }
        let took = max(now - from, .zero)
        self.since = since + took
        self.held = held.held + took
    }
}

/// What wakes a waiting case, beside a message to it.
package struct CaseWait: Hashable, Sendable, Codable {
    /// Names of events, each with the number of publications that the step already knew: one that came while the wait
    /// was being written is not lost.
    package var events: [String: Int64]
    /// `nil` = no time wakes it.
    package var until: Moment?
    /// The agent's own state, JSON.
    package var state: String

    package init(events: [String: Int64] = [:], until: Moment? = nil, state: String = "null") {
        self.events = events
        self.until = until
        self.state = state
    }
}

/// A case as it is kept.
package struct StoredCase: Hashable, Sendable, Codable {
    package var id: CaseID
    package var organisation: OrganisationID
    /// For people: `2026-000123`, counted per organisation and year without gaps.
    package var reference: String
    package var workflow: WorkflowEdition
    package var subject: CaseSubject
    package var status: CaseStatus
    /// In words; empty while nothing stands in the way.
    package var reason: String
    package var place: CasePlace
    /// Counts the changes; every change names the one it follows.
    package var version: Int64
    /// 0...9; higher goes first.
    package var priority: Int
    package var created: Moment
    package var changed: Moment
    /// Who began it: a person as the sender is known, or the name of a program: `folder`.
    package var begunBy: String

    package init(
        id: CaseID, organisation: OrganisationID, reference: String, workflow: WorkflowEdition, subject: CaseSubject,
        status: CaseStatus, reason: String, place: CasePlace, version: Int64, priority: Int, created: Moment,
        changed: Moment, begunBy: String
    ) {
        self.id = id
        self.organisation = organisation
        self.reference = reference
        self.workflow = workflow
        self.subject = subject
        self.status = status
        self.reason = reason
        self.place = place
        self.version = version
        self.priority = priority
        self.created = created
        self.changed = changed
        self.begunBy = begunBy
    }

    /// Who sent the document; `nil` where a program took it up and nobody knows.
    package var submitter: String? { Self.programs.contains(begunBy) ? nil : begunBy }

    private static let programs: Set<String> = ["", "engine", "folder"]
}
