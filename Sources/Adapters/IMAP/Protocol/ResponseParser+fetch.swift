import Foundation

extension ResponseParser {
    /// `(UID 5 FLAGS (\Seen) …)`; items we did not ask for are passed over.
    mutating func fetchedItems() throws(ProtocolFault) -> FetchedItems {
        var items = FetchedItems()
        try list { (parser) throws(ProtocolFault) in
            let name = try parser.itemName()
            try parser.space()
            switch name {
            case "UID": items.uid = try parser.number()
            case "RFC822.SIZE": items.size = try parser.number()
            case "FLAGS": items.flags = try parser.flags()
            case "INTERNALDATE": items.internalDate = try parser.string().flatMap(InternalDate.read)
            case "MODSEQ":
                try parser.list { (parser) throws(ProtocolFault) in items.modSeq = try parser.number() }
            case "BODY[]":
                guard items.body == nil else { throw ProtocolFault("A message's text came twice.") }
                items.body = try parser.body()
            default: try parser.skipValue()
            }
        }
        return items
    }

    /// In capitals, and without what stands in angle brackets.
    private mutating func itemName() throws(ProtocolFault) -> String {
        let start = at
        var isInBrackets = false
        while let byte = peek, isInBrackets || (byte > 0x20 && byte != UInt8(ascii: "(") && byte != UInt8(ascii: ")")) {
            if byte == UInt8(ascii: "[") { isInBrackets = true }
            if byte == UInt8(ascii: "]") { isInBrackets = false }
            at += 1
        }
        let name = text[start..<at].prefix { $0 != UInt8(ascii: "<") }
        guard !name.isEmpty else { throw ProtocolFault("FETCH lacks an item's name.") }
        return String(decoding: name, as: UTF8.self).uppercased()
    }

    private mutating func body() throws(ProtocolFault) -> FetchedItems.Body? {
        guard peek == UInt8(ascii: "{") else { return try string().map { .inline($0) } }
        switch try literal() {
        case .bytes(let bytes): return .inline(bytes)
        case .streamed(let count): return .streamed(count)
        }
    }
}

/// `" 1-Dec-2026 09:05:00 +0100"`, RFC 9051 §9 `date-time`.
enum InternalDate {
    private static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

    static func read(_ bytes: [UInt8]) -> Date? {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: " ")
        guard parts.count == 3 else { return nil }
        let day = parts[0].split(separator: "-")
        let time = parts[1].split(separator: ":").compactMap { Int($0) }
        guard day.count == 3, let date = Int(day[0]), (1...31).contains(date), let year = Int(day[2]),
            (1...9999).contains(year), let month = months.firstIndex(of: day[1].uppercased()), time.count == 3,
            (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2]),
            let zone = Int(parts[2]), (-9999...9999).contains(zone)
        else { return nil }
        let offset = (zone / 100) * 3600 + (zone % 100) * 60
        let seconds = days(year, month + 1, date) * 86_400 + time[0] * 3600 + time[1] * 60 + time[2] - offset
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// Days since 1970 of the Gregorian calendar; the year counted from March, so that the leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let (era, ofEra) = (shifted / 400, shifted % 400)
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear - 719_468
    }
}
