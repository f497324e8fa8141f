package import Foundation
package import Orchestrator

/// One JSON file per letter in a folder. The same letter has the same name, so sending again changes nothing.
package struct FileChannel: Channel {
    private let folder: URL

    /// - Parameter folder: Made when it is not there.
    package init(_ folder: URL) { self.folder = folder }

    package var takesIDsOnce: Bool { true }

    package func send(_ letter: Letter, to address: String, by deadline: ContinuousClock.Instant)
        async throws(ChannelFailure)
    {
        let name = LetterID.text(letter.id)
        let file = folder.appending(path: "\(name).json")
        do throws(SystemFault) {
            try makeFolder()
            guard !FileManager.default.fileExists(atPath: file.path) else { return }
            // Dispatchers give a letter to one sender at a time; what a dead one left is written over.
            let draft = folder.appending(path: ".\(name).tmp")
            try write(try record(letter), to: draft)
            guard rename(draft.path, file.path) == 0 else { throw SystemFault(errno) }
            try sync(folder)
        } catch {
            throw .failed(.of(.systemCall(error.code), duringEffect: false))
        }
    }

    private struct SystemFault: Error {
        var code: Int32
        init(_ code: Int32) { self.code = code }
    }

    private func record(_ letter: Letter) throws(SystemFault) -> Data {
        do { return try JSONText.pretty(LetterRecord(letter)) } catch { throw SystemFault(EINVAL) }
    }

    private func makeFolder() throws(SystemFault) {
        do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
            throw SystemFault((error as NSError).underlyingErrno ?? EACCES)
        }
    }

    private func write(_ bytes: Data, to url: URL) throws(SystemFault) {
        let file = open(url.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SystemFault(errno) }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(file, $0 + done, buffer.count - done) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemFault(errno) }
            done += count
        }
        guard fsync(file) == 0 else { throw SystemFault(errno) }
    }

    /// Makes the name survive a crash of the machine.
    private func sync(_ folder: URL) throws(SystemFault) {
        let handle = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else { throw SystemFault(errno) }
        defer { close(handle) }
        guard fsync(handle) == 0 else { throw SystemFault(errno) }
    }
}

extension NSError {
    /// Of the system call behind Foundation's own error.
    fileprivate var underlyingErrno: Int32? {
        if domain == NSPOSIXErrorDomain { return Int32(code) }
        return (userInfo[NSUnderlyingErrorKey] as? NSError)?.underlyingErrno
    }
}
