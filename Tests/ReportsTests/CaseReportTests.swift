import Orchestrator
import Reports
import Testing

@Suite("Report of cases") struct CaseReportTests {
    private static let now = Moment(microseconds: 1_767_225_600_000_000)

    private func one(_ status: CaseStatus, _ reason: String = "", supplier: String? = nil, days: Int = 0)
        -> CountedCase
    {
        CountedCase(
            status: status, step: "post", reason: reason, supplier: supplier,
            created: Moment(microseconds: Self.now.microseconds - Int64(days) * 86_400_000_000))
    }

    @Test func equalTroublesComeTogether() {
        let report = CaseReport(
            [
                one(.failed, "timeout: no answer within 30 seconds"),
                one(.failed, "timeout: no answer within 60 seconds"),
                one(.waiting),
            ], by: [.status, .reason], now: Self.now)
        #expect(report.rows.map(\.count) == [2, 1])
        #expect(report.rows[0].values[0] == "failed")
        #expect(report.total == 3)
    }

    @Test func agesAreThoseOfAccountants() {
        let report = CaseReport(
            [0, 1, 6, 7, 29, 30, 89, 90].map { one(.waiting, days: $0) }, by: [.age], now: Self.now)
        let counts = Dictionary(uniqueKeysWithValues: report.rows.map { ($0.values[0], $0.count) })
        #expect(
            counts == ["up to 1 day": 1, "up to 7 days": 2, "up to 30 days": 2, "up to 90 days": 2, "older": 1])
        #expect(report.rows.first { $0.values == ["older"] }?.oldest.iso == "2025-10-03T00:00:00Z")
    }

    @Test func spreadsheetsTakeNoNameForAFormula() {
        let report = CaseReport([one(.review, supplier: "=1+1;\"x\"")], by: [.supplier], now: Self.now)
        #expect(report.csv == "\u{FEFF}supplier,cases,oldest\r\n\"'=1+1;\"\"x\"\"\",1,2026-01-01T00:00:00Z\r\n")
    }
}
