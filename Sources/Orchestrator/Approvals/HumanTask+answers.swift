extension HumanTask {
    /// - Parameter at: When it was recorded.
    package mutating func hear(_ answer: ApprovalAnswer, by person: String, at: Moment) -> Heard {
        switch answer.kind {
        case .comment:
            guard !answer.text.isEmpty else { return refuse("a comment needs a text") }
            note(person, answer.text)
            return accept("noted")
        case .approve: return approve(answer, by: person, at: at)
        case .reject: return reject(answer, by: person, at: at)
        case .claim: return claim(by: person, at: at)
        case .release: return release(by: person, at: at)
        case .reassign: return reassign(answer, by: person, at: at)
        }
    }

    private mutating func approve(_ answer: ApprovalAnswer, by person: String, at: Moment) -> Heard {
        guard let index = seat(for: person, at: at) else { return refuse(refusal(person, at: at)) }
        if let hold = claimed(besides: person, at: at) { return refuse(hold) }
        state.seats[index].vote = TaskState.Vote(by: person, at: at, number: votes.count + 1)
        if state.claim?.by == person { state.claim = nil }
        if !answer.text.isEmpty { note(person, answer.text) }
        let place = place(index, person)
        guard votes.count < needed else {
            return Heard(isAccepted: true, text: "approved\(place)", end: .approved(consent))
        }
        if state.mode == .sequence { askNext(at: at) }
        return accept("noted\(place); still to answer: \(stillOpen(at: at))")
    }

    private mutating func reject(_ answer: ApprovalAnswer, by person: String, at: Moment) -> Heard {
        guard let index = seat(for: person, at: at) else { return refuse(refusal(person, at: at)) }
        if let hold = claimed(besides: person, at: at) { return refuse(hold) }
        guard !answer.text.isEmpty else { return refuse("a refusal needs a reason") }
        let place = place(index, person)
        return Heard(
            isAccepted: true, text: "refused\(place)",
            end: .refused(because: "refused by \(person)\(place): \(answer.text)"))
    }

    private mutating func claim(by person: String, at: Moment) -> Heard {
        guard seat(for: person, at: at) != nil else { return refuse(refusal(person, at: at)) }
        if let hold = claimed(besides: person, at: at) { return refuse(hold) }
        let until = people.time.moment(settings.claim, after: at)
        state.claim = TaskState.Claim(by: person, until: until)
        return accept("claimed until \(until.iso)")
    }

    private mutating func release(by person: String, at: Moment) -> Heard {
        guard let claim = state.claim, at < claim.until else { return refuse("nobody has claimed it") }
        guard claim.by == person || person == people.table.defaultApprover else {
            return refuse(
                "\(claim.by) has claimed it; only \(claim.by) or \(people.table.defaultApprover) can release it")
        }
        state.claim = nil
        return accept("released")
    }

    private mutating func reassign(_ answer: ApprovalAnswer, by person: String, at: Moment) -> Heard {
        guard let other = answer.to, !other.isEmpty else { return refuse("say to whom") }
        if let bar = people.bar(person) { return refuse(bar) }
        let isChief = person == people.table.defaultApprover
        guard let index = seatToGive(answer.from, by: person, isChief: isChief, at: at) else {
            return refuse(answer.from.map { "\(person) can't give away the place of \($0)" } ?? refusal(person, at: at))
        }
        if !isChief, let hold = claimed(besides: person, at: at) { return refuse(hold) }
        let holder = state.seats[index].holder
        if let objection = objection(to: other, insteadOf: holder, at: at) { return refuse(objection) }
        state.seats[index].holder = other
        state.standIns.removeAll { $0 == other }
        state.claim = nil
        state.moves += 1
        note(person, "gave the place of \(holder) to \(other)" + (answer.text.isEmpty ? "" : ": \(answer.text)"))
        if open.contains(index) {
            tell("reassigned-\(state.moves)", to: [other])
            startReminders(at: at)
        }
        return accept("\(other) is asked instead of \(holder)")
    }

    /// One's own, that of somebody away for whom one stands, or, for the default approver, any.
    private func seatToGive(_ from: String?, by person: String, isChief: Bool, at: Moment) -> Int? {
        let empty = state.seats.indices.filter { state.seats[$0].vote == nil }
        let named = empty.filter { index in
            from.map { state.seats[index].holder == $0 || state.seats[index].asked == $0 } ?? true
        }
        return named.first { state.seats[$0].holder == person }
            ?? named.first {
                people.acting(for: state.seats[$0].holder, at: at, isTaken: isTaken) == .deputy(person)
            } ?? (isChief ? named.first : nil)
    }

    /// Why somebody can't take the place of another; `nil` = he can.
    private func objection(to other: String, insteadOf holder: String, at: Moment) -> String? {
        if !people.isKnown(other) { return "\(other) is not in the list of approvers" }
        if let bar = people.bar(other) { return bar }
        if other == holder { return "\(other) is asked already" }
        if isTaken(other) { return "\(other) has a part in this already" }
        if !people.mayReplace(holder, other) { return "the limit of \(other) does not cover the amount" }
        if people.acting(for: other, at: at) != .himself { return "\(other) is away; name somebody who is there" }
        return nil
    }

    // MARK: Words

    /// Who keeps others from answering; `nil` = nobody.
    private func claimed(besides person: String, at: Moment) -> String? {
        guard let claim = state.claim, at < claim.until, claim.by != person else { return nil }
        return "\(claim.by) has claimed it until \(claim.until.iso); \(claim.by) can release it"
    }

    private func place(_ index: Int, _ person: String) -> String {
        state.seats[index].asked == person ? "" : " for \(state.seats[index].asked)"
    }

    private func refusal(_ person: String, at: Moment) -> String {
        if let bar = people.bar(person) { return bar }
        if hasVoted(person) { return "\(person) has approved already" }
        if let seat = state.seats.first(where: { $0.holder == person }), let vote = seat.vote {
            return "\(vote.by) has approved for \(person) already"
        }
        return "\(person) is not asked; to answer: \(stillOpen(at: at))"
    }

    private func stillOpen(at: Moment) -> String { openWords(at: at).joined(separator: ", ") }

    private var consent: Consent {
        var places: [String: String] = [:]
        for seat in state.seats {
            if let vote = seat.vote, vote.by != seat.asked { places[vote.by] = seat.asked }
        }
        return Consent(by: votes.map(\.by), comments: state.comments, inPlaceOf: places)
    }

    private mutating func note(_ person: String, _ text: String) { state.comments.append("\(person): \(text)") }
    private func accept(_ text: String) -> Heard { Heard(isAccepted: true, text: text) }
    private func refuse(_ text: String) -> Heard { Heard(isAccepted: false, text: text) }

    /// A sequence goes on: the next one has all the time that the one before had.
    private mutating func askNext(at: Moment) {
        state.asked = at
        state.standIns = []
        for index in state.ladder.indices { state.ladder[index].isClimbed = false }
        startReminders(at: at)
        tell("ask-\(votes.count + 1)", to: reachable(at: at))
    }
}
