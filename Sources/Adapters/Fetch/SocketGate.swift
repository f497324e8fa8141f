import CCurl
import Foundation

/// Looks at the address of every connection before it is made.
final class SocketGate {
    private let reach: NetworkReach
    private(set) var hasRefused = false

    init(_ reach: NetworkReach) { self.reach = reach }

    /// - Returns: A new socket, or `CURL_SOCKET_BAD`.
    func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard let bytes = Self.bytes(address), reach.allows(bytes) else {
            hasRefused = true
            return -1
        }
        let wanted = address.pointee
        return socket(wanted.family, wanted.socktype | Int32(SOCK_CLOEXEC.rawValue), wanted.protocol)
    }

    private static func bytes(_ address: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8]? {
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let start = UnsafeRawPointer(address) + offset
        switch (address.pointee.family, Int(address.pointee.addrlen)) {
        case (AF_INET, MemoryLayout<sockaddr_in>.size...):
            var inner = start.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: &inner) { Array($0) }
        case (AF_INET6, MemoryLayout<sockaddr_in6>.size...):
            var inner = start.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: &inner) { Array($0) }
        default: return nil
        }
    }
}

func openSocket(
    _ object: UnsafeMutableRawPointer?, _: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let object, let address else { return -1 }
    return Unmanaged<SocketGate>.fromOpaque(object).takeUnretainedValue().open(address)
}
