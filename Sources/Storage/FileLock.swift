import Foundation

/// Held by one program at a time, or shared by several; released when they end, however they end.
final class FileLock: Sendable {
    private let file: Int32

    /// Waits for it.
    convenience init(path: String, isShared: Bool = false) throws(ClusterError) {
        self.init(file: try Self.opened(path))
        while flock(file, isShared ? LOCK_SH : LOCK_EX) == -1, errno == EINTR {}
    }

    /// - Returns: `nil` when somebody else holds it, shared or not.
    static func ifFree(path: String) throws(ClusterError) -> FileLock? {
        let lock = FileLock(file: try opened(path))
        return flock(lock.file, LOCK_EX | LOCK_NB) == 0 ? lock : nil
    }

    private init(file: Int32) { self.file = file }

    private static func opened(_ path: String) throws(ClusterError) -> Int32 {
        // O_CLOEXEC: a server that inherits the file would hold the lock for as long as it runs.
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw errno == EACCES || errno == EPERM
                ? .notOurs(folder: path) : .failed(what: "\(path): \(String(cString: strerror(errno)))", lastLines: "")
        }
        return file
    }

    deinit {
        close(file)
    }
}
