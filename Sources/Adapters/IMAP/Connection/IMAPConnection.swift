import NIOCore
import Synchronization

/// One connection, for one caller at a time: a second command before the first is answered is refused.
///
/// After a failure that does not ``IMAPFailure/leavesConnection`` it is closed. Canceling the task closes it too.
package final class IMAPConnection: Sendable {
    /// What is known since the login.
    struct Knowledge: Sendable {
        /// Mailbox names go as UTF-8 rather than modified UTF-7.
        var hasUTF8Names = false
        var enabled: Set<String> = []
        /// Whether the open mailbox was opened for reading only.
        var isReadOnly = false
        /// Whether the open mailbox counts its changes (RFC 7162 §3.1.2.2: NOMODSEQ).
        var hasModSeq = false
        /// How many UIDs the next look at a mailbox asks for.
        var width: UInt32 = 500
    }

    let account: IMAPAccount
    let knowledge = Mutex(Knowledge())
    private let channel: any Channel
    private let handler: NIOLoopBound<IMAPHandler>
    private let counter: TrafficCounter

    private init(
        _ channel: any Channel, _ handler: NIOLoopBound<IMAPHandler>, _ account: IMAPAccount, _ counter: TrafficCounter
    ) {
        self.channel = channel
        self.handler = handler
        self.account = account
        self.counter = counter
    }

    deinit { channel.close(promise: nil) }

    /// Bytes so far, to see what a look at a mailbox costs.
    package var traffic: IMAPTraffic { counter.value }

    /// Ends the connection without a word. Safe at any time.
    package func close() { channel.close(promise: nil) }

    static func wait(
        for greeting: EventLoopFuture<Result<Answer, IMAPFailure>>, _ channel: any Channel, account: IMAPAccount,
        traffic: TrafficCounter
    ) async throws(IMAPFailure) -> IMAPConnection {
        let handler = try? await channel.eventLoop.submit {
            NIOLoopBound(
                try channel.pipeline.syncOperations.handler(type: IMAPHandler.self), eventLoop: channel.eventLoop)
        }.get()
        _ = try await answer(greeting, channel)
        guard let handler else { throw IMAPFailure(.closed, "The connection is closed; open another one.") }
        return IMAPConnection(channel, handler, account, traffic)
    }

    /// Sends a command and waits for its end.
    func perform(
        _ command: Command, file: BodyFile? = nil, within limit: Duration? = nil, newsWithin: Duration? = nil
    ) async throws(IMAPFailure) -> Answer {
        let loop = channel.eventLoop
        let promise = loop.makePromise(of: Result<Answer, IMAPFailure>.self)
        var order = Order(
            command: command, promise: promise, file: file,
            end: .now() + TimeAmount(limit ?? account.deadlines.command))
        if let newsWithin {
            order.newsEnd = .now() + TimeAmount(newsWithin)
            order.end = order.newsEnd + TimeAmount(account.deadlines.answer)
        }
        loop.execute { [order, handler] in handler.value.begin(order) }
        return try await Self.answer(promise.futureResult, channel)
    }

    private static func answer(
        _ future: EventLoopFuture<Result<Answer, IMAPFailure>>, _ channel: any Channel
    ) async throws(IMAPFailure) -> Answer {
        let result = await withTaskCancellationHandler {
            (try? await future.get()) ?? .failure(IMAPFailure(.closed, "The connection is closed; open another one."))
        } onCancel: {
            channel.close(promise: nil)
        }
        if case .failure(let failure) = result, failure.layer == .closed, Task.isCancelled {
            throw IMAPFailure(.canceled, "The task was canceled.")
        }
        return try result.get()
    }

    /// Asks the handler on its own thread.
    func onThread<Value: Sendable>(_ ask: @escaping @Sendable (IMAPHandler) -> Value) async throws(IMAPFailure) -> Value
    {
        do { return try await channel.eventLoop.submit { [handler] in ask(handler.value) }.get() } catch {
            throw IMAPFailure(channelError: error)
        }
    }

    func startTLS() async throws(IMAPFailure) {
        guard try await capabilities().contains("STARTTLS") else {
            throw IMAPFailure(
                .tls,
                "The mail server does not offer STARTTLS, so nothing is said to it. Use tls (port 993), or have "
                    + "STARTTLS switched on.")
        }
        _ = try await perform(Command("STARTTLS", layer: .tls, kind: .startTLS))
    }

    /// What the server can do, in capitals: `"IDLE"`, `"AUTH=XOAUTH2"`.
    package func capabilities() async throws(IMAPFailure) -> Set<String> {
        if let told = try await onThread({ $0.capabilities }) { return told }
        _ = try await perform(Command("CAPABILITY", layer: .protocol))
        guard let told = try await onThread({ $0.capabilities }) else {
            throw IMAPFailure(ProtocolFault("It does not tell what it can do."))
        }
        return told
    }

    /// Ends the connection politely.
    package func logout() async {
        _ = try? await perform(Command("LOGOUT", layer: .closed, kind: .logout), within: account.deadlines.connect)
        close()
    }
}
