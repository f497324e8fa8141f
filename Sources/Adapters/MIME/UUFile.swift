import Foundation

/// A file between `begin 644 name` and `end`, as old Outlooks write it into the text.
struct UUFile: Hashable {
    var name: String
    var bytes: Data

    /// - Returns: The bytes without their files, and the files. What only looks like one stays text.
    static func taken(from bytes: Data) -> (rest: Data, files: [UUFile]) {
        guard bytes.range(of: Data("begin ".utf8)) != nil else { return (bytes, []) }
        var (rest, files) = (Data(), [UUFile]())
        // Of the file that is open: where it began, its name, and what came of it.
        var open: (start: Int, name: String)?
        var content = Data()
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let start = position
                while position < bytes.count, bytes[position] != 10 { position += 1 }
                var line = bytes[start..<position]
                position = min(position + 1, bytes.count)
                if line.last == 13 { line = line.dropLast() }
                if let file = open {
                    if line.elementsEqual("end".utf8) {
                        files.append(UUFile(name: file.name, bytes: content))
                        open = nil
                    } else if let more = decoded(line) {
                        content += more
                    } else {
                        rest.append(contentsOf: bytes[file.start..<position])
                        open = nil
                    }
                } else if let name = name(line) {
                    (open, content) = ((start, name), Data())
                } else {
                    rest.append(contentsOf: bytes[start..<position])
                }
            }
            if let file = open { rest.append(contentsOf: bytes[file.start...]) }
        }
        return (rest, files)
    }

    private static func name(_ line: Slice<UnsafeRawBufferPointer>) -> String? {
        guard line.starts(with: "begin ".utf8), line.count < 500 else { return nil }
        let words = line.dropFirst(6).split(separator: 32, maxSplits: 1)
        guard words.count == 2, (3...4).contains(words[0].count), words[0].allSatisfy({ (48...55).contains($0) })
        else { return nil }
        return Charset.text(words[1], declared: nil)
    }

    /// - Returns: `nil` for a line that cannot be one.
    private static func decoded(_ line: Slice<UnsafeRawBufferPointer>) -> Data? {
        // Mailers strip the blanks at the end of lines, or have written none at all.
        guard let first = line.first else { return Data() }
        guard (32...96).contains(first), line.allSatisfy({ (32...96).contains($0) }) else { return nil }
        let count = Int(first - 32) & 63
        var values = line.dropFirst().map { ($0 - 32) & 63 }
        guard values.count <= count * 4 / 3 + 8 else { return nil }
        values += [UInt8](repeating: 0, count: max(0, (count + 2) / 3 * 4 - values.count))
        var bytes = Data(capacity: count + 2)
        for group in stride(from: 0, to: values.count - 3, by: 4) {
            bytes.append(values[group] << 2 | values[group + 1] >> 4)
            bytes.append(values[group + 1] << 4 | values[group + 2] >> 2)
            bytes.append(values[group + 2] << 6 | values[group + 3])
        }
        return bytes.prefix(count)
    }
}
