import Foundation

/// Bytes to text. It never fails: what no charset explains becomes U+FFFD.
enum Charset {
    /// - Parameter declared: As the mail says; `nil` = not at all.
    static func text(_ bytes: some Collection<UInt8>, declared: String?) -> String {
        let name = (declared ?? "").lowercased().filter { !$0.isWhitespace && $0 != "\"" }
        if !isWide(name), let text = String(validating: bytes, as: UTF8.self) { return text }
        switch name {
        case "", "us-ascii", "ascii", "utf-8", "utf8", "unknown-8bit", "iso-8859-1", "latin1":
            return converted(bytes, from: "windows-1252") ?? String(decoding: bytes, as: UTF8.self)
        default:
            return converted(bytes, from: name) ?? converted(bytes, from: "windows-1252")
                ?? String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Whether ASCII bytes mean something else in it, so that bytes which are UTF-8 need not be. In all other charsets they
    /// are UTF-8 by chance very rarely, and by a wrong declaration often.
    private static func isWide(_ name: String) -> Bool {
        ["utf-16", "utf16", "utf-32", "utf32", "ucs-", "utf-7", "unicode-1-1-utf-7", "iso-2022", "hz-", "ibm037"]
            .contains { name.hasPrefix($0) }
    }

    /// - Returns: `nil` when the charset is not known.
    private static func converted(_ bytes: some Collection<UInt8>, from name: String) -> String? {
        guard name.utf8.count <= 64, name.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: "/") }),
            let converter = Converter(from: name)
        else { return nil }
        return converter.text(Array(bytes))
    }
}

/// One `iconv` descriptor.
private struct Converter: ~Copyable {
    private let handle: iconv_t

    /// - Returns: `nil` when the C library does not know the charset.
    init?(from name: String) {
        guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    func text(_ bytes: [UInt8]) -> String {
        var bytes = bytes
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 8)
        bytes.withUnsafeMutableBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { convert($0, into: &out) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private func convert(_ bytes: UnsafeMutableBufferPointer<CChar>, into out: inout [UInt8]) {
        var next = bytes.baseAddress
        var left = bytes.count
        var chunk = [CChar](repeating: 0, count: 8_192)
        while left > 0 {
            var failed = false
            var error: Int32 = 0
            let written = chunk.withUnsafeMutableBufferPointer { chunk in
                var target = chunk.baseAddress
                var room = chunk.count
                failed = iconv(handle, &next, &left, &target, &room) == -1
                error = errno
                return chunk.count - room
            }
            out.append(contentsOf: chunk[..<written].lazy.map { UInt8(bitPattern: $0) })
            guard left > 0 else { return }
            if failed, error != E2BIG {
                out.append(contentsOf: "\u{FFFD}".utf8)
                next = next?.advanced(by: 1)
                left -= 1
            }
        }
    }
}
