package import Foundation

/// A file of lines that only grows. A last line that a crash tore is dropped, as it was never acknowledged.
package struct LineFile: Sendable {
    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// - Returns: Whole lines without their breaks; empty when there is no file.
    package func lines() throws(LineFileError) -> [Data] {
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        guard let bytes = FileManager.default.contents(atPath: url.path) else { throw fault("read") }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.removeLast()
        return lines.map { Data($0) }
    }

    /// - Parameter synced: Return only when the line is on the disk. Without, it survives the death of the process,
    ///   but not that of the machine, until ``sync()``.
    package func append(_ line: Data, synced: Bool = true) throws(LineFileError) {
        let isNew = synced && !FileManager.default.fileExists(atPath: url.path)
        let file = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw fault("open") }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        let end = try endOfWholeLines(file, size)
        if end < size {
            guard ftruncate(file, off_t(end)) == 0, lseek(file, off_t(end), SEEK_SET) >= 0 else { throw fault("write") }
        }
        try write(line + Data([UInt8(ascii: "\n")]), to: file)
        guard synced else { return }
        guard fsync(file) == 0 else { throw fault("write") }
        if isNew { try Self.syncFolder(url.deletingLastPathComponent()) }
    }

    /// Brings all lines so far to the disk.
    package func sync() throws(LineFileError) {
        let file = open(url.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault("open") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw fault("write") }
        try Self.syncFolder(url.deletingLastPathComponent())
    }

    /// Makes a new name in a folder survive a crash of the machine.
    package static func syncFolder(_ folder: URL) throws(LineFileError) {
        let handle = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw LineFileError("open", folder, errno) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw LineFileError("write", folder, errno) }
    }

    private func endOfWholeLines(_ file: Int32, _ size: Int) throws(LineFileError) -> Int {
        var end = size
        var byte: UInt8 = 0
        while end > 0 {
            guard pread(file, &byte, 1, off_t(end - 1)) == 1 else { throw fault("read") }
            if byte == UInt8(ascii: "\n") { break }
            end -= 1
        }
        return end
    }

    private func write(_ bytes: Data, to file: Int32) throws(LineFileError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(file, $0 + done, buffer.count - done) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault("write") }
            done += count
        }
    }

    private func fault(_ verb: String) -> LineFileError { LineFileError(verb, url, errno) }
}

package struct LineFileError: Error, Hashable, Sendable {
    package var message: String

    init(_ verb: String, _ url: URL, _ code: Int32) {
        message = "could not \(verb) \(url.path): \(String(cString: strerror(code)))"
    }
}
