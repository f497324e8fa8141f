package import Foundation

/// The output of a batch. Every file appears whole or not at all.
package struct ResultFolder: Sendable {
    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// Where journal and intermediate things are kept.
    package var journal: URL { url.appending(path: ".payables") }

    /// - Parameter path: Below the folder; sub-folders are made.
    package func write(_ bytes: Data, to path: String) throws(BatchError) {
        let target = url.appending(path: path)
        let folder = target.deletingLastPathComponent()
        let draft = folder.appending(path: ".\(target.lastPathComponent).part")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try bytes.write(to: draft)
            let handle = try FileHandle(forWritingTo: draft)
            try handle.synchronize()
            try handle.close()
        } catch {
            throw BatchError("could not write \(target.path): \(error.localizedDescription)")
        }
        guard rename(draft.path, target.path) == 0 else {
            throw BatchError("could not write \(target.path): \(String(cString: strerror(errno)))")
        }
    }

    package func read(_ path: String) -> Data? { FileManager.default.contents(atPath: url.appending(path: path).path) }
}
