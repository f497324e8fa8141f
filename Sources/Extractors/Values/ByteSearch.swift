extension String {
    /// Whether the bytes of another text stand in this one. `contains` of a text asks Foundation, which is slow enough to be
    /// seen where every word of a page is asked; texts that differ in bytes but not in meaning are not looked for here.
    /// - Parameter part: Not empty.
    func holds(_ part: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { text in
            part.utf8.withContiguousStorageIfAvailable { part in Self.stands(part, in: text) }
        }
        return (found ?? nil) ?? contains(part)
    }

    private static func stands(_ part: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = part.first, text.count >= part.count else { return false }
        for start in 0...(text.count - part.count) where text[start] == first {
            if (1..<part.count).allSatisfy({ text[start + $0] == part[$0] }) { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// Unicode's `Alphabetic`; told at once in ASCII, where nearly all print is.
    var isLetter: Bool {
        switch value {
        case 0x41...0x5A, 0x61...0x7A: true
        case 0..<0x80: false
        default: properties.isAlphabetic
        }
    }
}
