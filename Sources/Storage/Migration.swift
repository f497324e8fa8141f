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
        .organisations, .cases, .reservations, .history, .openGoods, .holds, .audit, .notifications, .schedules,
        .organisationNames, .retiredWorkflows, .mail, .sentDeliveries,
    ]
}
