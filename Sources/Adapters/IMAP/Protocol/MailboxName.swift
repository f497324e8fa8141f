import Foundation

/// A mailbox's name for people, and how a server writes it: modified UTF-7 of RFC 3501 §5.1.3, or UTF-8 where a server
/// speaks nothing else.
enum MailboxName {
    /// - Returns: `nil` for a name that no mailbox can have: none at all, too long, or with a control character.
    static func wire(_ name: String, utf8: Bool) -> [UInt8]? {
        guard isPossible(name) else { return nil }
        return utf8 ? Array(name.utf8) : Array(encoded(name).utf8)
    }

    static func isPossible(_ name: String) -> Bool {
        (1...500).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }

    /// - Returns: `nil` where it is not what it says it is, or a name with control characters.
    static func read(_ wire: [UInt8], utf8: Bool) -> String? {
        guard let text = String(validating: wire, as: UTF8.self) else { return nil }
        let name = utf8 ? text : decoded(text) ?? text
        return isPossible(name) ? name : nil
    }

    private static func encoded(_ name: String) -> String {
        var text = ""
        var waiting: [UInt8] = []
        func closeShift() {
            guard !waiting.isEmpty else { return }
            let base64 = Data(waiting).base64EncodedString().replacingOccurrences(of: "/", with: ",")
            text += "&" + base64.prefix { $0 != "=" } + "-"
            waiting = []
        }
        for scalar in name.unicodeScalars {
            guard (0x20...0x7E).contains(scalar.value) else {
                for unit in String(scalar).utf16 { waiting += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
                continue
            }
            closeShift()
            text += scalar == "&" ? "&-" : String(scalar)
        }
        closeShift()
        return text
    }

    private static func decoded(_ text: String) -> String? {
        var units: [UInt16] = []
        var rest = Substring(text)
        while let character = rest.first {
            guard character == "&" else {
                units += String(character).utf16
                rest.removeFirst()
                continue
            }
            guard let end = rest.firstIndex(of: "-") else { return nil }
            let inner = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            guard !inner.isEmpty else {
                units.append(UInt16(UInt8(ascii: "&")))
                continue
            }
            let padded = inner.replacingOccurrences(of: ",", with: "/")
                .padding(toLength: (inner.count + 3) / 4 * 4, withPad: "=", startingAt: 0)
            guard let bytes = Data(base64Encoded: padded), bytes.count.isMultiple(of: 2) else { return nil }
            units += stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        }
        return String(validating: units, as: UTF16.self)
    }
}
