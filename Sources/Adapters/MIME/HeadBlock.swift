import CGMime
import Correspondence
import Foundation

/// The lines of a mail before its first empty one.
struct HeadBlock {
    private(set) var head = MailHead()
    /// Whether lines were left out because the head is longer than the limit.
    private(set) var isCut = false
    /// Where the lines that were kept stand in the mail, each with its line break.
    private var kept: [Range<Int>] = []
    /// The first byte after the head: the empty line's.
    private var end = 0

    /// - Parameter limit: Bytes.
    init(_ raw: Data, limit: Int) {
        raw.withUnsafeBytes { read($0, limit) }
    }

    /// The mail with the lines that were kept only.
    func shortened(_ raw: Data) -> Data {
        var bytes = Data(capacity: kept.reduce(0) { $0 + $1.count } + raw.count - end)
        for line in kept { bytes += raw[raw.startIndex + line.lowerBound..<raw.startIndex + line.upperBound] }
        return bytes + raw[(raw.startIndex + end)...]
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer, _ limit: Int) {
        var (start, room) = (0, limit)
        while start < bytes.count {
            let next = Self.endOfField(bytes, from: start)
            // The line break of the line before is all there is.
            if bytes[start] == 10 || bytes[start] == 13 { break }
            if next - start > room {
                isCut = true
            } else {
                room -= next - start
                kept.append(start..<next)
                append(UnsafeRawBufferPointer(rebasing: bytes[start..<next]))
            }
            start = next
        }
        end = start
    }

    /// Past the line break of the last line that goes on with the field that begins at `start`.
    private static func endOfField(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position < bytes.count {
            guard let found = memchr(bytes.baseAddress! + position, 10, bytes.count - position) else {
                return bytes.count
            }
            position = bytes.baseAddress!.distance(to: UnsafeRawPointer(found)) + 1
            guard position < bytes.count, bytes[position] == 32 || bytes[position] == 9 else { break }
        }
        return position
    }

    private mutating func append(_ field: UnsafeRawBufferPointer) {
        guard let colon = field.firstIndex(of: UInt8(ascii: ":")) else { return }
        let nameBytes = field[..<colon].reversed().drop { $0 == 32 || $0 == 9 }.reversed()
        // RFC 5322: printable US-ASCII. Anything else is no line of a head.
        guard !nameBytes.isEmpty, nameBytes.allSatisfy({ (33...126).contains($0) }) else { return }
        let value = Array(field[(colon + 1)...]).filter { $0 != 10 && $0 != 13 && $0 != 0 }
        let raw = Charset.text(value, declared: nil).trimmedBlanks
        head.headers.append(
            MailHeader(
                name: String(decoding: nameBytes, as: UTF8.self), raw: raw.withoutControls,
                value: EncodedWords.decoded(raw).withoutControls.withoutMarks))
    }
}

/// Words of a head that are not ASCII, RFC 2047.
enum EncodedWords {
    static func decoded(_ raw: String) -> String {
        guard raw.utf8.contains(UInt8(ascii: "=")) || raw.utf8.contains(where: { $0 >= 0x80 }) else { return raw }
        GMime.start()
        guard let decoded = g_mime_utils_header_decode_text(nil, raw) else { return raw }
        defer { g_free(decoded) }
        return String(cString: decoded)
    }
}

extension String {
    /// Marks that nobody sees, and that turn around what is read, fall out.
    var withoutMarks: String {
        unicodeScalars.contains(where: \.isInvisible)
            ? String(String.UnicodeScalarView(unicodeScalars.filter { !$0.isInvisible })) : self
    }

    /// Control characters become spaces.
    var withoutControls: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            text.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(text)
    }
}
