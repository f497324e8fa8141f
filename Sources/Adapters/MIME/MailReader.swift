package import Correspondence
package import Foundation
import Readers
import Synchronization

/// Has mails taken apart by children, one for each: what a mail does to its reader, it does to a process that is shut in and
/// gone afterwards.
package struct MailReader: Sendable {
    /// Why there is no answer at all. What is wrong with a mail is a fault of its message.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        case unreadable(path: String)
        case notStarted(String)
        /// The task was cancelled.
        case stopped

        package var description: String {
            switch self {
            case .unreadable(let path): "The mail \(path) cannot be read. Look whether the file is there."
            case .notStarted(let reason): "The program that reads mails cannot be started: \(reason)."
            case .stopped: "Reading a mail was stopped."
            }
        }
    }

    /// A program that carries out ``MailChild``, and its arguments.
    package var executable: String
    package var arguments: [String]
    package var limits: MailLimits
    /// Bytes of address space.
    package var memory = 512 << 20
    /// Of processor time.
    package var cpuSeconds = 60
    /// For one mail.
    package var time = Duration.seconds(120)
    /// Where the child died: why, and its last words. They may quote the mail, so they are for debugging alone.
    package var log: @Sendable (String) -> Void = { _ in }

    package init(
        executable: String = "/proc/self/exe", arguments: [String] = ["mail-reader"], limits: MailLimits = MailLimits()
    ) {
        self.executable = executable
        self.arguments = arguments
        self.limits = limits
    }

    package func read(_ raw: URL) async throws -> TakenMail {
        try await Self.gathered { part in try await read(raw, part: part) }
    }

    package func read(_ raw: Data) async throws -> TakenMail {
        try await Self.gathered { part in try await read(.bytes(raw), part) }
    }

    /// Hands out part after part, so that the mail is never in memory as a whole.
    /// - Parameter part: Called on another thread, one call after the other.
    /// - Throws: ``Failure``, and what `part` throws.
    package func read(
        _ raw: URL, part: @escaping @Sendable (MailPart, Data) throws -> Void
    ) async throws -> MailMessage {
        guard let file = try? FileHandle(forReadingFrom: raw), let size = try? file.seekToEnd(),
            (try? file.seek(toOffset: 0)) != nil
        else { throw Failure.unreadable(path: raw.path) }
        return try await read(.file(file, size: Int(size)), part)
    }

    private static func gathered(
        _ read: (@escaping @Sendable (MailPart, Data) throws -> Void) async throws -> MailMessage
    ) async throws -> TakenMail {
        let contents = Contents()
        let message = try await read { contents.add($1, at: $0.path) }
        return TakenMail(message: message, contents: contents.all)
    }

    private func read(
        _ source: MailSource, _ part: @escaping @Sendable (MailPart, Data) throws -> Void
    ) async throws -> MailMessage {
        let exchange = ConfinedExchange(
            executable: executable, arguments: arguments,
            environment: [
                "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
                // An arena for each thread takes 64 MB of the address space.
                "MALLOC_ARENA_MAX": "1",
            ], memory: memory, cpuSeconds: cpuSeconds, time: time)
        let (talk, end, words) = await exchange.run(with: MailTalk(source, limits: limits, part))
        if let failure = talk.failure { throw failure }
        switch end {
        case .notStarted(let reason): throw Failure.notStarted(reason)
        case .stopped: throw Failure.stopped
        case .left(0) where talk.frames.isComplete: break
        default: log("A mail ended its reader (\(end), \(talk.nonsense ?? "no nonsense")): \(words)")
        }
        return talk.message
    }
}

/// The parent's side of the talk about one mail.
private struct MailTalk: ExchangePartner {
    private(set) var frames: FrameReader
    /// What the receiver of the parts threw.
    private(set) var failure: (any Error)?
    private(set) var nonsense: String?
    private var source: MailSource
    private var request: Data?
    private var left: Int
    private let part: @Sendable (MailPart, Data) throws -> Void

    init(_ source: MailSource, limits: MailLimits, _ part: @escaping @Sendable (MailPart, Data) throws -> Void) {
        self.source = source
        self.part = part
        let isWhole = source.size <= limits.mail
        left = isWhole ? source.size : min(source.size, limits.head)
        request = MailRequest.encoded(MailRequest(limits: limits, sent: left, isWhole: isWhole))
        frames = FrameReader(limits: limits)
    }

    /// What came, and that it is not all, where it is not.
    var message: MailMessage {
        MailMessage(
            head: frames.head ?? MailHead(), body: frames.rest?.body ?? MailBody(), parts: frames.parts,
            faults: frames.rest?.faults ?? [MailFault(.damagedMail)])
    }

    mutating func next() -> Data? {
        if let first = request {
            request = nil
            return first
        }
        guard left > 0, let more = source.next(min(left, 1 << 18)), !more.isEmpty else { return nil }
        left -= more.count
        return more
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do {
            try frames.take(bytes, part)
            return true
        } catch let error as FrameReader.Nonsense {
            nonsense = error.reason
        } catch {
            failure = error
        }
        return false
    }
}

/// Where a raw mail comes from.
private enum MailSource: Sendable {
    case file(FileHandle, size: Int)
    case bytes(Data)

    var size: Int {
        switch self {
        case .file(_, let size): size
        case .bytes(let bytes): bytes.count
        }
    }

    /// At most so many bytes more.
    mutating func next(_ count: Int) -> Data? {
        switch self {
        case .file(let file, _): return try? file.read(upToCount: count)
        case .bytes(let bytes):
            self = .bytes(bytes.dropFirst(count))
            return bytes.prefix(count)
        }
    }
}

/// Bytes by their paths, from another thread.
private final class Contents: Sendable {
    private let bytes = Mutex<[String: Data]>([:])
    var all: [String: Data] { bytes.withLock { $0 } }
    func add(_ content: Data, at path: String) { bytes.withLock { $0[path] = content } }
}
