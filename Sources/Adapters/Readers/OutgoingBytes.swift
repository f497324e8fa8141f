import Foundation

/// What is still to be written to a reader.
struct OutgoingBytes {
    private var parts: [Data]
    /// Bytes of the first part that are written.
    private var written = 0

    init(_ parts: [Data]) {
        self.parts = parts.reversed().filter { !$0.isEmpty }
    }

    var isEmpty: Bool { parts.isEmpty }

    /// As much as fits now. A reader that is gone takes nothing more; its output then tells how it ended.
    mutating func write(to descriptor: Int32) {
        while let part = parts.last {
            let count = part.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else {
                if errno != EAGAIN && errno != EINTR { parts = [] }
                return
            }
            written += count
            guard written == part.count else { continue }
            parts.removeLast()
            written = 0
        }
    }
}
