/// People decide. Pure: answers and times in, notices and an end out; no clock, no store. Answers are heard in the order of
/// their arrival and by the time at which they were recorded, so when they are looked at does not matter.
///
/// Every approval fills one seat, and nobody fills two: not for himself and for somebody else, not through a substitute.
package struct HumanTask: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Working time before each reminder; as many are sent. After the last one its own span passes once more before it
        /// counts as not answered.
        package var intervals: [WorkSpan]
        /// How long a claim keeps others from answering.
        package var claim: WorkSpan

        package init(intervals: [WorkSpan], claim: WorkSpan = WorkSpan(4, .hours)) {
            self.intervals = intervals
            self.claim = claim
        }
    }

    /// Something that people have to be told.
    package struct Notice: Hashable, Sendable {
        /// `"ask"`, `"reminder-2"`; once per task.
        package var occasion: String
        package var to: [String]
    }

    package enum End: Hashable, Sendable {
        case approved(Consent)
        case refused(because: String)
    }

    /// What became of an answer.
    package struct Heard: Hashable, Sendable {
        package var isAccepted: Bool
        package var text: String
        package var end: End?
    }

    package let people: TaskPeople
    package let settings: Settings
    package internal(set) var state: TaskState
    package internal(set) var notices: [Notice] = []

    /// A new question.
    /// - Parameter ladder: Whom to ask when nobody answers.
    package init(
        asking names: [String], mode: ApprovalDecision.Mode, ladder: [TaskState.Rung], people: TaskPeople,
        settings: Settings, at now: Moment
    ) {
        self.people = people
        self.settings = settings
        var seats: [TaskState.Seat] = []
        for name in names where !seats.contains(where: { $0.asked == name }) {
            seats.append(TaskState.Seat(asked: name, holder: name))
        }
        state = TaskState(mode: mode, seats: seats, began: now, asked: now, ladder: ladder)
        startReminders(at: now)
        tell("ask", to: reachable(at: now))
    }

    /// One that was asked before.
    package init(_ state: TaskState, people: TaskPeople, settings: Settings) {
        self.people = people
        self.settings = settings
        self.state = state
    }

    // MARK: Who

    var needed: Int { state.mode.needed(of: state.seats.count) }
    /// In the order of arrival.
    var votes: [TaskState.Vote] { state.seats.compactMap(\.vote).sorted { $0.number < $1.number } }

    /// Seats that can be filled now.
    var open: [Int] {
        let open = state.seats.indices.filter { state.seats[$0].vote == nil }
        return state.mode == .sequence ? Array(open.prefix(1)) : open
    }

    /// Why the question can't be answered by enough people, however long it waits; `nil` = it can.
    package var hindrance: String? {
        let able = state.seats.filter { people.bar($0.holder) == nil }
        guard able.count < max(1, needed) else { return nil }
        let names = able.isEmpty ? "nobody" : able.map(\.holder).joined(separator: ", ")
        return "\(max(1, needed)) have to approve, but of those who are asked only \(names) may;"
            + " name more people in approvals.csv, then continue at the approve step"
    }

    func hasVoted(_ person: String) -> Bool { state.seats.contains { $0.vote?.by == person } }

    /// Has a part of his own: can't stand for somebody else.
    func isTaken(_ person: String) -> Bool {
        hasVoted(person) || state.seats.contains { $0.holder == person }
    }

    /// The seat that somebody can fill now; `nil` = none.
    func seat(for person: String, at now: Moment) -> Int? {
        guard !hasVoted(person), people.bar(person) == nil else { return nil }
        let open = open
        if let own = open.first(where: { state.seats[$0].holder == person }) { return own }
        guard !isTaken(person) else { return nil }
        return open.first { people.acting(for: state.seats[$0].holder, at: now, isTaken: isTaken) == .deputy(person) }
            ?? open.first { state.standIns.contains(person) && people.mayReplace(state.seats[$0].holder, person) }
    }

    /// Those who can do something now, each once: whom messages go to.
    func reachable(at now: Moment) -> [String] {
        var names: [String] = []
        for index in open {
            let holder = state.seats[index].holder
            let name =
                if case .deputy(let deputy) = people.acting(for: holder, at: now, isTaken: isTaken) { deputy } else {
                    holder
                }
            if !names.contains(name), people.bar(name) == nil { names.append(name) }
        }
        return names + state.standIns.filter { !names.contains($0) && seat(for: $0, at: now) != nil }
    }

    /// The same for people to read.
    func openWords(at now: Moment) -> [String] {
        let seats = open.map { index in
            let holder = state.seats[index].holder
            return switch people.acting(for: holder, at: now, isTaken: isTaken) {
            case .himself: holder
            case .deputy(let deputy): "\(deputy) for \(holder)"
            case .nobody: "\(holder) (away)"
            }
        }
        return seats + state.standIns.filter { seat(for: $0, at: now) != nil }
    }

    mutating func tell(_ occasion: String, to people: [String]) {
        if !people.isEmpty { notices.append(Notice(occasion: occasion, to: people)) }
    }
}
