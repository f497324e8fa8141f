import Foundation
import Invoicing
import Orchestrator

/// A task with people around it, and a clock turned by hand.
struct TaskOffice {
    static let euro = Currency("EUR")
    static let start = Moment(microseconds: 1_772_438_400_000_000)  // 2026-03-02T08:00Z, a Monday

    var task: HumanTask
    var now = start

    static func moment(_ iso: String) -> Moment {
        let seconds = (try? Date(iso, strategy: .iso8601))?.timeIntervalSince1970 ?? 0
        return Moment(microseconds: Int64(seconds * 1_000_000))
    }

    static func day(_ iso: String) -> Day { Day(iso: iso) ?? start.day }

    /// A1…A5 with limits of 1,000, 5,000, 20,000, 20,000 and 20,000 EUR.
    static let people = [
        Approver(id: "A1", name: "One", email: "one@x.example", limit: 1000, currency: euro),
        Approver(id: "A2", name: "Two", limit: 5000, currency: euro),
        Approver(id: "A3", name: "Three", limit: 20_000, currency: euro),
        Approver(id: "A4", name: "Four", limit: 20_000, currency: euro),
        Approver(id: "A5", name: "Five", limit: 20_000, currency: euro),
    ]

    init(
        _ mode: ApprovalDecision.Mode = .any, asking names: [String] = ["A2", "A3"], amount: Decimal = 900,
        duties: Duties = Duties(), intervals: [WorkSpan] = [WorkSpan(1, .days), WorkSpan(1, .days)],
        ladder: [TaskState.Rung] = [.init(after: .reminders(2), to: ["ap-manager"])],
        calendar: BusinessCalendar? = nil, change: (inout [Approver]) -> Void = { _ in }, at iso: String? = nil
    ) {
        if let iso { now = Self.moment(iso) }
        var people = Self.people
        change(&people)
        let request = ApprovalRequest(
            amount: amount, currency: Self.euro, day: Self.day("2026-03-01"), duties: duties)
        task = HumanTask(
            asking: names, mode: mode, ladder: ladder,
            people: TaskPeople(
                table: ApprovalTable(rows: [], approvers: people, calendar: calendar), request: request),
            settings: .init(intervals: intervals), at: now)
    }

    mutating func say(
        _ kind: ApprovalAnswer.Kind, by person: String, _ text: String = "", to: String? = nil, from: String? = nil
    ) -> HumanTask.Heard {
        task.hear(ApprovalAnswer(kind, text: text, to: to, from: from), by: person, at: now)
    }

    mutating func turn(_ duration: Duration) {
        now = now + duration
        task.pass(to: now)
    }

    var occasions: [String] { task.notices.map { "\($0.occasion) \($0.to.joined(separator: ","))" } }

    /// Of whoever is away from the first day of the task on.
    static func away(_ index: Int, _ substitute: String?, until: String? = nil) -> (inout [Approver]) -> Void {
        { people in
            people[index].absence = Absence(from: day("2026-03-02"), until: until.map(day))
            people[index].substitute = substitute
        }
    }
}

extension HumanTask.Heard {
    var consent: Consent? { if case .approved(let consent) = end { consent } else { nil } }
}
