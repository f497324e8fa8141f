/// `&amp;`, `&#8364;`, `&#x20AC;`: those that mailers write by name, and all numbers.
enum HTMLEntities {
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var position = bytes.startIndex
        while position < bytes.endIndex {
            if bytes[position] == UInt8(ascii: "&"), let (scalar, next) = entity(bytes, at: position + 1) {
                out.append(contentsOf: String(scalar).utf8)
                position = next
            } else {
                out.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func entity(_ bytes: ArraySlice<UInt8>, at start: Int) -> (Unicode.Scalar, Int)? {
        let rest = bytes[start...].prefix(12)
        guard let first = rest.first else { return nil }
        if first == UInt8(ascii: "#") { return number(rest.dropFirst()) }
        let name = rest.prefix { (48...57).contains($0) || (97...122).contains($0 | 32) }
        guard let scalar = named[String(decoding: name, as: UTF8.self)] else { return nil }
        return (scalar, past(name.endIndex, in: bytes))
    }

    private static func number(_ rest: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        let isHex = rest.first.map { $0 | 32 == UInt8(ascii: "x") } ?? false
        let digits = (isHex ? rest.dropFirst() : rest).prefix {
            (48...57).contains($0) || isHex && (97...102).contains($0 | 32)
        }
        guard !digits.isEmpty, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
        else { return nil }
        // HTML: the numbers of Windows-1252's signs mean these signs.
        let sign = (128..<160).contains(value) ? windows[Int(value) - 128] : value
        return (Unicode.Scalar(sign) ?? "\u{FFFD}", past(digits.endIndex, in: rest))
    }

    private static func past(_ end: Int, in bytes: ArraySlice<UInt8>) -> Int {
        end < bytes.endIndex && bytes[end] == UInt8(ascii: ";") ? end + 1 : end
    }

    private static let windows: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]

    private static let named: [String: Unicode.Scalar] = {
        // U+00A0 to U+00FF, in their order.
        let latin = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
            AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
            times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
            egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
            ugrave uacute ucirc uuml yacute thorn yuml
            """
        var all: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
            "euro": "€", "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“",
            "rdquo": "”",
            "bdquo": "„", "bull": "•", "hellip": "…", "trade": "™", "rarr": "→", "larr": "←", "uarr": "↑", "darr": "↓",
            "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ", "fnof": "ƒ", "lsaquo": "‹",
            "rsaquo": "›", "permil": "‰", "dagger": "†", "Dagger": "‡", "minus": "−", "ne": "≠", "le": "≤", "ge": "≥",
            "infin": "∞", "asymp": "≈", "zwnj": "\u{200C}", "zwj": "\u{200D}", "ensp": "\u{2002}", "emsp": "\u{2003}",
            "thinsp": "\u{2009}", "lrm": "\u{200E}", "rlm": "\u{200F}", "check": "✓", "num": "#", "commat": "@",
            "colon": ":", "comma": ",", "period": ".", "lpar": "(", "rpar": ")", "plus": "+", "equals": "=", "sol": "/",
            "Tab": "\t", "NewLine": "\n", "numsp": "\u{2007}",
        ]
        for (offset, name) in latin.split(separator: " ").enumerated() {
            all[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset))
        }
        return all
    }()
}
