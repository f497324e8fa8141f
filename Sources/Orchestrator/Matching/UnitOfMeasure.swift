/// A unit as documents write it, comparable across codes and words. Only names are made equal, never amounts:
/// nothing here knows that a box holds twelve.
package struct UnitOfMeasure: Hashable, Sendable {
    /// UN/ECE Recommendation 20 code where the word is known, else the word itself in upper case.
    package let code: String

    package init(_ text: String) {
        let word = text.uppercased().filter { $0.isLetter || $0.isNumber }
        code = Self.codes[word] ?? word
    }

    /// Weight, volume, length, area and time are measured and come out a little more or less; pieces are counted.
    package var isMeasured: Bool { Self.measured.contains(code) }

    private static let measured: Set<String> = ["KGM", "GRM", "TNE", "LTR", "MLT", "MTR", "MTK", "MTQ", "KWH"]

    private static let codes: [String: String] = {
        let names: [String: String] = [
            "H87":
                "C62 EA XPP PCE PCS PC STK ST STÜCK STUECK PIECE PIECES PIÈCE PIÈCES UNIT UNITS UNITÉ UNITÉS EACH NAR ONE "
                + "U UN UD UDS UNIDAD UNIDADES UNITÀ PZ PEZZO PEZZI SZT SZTUKA SZTUK STUK STUKS STCK KS KUS BUC UNID",
            "KGM": "KG KILO KILOGRAMM KILOGRAM KILOGRAMME", "GRM": "G GRAMM GRAM", "TNE": "T TO TONNE TONNEN TON",
            "LTR": "L LITER LITRE LITRES", "MLT": "ML", "MTR": "M METER METRE MÈTRE LFM", "MTK": "M2 QM SQM",
            "MTQ": "M3 CBM", "HUR": "H HR HRS STD STUNDE STUNDEN HOUR HOURS HEURE HEURES",
            "DAY": "TAG TAGE DAYS JOUR JOURS D", "MON": "MONAT MONATE MONTH MONTHS MOIS", "KWH": "KILOWATTSTUNDE",
            "LS": "PAUSCHAL PSCH LUMPSUM FORFAIT",
        ]
        var all: [String: String] = [:]
        for (code, words) in names {
            all[code] = code
            for word in words.split(separator: " ") { all[String(word)] = code }
        }
        return all
    }()
}
