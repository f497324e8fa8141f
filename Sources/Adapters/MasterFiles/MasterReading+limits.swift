import Foundation
import Orchestrator

extension MasterReading {
    /// `limits.csv`: a row for a step, or `*` for all; times in seconds; what is empty is left to the workflow.
    mutating func limits() -> OrganisationLimits {
        let rows: [(String, GivenLimits)] = read(
            "limits.csv", required: ["step"],
            optional: ["queue_wait", "run", "heartbeat", "total", "human_wait", "attempts", "delay", "cap"],
            unique: "step"
        ) { table, row in
            (
                table.text(row, "step"),
                GivenLimits(
                    queueWait: Self.seconds(row, "queue_wait", &table), run: Self.seconds(row, "run", &table),
                    heartbeat: Self.seconds(row, "heartbeat", &table), total: Self.seconds(row, "total", &table),
                    humanWait: Self.seconds(row, "human_wait", &table), retry: Self.retry(row, &table))
            )
        }
        return OrganisationLimits(Dictionary(rows) { first, _ in first })
    }

    private static func seconds(_ row: Table.Row, _ column: String, _ table: inout Table) -> Double? {
        guard let value = table.decimal(row, column) else { return nil }
        let seconds = NSDecimalNumber(decimal: value).doubleValue
        if seconds > 0, seconds <= StepLimits.longest / .seconds(1) { return seconds }
        table.fail(row, column, "it must be above 0 and at most a year in seconds")
        return nil
    }

    /// Attempts and pauses are one policy: all three or none.
    private static func retry(_ row: Table.Row, _ table: inout Table) -> WorkflowDefinition.Retry? {
        let columns = ["attempts", "delay", "cap"]
        let given = columns.filter { row[$0] != nil }
        guard !given.isEmpty else { return nil }
        guard given.count == columns.count else {
            table.fail(row, "attempts", "attempts, delay and cap are one policy: give all three or none")
            return nil
        }
        guard let attempts = table.whole(row, "attempts"), let delay = table.decimal(row, "delay"),
            let cap = table.decimal(row, "cap")
        else { return nil }
        let retry = WorkflowDefinition.Retry(
            attempts: attempts, delay: NSDecimalNumber(decimal: delay).doubleValue,
            cap: NSDecimalNumber(decimal: cap).doubleValue)
        for fault in RetryPolicy(retry, total: StepLimits.longest).faults { table.fail(row, "attempts", fault) }
        return retry
    }
}
