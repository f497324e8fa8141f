import Foundation
import Invoicing

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

    mutating func list<Value>(_ values: [Value], _ write: (inout ByteWriter, Value) -> Void) {
        count(values.count)
        for value in values { write(&self, value) }
    }

    mutating func texts(_ values: [String]) {
        list(values) { $0.text($1) }
    }

    /// Nothing is no text; the empty text is one.
    mutating func optional(_ value: String?) {
        byte(value == nil ? 0 : 1)
        if let value { text(value) }
    }

    mutating func box(_ box: Box) {
        number(box.x)
        number(box.y)
        number(box.width)
        number(box.height)
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
