import Foundation
import Synchronization

/// Stands between a client and a server on a unix socket, listens on 127.0.0.1, and cuts a connection where it is told.
package final class CuttingProxy: Sendable {
    package enum Cut: Sendable, Hashable {
        /// When a request that holds these bytes comes: it is not passed on.
        case request(with: String)
        /// When the answer to such a request comes, so the server has done it: it is not passed on.
        case answer(to: String)
    }

    package let port: UInt16
    private let listener: Int32
    private let upstream: String
    private let state = Mutex<State>(State())

    private struct State {
        var cut: Cut?
        var cuts = 0
        var isRefusing = false
    }

    /// - Parameter upstream: Path of the server's socket.
    package init(upstream: String) throws {
        self.upstream = upstream
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isUp = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isUp else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                guard let self else { return }
                self.serve(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Only the next one.
    package func cutNext(_ cut: Cut) { state.withLock { $0.cut = cut } }

    /// Whether connections are closed, new and old ones, as by a server that is down.
    package func refuse(_ isRefusing: Bool) { state.withLock { $0.isRefusing = isRefusing } }

    /// How many connections were cut as asked.
    package var cuts: Int { state.withLock { $0.cuts } }

    private func serve(_ client: Int32) {
        let server = state.withLock { $0.isRefusing } ? -1 : connected()
        guard server >= 0 else {
            close(client)
            return
        }
        let pair = Pair(client: client, server: server)
        Thread.detachNewThread { self.forward(pair) }
        Thread.detachNewThread { self.backward(pair) }
    }

    private func connected() -> Int32 {
        let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: upstream.utf8.prefix(path.count - 1))
        }
        let isUp = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        if isUp { return handle }
        close(handle)
        return -1
    }

    private func forward(_ pair: Pair) {
        pair.pass(from: pair.client, to: pair.server) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return self.state.withLock { state in
                if state.isRefusing { return false }
                switch state.cut {
                case .request(let mark) where text.contains(mark):
                    state.cut = nil
                    state.cuts += 1
                    return false
                case .answer(let mark) where text.contains(mark):
                    state.cut = nil
                    pair.isDoomed.withLock { $0 = true }
                    return true
                default: return true
                }
            }
        }
    }

    private func backward(_ pair: Pair) {
        pair.pass(from: pair.server, to: pair.client) { _ in
            guard pair.isDoomed.withLock({ $0 }) else { return true }
            self.state.withLock { $0.cuts += 1 }
            return false
        }
    }

    /// Both ends of a connection; closed with the last of its two threads.
    private final class Pair: Sendable {
        let client: Int32
        let server: Int32
        let isDoomed = Mutex(false)

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }

        deinit {
            close(client)
            close(server)
        }

        func pass(from source: Int32, to target: Int32, while isWanted: ([UInt8]) -> Bool) {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(source, &buffer, buffer.count)
                guard count > 0, isWanted(Array(buffer[..<count])), write(all: buffer[..<count], to: target) else {
                    break
                }
            }
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
        }

        private func write(all bytes: ArraySlice<UInt8>, to target: Int32) -> Bool {
            var rest = bytes
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes { send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard sent > 0 else { return false }
                rest = rest.dropFirst(sent)
            }
            return true
        }
    }
}
