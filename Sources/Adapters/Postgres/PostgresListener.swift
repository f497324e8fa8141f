import CPostgres
import Foundation

package enum PostgresEvent: Sendable, Equatable {
    /// Listening has begun, at first or anew. What was notified before is lost: look at the tables now.
    case listening
    case notification(channel: String, payload: String)
}

/// Waits for notifications on a connection of its own.
package enum PostgresListener {
    /// Ends when the reader stops or its task is canceled. After a broken connection it begins anew, with pauses that
    /// grow to 10 seconds.
    /// - Parameter channels: names as in `NOTIFY`; any characters.
    package static func events(_ settings: PostgresSettings, channels: [String]) -> AsyncStream<PostgresEvent> {
        AsyncStream { continuation in
            let task = Task {
                var pause = 100
                while !Task.isCancelled {
                    do throws(PostgresError) {
                        let connection = try await PostgresConnection.open(settings)
                        try await connection.listen(channels)
                        continuation.yield(.listening)
                        pause = 100
                        while !Task.isCancelled {
                            for event in try await connection.awaitNotifications(milliseconds: 250) {
                                continuation.yield(event)
                            }
                        }
                    } catch {
                        try? await Task.sleep(for: .milliseconds(pause))
                        pause = min(10_000, pause * 2)
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension PostgresConnection {
    fileprivate func listen(_ channels: [String]) throws(PostgresError) {
        for channel in channels {
            try script(
                "LISTEN \""
                    + channel.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"") + "\"")
        }
    }

    /// - Parameter milliseconds: the longest wait; then the answer is empty.
    fileprivate func awaitNotifications(milliseconds: Int32) throws(PostgresError) -> [PostgresEvent] {
        let handle = try openHandle()
        var watch = pollfd(fd: PQsocket(handle.pointer), events: Int16(POLLIN), revents: 0)
        _ = poll(&watch, 1, milliseconds)
        guard PQconsumeInput(handle.pointer) == 1, !handle.isBroken else { throw handle.failure(sql: nil) }
        var events: [PostgresEvent] = []
        while let notification = PQnotifies(handle.pointer) {
            events.append(
                .notification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return events
    }
}
