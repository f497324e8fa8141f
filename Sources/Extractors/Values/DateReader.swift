package import Invoicing

/// A date as printed; day and month may be open until the whole document has been seen.
package struct PrintedDate: Hashable, Sendable {
    /// Read as day-month, and as month-day; equal when print leaves no doubt, `nil` where there is no such day.
    var dayFirst: Day?
    var monthFirst: Day?
    package var row: Int
    package var tokens: Range<Int>
    package var box: Box

    var isOpen: Bool { dayFirst != monthFirst && dayFirst != nil && monthFirst != nil }
}

/// Reads dates: numeric in any order, ISO, with month names in the lexicon languages, two-digit years.
package struct DateReader: Sendable {
    /// Whether `03/04/2026` is the third of April here.
    package var dayFirst: Bool

    /// The order is the document's: any date that can be read only one way decides for all.
    init(_ dates: [PrintedDate], americanHints: Bool) {
        let onlyDayFirst = dates.lazy.filter { $0.monthFirst == nil }.count
        let onlyMonthFirst = dates.lazy.filter { $0.dayFirst == nil }.count
        if onlyDayFirst == onlyMonthFirst {
            dayFirst = !americanHints
        } else {
            dayFirst = onlyDayFirst > onlyMonthFirst
        }
    }

    package func day(_ date: PrintedDate) -> Day? {
        dayFirst ? date.dayFirst ?? date.monthFirst : date.monthFirst ?? date.dayFirst
    }

    /// All dates of a row, left to right.
    package static func dates(in row: Row, at index: Int) -> [PrintedDate] {
        var result: [PrintedDate] = []
        var position = 0
        while position < row.tokens.count {
            if let date = date(in: row, at: index, from: position) {
                result.append(date)
                position = date.tokens.upperBound
            } else {
                position += 1
            }
        }
        return result
    }

    private static func date(in row: Row, at index: Int, from start: Int) -> PrintedDate? {
        let first = row.tokens[start]
        guard first.hasDigit || MonthNames.month(first.key) != nil else { return nil }
        if let pair = numeric(first.text) { return make(pair, row, index, start..<start + 1) }
        // Several tokens, close together: "24 Sep 2024", "April 29, 2023", "11. Juli 2014", "01 / 02 / 2024".
        var parts: [Part] = []
        var end = start
        var previous: Box?
        while end < row.tokens.count, parts.count < 6 {
            let token = row.tokens[end]
            if let previous, token.box.x - previous.right > 1.6 * max(5, token.box.height) { break }
            guard append(token, to: &parts) else { break }
            end += 1
            previous = token.box
            let isDotted = row.tokens[start..<end].prefix(2).allSatisfy { $0.text.hasSuffix(".") }
            if parts.count >= 3, let pair = worded(parts) ?? spaced(parts, isDotted: isDotted) {
                return make(pair, row, index, start..<end)
            }
        }
        return nil
    }

    private static func make(_ pair: (Day?, Day?), _ row: Row, _ index: Int, _ tokens: Range<Int>) -> PrintedDate {
        PrintedDate(dayFirst: pair.0, monthFirst: pair.1, row: index, tokens: tokens, box: row.box(tokens))
    }

    private enum Part: Equatable {
        case number(Int, digits: Int)
        case month(Int)
        case filler
    }

    /// - Returns: `false` when the token cannot belong to a date.
    private static func append(_ token: Token, to parts: inout [Part]) -> Bool {
        let key = token.key
        if key.isEmpty { return token.text == "/" || token.text == "-" || token.text == "." }
        if let month = MonthNames.month(key) {
            parts.append(.month(month))
            return true
        }
        if ["de", "del", "of", "den", "the", "di", "r"].contains(key) { return !parts.isEmpty }
        // "24-Sep-2024", "24Sep2024", "29th," and plain numbers.
        let pieces = split(token.text)
        guard !pieces.isEmpty else { return false }
        for piece in pieces {
            if let number = Int(piece) {
                parts.append(.number(number, digits: piece.utf8.count))
            } else if let month = MonthNames.month(Folding.key(piece)) {
                parts.append(.month(month))
            } else if !["st", "nd", "rd", "th", "er", "o", "a", "e", "ste", "de", "r"].contains(piece.lowercased()) {
                return false
            }
        }
        return true
    }

    /// Runs of digits and runs of letters.
    private static func split(_ text: String) -> [String] {
        var pieces: [String] = []
        var current = ""
        var digits: Bool?
        for character in text {
            let isDigit = character.isASCII && character.isNumber
            guard isDigit || character.isLetter else {
                if !"/.-,'’º°".contains(character) { return [] }
                if !current.isEmpty { pieces.append(current) }
                current = ""
                digits = nil
                continue
            }
            if let digits, digits != isDigit, !current.isEmpty {
                pieces.append(current)
                current = ""
            }
            digits = isDigit
            current.append(character)
        }
        if !current.isEmpty { pieces.append(current) }
        return pieces
    }

    /// Exactly one month name, a day and a year around it.
    private static func worded(_ parts: [Part]) -> (Day?, Day?)? {
        guard parts.count == 3 else { return nil }
        switch (parts[0], parts[1], parts[2]) {
        case (.number(let day, let digits), .month(let month), .number(let year, let yearDigits)) where digits <= 2:
            guard let full = fullYear(year, yearDigits), digits <= 2 else { return nil }
            return both(Day(year: full, month: month, day: day))
        case (.month(let month), .number(let day, let digits), .number(let year, let yearDigits)):
            guard let full = fullYear(year, yearDigits), digits <= 2 else { return nil }
            return both(Day(year: full, month: month, day: day))
        case (.number(let year, 4), .number(let day, _), .month(let month)),
            (.number(let year, 4), .month(let month), .number(let day, _)):
            return both(Day(year: year, month: month, day: day))
        default: return nil
        }
    }

    /// Numbers printed apart: "01 02 2024", "01 / 02 / 2024"; with points also "2. 5. 2024" and "2024. 05. 02."
    private static func spaced(_ parts: [Part], isDotted: Bool) -> (Day?, Day?)? {
        guard parts.count == 3, case .number(let a, let aDigits) = parts[0],
            case .number(let b, let bDigits) = parts[1], case .number(let c, let cDigits) = parts[2]
        else { return nil }
        if isDotted, aDigits == 4, bDigits <= 2, cDigits <= 2 { return both(Day(year: a, month: b, day: c)) }
        guard aDigits <= 2, bDigits == 2 || (isDotted && bDigits == 1), cDigits == 4 else { return nil }
        return ordered(a, b, c)
    }

    private static func both(_ day: Day?) -> (Day?, Day?)? {
        guard let day, plausible(day) else { return nil }
        return (day, day)
    }

    /// One token: 31.01.2024, 31/01/24, 2024-01-31, 2024/1/31, 20240131, 31-01-2024, with time behind it cut off.
    static func numeric(_ text: String) -> (Day?, Day?)? {
        var numbers: [(value: Int, digits: Int)] = []
        var value = 0
        var digits = 0
        var separator: UInt8?
        var bytes = Array(text.utf8)
        while let last = bytes.last, !isDigit(last) { bytes.removeLast() }
        while let first = bytes.first, first == 40 || first == 91 { bytes.removeFirst() }  // brackets
        for byte in bytes {
            if isDigit(byte) {
                value = value * 10 + Int(byte - 48)
                digits += 1
                if digits > 8 { return nil }
            } else if byte == UInt8(ascii: "T"), numbers.count == 2, digits > 0 {
                break
            } else if byte == 46 || byte == 47 || byte == 45 || byte == 92 {
                guard digits > 0, separator == nil || separator == byte else { return nil }
                separator = byte
                numbers.append((value, digits))
                value = 0
                digits = 0
            } else {
                return nil
            }
        }
        numbers.append((value, digits))
        if numbers.count == 1 { return compact(numbers[0]) }
        guard numbers.count == 3, numbers.allSatisfy({ $0.digits > 0 }) else { return nil }
        let (a, b, c) = (numbers[0], numbers[1], numbers[2])
        if a.digits == 4, b.digits <= 2, c.digits <= 2 {
            return both(Day(year: a.value, month: b.value, day: c.value))
        }
        guard a.digits <= 2, b.digits <= 2, c.digits == 4 || c.digits == 2,
            let year = fullYear(c.value, c.digits)
        else { return nil }
        return ordered(a.value, b.value, year)
    }

    /// `20240131`: only with a believable year, for it may be any number.
    private static func compact(_ number: (value: Int, digits: Int)) -> (Day?, Day?)? {
        guard number.digits == 8, (19_900_101...20_991_231).contains(number.value) else { return nil }
        return both(Day(year: number.value / 10_000, month: number.value / 100 % 100, day: number.value % 100))
    }

    private static func ordered(_ a: Int, _ b: Int, _ year: Int) -> (Day?, Day?)? {
        let dayFirst = Day(year: year, month: b, day: a).flatMap { plausible($0) ? $0 : nil }
        let monthFirst = Day(year: year, month: a, day: b).flatMap { plausible($0) ? $0 : nil }
        guard dayFirst != nil || monthFirst != nil else { return nil }
        return (dayFirst, monthFirst)
    }

    /// Two digits mean 1980...2079.
    private static func fullYear(_ year: Int, _ digits: Int) -> Int? {
        switch digits {
        case 4: year
        case 2: year >= 80 ? 1900 + year : 2000 + year
        default: nil
        }
    }

    private static func plausible(_ day: Day) -> Bool { (1980...2099).contains(day.year) }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
