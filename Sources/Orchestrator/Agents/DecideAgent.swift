import Foundation
package import Pipeline

/// Waits for the people whom the decision table names. Only those who are asked can answer; nobody counts twice; one
/// refusal refuses. Who does not answer is reminded, then the default approver is asked too.
package struct DecideAgent: WaitingAgent {
    package static let name = "decide"
    package static let version = 1
    package static let needsOrder = true
    package typealias Output = Consent

    package struct Settings: Hashable, Sendable, Codable {
        /// Seconds between reminders.
        package var interval: Double
        /// How many are sent before the default approver is asked too; 0 = none, he is never asked.
        package var reminders: Int
    }

    package static let defaults = Settings(interval: 172_800, reminders: 3)

    package struct State: Hashable, Sendable, Codable {
        /// Who may answer; in a sequence only the first who has not yet.
        package var asked: [String]
        package var approved: [String]
        package var comments: [String]
        /// Sent so far.
        package var reminders: Int
        package var next: Moment?
    }

    private let settings: Settings
    private let lastResort: String?
    /// His record; `nil` for a role.
    private let lastApprover: Approver?

    package init(settings: Settings, services: Services) {
        self.settings = settings
        lastResort = services.approvals?.defaultApprover
        lastApprover = lastResort.flatMap { services.approvals?.approver($0) }
    }

    package func stand(_ file: CaseFile, _ state: State?, _ news: StepNews) async throws(StageFailure)
        -> StepStand<WaitOrOutput<State, Consent>>
    {
        guard let approval = file.approval, !approval.automatic, !approval.approvers.isEmpty else {
            throw .needsReview(because: "nobody is named who could approve")
        }
        var task = Task(file: file, mode: approval.mode, state: state ?? first(approval, news.now))
        if state == nil { task.tell("ask", to: task.open) }
        var replies: [CaseReply] = []
        for message in news.messages {
            let (reply, end) = task.hear(message)
            replies.append(reply)
            if let end { return StepStand(end, replies: replies, send: task.send) }
        }
        remind(&task, at: news.now)
        return StepStand(.wait(task.state, until: task.state.next), replies: replies, send: task.send)
    }

    package static func write(_ output: Consent, into file: inout CaseFile) { file.consent = output }

    /// Whether an order's creator, as the order writes him, is the last resort himself.
    private func isLastResort(_ person: String, _ lastResort: String) -> Bool {
        lastApprover?.isSame(as: person) ?? (person.lowercased() == lastResort.lowercased())
    }

    private func first(_ approval: ApprovalDecision, _ now: Moment) -> State {
        State(
            asked: approval.approvers, approved: [], comments: [], reminders: 0,
            next: settings.reminders > 0 ? now + .seconds(settings.interval) : nil)
    }

    private func remind(_ task: inout Task, at now: Moment) {
        guard let next = task.state.next, next <= now else { return }
        if task.state.reminders < settings.reminders {
            task.state.reminders += 1
            let isLast = task.state.reminders == settings.reminders
            task.tell("reminder-\(task.state.reminders)", to: task.open, isLast ? .lastReminder : .reminder)
            task.state.next = now + .seconds(settings.interval)
        } else {
            task.state.next = nil
            guard let lastResort, !task.state.asked.contains(lastResort), task.mode == .any,
                !(task.file.match?.orderedBy ?? []).contains(where: { isLastResort($0, lastResort) })
            else { return }
            task.state.asked.append(lastResort)
            task.tell("escalation", to: [lastResort], .escalation)
        }
    }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(DecideAgent.self, to: $0) }
}

extension DecideAgent {
    /// One look at what people have said.
    fileprivate struct Task {
        let file: CaseFile
        let mode: ApprovalDecision.Mode
        var state: State
        var send: [OutgoingMessage] = []

        /// Those who are asked now.
        var open: [String] {
            let left = state.asked.filter { !state.approved.contains($0) }
            return mode == .sequence ? Array(left.prefix(1)) : left
        }

        /// - Returns: The answer to the message, and how the wait ends; `nil` = it goes on.
        mutating func hear(_ message: CaseMessage) -> (CaseReply, WaitOrOutput<State, Consent>?) {
            func reply(_ isAccepted: Bool, _ text: String) -> CaseReply {
                CaseReply(number: message.number, isAccepted: isAccepted, text: text)
            }
            guard case .tell(let text) = message.body,
                let answer = try? JSONDecoder().decode(ApprovalAnswer.self, from: Data(text.utf8))
            else { return (reply(false, "this is no answer"), nil) }
            if answer.kind == .comment {
                state.comments.append("\(message.by): \(answer.text)")
                return (reply(true, "noted"), nil)
            }
            guard open.contains(message.by) else { return (reply(false, refusal(message.by)), nil) }
            if answer.kind == .reject {
                guard !answer.text.isEmpty else { return (reply(false, "a refusal needs a reason"), nil) }
                return (reply(true, "refused"), .end(.reject(because: "refused by \(message.by): \(answer.text)")))
            }
            state.approved.append(message.by)
            if !answer.text.isEmpty { state.comments.append("\(message.by): \(answer.text)") }
            if mode == .any || open.isEmpty {
                return (reply(true, "approved"), .output(Consent(by: state.approved, comments: state.comments)))
            }
            if mode == .sequence { tell("ask-\(state.approved.count + 1)", to: open) }
            return (reply(true, "noted; still to answer: \(open.joined(separator: ", "))"), nil)
        }

        private func refusal(_ person: String) -> String {
            if state.approved.contains(person) { return "\(person) has approved already" }
            return "\(person) is not asked; to answer: \(open.joined(separator: ", "))"
        }

        /// - Parameter key: Within the case.
        mutating func tell(_ key: String, to people: [String], _ occasion: OutboxMessage.Occasion = .ask) {
            let reasons = file.approval?.reasons ?? []
            let message = OutboxMessage(
                to: people, mode: mode, caseID: file.id, document: file.label,
                subject: "Invoice waits for approval: \(file.label)", reasons: reasons, occasion: occasion)
            send.append(OutgoingMessage(key: "\(file.id)/\(DecideAgent.name)/\(key)", message: message))
        }
    }
}
