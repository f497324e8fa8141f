/// Tells the same technical failure from another one, so that ten thousand errors make one ticket. Stable over restarts
/// and machines; holds no number, id, path or address of a message.
package struct FailureFingerprint: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Readable and at most 620 characters: `transient | erp | HTTP 503 | post/1 | the service is busy`.
    package let key: String

    /// - Parameters:
    ///   - dependency: Which other side, as for ``Breakers``; `nil` = this program itself.
    ///   - agent: Of the step, with its version: `"post/1"`.
    ///   - message: A library's or server's own words; may be empty.
    package init(_ failure: Classification, dependency: String?, agent: String, message: String) {
        key = [
            failure.kind.rawValue, dependency ?? "payables", failure.sign.name, agent, PlainMessage.of(message),
        ].map { Self.cell($0) }.joined(separator: " | ")
    }

    /// Of a failure that was kept in words only.
    package init(agent: String, message: String) {
        key = ["failed", "payables", agent, PlainMessage.of(message)].map { Self.cell($0) }.joined(separator: " | ")
    }

    /// - Parameter key: Of another fingerprint.
    package init(key: String) { self.key = key }

    package var description: String { key }

    /// A cell cannot look like two.
    private static func cell(_ text: String) -> String {
        String(text.prefix(120)).replacing("|", with: "/")
    }
}
