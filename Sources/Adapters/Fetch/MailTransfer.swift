import CCurl
import Foundation

/// One mail on its way over a line: one thread, one use.
struct MailTransfer: ~Copyable {
    private let handle: UnsafeMutableRawPointer
    private let line: MailLine
    private let recipients: UnsafeMutablePointer<curl_slist>?
    private let source: MailSource
    private let stop: StopSign
    private let request: MailRequest

    /// - Parameter line: Nobody else's until the end of the transfer.
    init(_ request: MailRequest, over line: MailLine, stop: StopSign) {
        self.line = line
        handle = line.handle
        self.request = request
        self.stop = stop
        source = MailSource(request.text)
        recipients = curl_slist_append(nil, "<\(request.to)>")
    }

    deinit {
        line.rest()
        curl_slist_free_all(recipients)
    }

    /// Blocks. A server may have closed a line meanwhile: as long as nothing of the mail has left, it is sent over a new one.
    consuming func perform(by deadline: ContinuousClock.Instant) throws(MailFailure) {
        do throws(MailFailure) { try attempt(by: deadline, isFresh: false) } catch {
            let isStale = fetch_new_connections(handle) == 0 && !error.isInDoubt && !error.isCancelled
            guard isStale, error.reply == nil || error.reply == 421 else { throw error }
            try attempt(by: deadline, isFresh: true)
        }
    }

    private func attempt(by deadline: ContinuousClock.Instant, isFresh: Bool) throws(MailFailure) {
        let left = (deadline - .now).components
        let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { throw MailFailure(code: 28, isInDoubt: false, isCancelled: false) }
        source.begin()
        prepare(milliseconds: Int(min(milliseconds, 86_400_000)))
        if isFresh { set(CURLOPT_FRESH_CONNECT, 1) }
        let code = withExtendedLifetime((source, stop)) { curl_easy_perform(handle) }
        guard code != CURLE_OK else { return }
        let refusal = source.refusal
        throw MailFailure(
            code: Int32(code.rawValue), reply: refusal?.reply, enhanced: refusal?.enhanced,
            isInDoubt: source.hasBegun, isCancelled: stop.isRaised)
    }

    private func prepare(milliseconds: Int) {
        let scheme = request.security == .tls ? "smtps" : "smtp"
        set(CURLOPT_URL, "\(scheme)://\(request.host):\(request.port)")
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 10_000))
        // Holds for the good-bye after a failure too, whose answer libcurl would wait two minutes for.
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, min(milliseconds / 1_000, 30)))
        if request.security == .starttls { set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let authorities = request.authorities { set(CURLOPT_CAINFO, authorities) }
        if let user = request.user, let password = request.password {
            set(CURLOPT_USERNAME, user)
            set(CURLOPT_PASSWORD, password)
        }
        set(CURLOPT_MAIL_FROM, "<\(request.from)>")
        _ = fetch_set_pointer(handle, CURLOPT_MAIL_RCPT, recipients)
        set(CURLOPT_UPLOAD, 1)
        let source = Unmanaged.passUnretained(source).toOpaque()
        _ = fetch_set_taker(handle, CURLOPT_READFUNCTION, giveText)
        _ = fetch_set_pointer(handle, CURLOPT_READDATA, source)
        _ = fetch_set_taker(handle, CURLOPT_HEADERFUNCTION, takeReply)
        _ = fetch_set_pointer(handle, CURLOPT_HEADERDATA, source)
        // Replies to unknown commands would land on standard output.
        _ = fetch_set_taker(handle, CURLOPT_WRITEFUNCTION, takeReply)
        _ = fetch_set_pointer(handle, CURLOPT_WRITEDATA, source)
        set(CURLOPT_NOPROGRESS, 0)
        _ = fetch_set_watcher(handle, watch)
        _ = fetch_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(stop).toOpaque())
    }

    private func set(_ option: CURLoption, _ value: Int) { _ = fetch_set_long(handle, option, value) }
    private func set(_ option: CURLoption, _ value: String) { _ = fetch_set_text(handle, option, value) }
}

/// The text of a mail as it leaves, and what the server last said.
private final class MailSource {
    private let text: Data
    private var given = 0
    private(set) var hasBegun = false
    private var lastReply = ""

    init(_ text: Data) { self.text = text }

    /// Forgets what an earlier attempt has heard.
    func begin() {
        given = 0
        lastReply = ""
    }

    func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        hasBegun = true
        let count = min(room.count, text.count - given)
        text.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count])) }
        given += count
        return count
    }

    /// A server that talks without end is cut off by the deadline; only its last line is kept, but for the good-bye with
    /// which it answers libcurl's after a refusal.
    func take(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line.prefix(200), as: UTF8.self)
        if !text.hasPrefix("221") { lastReply = text }
    }

    /// `550 5.1.1 …`: the numbers only, for the words may hold an address.
    var refusal: (reply: Int, enhanced: String?)? {
        let words = lastReply.split(maxSplits: 2, whereSeparator: { $0 == " " || $0 == "-" || $0.isNewline })
        guard let first = words.first, first.utf8.count == 3, let reply = Int(first), (400...599).contains(reply) else {
            return nil
        }
        let parts = words.dropFirst().first?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        let isStatus = parts.count == 3 && parts.allSatisfy { (1...3).contains($0.utf8.count) && UInt16($0) != nil }
        return (reply, isStatus ? words[1].description : nil)
    }
}

private func giveText(_ room: UnsafeMutablePointer<CChar>?, size: Int, count: Int, object: UnsafeMutableRawPointer?)
    -> Int
{
    guard let room, let object else { return 0 }
    let source = Unmanaged<MailSource>.fromOpaque(object).takeUnretainedValue()
    return source.give(UnsafeMutableRawBufferPointer(start: room, count: size * count))
}

private func takeReply(_ bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, object: UnsafeMutableRawPointer?)
    -> Int
{
    guard let bytes, let object else { return 0 }
    let source = Unmanaged<MailSource>.fromOpaque(object).takeUnretainedValue()
    source.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}
