import Foundation
package import Orchestrator

/// A case as far as reports count it.
package struct CountedCase: Hashable, Sendable {
    package var status: CaseStatus
    /// Where it stands; `nil` = at the end.
    package var step: String?
    package var reason: String
    /// As far as one was read.
    package var supplier: String?
    package var created: Moment

    package init(status: CaseStatus, step: String?, reason: String, supplier: String?, created: Moment) {
        self.status = status
        self.step = step
        self.reason = reason
        self.supplier = supplier
        self.created = created
    }
}

/// How many cases there are, by what people ask for: status, step, reason, supplier, age.
package struct CaseReport: Hashable, Sendable {
    package enum Column: String, CaseIterable, Sendable {
        case status, step, reason, supplier, age
    }

    package struct Row: Hashable, Sendable {
        /// In the order of the columns; empty = nothing to say.
        package var values: [String]
        package var count: Int
        /// When the oldest of them began.
        package var oldest: Moment
    }

    package let columns: [Column]
    /// The most frequent first.
    package let rows: [Row]

    /// - Parameter columns: What cases are told apart by.
    package init(_ cases: [CountedCase], by columns: [Column], now: Moment) {
        self.columns = columns
        let groups = Dictionary(grouping: cases) { one in columns.map { $0.value(of: one, now: now) } }
        rows = groups.map { values, members in
            Row(values: values, count: members.count, oldest: members.map(\.created).min() ?? now)
        }.sorted { left, right in
            left.count != right.count
                ? left.count > right.count : left.values.lexicographicallyPrecedes(right.values)
        }
    }

    package var total: Int { rows.reduce(0) { $0 + $1.count } }

    package var csv: String {
        CSVText.make(
            columns.map(\.rawValue) + ["cases", "oldest"],
            rows.map { $0.values.map(CSVText.text) + [String($0.count), $0.oldest.iso] })
    }

    package func table(width: Int?, style: TerminalStyle = .plain) -> String {
        let names = columns.map { TextTable.Column($0.rawValue, least: 10) }
        let last = [TextTable.Column("cases", right: true), TextTable.Column("oldest")]
        return TextTable(names + last, rows: rows.map { $0.values + [String($0.count), $0.oldest.iso] })
            .text(width: width, style: style)
    }
}

extension CaseReport.Column {
    func value(of one: CountedCase, now: Moment) -> String {
        switch self {
        case .status: one.status.rawValue
        case .step: one.step ?? ""
        // What differs from case to case would make a group of each.
        case .reason: PlainMessage.of(one.reason)
        case .supplier: one.supplier ?? ""
        case .age: Self.age(now - one.created)
        }
    }

    /// In the steps in which accountants look at what is open.
    private static func age(_ time: Duration) -> String {
        switch time / .seconds(86_400) {
        case ..<1: "up to 1 day"
        case ..<7: "up to 7 days"
        case ..<30: "up to 30 days"
        case ..<90: "up to 90 days"
        default: "older"
        }
    }
}
