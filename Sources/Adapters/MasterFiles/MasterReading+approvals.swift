import Foundation
import Invoicing
import Orchestrator

extension MasterReading {
    mutating func approvers() -> [Approver] {
        let file = "approvers.csv"
        var lines: [Int] = []
        let approvers = read(
            file, required: ["id", "name"],
            optional: [
                "email", "limit", "currency", "mail_limit", "departments", "substitute", "absent_from", "absent_until",
            ],
            unique: "id"
        ) { table, row in
            let (from, until) = (table.day(row, "absent_from"), table.day(row, "absent_until"))
            let approver = Approver(
                id: table.text(row, "id"), name: table.text(row, "name"), email: row["email"] ?? "",
                limit: table.amount(row, "limit"), currency: table.currency(row, "currency"),
                mailLimit: table.amount(row, "mail_limit"), departments: table.list(row, "departments"),
                substitute: row["substitute"],
                absence: from == nil && until == nil ? nil : Absence(from: from, until: until))
            if approver.limit != nil || approver.mailLimit != nil, row["currency"] == nil {
                table.fail(row, "currency", "a limit needs its currency")
            }
            lines.append(row.line)
            return approver
        }
        for problem in approvers.problems(defaultApprover: ApprovalTable.usualDefault) {
            let fault = MasterFault(file: file, line: lines[problem.approver], column: nil, message: problem.message)
            if problem.isWarning { warnings.append(fault) } else { faults.append(fault) }
        }
        return approvers
    }

    /// - Parameter rates: For bands and limits in another currency than the invoice's.
    mutating func approvals(_ approvers: [Approver], rates: ExchangeRates) -> ApprovalTable? {
        let file = "approvals.csv"
        guard FileManager.default.fileExists(atPath: folder.appending(path: file).path) else { return nil }
        var lines: [Int] = []
        let rows = read(
            file, required: ["rule", "approvers"],
            optional: Self.conditions + ["supplier_id", "mode", "auto_approve", "without_order"]
        ) { table, row -> ApprovalTable.Row? in
            let answer: YesNo? = table.choice(row, "auto_approve", or: .no)
            let withoutOrder: YesNo? = table.choice(row, "without_order", or: .no)
            lines.append(row.line)
            var condition = Self.condition(row, &table)
            condition.supplierID = row["supplier_id"]
            return ApprovalTable.Row(
                rule: table.text(row, "rule"), condition, approvers: table.list(row, "approvers"),
                mode: Self.mode(row, &table), autoApprove: answer == .yes, withoutOrder: withoutOrder == .yes)
        }
        var table = ApprovalTable(rows: rows, approvers: approvers, rates: rates, duties: duties)
        escalations(of: &table)
        table.calendar = calendar()
        for problem in table.problems() {
            let fault = MasterFault(
                file: file, line: problem.row.map { lines[$0] }, column: nil, message: problem.message)
            if problem.isError { faults.append(fault) } else { warnings.append(fault) }
        }
        return table
    }

    /// `nil` when there is no `calendar.json`, or it has faults.
    private mutating func calendar() -> BusinessCalendar? {
        let file = "calendar.json"
        guard let json = FileManager.default.contents(atPath: folder.appending(path: file).path) else { return nil }
        do throws(CalendarError) { return try BusinessCalendar(json: json) } catch {
            faults.append(MasterFault(file: file, line: nil, column: nil, message: "\(error)"))
            return nil
        }
    }

    /// The ladders, which stand in a file of their own.
    private mutating func escalations(of table: inout ApprovalTable) {
        let file = "escalations.csv"
        var lines: [Int] = []
        table.escalations = read(file, required: ["step", "after", "to"], optional: Self.conditions) { csv, row in
            let after = EscalationDelay(csv.text(row, "after"))
            if let text = row["after"], after == nil {
                csv.fail(row, "after", "\(text) is no time; write working days or hours (2d, 8h), or reminders (3r)")
            }
            if row["step"] == nil { csv.fail(row, "step", "it is empty; give 1 for the first step") }
            guard let step = csv.whole(row, "step"), let after else { return nil }
            lines.append(row.line)
            return EscalationRow(step: step, after: after, to: csv.list(row, "to"), Self.condition(row, &csv))
        }
        for problem in table.escalationProblems() {
            let fault = MasterFault(
                file: file, line: problem.row.map { lines[$0] }, column: nil, message: problem.message)
            if problem.isError { faults.append(fault) } else { warnings.append(fault) }
        }
    }

    enum YesNo: String, CaseIterable { case yes, no }

    /// Columns of what a row asks of an invoice.
    static let conditions = [
        "amount_from", "amount_to", "currency", "convert", "department", "cost_centre", "risk", "failure",
    ]

    static func condition(_ row: Table.Row, _ table: inout Table) -> ApprovalCondition {
        let converts: YesNo? = table.choice(row, "convert", or: .no)
        let failures = table.list(row, "failure")
        return ApprovalCondition(
            amountFrom: table.amount(row, "amount_from"), amountTo: table.amount(row, "amount_to"),
            currency: table.currency(row, "currency"), converts: converts == .yes, department: row["department"],
            costCentre: row["cost_centre"], risks: risks(row, &table), failures: failures.isEmpty ? nil : Set(failures))
    }

    private static func risks(_ row: Table.Row, _ table: inout Table) -> Set<Supplier.Risk>? {
        guard row["risk"] != nil else { return nil }
        var risks: Set<Supplier.Risk> = []
        for text in table.list(row, "risk") {
            guard let risk = Supplier.Risk(rawValue: text.lowercased()) else {
                table.fail(row, "risk", "\(text) is not one of low, medium, high; several are written low;medium")
                continue
            }
            risks.insert(risk)
        }
        return risks
    }

    private static func mode(_ row: Table.Row, _ table: inout Table) -> ApprovalDecision.Mode {
        guard let text = row["mode"] else { return .any }
        if let mode = ApprovalDecision.Mode(rawValue: text.lowercased()) { return mode }
        table.fail(row, "mode", "\(text) is not one of any, all, sequence, or how many of how many: 2-of-3")
        return .all
    }
}
