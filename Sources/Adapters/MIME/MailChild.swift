import Correspondence
import Foundation
import Readers

/// The child process of a ``MailReader``: shuts itself in, takes one mail apart, and ends. So no mail meets what another
/// may have left behind.
package struct MailChild {
    private let confinement: Confinement

    /// - Parameter arguments: The process's own, its name first; the command has to bear `--confined` among them.
    package init(arguments: [String]) { confinement = Confinement(arguments: arguments) }

    /// - Returns: The exit code.
    package func run() -> Int32 {
        let gap = confinement.begin()
        guard let output = Confinement.ownOutput() else { return 71 }
        for gap in Confinement.shut(after: gap).gaps { Self.tell("gap: \(gap)") }
        guard let (request, raw) = Self.request() else {
            Self.tell("no request")
            return 76
        }
        do {
            let pipe = FrameWriter(descriptor: output)
            let message = try MailTaker(limits: request.limits).take(
                raw, isWhole: request.isWhole, head: { try pipe.write(.head, json: $0) },
                part: { part, bytes in
                    try pipe.write(.part, json: part)
                    try pipe.write(bytes: bytes)
                })
            try pipe.write(.end, json: MailRest(body: message.body, faults: message.faults))
            return 0
        } catch {
            Self.tell("nobody listens")
            return 76
        }
    }

    private static func tell(_ words: String) { FileHandle.standardError.write(Data("mail-reader: \(words)\n".utf8)) }

    private static func request() -> (MailRequest, Data)? {
        guard let length = bytes(4).map({ $0.reduce(0) { $0 << 8 | Int($1) } }), length <= MailRequest.longest,
            let json = bytes(length), let request = try? JSONDecoder().decode(MailRequest.self, from: json),
            request.sent <= request.limits.mail + request.limits.head, let raw = bytes(request.sent)
        else { return nil }
        return (request, raw)
    }

    /// - Returns: `nil` when fewer come.
    private static func bytes(_ count: Int) -> Data? {
        guard count >= 0, let room = malloc(max(1, count)) else { return nil }
        var filled = 0
        while filled < count {
            let result = read(STDIN_FILENO, room + filled, count - filled)
            if result < 0 && errno == EINTR { continue }
            guard result > 0 else {
                free(room)
                return nil
            }
            filled += result
        }
        return Data(bytesNoCopy: room, count: count, deallocator: .free)
    }
}

/// Writes frames to the parent.
private struct FrameWriter {
    /// The parent is gone.
    struct Gone: Error {}
    let descriptor: Int32

    func write(_ frame: MailFrame, json value: some Encodable) throws {
        let json = try JSONEncoder().encode(value)
        try write(frame.headed(json.count) + json)
    }

    func write(bytes: Data) throws {
        var rest = bytes
        while !rest.isEmpty {
            let piece = rest.prefix(MailFrame.piece)
            try write(MailFrame.bytes.headed(piece.count))
            try write(piece)
            rest = rest.dropFirst(piece.count)
        }
    }

    private func write(_ data: Data) throws {
        try data.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let result = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if result < 0 && errno == EINTR { continue }
                guard result > 0 else { throw Gone() }
                rest = UnsafeRawBufferPointer(rebasing: rest[result...])
            }
        }
    }
}
