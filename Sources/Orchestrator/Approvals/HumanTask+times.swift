extension HumanTask {
    /// Reminds and escalates as far as the time has come. A look that comes late sends what is due once, and goes on from
    /// there.
    package mutating func pass(to now: Moment) {
        if let claim = state.claim, claim.until <= now { state.claim = nil }
        let isDue = state.next.map { $0 <= now } ?? false
        climb(at: now, isUnanswered: isDue)
        guard isDue else { return }
        guard state.reminders < settings.intervals.count else {
            state.next = nil
            return
        }
        state.reminders += 1
        state.remindersSent += 1
        tell("reminder-\(state.remindersSent)", to: reachable(at: now))
        state.next = people.time.moment(interval(after: state.reminders), after: now)
    }

    /// The case was held: its times go on with the rest that they had.
    /// - Parameter held: All in all since the task began.
    package mutating func shift(to held: Duration) {
        let more = Duration.microseconds(held.wholeMicroseconds - state.held)
        guard more > .zero else { return }
        state.held = held.wholeMicroseconds
        state.asked = state.asked + more
        state.next = state.next.map { $0 + more }
        if let claim = state.claim { state.claim = TaskState.Claim(by: claim.by, until: claim.until + more) }
    }

    /// The deadline has passed: those who did not answer are told once.
    package mutating func expire(at now: Moment) { tell("expired", to: reachable(at: now)) }

    /// When it wants to be looked at; `nil` = only when something comes.
    package var next: Moment? { ([state.next] + state.ladder.map(due)).compactMap { $0 }.min() }

    /// What people are told of a question that ran out of time.
    package func late(at now: Moment) -> String {
        let open = openWords(at: now).joined(separator: ", ")
        guard !votes.isEmpty else { return "nobody answered in time; asked: \(open)" }
        let done = votes.map(\.by).joined(separator: ", ")
        return "\(votes.count) of \(needed) approved in time (\(done)); not answered: \(open)"
    }

    /// Writes down who is asked and what will happen, for those who look at the case.
    package mutating func describe(at now: Moment, deadline: Moment?) {
        state.deadline = deadline
        state.open = openWords(at: now)
        var coming: [TaskState.Coming] = []
        if let next = state.next, state.reminders < settings.intervals.count {
            coming.append(.init(at: next, what: "reminder \(state.reminders + 1) of \(settings.intervals.count)"))
        }
        for rung in state.ladder where !rung.isClimbed {
            let names = rung.to.filter(mayJoin)
            guard !names.isEmpty, let at = due(rung) ?? expected(rung) else { continue }
            coming.append(.init(at: at, what: "\(names.joined(separator: ", ")) asked too"))
        }
        state.coming = coming.filter { step in deadline.map { step.at < $0 } ?? true }
            .sorted { ($0.at, $0.what) < ($1.at, $1.what) }
    }

    mutating func startReminders(at now: Moment) {
        state.reminders = 0
        state.next = settings.intervals.isEmpty ? nil : people.time.moment(interval(after: 0), after: now)
    }

    /// - Parameter count: Reminders that were sent.
    private func interval(after count: Int) -> WorkSpan {
        settings.intervals[min(count, settings.intervals.count - 1)]
    }

    private mutating func climb(at now: Moment, isUnanswered: Bool) {
        for index in state.ladder.indices where !state.ladder[index].isClimbed {
            let rung = state.ladder[index]
            let isTime =
                switch rung.after {
                case .time: due(rung).map { $0 <= now } ?? false
                case .reminders(let count): isUnanswered && state.reminders >= min(count, settings.intervals.count)
                }
            guard isTime else { continue }
            state.ladder[index].isClimbed = true
            let new = rung.to.filter(mayJoin)
            state.standIns += new
            let able = new.filter { seat(for: $0, at: now) != nil }
            guard !able.isEmpty else { continue }
            state.climbs += 1
            tell(state.climbs == 1 ? "escalation" : "escalation-\(state.climbs)", to: able)
        }
    }

    /// Whether somebody can be asked beside the seats.
    private func mayJoin(_ id: String) -> Bool {
        !state.standIns.contains(id) && !isTaken(id) && people.isKnown(id) && people.bar(id) == nil
    }

    /// When the time of a rung comes; `nil` for those that follow reminders.
    private func due(_ rung: TaskState.Rung) -> Moment? {
        guard !rung.isClimbed, case .time(let span) = rung.after else { return nil }
        return people.time.moment(span, after: state.asked)
    }

    /// When a rung that follows reminders will come, if nobody answers.
    private func expected(_ rung: TaskState.Rung) -> Moment? {
        guard case .reminders(let wanted) = rung.after, var at = state.next else { return nil }
        var sent = state.reminders
        while sent < min(wanted, settings.intervals.count) {
            sent += 1
            at = people.time.moment(interval(after: sent), after: at)
        }
        return at
    }
}
