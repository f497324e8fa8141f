package import Foundation

/// A unit as documents write it, comparable across codes and words. How much a unit is worth in another one is in
/// ``UnitConversion``; nothing here knows that a box holds twelve.
package struct UnitOfMeasure: Hashable, Sendable {
    /// UN/ECE Recommendation 20 code where the word is known, else the word itself in upper case.
    package let code: String

    package init(_ text: String) {
        let word = text.uppercased().filter { $0.isLetter || $0.isNumber }
        code = Self.codes[word] ?? word
    }

    /// Weight, volume, length, area and time are measured and come out a little more or less; pieces are counted.
    package var isMeasured: Bool { Self.measured.contains(code) }

    /// What a unit measures; amounts of different kinds can't be converted.
    package enum Dimension: String, Hashable, Sendable, CaseIterable {
        case count, mass, length, area, volume, time, energy
    }

    /// What it measures and how much of the dimension's own unit it is; `nil` = unknown, as for a box.
    package var size: (dimension: Dimension, factor: Decimal)? { Self.sizes[code] }

    /// Factors as UN/ECE Recommendation 20 gives them, all exact. Months and years are no fixed time: they stand alone.
    private static let sizes: [String: (dimension: Dimension, factor: Decimal)] = {
        let texts: [Dimension: String] = [
            .count: "H87 1 PR 2 DZN 12 SCO 20 GRO 144 CEN 100 MIL 1000 GGR 1728 DPC 12 MIO 1000000",
            .mass:
                "KGM 1 GRM 0.001 MGM 0.000001 HGM 0.1 DTN 100 TNE 1000 LBR 0.45359237 ONZ 0.028349523125 "
                + "STN 907.18474 LTN 1016.0469088",
            .length: "MTR 1 MMT 0.001 CMT 0.01 DMT 0.1 KMT 1000 HMT 100 INH 0.0254 FOT 0.3048 YRD 0.9144 SMI 1609.344",
            .area:
                "MTK 1 MMK 0.000001 CMK 0.0001 DMK 0.01 ARE 100 HAR 10000 KMK 1000000 INK 0.00064516 FTK 0.09290304 "
                + "YDK 0.83612736",
            .volume:
                "MTQ 1 LTR 0.001 MLT 0.000001 CLT 0.00001 DLT 0.0001 HLT 0.1 CMQ 0.000001 DMQ 0.001 MMQ 0.000000001 "
                + "INQ 0.000016387064 FTQ 0.028316846592 GLL 0.003785411784 GLI 0.00454609",
            .time: "HUR 1 DAY 24 WEE 168", .energy: "KWH 1 WHR 0.001 MWH 1000 GWH 1000000",
        ]
        var all: [String: (dimension: Dimension, factor: Decimal)] = [:]
        for (dimension, text) in texts {
            let words = text.split(separator: " ")
            for place in stride(from: 0, to: words.count - 1, by: 2) {
                guard let factor = Decimal(string: String(words[place + 1])) else { continue }
                all[String(words[place])] = (dimension, factor)
            }
        }
        return all
    }()

    private static let measured: Set<String> = Set(
        sizes.filter { ![.count, .time].contains($0.value.dimension) }.keys)

    private static let codes: [String: String] = {
        let names: [String: String] = [
            "H87":
                "C62 EA XPP PCE PCS PC STK ST STÜCK STUECK PIECE PIECES PIÈCE PIÈCES UNIT UNITS UNITÉ UNITÉS EACH NAR ONE "
                + "U UN UD UDS UNIDAD UNIDADES UNITÀ PZ PEZZO PEZZI SZT SZTUKA SZTUK STUK STUKS STCK KS KUS BUC UNID",
            "KGM": "KG KILO KILOGRAMM KILOGRAM KILOGRAMME", "GRM": "G GRAMM GRAM", "TNE": "T TO TONNE TONNEN TON",
            "MGM": "MG", "DTN": "DT", "LBR": "LB LBS POUND POUNDS", "ONZ": "OZ OUNCE OUNCES",
            "LTR": "L LITER LITRE LITRES", "MLT": "ML", "CLT": "CL", "HLT": "HL", "MTR": "M METER METRE MÈTRE LFM",
            "MMT": "MM", "CMT": "CM", "KMT": "KM", "INH": "INCH INCHES", "FOT": "FT FOOT FEET", "YRD": "YD YARD YARDS",
            "MTK": "M2 QM SQM M²", "MTQ": "M3 CBM M³", "HAR": "HA", "DZN": "DZ DTZD DUTZEND DOZEN DOUZAINE",
            "GRO": "GROSS GROS", "CEN": "HUNDRED HUNDERT", "MIL": "THOUSAND TAUSEND TSD", "PR": "PAAR PAIR PAIRS PAIRE",
            "MWH": "", "WHR": "WH", "XBX": "BX BOX", "XCT": "CT KARTON CARTON KRT",
            "HUR": "H HR HRS STD STUNDE STUNDEN HOUR HOURS HEURE HEURES",
            "DAY": "TAG TAGE DAYS JOUR JOURS D", "WEE": "WOCHE WOCHEN WEEK WEEKS",
            "MON": "MONAT MONATE MONTH MONTHS MOIS", "KWH": "KILOWATTSTUNDE",
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
