import Foundation
import NIOCore
import NIOPosix

/// Turns a name into addresses. Asked once for a connection, which then goes to one of just these addresses.
package struct HostResolver: Sendable {
    /// - Returns: addresses of 4 or 16 bytes, the best first; none when the name leads nowhere. May block.
    package typealias Resolve = @Sendable (_ host: String) -> [[UInt8]]

    private let resolve: Resolve

    package init(_ resolve: @escaping Resolve) { self.resolve = resolve }

    /// The system's.
    package static let system = HostResolver { host in
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [[UInt8]] = []
        var next = list
        while let info = next?.pointee, found.count < 16 {
            if let address = info.ai_addr { found += bytes(address, family: info.ai_family).map { [$0] } ?? [] }
            next = info.ai_next
        }
        return found
    }

    private static func bytes(_ address: UnsafeMutablePointer<sockaddr>, family: Int32) -> [UInt8]? {
        let raw = UnsafeRawPointer(address)
        switch family {
        case AF_INET: return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
        case AF_INET6: return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
        default: return nil
        }
    }

    func addresses(of host: String, within limit: Duration, on loop: any EventLoop) async throws(IMAPFailure)
        -> [[UInt8]]
    {
        let promise = loop.makePromise(of: [[UInt8]]?.self)
        let alarm = loop.scheduleTask(in: TimeAmount(limit)) { promise.succeed(nil) }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { resolve(host) }.whenComplete { result in
            alarm.cancel()
            promise.succeed((try? result.get()) ?? [])
        }
        guard let found = try? await promise.futureResult.get() else {
            throw IMAPFailure(.name, "The mail server's name is not resolved in time; check the name service.")
        }
        guard !found.isEmpty else {
            throw IMAPFailure(.name, "The mail server's name leads nowhere; correct it or check the name service.")
        }
        return found
    }
}
