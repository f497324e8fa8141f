/// Countries as print names them, turned into ISO 3166-1 alpha-2.
package enum CountryCode {
    /// Whether ISO 3166-1 assigns the code (upper case); XK, which banks and customs use for Kosovo, counts.
    package static func isKnown(_ code: some StringProtocol) -> Bool { known.contains(String(code)) }

    /// Reads a code (`DE`, `DEU`) or a name in English, German, French, Dutch, Spanish, Italian, Portuguese or Polish;
    /// marks and case of names do not matter. `UK` is read as `GB`, `EL` as `GR`.
    /// - Returns: `nil` for anything that is not wholly a country.
    package static func alpha2(_ text: some StringProtocol) -> String? { alpha2(of: Substring(text)) }

    private static func alpha2(of text: Substring) -> String? {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if trimmed.utf8.count == 2 {
            let code = trimmed.uppercased()
            if code == "UK" { return "GB" }
            if code == "EL" { return "GR" }
            return isKnown(code) ? code : nil
        }
        let folded = LatinFolding.fold(trimmed).split(separator: " ").joined(separator: " ")
        return byName[folded]
    }

    /// The country that a number begins with: `NL` of `NL860339154B01`.
    /// - Returns: `nil` where the first two characters are no country's code.
    package static func leading(_ number: String) -> String? {
        let start = number.prefix(2)
        return start.allSatisfy(\.isLetter) ? alpha2(start) : nil
    }

    private static let byName: [String: String] = {
        var names: [String: String] = [:]
        for row in countryNames.split(separator: "\n") {
            let code = String(row.prefix(2))
            for name in row.dropFirst(3).split(separator: ",") {
                names[LatinFolding.fold(name).split(separator: " ").joined(separator: " ")] = code
            }
        }
        return names
    }()

    private static let known: Set<String> = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
        BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
        FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
        IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
        ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
        PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
        TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
        """.split(separator: " ").map(String.init))
}
