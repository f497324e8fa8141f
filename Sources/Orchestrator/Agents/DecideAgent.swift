import Foundation
package import Pipeline

/// Waits for the people whom the decision table names. What answers, reminders and times come to, ``HumanTask`` says.
package struct DecideAgent: WaitingAgent {
    package static let name = "decide"
    package static let version = 2
    package static let needsOrder = true
    package static let needs: Set<CasePart> = [.approval]
    package static let gives: Set<CasePart> = [.consent]
    package typealias Output = Consent
    package typealias State = TaskState

    package struct Settings: Hashable, Sendable, Codable {
        /// Seconds between reminders; whole days are working days.
        package var interval: Double
        /// How many are sent; 0 = none.
        package var reminders: Int
        /// Working time before each reminder, instead of the two above: `["1d", "2d", "1d"]`.
        package var intervals: [WorkSpan]
        /// Working time for which a claim keeps others from answering.
        package var claim: WorkSpan
    }

    package static let defaults = Settings(
        interval: 172_800, reminders: 3, intervals: [], claim: WorkSpan(4, .hours))

    package static func faults(in settings: Settings) -> [JSONFault] {
        var faults: [JSONFault] = []
        if !(60...31_536_000).contains(settings.interval) {
            faults.append(JSONFault(JSONPointer("interval"), "must be between a minute and a year, in seconds"))
        }
        if !(0...100).contains(settings.reminders) {
            faults.append(JSONFault(JSONPointer("reminders"), "must be 0...100"))
        }
        return faults
    }

    private let settings: HumanTask.Settings
    private let table: ApprovalTable
    private let services: Services

    package init(settings: Settings, services: Services) {
        self.settings = HumanTask.Settings(settings)
        self.services = services
        table = services.approvals ?? ApprovalTable(rows: [], approvers: [])
    }

    package func stand(_ file: CaseFile, _ state: State?, _ news: StepNews) async throws(StageFailure)
        -> StepStand<WaitOrOutput<State, Consent>>
    {
        guard let approval = file.approval, !approval.automatic, !approval.approvers.isEmpty else {
            throw .needsReview(because: "nobody is named who could approve")
        }
        let people = people(file)
        var task =
            state.map { HumanTask($0, people: people, settings: settings) } ?? first(approval, people, at: news.now)
        if let hindrance = task.hindrance, state == nil { throw .needsReview(because: hindrance) }
        task.shift(to: news.held)
        var replies: [CaseReply] = []
        var answers: [OutgoingMessage] = []
        for message in news.messages {
            let (reply, end) = hear(message, &task)
            replies.append(reply)
            answers += told(reply, to: message, file)
            if let end { return StepStand(end, replies: replies, send: sent(task, file) + answers) }
        }
        if let deadline = news.deadline, deadline <= news.now {
            task.expire(at: news.now)
        } else {
            task.pass(to: news.now)
        }
        task.describe(at: news.now, deadline: news.deadline)
        return StepStand(
            .wait(task.state, until: task.next, late: task.late(at: news.now)), replies: replies,
            send: sent(task, file) + answers)
    }

    package static func write(_ output: Consent, into file: inout CaseFile) { file.consent = output }

    private func people(_ file: CaseFile) -> TaskPeople {
        let supplier = file.checked?.supplier.flatMap { services.suppliers[$0.id] }
        return TaskPeople(table: table, request: ApprovalRequest(file, supplier: supplier, duties: table.duties))
    }

    private func first(_ approval: ApprovalDecision, _ people: TaskPeople, at now: Moment) -> HumanTask {
        let ladder = table.ladder(for: people.request, reminders: settings.intervals.count)
        return HumanTask(
            asking: approval.approvers, mode: approval.mode, ladder: ladder, people: people, settings: settings,
            at: now)
    }

    private func hear(_ message: CaseMessage, _ task: inout HumanTask) -> (CaseReply, WaitOrOutput<State, Consent>?) {
        guard case .tell(let text) = message.body,
            let answer = Self.answer(text)
        else { return (CaseReply(number: message.number, isAccepted: false, text: "this is no answer"), nil) }
        let heard = task.hear(answer, by: message.by, at: message.at)
        let end: WaitOrOutput<State, Consent>? =
            switch heard.end {
            case nil: nil
            case .approved(let consent): .output(consent)
            case .refused(let reason): .end(.reject(because: reason))
            }
        return (CaseReply(number: message.number, isAccepted: heard.isAccepted, text: heard.text), end)
    }

    private static func answer(_ text: String) -> ApprovalAnswer? {
        try? JSONDecoder().decode(ApprovalAnswer.self, from: Data(text.utf8))
    }

    /// Whoever answered by mail hears by mail what became of it.
    private func told(_ reply: CaseReply, to message: CaseMessage, _ file: CaseFile) -> [OutgoingMessage] {
        guard case .tell(let text) = message.body, let answer = Self.answer(text), let mail = answer.mail else {
            return []
        }
        let told = OutboxMessage(
            to: [message.by], mode: .any, caseID: file.id, document: file.label, subject: file.label,
            reasons: [reply.text], occasion: reply.isAccepted ? .answerTaken : .answerRefused,
            answers: mail.isEmpty ? nil : mail)
        return [OutgoingMessage(key: "\(file.id)/\(Self.name)/answer/\(message.number)", message: told)]
    }

    /// Keys tell this question from an earlier one of the same case.
    private func sent(_ task: HumanTask, _ file: CaseFile) -> [OutgoingMessage] {
        let reasons = (file.approval?.reasons ?? []) + [task.people.request.duties.gap].compactMap { $0 }
        return task.notices.map { notice in
            let message = OutboxMessage(
                to: notice.to, mode: task.state.mode, caseID: file.id, document: file.label,
                subject: Self.subject(notice.occasion, file.label), reasons: reasons,
                occasion: occasion(notice.occasion))
            let key = "\(file.id)/\(Self.name)/\(task.state.began.microseconds)/\(notice.occasion)"
            return OutgoingMessage(key: key, message: message)
        }
    }

    private func occasion(_ word: String) -> OutboxMessage.Occasion {
        if word == "reminder-\(settings.intervals.count)" { return .lastReminder }
        if word.hasPrefix("reminder-") { return .reminder }
        if word == "expired" { return .expired }
        return word.hasPrefix("escalation") ? .escalation : .ask
    }

    private static func subject(_ occasion: String, _ label: String) -> String {
        occasion == "expired"
            ? "Nobody decided in time: \(label)" : "Invoice waits for approval: \(label)"
    }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(DecideAgent.self, to: $0) }
}

extension HumanTask.Settings {
    init(_ settings: DecideAgent.Settings) {
        let seconds = max(1, Int(settings.interval))
        let span = seconds % 86_400 == 0 ? WorkSpan(seconds / 86_400, .days) : WorkSpan(seconds, .seconds)
        let same = Array(repeating: span, count: max(0, min(settings.reminders, 1000)))
        self.init(intervals: settings.intervals.isEmpty ? same : settings.intervals, claim: settings.claim)
    }
}
