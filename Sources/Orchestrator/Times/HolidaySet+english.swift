import Invoicing

extension HolidaySet {
    static let english: [HolidaySet] = [
        HolidaySet(
            name: "GB-ENG", timeZone: "Europe/London",
            source: "Banking and Financial Dealings Act 1971, schedule 1, royal proclamations, and the common law days;"
                + " days of one year since 2011 as gov.uk/bank-holidays lists them",
            holidays: [
                Holiday(.fixed(month: 1, day: 1), .monday), .goodFriday, .easterMonday,
                Holiday(.nth(1, .monday, month: 5), years: 1978...2019),
                Holiday(.fixed(month: 5, day: 8), years: 2020...2020),
                Holiday(.nth(1, .monday, month: 5), years: 2021...9999),
                Holiday(.nth(-1, .monday, month: 5), years: 1971...2011),
                Holiday(.fixed(month: 6, day: 4), years: 2012...2012),
                Holiday(.nth(-1, .monday, month: 5), years: 2013...2021),
                Holiday(.fixed(month: 6, day: 2), years: 2022...2022),
                Holiday(.nth(-1, .monday, month: 5), years: 2023...9999),
                Holiday(.nth(-1, .monday, month: 8)), Holiday(.fixed(month: 12, day: 25), .monday),
                Holiday(.fixed(month: 12, day: 26), .boxing),
                Holiday(.fixed(month: 4, day: 29), years: 2011...2011),
                Holiday(.fixed(month: 6, day: 5), years: 2012...2012),
                Holiday(.fixed(month: 6, day: 3), years: 2022...2022),
                Holiday(.fixed(month: 9, day: 19), years: 2022...2022),
                Holiday(.fixed(month: 5, day: 8), years: 2023...2023),
            ]),
        HolidaySet(
            name: "US", timeZone: "America/New_York", source: "5 U.S.C. 6103 (a) and (b); Executive Order 11582",
            holidays: [
                Holiday(.fixed(month: 1, day: 1), .nearest), Holiday(.nth(3, .monday, month: 1), years: 1986...9999),
                Holiday(.nth(3, .monday, month: 2)), Holiday(.nth(-1, .monday, month: 5)),
                Holiday(.fixed(month: 6, day: 19), .nearest, years: 2021...9999),
                Holiday(.fixed(month: 7, day: 4), .nearest), Holiday(.nth(1, .monday, month: 9)),
                Holiday(.nth(2, .monday, month: 10)), Holiday(.fixed(month: 11, day: 11), .nearest),
                Holiday(.nth(4, .thursday, month: 11)), Holiday(.fixed(month: 12, day: 25), .nearest),
            ]),
    ]
}
