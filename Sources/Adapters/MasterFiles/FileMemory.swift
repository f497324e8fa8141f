package import Foundation
package import Orchestrator

/// The supplier memory in a file of JSON lines, one entry a line, for several processes at once.
package struct FileMemory: MemoryStore {
    private let file: LineFile

    package init(_ url: URL) { file = LineFile(url) }

    /// - Returns: An empty state when there is no file.
    package func state() throws(MemoryError) -> MemoryBook {
        let lines: [Data]
        do throws(LineFileError) { lines = try file.lines() } catch { throw MemoryError(.store, error.message) }
        var entries: [MemoryEntry] = []
        for (index, line) in lines.enumerated() {
            do { entries.append(try JSONDecoder().decode(MemoryEntry.self, from: line)) } catch {
                throw MemoryError(
                    .store,
                    "\(file.url.path), line \(index + 1) is no entry of a supplier memory; repair it from a copy")
            }
        }
        return try MemoryBook(entries)
    }

    package func add(_ decide: @Sendable (MemoryBook) throws(MemoryError) -> MemoryEntry) throws(MemoryError)
        -> MemoryEntry
    {
        let lock = file.url.appendingPathExtension("lock").path
        let handle = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard handle >= 0, flock(handle, LOCK_EX) == 0 else {
            throw MemoryError(.store, "could not lock \(lock): \(String(cString: strerror(errno)))")
        }
        defer {
            flock(handle, LOCK_UN)
            close(handle)
        }
        let entry = try decide(try state())
        do {
            try file.append(try JSONText.line(entry))
        } catch {
            throw MemoryError(.store, (error as? LineFileError)?.message ?? "an entry could not be written")
        }
        return entry
    }
}
