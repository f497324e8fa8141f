import Foundation
import Orchestrator

/// Begins a case for each document of a folder. The bytes are kept before the case begins, and the same document under
/// the same name is the same case, so that a scan may stop and be done again at any moment.
struct FolderIntake: Sendable {
    let folder: URL
    let blobs: DirectoryBlobs
    let store: any CaseStore
    let organisation: OrganisationID
    let edition: WorkflowEdition
    /// The workflow's first.
    let step: String

    /// - Parameter seen: Files that were taken, by name; only those that look changed since are read again.
    /// - Throws: ``BatchError`` when the folder can't be read, ``BlobError``, ``CaseStoreError``.
    func scan(_ seen: inout [String: FileLook]) async throws {
        for document in try BatchInput(folder: folder).documents {
            let look = FileLook(path: document.url.path)
            guard seen[document.name] != look else { continue }
            guard let bytes = FileManager.default.contents(atPath: document.url.path) else {
                Console.tell("\(document.name) can't be opened; it is tried again.")
                continue
            }
            let id = try blobs.put(bytes)
            _ = try await store.begin(
                NewCase(
                    id: CaseID(
                        name: "\(organisation) \(document.name)", sha256: id.rawValue, digest: Assembly.digest),
                    organisation: organisation, workflow: edition,
                    subject: CaseSubject(name: document.name, sha256: id.rawValue, size: bytes.count), step: step,
                    key: "folder \(document.name) \(id)", by: "folder"))
            seen[document.name] = look
        }
    }
}
