import Foundation

/// In place of SHA-256: 64 letters of hex, different for different bytes.
enum FakeSum {
    static func of(_ bytes: Data) -> String {
        (UInt64(1)...4).map { lane in
            var sum = 0xcbf2_9ce4_8422_2325 ^ (lane &* 0x9e37_79b9_7f4a_7c15)
            for byte in bytes { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            sum = (sum ^ (sum >> 30)) &* 0xbf58_476d_1ce4_e5b9
            sum = (sum ^ (sum >> 27)) &* 0x94d0_49bb_1331_11eb
            let hex = String(sum ^ (sum >> 31), radix: 16)
            return String(repeating: "0", count: 16 - hex.count) + hex
        }.joined()
    }

    static func of(_ text: String) -> String { of(Data(text.utf8)) }
}
