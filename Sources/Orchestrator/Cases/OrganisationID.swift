/// Whose case it is; a UUID in lower-case letters. Nothing of one organisation is ever seen by another.
package struct OrganisationID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
}
