/// Text reduced to what labels and names are compared by: letters and digits only, lower case, no diacritics.
///
/// `"Rechnungs-Nr.:"`, `"RECHNUNGSNR"` and `"Rechnungs Nr"` (joined) all fold to `rechnungsnr`. Letters outside Latin
/// stay as they are, lower-cased.
package enum Folding {
    /// Appends the folded form of `text` to `bytes`, as UTF-8.
    package static func append(_ text: some StringProtocol, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            let value = scalar.value
            if value < 0x80 {
                switch UInt8(truncatingIfNeeded: value) {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    bytes.append(UInt8(truncatingIfNeeded: value))
                case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    bytes.append(UInt8(truncatingIfNeeded: value) + 32)
                default: break
                }
            } else if let latin = plainLatin(value) {
                bytes.append(contentsOf: latin.utf8)
            } else if scalar.properties.isAlphabetic {
                bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            }
        }
    }

    package static func key(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Latin letters with diacritics, ligatures and numero signs by their plain letters (Unicode's decompositions of
    /// Latin-1 and Latin Extended-A, and the usual spelling of ß, æ, ø, œ, ł, đ).
    private static func plainLatin(_ value: UInt32) -> StaticText? {
        switch value {
        case 0xC0...0xC5, 0xE0...0xE5, 0x100...0x105: "a"
        case 0xC6, 0xE6: "ae"
        case 0xC7, 0xE7, 0x106...0x10D: "c"
        case 0x10E...0x111, 0xD0, 0xF0: "d"
        case 0xC8...0xCB, 0xE8...0xEB, 0x112...0x11B: "e"
        case 0x11C...0x123: "g"
        case 0x124...0x127: "h"
        case 0xCC...0xCF, 0xEC...0xEF, 0x128...0x131: "i"
        case 0x134, 0x135: "j"
        case 0x136, 0x137: "k"
        case 0x139...0x142: "l"
        case 0xD1, 0xF1, 0x143...0x148: "n"
        case 0xD2...0xD6, 0xD8, 0xF2...0xF6, 0xF8, 0x14C...0x151: "o"
        case 0x152, 0x153: "oe"
        case 0x154...0x159: "r"
        case 0x15A...0x161, 0x218, 0x219: "s"
        case 0xDF, 0x1E9E: "ss"
        case 0x162...0x167, 0x21A, 0x21B: "t"
        case 0xD9...0xDC, 0xF9...0xFC, 0x168...0x173: "u"
        case 0x174, 0x175: "w"
        case 0xDD, 0xFD, 0xFF, 0x176...0x178: "y"
        case 0x179...0x17E: "z"
        case 0xFB00: "ff"
        case 0xFB01: "fi"
        case 0xFB02: "fl"
        case 0xFB03: "ffi"
        case 0xFB04: "ffl"
        case 0x2116: "no"  // №
        case 0xBA, 0xB0: "o"  // nº, n°
        case 0xAA: "a"
        default: nil
        }
    }

    private typealias StaticText = String
}
