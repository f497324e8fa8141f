package import Foundation

/// Name of bytes: their SHA-256, 64 lower-case hex digits. The same bytes are kept once.
package struct BlobID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    /// - Returns: `nil` when it is no such sum.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == 64,
            rawValue.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }
}

/// Keeps documents and results as they came. What is written is there whole or not at all, and never changes.
package protocol BlobStore: Sendable {
    /// Returns when the bytes survive the death of the machine.
    func put(_ bytes: Data) async throws(BlobError) -> BlobID
    /// - Throws: `.missing`; `.damaged` when the bytes are not those that were put.
    func bytes(_ id: BlobID) async throws(BlobError) -> Data
}

package enum BlobError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(BlobID)
    /// The bytes have another sum than their name says: restore them from a copy.
    case damaged(BlobID)
    /// Disk full, no permission.
    case unavailable(String)

    package var description: String {
        switch self {
        case .missing(let id): "the document \(id) is not in the store; restore it from a copy"
        case .damaged(let id): "the document \(id) was changed on the disk; restore it from a copy"
        case .unavailable(let reason): "documents cannot be kept: \(reason)"
        }
    }
}
