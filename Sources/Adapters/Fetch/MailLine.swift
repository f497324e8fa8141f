import CCurl
import Dispatch

/// A way to a mail server. libcurl keeps its connection open from one mail to the next. Owns one libcurl handle.
///
/// Not safe for several threads: ``MailLines`` gives it to one transfer at a time.
final class MailLine: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer

    /// - Returns: `nil` when libcurl does not start.
    init?() {
        guard Transfer.isReady, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        rest()
    }

    /// Takes back what a transfer has set, so that nothing points to it any more; the connection stays.
    func rest() {
        curl_easy_reset(handle)
        _ = fetch_set_long(handle, CURLOPT_NOSIGNAL, 1)
        // What a server says at the end would land on standard output.
        _ = fetch_set_taker(handle, CURLOPT_WRITEFUNCTION, forget)
        _ = fetch_set_taker(handle, CURLOPT_HEADERFUNCTION, forget)
    }

    /// The good-bye may take as long as the server wants, and nobody waits for it.
    deinit {
        nonisolated(unsafe) let handle = handle
        DispatchQueue.global().async { curl_easy_cleanup(handle) }
    }
}

private func forget(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, object: UnsafeMutableRawPointer?)
    -> Int
{
    size * count
}
