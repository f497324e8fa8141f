import Invoicing

extension HolidaySet {
    static let alps: [HolidaySet] = [
        HolidaySet(
            name: "AT", timeZone: "Europe/Vienna", source: "Arbeitsruhegesetz, § 7 (2)",
            holidays: [
                .newYear, .epiphany, .easterMonday, .labourDay, .ascension, .whitMonday, .corpusChristi, .assumption,
                Holiday(.fixed(month: 10, day: 26)), .allSaints, Holiday(.fixed(month: 12, day: 8)), .christmas,
                .secondChristmasDay,
            ]),
        HolidaySet(
            name: "CH", timeZone: "Europe/Zurich",
            source: "Bundesverfassung, Art. 110 (3), and the days that every canton's law has",
            holidays: [.newYear, .ascension, Holiday(.fixed(month: 8, day: 1)), .christmas]),
        HolidaySet(
            name: "CH-ZH", timeZone: "Europe/Zurich", source: "Ruhetags- und Ladenöffnungsgesetz (822.4), § 1",
            holidays: [
                .newYear, .goodFriday, .easterMonday, .labourDay, .ascension, .whitMonday,
                Holiday(.fixed(month: 8, day: 1)), .christmas, .secondChristmasDay,
            ]),
    ]

    static let westernEurope: [HolidaySet] = [
        HolidaySet(name: "FR", timeZone: "Europe/Paris", source: "Code du travail, L3133-1", holidays: french),
        HolidaySet(
            name: "FR-ALSACE-MOSELLE", timeZone: "Europe/Paris", source: "Code du travail, L3133-1 and L3134-13",
            holidays: french + [.goodFriday, .secondChristmasDay]),
        HolidaySet(
            name: "NL", timeZone: "Europe/Amsterdam",
            source: "Algemene termijnenwet, art. 3 (1) and (2); King's Day is 26 April when the 27th is a Sunday",
            holidays: [
                .newYear, .goodFriday, .easterMonday,
                Holiday(.fixed(month: 4, day: 30), .saturdayInstead, years: 1980...2013),
                Holiday(.fixed(month: 4, day: 27), .saturdayInstead, years: 2014...9999),
                Holiday(.fixed(month: 5, day: 5)), .ascension, .whitMonday, .christmas, .secondChristmasDay,
            ]),
        HolidaySet(
            name: "BE", timeZone: "Europe/Brussels", source: "Arrêté royal du 18 avril 1974, art. 1",
            holidays: [
                .newYear, .easterMonday, .labourDay, .ascension, .whitMonday, Holiday(.fixed(month: 7, day: 21)),
                .assumption, .allSaints, .armistice, .christmas,
            ]),
    ]

    private static let french: [Holiday] = [
        .newYear, .easterMonday, .labourDay, Holiday(.fixed(month: 5, day: 8)), .ascension, .whitMonday,
        Holiday(.fixed(month: 7, day: 14)), .assumption, .allSaints, .armistice, .christmas,
    ]
}
