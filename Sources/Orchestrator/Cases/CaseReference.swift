/// How people call a case: `2026-000123`. Counted without gaps per organisation and year.
package enum CaseReference {
    package static func text(year: Int, _ number: Int) -> String {
        let digits = String(number)
        return "\(year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
