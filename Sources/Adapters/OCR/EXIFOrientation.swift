import Foundation

/// How a camera was held, from a JPEG's EXIF record (TIFF tag 0x0112).
enum EXIFOrientation {
    /// Quarter turns clockwise that make the picture upright: 0...3. Mirrored pictures, which no camera makes, stay.
    static func quarterTurns(_ bytes: Data) -> Int {
        let data = [UInt8](bytes.prefix(70_000))
        var offset = 2
        while offset + 4 <= data.count, data[offset] == 0xFF, data[offset + 1] != 0xDA {
            let length = Int(data[offset + 2]) << 8 | Int(data[offset + 3])
            let body = offset + 4
            if data[offset + 1] == 0xE1, body + 6 <= data.count, data[body..<body + 4].elementsEqual("Exif".utf8) {
                return turns(in: data[(body + 6)..<min(data.count, offset + 2 + max(8, length))])
            }
            offset += 2 + max(2, length)
        }
        return 0
    }

    private static func turns(in tiff: ArraySlice<UInt8>) -> Int {
        guard let first = tiff.first else { return 0 }
        let isBigEndian = first == UInt8(ascii: "M")
        func number(_ at: Int, _ size: Int) -> Int? {
            let start = tiff.startIndex + at
            guard at >= 0, start + size <= tiff.endIndex else { return nil }
            let bytes = tiff[start..<start + size]
            return isBigEndian
                ? bytes.reduce(0) { $0 << 8 | Int($1) } : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return 0 }
        for entry in 0..<min(entries, 200) {
            let at = directory + 2 + entry * 12
            guard number(at, 2) == 0x0112 else { continue }
            switch number(at + 8, 2) {
            case 3: return 2
            case 6: return 1
            case 8: return 3
            default: return 0
            }
        }
        return 0
    }
}
