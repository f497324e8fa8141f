/// The `tag=value` list of a signature, RFC 6376 §3.2. Only what names the key and the fields is read here; the library
/// reads, and judges, all of it.
struct TagList: Sendable {
    private let values: [String: String]

    /// - Returns: `nil` for what is no list: a nameless tag, one that is there twice, or bytes that are not ASCII.
    init?(_ bytes: some Collection<UInt8>) {
        var values: [String: String] = [:]
        let parts = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        for (number, part) in parts.enumerated() {
            let part = Self.trimmed(part)
            if part.isEmpty, number == parts.count - 1, number > 0 { continue }
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = Self.trimmed(part[..<equals])
            let value = Self.trimmed(part[equals...].dropFirst())
            guard !name.isEmpty, name.allSatisfy(Self.isNamed), value.allSatisfy({ $0 < 128 }) else { return nil }
            let key = String(decoding: name, as: UTF8.self)
            guard values.updateValue(String(decoding: value, as: UTF8.self), forKey: key) == nil else { return nil }
        }
        self.values = values
    }

    subscript(_ name: String) -> String? { values[name] }

    private static func trimmed<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> ArraySlice<UInt8> {
        var rest = ArraySlice(bytes)
        while let first = rest.first, first.isWhite { rest.removeFirst() }
        while let last = rest.last, last.isWhite { rest.removeLast() }
        return rest
    }

    private static func isNamed(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }
}
