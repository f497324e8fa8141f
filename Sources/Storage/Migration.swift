/// One step of the schema. Never edited after a release: write the next one.
package struct Migration: Sendable {
    /// From 1 without gaps.
    package var number: Int
    package var name: String
    package var sql: String

    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// All of this program, in order.
    package static let all: [Migration] = [
        .organisations, .cases, .reservations, .history,
        // Number 5 is another branch's; it takes this place when they meet.
        Migration(number: 5, name: "reserved", sql: "SELECT 1"),
        .notifications,
    ]
}
