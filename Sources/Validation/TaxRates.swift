import Foundation

/// Tax rates in use, percent; standard, reduced, special and zero, with those of the last ten years, as corrections and
/// credit notes come late.
enum TaxRates {
    static let source = "European Commission, Taxes in Europe Database v4; national tax offices (2026)"

    /// - Parameter country: ISO 3166-1 alpha-2.
    /// - Returns: `nil` for countries whose rates are not listed, as they depend on the place (US, CA, BR).
    static func rates(in country: String) -> Set<Decimal>? { table[country] }

    private static let table: [String: Set<Decimal>] = {
        var table: [String: Set<Decimal>] = [:]
        for row in rows.split(separator: "\n") {
            let parts = row.split(separator: " ")
            let rates = parts.dropFirst().compactMap { Decimal(string: String($0)) }
            table[String(parts[0])] = Set(rates + [0])
        }
        return table
    }()

    private static let rows = """
        AE 5
        AT 20 13 10 19 5 4.9
        AU 10
        BE 21 12 6
        BG 20 9
        CH 8.1 7.7 8 2.6 2.5 3.8 3.7
        CY 19 9 5 3
        CZ 21 12 15 10
        DE 19 7 16 5 10.7 5.5 9.5 9 8.4 7.8
        DK 25
        EE 24 22 20 13 9 5
        ES 21 10 4 5 7.5 2 5.2 1.4 0.5 0.62 7 3 9.5 15 6.5
        FI 25.5 24 14 13.5 10
        FR 20 10 5.5 2.1 8.5 13 0.9
        GB 20 12.5 5
        GR 24 13 6 17 9 4
        HR 25 13 5
        HU 27 18 5
        IE 23 21 13.5 9 4.8
        IN 40 28 18 12 5 3 0.25 0.1 14 9 6 2.5 1.5 20 1 7.5
        IT 22 10 5 4
        JP 10 8
        LI 8.1 7.7 8 2.6 2.5 3.8 3.7
        LT 21 12 9 5
        LU 17 16 14 13 8 7 3
        LV 21 12 5
        MC 20 10 5.5 2.1
        MT 18 12 7 5
        MY 10 8 6 5
        NL 21 9 6
        NO 25 15 12 11.11 6
        NZ 15
        PL 23 8 7 5 4
        PT 23 22 16 13 12 9 6 5 4
        RO 21 19 11 9 5
        SE 25 12 6
        SG 9 8 7
        SI 22 9.5 5
        SK 23 20 19 10 5
        ZA 15 14
        """
}
