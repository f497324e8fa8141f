import Dispatch

/// Sends mails with libcurl, over connections that stay open for a while. The environment changes nothing.
package struct MailClient: Sendable {
    private static let queue = DispatchQueue(label: "payables.mail", attributes: .concurrent)
    private let lines = MailLines()

    package init() {}

    /// Returns when the server has taken the mail.
    /// - Parameter deadline: By then there is an answer or a failure.
    package func send(_ request: MailRequest, by deadline: ContinuousClock.Instant) async throws(MailFailure) {
        let server = MailLines.Server(request)
        guard let line = await lines.take(server) ?? MailLine() else {
            throw MailFailure(code: 2, isInDoubt: false, isCancelled: false)
        }
        try await Self.send(request, over: line, by: deadline)
        // After a failure nobody knows what the server still expects: that line is not used again.
        await lines.giveBack(line, server)
    }

    private static func send(_ request: MailRequest, over line: MailLine, by deadline: ContinuousClock.Instant)
        async throws(MailFailure)
    {
        let stop = StopSign()
        let result: Result<Void, MailFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    do throws(MailFailure) {
                        let transfer = MailTransfer(request, over: line, stop: stop)
                        try transfer.perform(by: deadline)
                        continuation.resume(returning: .success(()))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
        } onCancel: {
            stop.raise()
        }
        return try result.get()
    }
}
