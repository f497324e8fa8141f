package import Foundation

/// The process that handles a stranger's bytes with a C library: one request on its input, one line of JSON on its output.
package enum DKIMChild {
    /// Exit codes as of sysexits.h.
    private enum End {
        static let well: Int32 = 0
        /// The request is none, or ends too soon.
        static let badRequest: Int32 = 65
        static let nobodyListens: Int32 = 74
    }

    /// Nothing it does needs a file: it is for a program that has shut itself in already.
    /// - Returns: The exit code. What it prints is nothing or the whole answer.
    package static func run(input: FileHandle, output: FileHandle) -> Int32 {
        var source = ChildInput(descriptor: input.fileDescriptor)
        guard let request = source.request() else { return End.badRequest }
        let keys = Dictionary(request.keys.map { ($0.name, $0.answer) }) { first, _ in first }
        let judged = DKIMVerifier(smallestKey: request.smallestKey).verdicts(keys: keys) { source.piece() }
        guard source.isComplete, let answer = try? JSONEncoder().encode(judged.verdicts) else { return End.badRequest }
        guard (try? output.write(contentsOf: answer + Data("\n".utf8))) != nil else { return End.nobodyListens }
        return End.well
    }
}

/// The request, read as it is needed: a mail is never in memory as a whole.
private struct ChildInput {
    let descriptor: Int32
    /// Bytes of the mail that are still to come.
    private var left = 0
    private var isCut = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Whether all of the mail came.
    var isComplete: Bool { !isCut && left == 0 }

    mutating func request() -> DKIMRequest? {
        guard let size = bytes(4) else { return nil }
        let length = size.reduce(0) { $0 << 8 | Int($1) }
        guard length <= DKIMRequest.mostOfHead, let head = bytes(length),
            let request = try? JSONDecoder().decode(DKIMRequest.self, from: Data(head)), request.length >= 0
        else { return nil }
        left = request.length
        return request
    }

    /// - Returns: Empty at the end of the mail, or of the input.
    mutating func piece() -> [UInt8] {
        guard left > 0, let piece = read(min(left, 1 << 16)) else { return [] }
        left -= piece.count
        return piece
    }

    private mutating func bytes(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = read(count - bytes.count) else { return nil }
            bytes += more
        }
        return bytes
    }

    private mutating func read(_ count: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var result = -1
            repeat {
                result = Foundation.read(descriptor, buffer.baseAddress, count)
            } while result < 0 && errno == EINTR
            filled = max(0, result)
        }
        isCut = bytes.isEmpty
        return bytes.isEmpty ? nil : bytes
    }
}
