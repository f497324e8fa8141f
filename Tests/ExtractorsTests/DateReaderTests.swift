import Invoicing
import Testing

@testable import Extractors

@Suite("DateReader") struct DateReaderTests {
    private func days(_ text: String, american: Bool = false) -> [String] {
        let layout = Layout(PrintedPage.row(text))
        let dates = DateReader.dates(in: layout.rows[0], at: 0)
        let reader = DateReader(dates, americanHints: american)
        return dates.compactMap { reader.day($0)?.iso }
    }

    @Test(
        "one date, printed in many ways",
        arguments: [
            ("31.01.2024", "2024-01-31"), ("31/01/24", "2024-01-31"), ("2024-01-31", "2024-01-31"),
            ("31-01-2024", "2024-01-31"), ("20240131", "2024-01-31"), ("24 Sep 2024", "2024-09-24"),
            ("April 29, 2023", "2023-04-29"), ("11. Juli 2014", "2014-07-11"), ("3 février 2022", "2022-02-03"),
            ("5 marzo 2021", "2021-03-05"), ("24-Sep-2024", "2024-09-24"), ("01 / 02 / 2024", "2024-02-01"),
            ("2. 5. 2023", "2023-05-02"), ("2024. 01. 05.", "2024-01-05"), ("2024. január 5.", "2024-01-05"),
            ("18. syyskuuta 2023", "2023-09-18"),
            ("5 Jun 26", "2026-06-05"), ("01.02.99", "1999-02-01"), ("01.02.79", "2079-02-01"),
        ])
    func forms(_ printed: String, _ iso: String) { #expect(days(printed) == [iso]) }

    @Test("a date that can be read one way decides for the others")
    func order() {
        #expect(days("03/04/2026 25/04/2026") == ["2026-04-03", "2026-04-25"])
        #expect(days("03/04/2026 04/25/2026") == ["2026-03-04", "2026-04-25"])
    }

    @Test("without any such date, hints of the country decide")
    func hints() {
        #expect(days("03/04/2026") == ["2026-04-03"])
        #expect(days("03/04/2026", american: true) == ["2026-03-04"])
    }

    @Test("no dates", arguments: ["31.02.2024", "13/13/2024", "1.2.3", "12345678", "19:30", "10.99"])
    func refused(_ printed: String) { #expect(days(printed).isEmpty) }
}
