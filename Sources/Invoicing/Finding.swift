/// How much a finding weighs for what happens next.
package enum Severity: String, Hashable, Sendable, Codable, Comparable, CaseIterable {
    /// Told, nothing more.
    case info
    /// A person may want to look; does not stop the case.
    case warning
    /// A person has to decide before the case goes on.
    case review
    /// Nothing may be posted until it is put right.
    case blocker

    package static func < (left: Severity, right: Severity) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// Something wrong or remarkable about a document: data, not an error.
package struct Finding: Hashable, Sendable, Codable {
    /// The rule's id, the standard's where there is one: `"BR-CO-15"`, `"iban-differs"`.
    package var rule: String
    package var severity: Severity
    /// One sentence for an accountant: what is wrong, with both values.
    package var message: String
    /// Where to look; may be empty.
    package var evidence: [Evidence]

    package init(rule: String, severity: Severity, message: String, evidence: [Evidence] = []) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.evidence = evidence
    }
}
