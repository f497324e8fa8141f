import Invoicing

/// The line of an address that holds post code and city.
package struct PostalLine: Hashable, Sendable {
    package var postCode: String
    package var city: String
    /// Index of the first token of the post code or city, relative to the tokens given.
    package var start: Int

    /// - Returns: `nil` when the tokens hold no post code with a city beside it.
    package static func find(in tokens: ArraySlice<Token>) -> PostalLine? {
        american(tokens) ?? codeFirst(tokens) ?? british(tokens) ?? codeLast(tokens)
    }

    /// "Springfield, IL 62701", "Austin TX 78701-1234".
    package static func american(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard tokens.count >= 3 else { return nil }
        for index in tokens.indices.dropFirst(2) {
            let state = tokens[index - 1].text.filter(\.isLetter)
            guard states.contains(state), isZIP(tokens[index].text) else { continue }
            var start = index - 2
            while start > tokens.startIndex, !tokens[start - 1].text.hasSuffix(","), tokens[start - 1].hasLetter,
                !tokens[start - 1].hasDigit, index - start < 4
            {
                start -= 1
            }
            let city = tokens[start..<index - 1].map(\.text).joined(separator: " ")
            return PostalLine(
                postCode: tokens[index].text.filter { $0.isNumber || $0 == "-" }, city: clean(city),
                start: start - tokens.startIndex)
        }
        return nil
    }

    /// "12345 Berlin", "D-12345 Berlin", "1234 AB Utrecht", "00-950 Warszawa", "1000-205 Lisboa", "DE 60435 Frankfurt".
    private static func codeFirst(_ tokens: ArraySlice<Token>) -> PostalLine? {
        for index in tokens.indices.dropLast() {
            guard let code = code(tokens[index].text) else { continue }
            if index > tokens.startIndex, isCountedThing(tokens[index - 1]) { continue }
            var next = index + 1
            var full = code
            let suffix = tokens[next].text
            if suffix.utf8.count == 2, suffix == suffix.uppercased(), code.utf8.count == 4, tokens[next].hasLetter,
                next + 1 < tokens.endIndex
            {
                full += " " + suffix
                next += 1
            }
            let city = tokens[next].text
            guard let first = city.first, first.isLetter, first.isUppercase || full.utf8.count >= 5,
                city.utf8.count >= 2, tokens[next].box.x - tokens[next - 1].box.right < 40,
                !notCities.contains(tokens[next].key)
            else { continue }
            var end = next
            while end < tokens.endIndex, !tokens[end].hasDigit, tokens[end].key.utf8.count > 0, end - next < 5 {
                end += 1
                if tokens[end - 1].text.hasSuffix(",") { break }
            }
            guard end > next else { continue }
            return PostalLine(
                postCode: full, city: clean(tokens[next..<end].map(\.text).joined(separator: " ")),
                start: index - tokens.startIndex)
        }
        return nil
    }

    /// "London SW1A 1AA", "EC1A 1BB".
    private static func british(_ tokens: ArraySlice<Token>) -> PostalLine? {
        for index in tokens.indices.dropFirst() {
            let outward = tokens[index - 1].text
            let inward = tokens[index].text.filter { $0.isLetter || $0.isNumber }
            guard (2...4).contains(outward.utf8.count), inward.utf8.count == 3, outward == outward.uppercased(),
                inward == inward.uppercased(), outward.first?.isLetter == true, outward.contains(where: \.isNumber),
                inward.first?.isNumber == true, inward.dropFirst().allSatisfy(\.isLetter),
                outward.allSatisfy({ $0.isLetter || $0.isNumber })
            else { continue }
            let city = tokens[tokens.startIndex..<index - 1].map(\.text).joined(separator: " ")
            return PostalLine(postCode: outward + " " + inward, city: clean(city), start: 0)
        }
        return nil
    }

    /// "Bengaluru 560001", "Singapore 048616", "Mumbai - 400 001".
    private static func codeLast(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard let last = tokens.last, tokens.count >= 2, tokens.count <= 6 else { return nil }
        let digits = last.text.filter { $0 != "," && $0 != "." }
        guard digits.utf8.count == 6 || digits.utf8.count == 5, digits.allSatisfy(\.isNumber),
            let first = tokens.first, first.hasLetter, !first.hasDigit,
            tokens.dropLast().allSatisfy({ !$0.hasDigit && !$0.endsWithColon })
        else { return nil }
        let before = tokens[tokens.endIndex - 2]
        guard before.text.first?.isUppercase == true || before.text == "-" || before.text == "–" else { return nil }
        if isCountedThing(before) { return nil }
        return PostalLine(
            postCode: digits, city: clean(tokens.dropLast().map(\.text).joined(separator: " ")), start: 0)
    }

    /// Digits of a post code: 4...6 of them, `12-345`, `1234-567`, with a country letter in front.
    static func code(_ text: String) -> String? {
        var slice = text[...]
        if let dash = slice.firstIndex(of: "-"), slice.distance(from: slice.startIndex, to: dash) <= 2,
            slice[..<dash].allSatisfy(\.isLetter)
        {
            slice = slice[slice.index(after: dash)...]
        }
        while let last = slice.last, last == "," || last == "." { slice = slice.dropLast() }
        let bytes = Array(slice.utf8)
        let isDigit: (UInt8) -> Bool = { $0 >= 48 && $0 <= 57 }
        if (4...6).contains(bytes.count), bytes.allSatisfy(isDigit) { return String(slice) }
        if bytes.count == 6, bytes[2] == 45, bytes[..<2].allSatisfy(isDigit), bytes[3...].allSatisfy(isDigit) {
            return String(slice)
        }
        if bytes.count == 8, bytes[4] == 45, bytes[..<4].allSatisfy(isDigit), bytes[5...].allSatisfy(isDigit) {
            return String(slice)
        }
        if bytes.count == 6, bytes[..<4].allSatisfy(isDigit), bytes[4] >= 65, bytes[4] <= 90, bytes[5] >= 65,
            bytes[5] <= 90
        {
            return String(slice)
        }
        return nil
    }

    private static func isZIP(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix { $0 != 44 && $0 != 46 })
        let isDigit: (UInt8) -> Bool = { $0 >= 48 && $0 <= 57 }
        if bytes.count == 5 { return bytes.allSatisfy(isDigit) }
        return bytes.count == 10 && bytes[5] == 45 && bytes[..<5].allSatisfy(isDigit) && bytes[6...].allSatisfy(isDigit)
    }

    /// "HRB 12345 Musterstadt", "Nr. 1234": numbers of something else.
    private static func isCountedThing(_ token: Token) -> Bool {
        token.endsWithColon && !["anschrift", "adresse", "address", "ort"].contains(token.key)
            || [
                "hrb", "hra", "nr", "no", "tel", "fax", "phone", "rcs", "siret", "siren", "box", "postfach", "bp",
                "number", "numero", "order", "iban", "blz",
            ].contains(token.key)
    }

    private static let notCities: Set<String> = [
        "eur", "euro", "usd", "stk", "stuck", "pcs", "kwh", "kg", "km", "days", "tage", "jahre", "items", "units",
        "hours", "stunden", "uhr", "am", "pm",
    ]

    private static func clean(_ text: String) -> String {
        var slice = text[...]
        while let last = slice.last, ",.;:-–".contains(last) || last == " " { slice = slice.dropLast() }
        return String(slice)
    }

    private static let states: Set<String> = Set(
        """
        AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK \
        OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR
        """.split(separator: " ").map(String.init))
}
