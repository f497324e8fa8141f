import Dispatch

/// Sends requests with libcurl, each on a connection of its own. Follows no redirect, uses no proxy, knows no cookie and
/// no password file; the environment changes nothing.
package struct HTTPClient: Sendable {
    private static let queue = DispatchQueue(label: "payables.fetch", attributes: .concurrent)

    package init() {}

    /// - Parameter deadline: By then there is an answer or a failure, however the server dawdles.
    package func answer(to request: HTTPRequest, by deadline: ContinuousClock.Instant) async throws(HTTPFailure)
        -> HTTPAnswer
    {
        let stop = StopSign()
        let result: Result<HTTPAnswer, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Self.queue.async {
                    do throws(HTTPFailure) {
                        let transfer = try Transfer(request, stop: stop)
                        continuation.resume(returning: .success(try transfer.perform(by: deadline)))
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
