/// Fields one after the other so that different fields never give the same bytes: each text has its length before it,
/// and one that is absent differs from an empty one.
struct CanonicalBytes {
    private(set) var bytes: [UInt8] = []

    /// - Parameter format: Name and edition of what follows.
    init(_ format: StaticString) { add("\(format)") }

    /// As UTF-8, without normalisation: 1, the length in 8 bytes, the text; only 0 for `nil`.
    mutating func add(_ text: String?) {
        guard let text else {
            bytes.append(0)
            return
        }
        bytes.append(1)
        add(text.utf8.count)
        bytes += text.utf8
    }

    /// 8 bytes, the highest first.
    mutating func add(_ number: Int) {
        let pattern = UInt64(bitPattern: Int64(number))
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: pattern >> shift)) }
    }

    mutating func add(_ digest: AuditDigest) {
        add(digest.bytes.count)
        bytes += digest.bytes
    }
}
