import Invoicing

/// Takes the parts of ``PageCodec`` out of bytes that a damaged or hostile reader may have made.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func count() throws(MessageFault) -> Int {
        let value: UInt32 = try integer()
        guard value <= Int32.max else { throw MessageFault(reason: "a count past the limit") }
        return Int(value)
    }

    /// - Parameter size: Bytes that each of the counted things takes at least, so that no room is made in vain.
    mutating func count(eachAtLeast size: Int) throws(MessageFault) -> Int {
        let value = try count()
        guard value <= (bytes.count - position) / size else { throw MessageFault(reason: "a count past the end") }
        return value
    }

    /// Finite always.
    mutating func number() throws(MessageFault) -> Double {
        let value = Double(bitPattern: try integer())
        guard value.isFinite else { throw MessageFault(reason: "a number that is not finite") }
        return value
    }

    mutating func text() throws(MessageFault) -> String {
        let length = try count(eachAtLeast: 1)
        defer { position += length }
        guard let text = String(validating: bytes[position..<position + length], as: UTF8.self) else {
            throw MessageFault(reason: "a text that is not UTF-8")
        }
        return text
    }

    mutating func texts() throws(MessageFault) -> [String] {
        try list(eachAtLeast: 4) { reader throws(MessageFault) in try reader.text() }
    }

    /// - Parameter size: As for ``count(eachAtLeast:)``.
    mutating func list<Value>(
        eachAtLeast size: Int, _ read: (inout ByteReader) throws(MessageFault) -> Value
    ) throws(MessageFault) -> [Value] {
        let count = try count(eachAtLeast: size)
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    mutating func optional() throws(MessageFault) -> String? {
        try isThere() ? try text() : nil
    }

    mutating func isThere() throws(MessageFault) -> Bool {
        try choice(of: [false, true])
    }

    mutating func box() throws(MessageFault) -> Box {
        Box(x: try number(), y: try number(), width: try number(), height: try number())
    }

    mutating func choice<Value>(of values: [Value]) throws(MessageFault) -> Value {
        let index: UInt8 = try integer()
        guard Int(index) < values.count else { throw MessageFault(reason: "an unknown choice") }
        return values[Int(index)]
    }

    private mutating func integer<Value: FixedWidthInteger>() throws(MessageFault) -> Value {
        let size = MemoryLayout<Value>.size
        guard bytes.count - position >= size else { throw MessageFault(reason: "an end too early") }
        defer { position += size }
        return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self)) }
    }
}
