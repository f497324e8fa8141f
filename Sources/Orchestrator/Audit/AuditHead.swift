package import Foundation

/// The end of a chain at some time. Kept where the database's owner cannot write, it holds fast all that came before.
package struct AuditHead: Hashable, Sendable, Codable, CustomStringConvertible {
    /// `nil` when only number and digest were noted.
    package var organisation: String?
    /// 0 = nothing was sealed yet.
    package var number: Int
    package var digest: AuditDigest

    package init(organisation: String? = nil, number: Int, digest: AuditDigest) {
        self.organisation = organisation
        self.number = number
        self.digest = digest
    }

    /// `12:6f3c…`, as ``description`` writes it.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), number >= 0, let digest = AuditDigest(hex: parts[1]) else {
            return nil
        }
        self.init(number: number, digest: digest)
    }

    /// A file of heads, one a line, as text or as JSON.
    /// - Returns: `nil` when a line is neither.
    package static func heads(in file: Data) -> [AuditHead]? {
        var heads: [AuditHead] = []
        for line in String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let text = line.trimmingCharacters(in: .whitespaces)
            guard !text.isEmpty else { continue }
            let head = AuditHead(text: text) ?? (try? JSONDecoder().decode(AuditHead.self, from: Data(text.utf8)))
            guard let head else { return nil }
            heads.append(head)
        }
        return heads
    }

    package var description: String { "\(number):\(digest)" }
}
