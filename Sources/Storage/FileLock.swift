import Foundation

/// Held by one program at a time; released when it ends, however it ends.
final class FileLock: Sendable {
    private let file: Int32

    /// Waits for it.
    init(path: String) throws(ClusterError) {
        // O_CLOEXEC: a server that inherits the file would hold the lock for as long as it runs.
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw errno == EACCES || errno == EPERM
                ? .notOurs(folder: path) : .failed(what: "\(path): \(String(cString: strerror(errno)))", lastLines: "")
        }
        while flock(file, LOCK_EX) == -1, errno == EINTR {}
    }

    deinit {
        close(file)
    }
}
