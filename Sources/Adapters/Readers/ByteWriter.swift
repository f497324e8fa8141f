import Foundation

/// Writes the parts of ``PageCodec``.
struct ByteWriter {
    private(set) var bytes = Data()

    mutating func byte(_ value: Int) {
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// 0...2³¹−1 in four bytes; what is outside is clamped, and then refused by the reader's checks.
    mutating func count(_ value: Int) {
        append(UInt32(clamping: value))
    }

    mutating func number(_ value: Double) {
        append(value.bitPattern)
    }

    mutating func text(_ value: String) {
        count(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func texts(_ values: [String]) {
        count(values.count)
        for value in values { text(value) }
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
