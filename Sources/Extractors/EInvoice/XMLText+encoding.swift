extension XMLText {
    /// Tells the encoding from the first bytes (XML 1.0, appendix F) and the declaration.
    /// - Throws: `.encoding` for any that is not listed here: what cannot be scanned is not parsed.
    static func utf8(_ bytes: [UInt8]) throws(EInvoiceError) -> [UInt8] {
        let head = Array(bytes.prefix(4))
        switch head {
        case [0, 0, 0xFE, 0xFF]: return try utf32(bytes.dropFirst(4), bigEndian: true)
        case [0xFF, 0xFE, 0, 0]: return try utf32(bytes.dropFirst(4), bigEndian: false)
        case [0, 0, 0, 0x3C]: return try utf32(bytes[...], bigEndian: true)
        case [0x3C, 0, 0, 0]: return try utf32(bytes[...], bigEndian: false)
        default: break
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        if head.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), bigEndian: true) }
        if head.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), bigEndian: false) }
        if head.starts(with: [0, 0x3C]) { return try utf16(bytes[...], bigEndian: true) }
        if head.starts(with: [0x3C, 0]) { return try utf16(bytes[...], bigEndian: false) }
        return try declared(bytes)
    }

    /// - Note: A declared UTF-16 that is none is a file saved as UTF-8 from a program's string, which is common.
    private static func declared(_ bytes: [UInt8]) throws(EInvoiceError) -> [UInt8] {
        guard let name = declaredEncoding(bytes) else { return bytes }
        switch name {
        case "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be": return bytes
        case "iso-8859-1", "latin1", "iso8859-1": return singleByte(bytes) { UInt32($0) }
        case "iso-8859-15", "latin9": return singleByte(bytes) { latin9[$0] ?? UInt32($0) }
        case "windows-1252", "cp1252":
            return singleByte(bytes) { (0x80..<0xA0).contains($0) ? windows1252[Int($0) - 0x80] : UInt32($0) }
        default: throw .encoding(name: name)
        }
    }

    /// Lower case; `nil` when none is declared.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        guard let range = declaration(bytes) else { return nil }
        let text = String(decoding: bytes[range], as: UTF8.self).lowercased()
        guard let key = text.range(of: "encoding") else { return nil }
        let parts = text[key.upperBound...].split(
            maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: { $0 == "\"" || $0 == "'" })
        return parts.count == 3 ? String(parts[1]) : nil
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(EInvoiceError) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else { throw .encoding(name: "UTF-16 with half a character") }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { at in
            let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        var result: [UInt8] = []
        result.reserveCapacity(units.count)
        let failed = transcode(
            units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true, into: { result.append($0) })
        guard !failed else { throw .encoding(name: "UTF-16 with a broken character") }
        return result
    }

    private static func utf32(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(EInvoiceError) -> [UInt8] {
        guard bytes.count.isMultiple(of: 4) else { throw .encoding(name: "UTF-32 with part of a character") }
        var result: [UInt8] = []
        for at in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4) {
            let four = bigEndian ? Array(bytes[at..<at + 4]) : bytes[at..<at + 4].reversed()
            guard let scalar = Unicode.Scalar(four.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }) else {
                throw .encoding(name: "UTF-32 with a broken character")
            }
            result.append(contentsOf: UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
        }
        return result
    }

    private static func singleByte(_ bytes: [UInt8], _ scalar: (UInt8) -> UInt32) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            guard byte >= 0x80, let found = Unicode.Scalar(scalar(byte)), let encoded = UTF8.encode(found) else {
                result.append(byte)
                continue
            }
            result.append(contentsOf: encoded)
        }
        return result
    }

    private static let latin9: [UInt8: UInt32] = [
        0xA4: 0x20AC, 0xA6: 0x160, 0xA8: 0x161, 0xB4: 0x17D, 0xB8: 0x17E, 0xBC: 0x152, 0xBD: 0x153, 0xBE: 0x178,
    ]
    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
        0x17E, 0x178,
    ]
}
