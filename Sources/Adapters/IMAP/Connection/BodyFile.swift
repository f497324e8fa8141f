import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The file that a message's text goes to, up to a limit. Written on threads for files, so no connection waits for
/// another one's disk.
final class BodyFile: Sendable {
    private struct State {
        var descriptor: Int32?
        var written = 0
    }

    let limit: Int
    private let state: Mutex<State>

    /// - Parameter path: of a file that does not exist yet; it can be read by nobody else.
    convenience init(creating path: String, limit: Int) throws(IMAPFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        self.init(descriptor: descriptor, limit: limit)
    }

    /// Takes the descriptor over.
    init(descriptor: Int32, limit: Int) {
        self.limit = limit
        state = Mutex(State(descriptor: descriptor))
    }

    deinit { close() }

    func write(_ part: ByteBuffer, on loop: any EventLoop) -> EventLoopFuture<Void> {
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { try self.write(part) }
    }

    func write(_ part: ByteBuffer) throws(IMAPFailure) {
        try state.withLock { (state) throws(IMAPFailure) in
            guard let descriptor = state.descriptor else { return }
            var rest = part.readableBytesView.prefix(max(0, limit - state.written))
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Self.failure(errno) }
                state.written += count
                rest = rest.dropFirst(count)
            }
        }
    }

    func close() {
        state.withLock { state in
            if let descriptor = state.descriptor { _ = Foundation.close(descriptor) }
            state.descriptor = nil
        }
    }

    private static func failure(_ code: Int32) -> IMAPFailure {
        IMAPFailure(
            .file, "The file for the message cannot be written: \(String(cString: strerror(code))). See to the folder.",
            systemError: code)
    }
}
