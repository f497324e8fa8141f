import Dispatch

/// Sends mails with libcurl, each on a connection of its own. The environment changes nothing.
package struct MailClient: Sendable {
    private static let queue = DispatchQueue(label: "payables.mail", attributes: .concurrent)

    package init() {}

    /// Returns when the server has taken the mail.
    /// - Parameter deadline: By then there is an answer or a failure.
    package func send(_ request: MailRequest, by deadline: ContinuousClock.Instant) async throws(MailFailure) {
        let stop = StopSign()
        let result: Result<Void, MailFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Self.queue.async {
                    do throws(MailFailure) {
                        let transfer = try MailTransfer(request, stop: stop)
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
