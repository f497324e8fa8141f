/// Writes names in the lower-case letters a–z and digits, so that one name spelled with and without its marks compares
/// equal: `Müller`, `MUELLER` and `Muller` by two folds, `Łódź` and `Lodz` by one.
package enum LatinFolding {
    /// What to do with ä, ö, ü (and å, ø, æ): both spellings are in use.
    package enum Umlauts: Hashable, Sendable {
        /// `ä` → `a`, `ø` → `o`
        case dropped
        /// `ä` → `ae`, `ø` → `oe`, `å` → `aa`
        case spelledOut
    }

    /// Letters and digits become a–z and 0–9; apostrophes vanish; `&` and `+` stand alone; everything else is a space.
    /// Letters of other scripts than Latin, Greek and Cyrillic are kept, lower-cased.
    package static func fold(_ text: some StringProtocol, _ umlauts: Umlauts = .dropped) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { append(scalar, umlauts, to: &folded) }
        return String(folded)
    }

    private static func append(_ scalar: Unicode.Scalar, _ umlauts: Umlauts, to folded: inout String.UnicodeScalarView)
    {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: folded.append(scalar)
        case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
        case 0x26, 0x2B: folded.append(contentsOf: [" ", scalar, " "])
        case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0xAD, 0x200B...0x200D, 0xFEFF: break
        case ..<0x80: folded.append(" ")
        case 0x308 where umlauts == .spelledOut:
            // A combining diaeresis, as in decomposed text.
            if let last = folded.last, last == "a" || last == "o" || last == "u" { folded.append("e") }
        case 0x300...0x36F: break
        default: appendBeyondASCII(scalar, umlauts, to: &folded)
        }
    }

    private static func appendBeyondASCII(
        _ scalar: Unicode.Scalar, _ umlauts: Umlauts, to folded: inout String.UnicodeScalarView
    ) {
        if umlauts == .spelledOut, let letters = spelledOut[scalar] {
            folded.append(contentsOf: letters.unicodeScalars)
        } else if let letters = table[scalar] {
            folded.append(contentsOf: letters.unicodeScalars)
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            folded.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        } else {
            folded.append(" ")
        }
    }

    private static let spelledOut: [Unicode.Scalar: String] = [
        "ä": "ae", "Ä": "ae", "ö": "oe", "Ö": "oe", "ü": "ue", "Ü": "ue", "ø": "oe", "Ø": "oe", "å": "aa", "Å": "aa",
    ]

    /// Latin letters with marks (Latin-1, Latin Extended-A and the Romanian and Vietnamese ones in print on invoices),
    /// Greek by ELOT 743 and Cyrillic by the passport rules (ICAO 9303), single letters only.
    private static let table: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for row in rows.split(separator: " ") {
            let parts = row.split(separator: "=", omittingEmptySubsequences: false)
            for scalar in parts[1].unicodeScalars {
                table[scalar] = String(parts[0])
                for upper in scalar.properties.uppercaseMapping.unicodeScalars where upper.value > 0x7F {
                    table[upper] = String(parts[0])
                }
            }
        }
        table["ẞ"] = "ss"
        table["İ"] = "i"
        return table
    }()

    private static let rows = """
        a=àáâãäåāăąǎạảấầẩẫậắằẳẵặª c=çćĉċč d=ďđð e=èéêëēĕėęěẹẻẽếềểễệ g=ĝğġģ h=ĥħ i=ìíîïĩīĭįıỉị j=ĵ k=ķĸ l=ĺļľŀł \
        n=ñńņňŉ ng=ŋ o=òóôõöøōŏőọỏốồổỗộơớờởỡợº r=ŕŗř s=śŝşšș ss=ß t=ţťŧț th=þ u=ùúûüũūŭůűųụủưứừửữự w=ŵẁẃẅ y=ýÿŷỳỵỷỹ \
        z=źżž ae=æ oe=œ fi=ﬁ fl=ﬂ ff=ﬀ ffi=ﬃ ffl=ﬄ \
        a=αά v=β g=γ d=δ e=εέ z=ζ i=ηήιίϊΐ th=θ k=κ l=λ m=μ n=ν x=ξ o=οόωώ p=π r=ρ s=σς t=τ y=υύϋΰ f=φ ch=χ ps=ψ \
        a=а b=б v=в g=гґ d=д e=еэѐ io=ё zh=ж z=з i=иіѝ i=йј k=к l=л m=м n=н o=о p=п r=р s=с t=т u=у f=ф kh=х ts=ц \
        ch=ч sh=ш shch=щ ie=єъ y=ы =ь iu=ю ia=я i=ї dz=ѕ lj=љ nj=њ d=ђ c=ћ dz=џ
        """
}
