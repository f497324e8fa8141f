package import Foundation
package import Orchestrator

/// Blobs that are gone with the test.
package actor MemoryBlobs: BlobStore {
    private var kept: [BlobID: Data] = [:]
    private let digest: @Sendable (Data) -> String

    package init(digest: @escaping @Sendable (Data) -> String) { self.digest = digest }

    package func put(_ bytes: Data) throws(BlobError) -> BlobID {
        guard let id = BlobID(rawValue: digest(bytes)) else { throw .unavailable("the digest is no SHA-256") }
        kept[id] = bytes
        return id
    }

    package func bytes(_ id: BlobID) throws(BlobError) -> Data {
        guard let bytes = kept[id] else { throw .missing(id) }
        return bytes
    }
}
