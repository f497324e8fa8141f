import Foundation

/// Lines that begin with two hyphens: the borders of parts, and few others.
enum Borders {
    /// The mail up to the border after so many: a mail of millions of empty parts would fill the memory before the first is
    /// looked at.
    static func cut(_ mail: Data, after most: Int) -> (mail: Data, isCut: Bool) {
        let end = mail.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var (position, count) = (0, 0)
            while let found = memchr(base + position, 10, bytes.count - position) {
                position = base.distance(to: UnsafeRawPointer(found)) + 1
                guard position + 1 < bytes.count else { return nil }
                guard bytes[position] == 45, bytes[position + 1] == 45 else { continue }
                count += 1
                if count > most { return position }
            }
            return nil
        }
        return end.map { (mail.prefix($0), true) } ?? (mail, false)
    }
}
