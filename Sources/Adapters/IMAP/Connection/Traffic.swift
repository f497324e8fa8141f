import Synchronization

/// Bytes of IMAP that went over a connection, before encryption.
package struct IMAPTraffic: Hashable, Sendable {
    package var received: UInt64 = 0
    package var sent: UInt64 = 0
}

/// Counts on the connection's thread, is read from anywhere.
final class TrafficCounter: Sendable {
    private let counted = Mutex(IMAPTraffic())

    var value: IMAPTraffic { counted.withLock { $0 } }
    func received(_ count: Int) { counted.withLock { $0.received += UInt64(count) } }
    func sent(_ count: Int) { counted.withLock { $0.sent += UInt64(count) } }
}
