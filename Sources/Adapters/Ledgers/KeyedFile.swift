import Foundation
import Orchestrator
import Pipeline

/// A file of JSON lines in which every key counts once, for one process at a time.
final class KeyedFile: Sendable {
    private let file: LineFile
    private let lock: FolderLock

    /// - Throws: ``LedgerError`` when another process has it open.
    init(_ url: URL) throws(LedgerError) {
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw LedgerError("could not make \(url.deletingLastPathComponent().path): \(error.localizedDescription)")
        }
        file = LineFile(url)
        lock = try FolderLock(url.appendingPathExtension("lock"))
    }

    /// - Throws: ``LedgerError`` with the number of the first line that is no record.
    func records<Record: Decodable>(as type: Record.Type) throws(LedgerError) -> [Record] {
        let lines: [Data]
        do throws(LineFileError) { lines = try file.lines() } catch { throw LedgerError(error.message) }
        var records: [Record] = []
        for (index, line) in lines.enumerated() {
            do { records.append(try JSONDecoder().decode(type, from: line)) } catch {
                throw LedgerError(
                    "\(file.url.path), line \(index + 1) is no record; repair it from a copy before posting goes on")
            }
        }
        return records
    }

    func append(_ record: some Encodable) throws(StageFailure) {
        do {
            try file.append(try JSONText.line(record))
        } catch {
            throw .retry(after: .zero, because: (error as? LineFileError)?.message ?? "a record could not be written")
        }
    }
}

/// Why a ledger could not be opened.
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    init(_ message: String) { self.message = message }
    package var description: String { message }
}

/// Holds a lock file for the life of the value; the system lets go of it when the process dies.
final class FolderLock: Sendable {
    private let handle: Int32

    init(_ url: URL) throws(LedgerError) {
        handle = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard handle >= 0 else { throw LedgerError("could not open \(url.path): \(String(cString: strerror(errno)))") }
        guard flock(handle, LOCK_EX | LOCK_NB) == 0 else {
            close(handle)
            throw LedgerError("\(url.path) is held by another run of payables; wait for it, or give another folder")
        }
    }

    /// Let go of in words: a child that is being started at this moment still shares the handle.
    deinit {
        flock(handle, LOCK_UN)
        close(handle)
    }
}
