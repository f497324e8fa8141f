import Invoicing

extension HolidaySet {
    /// `DE` has the days that all Länder keep.
    static let germany: [HolidaySet] = [
        german(nil, "Einigungsvertrag, Art. 2 (2), and the days that every Land's law has", []),
        german("BW", "Gesetz über die Sonntage und Feiertage, § 1", [.epiphany, .corpusChristi, .allSaints]),
        german(
            "BY", "Feiertagsgesetz, Art. 1; without Assumption Day, which only some municipalities keep",
            [.epiphany, .corpusChristi, .allSaints]),
        german(
            "BY-CATHOLIC", "Feiertagsgesetz, Art. 1 (1) No 2: municipalities with mostly Catholic inhabitants",
            [.epiphany, .corpusChristi, .assumption, .allSaints]),
        german(
            "BE", "Gesetz über die Sonn- und Feiertage, § 1",
            [
                Holiday(.fixed(month: 3, day: 8), years: 2019...9999),
                Holiday(.fixed(month: 5, day: 8), years: 2020...2020),
                Holiday(.fixed(month: 5, day: 8), years: 2025...2025),
                Holiday(.fixed(month: 6, day: 17), years: 2028...2028),
            ]),
        german("BB", "Feiertagsgesetz, § 2", [.easterSunday, .whitSunday, .reformation]),
        german("HB", "Gesetz über die Sonn- und Feiertage, § 2", [.northernReformation]),
        german("HH", "Feiertagsgesetz, § 1", [.northernReformation]),
        german("HE", "Feiertagsgesetz, § 1", [.easterSunday, .whitSunday, .corpusChristi]),
        german(
            "MV", "Feiertagsgesetz, § 2", [Holiday(.fixed(month: 3, day: 8), years: 2023...9999), .reformation]),
        german("NI", "Feiertagsgesetz, § 2", [.northernReformation]),
        german("NW", "Feiertagsgesetz NW, § 2", [.corpusChristi, .allSaints]),
        german("RP", "Landesgesetz über den Schutz der Sonn- und Feiertage, § 2", [.corpusChristi, .allSaints]),
        german("SL", "Gesetz Nr. 1040, § 2", [.corpusChristi, .assumption, .allSaints]),
        german(
            "SN", "Gesetz über Sonn- und Feiertage, § 1",
            [.reformation, Holiday(.before(.wednesday, month: 11, day: 23))]),
        german("ST", "Gesetz über die Sonn- und Feiertage, § 2", [.epiphany, .reformation]),
        german("SH", "Gesetz über Sonn- und Feiertage, § 2", [.northernReformation]),
        german(
            "TH", "Thüringer Feiertagsgesetz, § 2",
            [Holiday(.fixed(month: 9, day: 20), years: 2019...9999), .reformation]),
    ]

    private static func german(_ land: String?, _ source: String, _ own: [Holiday]) -> HolidaySet {
        HolidaySet(
            name: land.map { "DE-\($0)" } ?? "DE", timeZone: "Europe/Berlin", source: source,
            holidays: [
                .newYear, .goodFriday, .easterMonday, .labourDay, .ascension, .whitMonday,
                Holiday(.fixed(month: 10, day: 3), years: 1990...9999), .christmas, .secondChristmasDay,
                // In all Länder, for 500 years.
                Holiday(.fixed(month: 10, day: 31), years: 2017...2017),
            ] + own)
    }
}

extension Holiday {
    /// Bremen, Hamburg, Lower Saxony and Schleswig-Holstein made it a holiday in 2018.
    fileprivate static let northernReformation = Holiday(.fixed(month: 10, day: 31), years: 2018...9999)
}
