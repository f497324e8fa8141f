/// What this program found when it checked a signature itself.
package struct OwnDKIM: Hashable, Sendable, Codable {
    /// Tag `d=`.
    package var domain: String
    package var passed: Bool
    /// Whether the header From is signed; else the signature says nothing about who sent it.
    package var coversFrom: Bool
    /// Whether nothing can be put behind the signed text (no tag `l=` that leaves some out).
    package var coversWholeBody: Bool

    package init(domain: String, passed: Bool, coversFrom: Bool, coversWholeBody: Bool) {
        self.domain = domain
        self.passed = passed
        self.coversFrom = coversFrom
        self.coversWholeBody = coversWholeBody
    }

    var proves: Bool { passed && coversFrom && coversWholeBody }
}
