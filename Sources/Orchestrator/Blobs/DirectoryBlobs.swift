package import Foundation

/// Blobs as files: `ab/cdef…`, by their sums. A file is written beside its place, brought to the disk, then renamed, so that
/// a crash leaves no half of one; what a crash left beside is written over or ignored.
package struct DirectoryBlobs: BlobStore {
    private let folder: URL
    private let digest: @Sendable (Data) -> String

    /// - Parameters:
    ///   - folder: Made when it is not there.
    ///   - digest: SHA-256 in lower-case hex.
    package init(_ folder: URL, digest: @escaping @Sendable (Data) -> String) {
        self.folder = folder
        self.digest = digest
    }

    package func put(_ bytes: Data) throws(BlobError) -> BlobID {
        guard let id = BlobID(rawValue: digest(bytes)) else { throw .unavailable("the digest is no SHA-256") }
        let place = place(of: id)
        // Kept already; a damaged one is healed by writing it again.
        if let known = FileManager.default.contents(atPath: place.path), known == bytes { return id }
        let shelf = place.deletingLastPathComponent()
        let draft = shelf.appending(path: ".\(id).\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
            try write(bytes, to: draft)
            guard rename(draft.path, place.path) == 0 else { throw Self.fault("could not name", place) }
            try LineFile.syncFolder(shelf)
            try LineFile.syncFolder(folder)
        } catch {
            unlink(draft.path)
            throw Self.told(error)
        }
        return id
    }

    package func bytes(_ id: BlobID) throws(BlobError) -> Data {
        let place = place(of: id)
        guard FileManager.default.fileExists(atPath: place.path) else { throw .missing(id) }
        let bytes: Data
        do { bytes = try Data(contentsOf: place) } catch { throw Self.told(error) }
        guard digest(bytes) == id.rawValue else { throw .damaged(id) }
        return bytes
    }

    private func place(of id: BlobID) -> URL {
        folder.appending(path: "\(id.rawValue.prefix(2))/\(id.rawValue.dropFirst(2))")
    }

    private func write(_ bytes: Data, to draft: URL) throws {
        guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw Self.fault("could not make", draft) }
        let handle = try FileHandle(forWritingTo: draft)
        defer { try? handle.close() }
        try handle.write(contentsOf: bytes)
        try handle.synchronize()
    }

    private static func fault(_ what: String, _ place: URL) -> BlobError {
        .unavailable("\(what) \(place.path): \(String(cString: strerror(errno)))")
    }

    private static func told(_ error: any Error) -> BlobError {
        error as? BlobError ?? .unavailable((error as? LineFileError)?.message ?? error.localizedDescription)
    }
}
