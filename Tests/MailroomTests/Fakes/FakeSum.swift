import Foundation

/// In place of SHA-256: 64 letters of hex, different for different bytes, and others in every run of the tests.
enum FakeSum {
    static func of(_ bytes: Data) -> String {
        (1...4).map { lane in
            var hasher = Hasher()
            hasher.combine(lane)
            bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
            let hex = String(UInt64(bitPattern: Int64(hasher.finalize())), radix: 16)
            return String(repeating: "0", count: 16 - hex.count) + hex
        }.joined()
    }

    static func of(_ text: String) -> String { of(Data(text.utf8)) }
}
