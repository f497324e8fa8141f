import Invoicing

/// The line of an address that holds post code and city.
package struct PostalLine: Hashable, Sendable {
    package var postCode: String
    /// Empty where the post code stands alone in its line.
    package var city: String
    /// The tokens of post code and city, relative to the tokens given.
    package var tokens: Range<Int>
    /// ISO 3166 code of the one country that writes post codes in this way; `nil` where several do.
    package var country: String?
    /// Post code and city in the order of the page.
    package var printed = ""

    /// Index of the first token of the post code or city, relative to the tokens given.
    package var start: Int { tokens.lowerBound }

    /// - Returns: `nil` when the tokens hold no post code with a city beside it.
    package static func find(in tokens: ArraySlice<Token>) -> PostalLine? {
        guard tokens.contains(where: \.hasDigit),
            var line = american(tokens) ?? canadian(tokens) ?? australian(tokens) ?? codeFirst(tokens)
                ?? inTwoGroups(tokens) ?? british(tokens) ?? codeLast(tokens)
        else { return nil }
        let range = tokens.startIndex + line.tokens.lowerBound..<tokens.startIndex + line.tokens.upperBound
        line.printed = clean(tokens[range].text)
        return line
    }

    /// "Springfield, IL 62701", "Austin TX 78701-1234".
    package static func american(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard tokens.count >= 3 else { return nil }
        for index in tokens.indices.dropFirst(2) {
            guard tokens[index].hasDigit, isZIP(tokens[index].text),
                states.contains(tokens[index - 1].text.filter(\.isLetter))
            else { continue }
            return before(
                index - 1, through: index, code: tokens[index].text.filter { $0.isNumber || $0 == "-" }, in: tokens,
                country: "US")
        }
        return nil
    }

    /// "Toronto, ON M5V 2T6", "Montréal (QC) H2Y 1C6", "Calgary T2P 1J9".
    private static func canadian(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard tokens.count >= 3 else { return nil }
        for index in tokens.indices.dropFirst(2) {
            guard tokens[index].hasDigit, tokens[index - 1].hasDigit, shape(tokens[index - 1].text) == "A0A",
                shape(tokens[index].text) == "0A0"
            else { continue }
            let printed = (tokens[index - 1].text + " " + tokens[index].text).filter { $0 != "," && $0 != "." }
            let province = tokens[index - 2].text.filter(\.isLetter)
            return before(
                provinces.contains(province) ? index - 2 : index - 1, through: index, code: printed, in: tokens,
                country: "CA")
        }
        return nil
    }

    /// "Melbourne VIC 3000".
    private static func australian(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard tokens.count >= 3 else { return nil }
        for index in tokens.indices.dropFirst(2) {
            guard tokens[index].hasDigit, shape(tokens[index].text) == "0000",
                territories.contains(tokens[index - 1].text.filter(\.isLetter))
            else { continue }
            return before(
                index - 1, through: index, code: tokens[index].text.filter(\.isNumber), in: tokens, country: "AU")
        }
        return nil
    }

    /// The city in front of a state: back to a comma, at most three words.
    private static func before(
        _ state: Int, through last: Int, code: String, in tokens: ArraySlice<Token>, country: String
    ) -> PostalLine? {
        guard state > tokens.startIndex else { return nil }
        var start = state - 1
        while start > tokens.startIndex, !tokens[start - 1].text.hasSuffix(","), tokens[start - 1].hasLetter,
            !tokens[start - 1].hasDigit, last - start < 5
        {
            start -= 1
        }
        guard tokens[start].hasLetter else { return nil }
        return PostalLine(
            postCode: code, city: clean(tokens[start..<state].text),
            tokens: start - tokens.startIndex..<last + 1 - tokens.startIndex, country: country)
    }

    /// "12345 Berlin", "D-12345 Berlin", "1234 AB Utrecht", "00-950 Warszawa", "1000-205 Lisboa", "DE 60435 Frankfurt".
    private static func codeFirst(_ tokens: ArraySlice<Token>) -> PostalLine? {
        for index in tokens.indices.dropLast() {
            guard tokens[index].hasDigit, let code = code(tokens[index].text) else { continue }
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
            while end < tokens.endIndex, !tokens[end].hasDigit, tokens[end].key.utf8.count > 0, end - next < 5,
                end == next || !endsCity(tokens[end])
            {
                end += 1
                if endsCity(after: tokens[end - 1]) { break }
            }
            guard end > next else { continue }
            return PostalLine(
                postCode: full, city: clean(tokens[next..<end].text),
                tokens: index - tokens.startIndex..<end - tokens.startIndex,
                country: country(of: full, printed: tokens[index].text))
        }
        return nil
    }

    /// "Berlin, Germany"; "Torre Nube. NIF: ..."; but "St. Gallen".
    private static func endsCity(after token: Token) -> Bool {
        token.text.hasSuffix(",") || token.text.hasSuffix(";")
            || (token.text.hasSuffix(".") && token.key.utf8.count > 3)
    }

    /// A word that begins something else: "Telefon", "VAT-nr".
    private static func endsCity(_ token: Token) -> Bool {
        token.endsWithColon || afterCities.contains(token.key)
    }

    private static let afterCities: Set<String> = [
        "tel", "telefon", "telefono", "telephone", "telefoon", "telf", "tlf", "tfn", "phone", "ph", "fax", "mail",
        "email",
        "web", "www", "vat", "vatno", "vatnr", "ust", "ustid", "ustidnr", "uid", "tva", "iva", "piva", "btw", "nip",
        "cif",
        "nif", "mwst", "momsreg", "momsregistreringsnummer", "orgnr", "cvr", "kvk", "siret", "siren", "rcs", "hrb",
        "iban", "gstin", "abn", "ico", "dic",
    ]

    /// "Ravenbridge 4999": four digits behind a city are a post code only where a street stands before it.
    /// - Returns: `nil` when the line is more than one to four words and four or five digits.
    static func underStreet(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard let last = tokens.last, (2...5).contains(tokens.count), ["0000", "00000"].contains(shape(last.text)),
            tokens.dropLast().allSatisfy({ !$0.hasDigit && !$0.endsWithColon && $0.text.first?.isUppercase == true })
        else { return nil }
        var line = PostalLine(
            postCode: last.text.filter(\.isNumber), city: clean(tokens.dropLast().map(\.text).joined(separator: " ")),
            tokens: 0..<tokens.count)
        line.printed = clean(tokens.map(\.text).joined(separator: " "))
        return line
    }

    /// "111 22 Stockholm", "SE-111 22 Stockholm", "110 00 Praha 1", "115 26 Athina".
    private static func inTwoGroups(_ tokens: ArraySlice<Token>) -> PostalLine? {
        for index in tokens.indices.dropLast(2) {
            guard tokens[index].hasDigit, tokens[index + 1].hasDigit, tokens[index].text.utf8.count <= 6 else {
                continue
            }
            let first = tokens[index].text.split(separator: "-").last.map(String.init) ?? ""
            let city = tokens[index + 2]
            guard shape(first) == "000", shape(tokens[index + 1].text) == "00",
                city.text.first?.isUppercase == true,
                city.text.utf8.count >= 2, !notCities.contains(city.key),
                index == tokens.startIndex || !isCountedThing(tokens[index - 1])
            else { continue }
            var end = index + 2
            while end < tokens.endIndex, !tokens[end].key.isEmpty, end - index < 6 {
                // A district of the city: "Praha 1".
                guard !tokens[end].hasDigit || tokens[end].key.utf8.count <= 2 && end > index + 2,
                    end == index + 2 || !endsCity(tokens[end])
                else { break }
                end += 1
                if endsCity(after: tokens[end - 1]) { break }
            }
            return PostalLine(
                postCode: first + " " + tokens[index + 1].text,
                city: clean(tokens[index + 2..<end].text),
                tokens: index - tokens.startIndex..<end - tokens.startIndex)
        }
        return nil
    }

    /// "London SW1A 1AA", "EC1A 1BB", "Cork T12 X7AB".
    private static func british(_ tokens: ArraySlice<Token>) -> PostalLine? {
        for index in tokens.indices.dropFirst() where tokens[index - 1].hasDigit && tokens[index].hasDigit {
            let outward = tokens[index - 1].text
            let inward = tokens[index].text.filter { $0.isLetter || $0.isNumber }
            guard (2...4).contains(outward.utf8.count), outward == outward.uppercased(), inward == inward.uppercased(),
                outward.first?.isLetter == true, outward.contains(where: \.isNumber),
                outward.allSatisfy({ $0.isLetter || $0.isNumber })
            else { continue }
            let isBritish =
                inward.utf8.count == 3 && inward.first?.isNumber == true && inward.dropFirst().allSatisfy(\.isLetter)
            let isIrish =
                inward.utf8.count == 4 && ["A00", "A0A"].contains(shape(outward)) && inward.contains(where: \.isLetter)
                && inward.contains(where: \.isNumber)
            guard isBritish || isIrish else { continue }
            // Back to the street: its comma, or its number.
            var start = index - 1
            while start > tokens.startIndex, index - start < 5, !tokens[start - 1].hasDigit {
                if tokens[start - 1].text.hasSuffix(","), start < index - 1 { break }
                start -= 1
            }
            return PostalLine(
                postCode: outward + " " + inward,
                city: clean(tokens[start..<index - 1].text),
                tokens: start - tokens.startIndex..<index + 1 - tokens.startIndex, country: isBritish ? "GB" : "IE")
        }
        return nil
    }

    /// "Bengaluru 560001", "Mumbai - 400 001", "Singapore 048616", also behind a street and a comma.
    private static func codeLast(_ tokens: ArraySlice<Token>) -> PostalLine? {
        guard var last = tokens.indices.last, tokens.count >= 2, tokens[last].hasDigit else { return nil }
        var code = tokens[last].text.filter { $0 != "," && $0 != "." }
        if shape(code) == "000", shape(tokens[last - 1].text) == "000" {
            code = tokens[last - 1].text + " " + code
            last -= 1
        } else {
            guard ["000000", "00000", "00000-000"].contains(shape(code)) else { return nil }
        }
        let comma = tokens[..<last].lastIndex { $0.text.hasSuffix(",") && $0 != tokens[last - 1] }
        let start = comma.map { $0 + 1 } ?? tokens.startIndex
        let city = tokens[start..<last]
        guard let first = city.first, let before = city.last, city.count <= 5, first.hasLetter,
            city.allSatisfy({ !$0.hasDigit && !$0.endsWithColon }),
            before.text.first?.isUppercase == true || before.text == "-" || before.text == "–", !isCountedThing(before)
        else { return nil }
        return PostalLine(
            postCode: code, city: clean(city.text),
            tokens: start - tokens.startIndex..<tokens.count,
            country: city.contains { $0.key == "singapore" } ? "SG" : nil)
    }

    /// The country whose post codes alone look like this one.
    private static func country(of code: String, printed: String) -> String? {
        switch shape(code) {
        case "00-000": "PL"
        case "0000-000": "PT"
        case "0000 AA", "0000AA": "NL"
        default: printed.hasPrefix("D-") ? "DE" : printed.hasPrefix("F-") ? "FR" : nil
        }
    }

    /// `A` for each capital, `0` for each digit; without points and commas.
    private static func shape(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.contains(where: { $0 >= 0x80 }) else {
            let shaped = bytes.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: ","), UInt8(ascii: "."): nil
                case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(ascii: "A")
                default: byte
                }
            }
            return String(decoding: shaped, as: UTF8.self)
        }
        return String(
            text.compactMap { character -> Character? in
                if character == "," || character == "." { return nil }
                if character.isASCII, character.isNumber { return "0" }
                return character.isUppercase ? "A" : character
            })
    }

    /// Digits of a post code: 4...6 of them, `12-345`, `1234-567`, `12345-678`, with a country letter in front.
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
        if bytes.count == 9, bytes[5] == 45, bytes[..<5].allSatisfy(isDigit), bytes[6...].allSatisfy(isDigit) {
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

    private static let provinces: Set<String> = [
        "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
    ]
    private static let territories: Set<String> = ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"]
}
