import CCurl
import Foundation
import Synchronization

/// Tells a transfer on another thread to end.
final class StopSign: Sendable {
    private let isUp = Atomic(false)
    func raise() { isUp.store(true, ordering: .relaxed) }
    var isRaised: Bool { isUp.load(ordering: .relaxed) }
}

/// One request on its way. Owns one libcurl handle: one thread, one use.
struct Transfer: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    private let headers: UnsafeMutablePointer<curl_slist>?
    private let intake: Intake
    private let gate: SocketGate
    private let stop: StopSign
    private let request: HTTPRequest

    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ request: HTTPRequest, stop: StopSign) throws(HTTPFailure) {
        guard Self.isReady, let handle = curl_easy_init() else { throw .unreachable(code: 2, "libcurl does not start") }
        self.handle = handle
        self.request = request
        self.stop = stop
        intake = Intake(mostBytes: request.mostBytes)
        gate = SocketGate(request.reach)
        // libcurl would add an `Expect:` to long bodies, for which some servers have no answer.
        headers = (request.headers + ["Expect:"]).reduce(nil) { curl_slist_append($0, $1) }
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headers)
    }

    /// Blocks.
    consuming func perform(by deadline: ContinuousClock.Instant) throws(HTTPFailure) -> HTTPAnswer {
        let left = (deadline - .now).components
        let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { throw .late }
        prepare(milliseconds: Int(min(milliseconds, 86_400_000)))
        let code = withExtendedLifetime((intake, gate, stop)) { send() }
        guard code == CURLE_OK else { throw failure(code) }
        let wait = fetch_retry_after(handle)
        return HTTPAnswer(
            status: fetch_status(handle), contentType: fetch_content_type(handle).map { String(cString: $0) },
            retryAfter: wait > 0 ? Int(clamping: wait) : nil, body: intake.body)
    }

    private func prepare(milliseconds: Int) {
        set(CURLOPT_URL, request.url.absoluteString)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_USERAGENT, "payables")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        _ = fetch_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
        let intake = Unmanaged.passUnretained(intake).toOpaque()
        _ = fetch_set_taker(handle, CURLOPT_WRITEFUNCTION, takeBody)
        _ = fetch_set_pointer(handle, CURLOPT_WRITEDATA, intake)
        _ = fetch_set_taker(handle, CURLOPT_HEADERFUNCTION, takeHead)
        _ = fetch_set_pointer(handle, CURLOPT_HEADERDATA, intake)
        _ = fetch_set_opener(handle, openSocket)
        _ = fetch_set_pointer(handle, CURLOPT_OPENSOCKETDATA, Unmanaged.passUnretained(gate).toOpaque())
        set(CURLOPT_NOPROGRESS, 0)
        _ = fetch_set_watcher(handle, watch)
        _ = fetch_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(stop).toOpaque())
    }

    private func send() -> CURLcode {
        guard let body = request.body else { return curl_easy_perform(handle) }
        return body.withUnsafeBytes { bytes in
            set(CURLOPT_POST, 1)
            _ = fetch_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes.count))
            // Not copied, so it has to live until the end of the transfer.
            _ = fetch_set_pointer(
                handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return curl_easy_perform(handle)
        }
    }

    private func failure(_ code: CURLcode) -> HTTPFailure {
        switch code {
        case _ where intake.isOverfull: .tooLarge
        case _ where stop.isRaised: .cancelled
        case _ where gate.hasRefused: .forbidden
        case CURLE_OPERATION_TIMEDOUT: .late
        default: .unreachable(code: Int32(code.rawValue), String(cString: curl_easy_strerror(code)))
        }
    }

    private func set(_ option: CURLoption, _ value: Int) { _ = fetch_set_long(handle, option, value) }
    private func set(_ option: CURLoption, _ value: String) { _ = fetch_set_text(handle, option, value) }
}

/// Collects an answer up to its bound.
private final class Intake {
    private(set) var body = Data()
    private(set) var isOverfull = false
    private var headBytes = 0
    private let mostBytes: Int
    private static let mostHead = 65_536

    init(mostBytes: Int) { self.mostBytes = mostBytes }

    /// - Returns: Whether there was room.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isOverfull = isOverfull || bytes.count > mostBytes - body.count
        if !isOverfull { body.append(contentsOf: bytes) }
        return !isOverfull
    }

    func takeHead(_ count: Int) -> Bool {
        headBytes += min(count, Self.mostHead + 1)
        isOverfull = isOverfull || headBytes > Self.mostHead
        return !isOverfull
    }
}

/// Anything but `size * count` ends the transfer; 0 would be success for nothing at all.
private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, object: UnsafeMutableRawPointer?)
    -> Int
{
    guard let bytes, let object else { return 0 }
    let intake = Unmanaged<Intake>.fromOpaque(object).takeUnretainedValue()
    return intake.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : -1
}

private func takeHead(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, object: UnsafeMutableRawPointer?)
    -> Int
{
    guard let object else { return 0 }
    return Unmanaged<Intake>.fromOpaque(object).takeUnretainedValue().takeHead(size * count) ? size * count : -1
}

/// Called about once a second; anything but 0 ends the transfer.
func watch(_ object: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t)
    -> Int32
{
    guard let object else { return 0 }
    return Unmanaged<StopSign>.fromOpaque(object).takeUnretainedValue().isRaised ? 1 : 0
}
