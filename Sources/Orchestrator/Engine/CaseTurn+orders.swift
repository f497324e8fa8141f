/// What people say to a case: orders are followed between steps, and everything gets an answer.
extension CaseTurn {
    /// Takes the first message that is an order; answers it.
    /// - Returns: `false` when there is none, or something that the waiting agent has to hear stands before it.
    package mutating func takeOrder() -> Bool {
        guard let message = messages.first else { return false }
        if case .tell = message.body, stored.status == .waiting { return false }
        let refusal = self.refusal(of: message) ?? follow(message)
        let text = refusal ?? "done"
        answer([CaseReply(number: message.number, isAccepted: refusal == nil, text: text)])
        tell(
            refusal == nil ? "order-done" : "order-refused", by: message.by,
            "\(message.body.name): \(refusal ?? message.reason)")
        return true
    }

    private func refusal(of message: CaseMessage) -> String? {
        if let version = message.version, version != kept.stored.version {
            return "the case has changed since you looked at it; look again"
        }
        if case .tell = message.body { return "the case waits for nobody; it is \(stored.status.rawValue)" }
        return message.reason.isEmpty ? "an order needs a reason" : nil
    }

    /// - Returns: Why not; `nil` when it is done.
    private mutating func follow(_ message: CaseMessage) -> String? {
        switch message.body {
        case .cancel:
            guard stored.status.mayBecome(.cancelled), stored.status != .cancelled else { return ended }
            stop(.cancelled, "cancelled by \(message.by): \(message.reason)\(openEffects)")
        case .pause:
            guard stored.status.mayBecome(.paused), stored.status != .paused else { return ended }
            stop(.paused, "held by \(message.by): \(message.reason)")
            stored.place.heldSince = message.at
        case .resume:
            guard stored.status == .paused else { return "the case is not held; it is \(stored.status.rawValue)" }
            let place = stored.place
            takeUp(at: place.step)
            stored.place.keepRest(of: place, until: message.at)
        case .retry:
            guard let failed = stored.place.failed, stored.status.mayBecome(.running) else {
                return "no step has failed; the case is \(stored.status.rawValue)"
            }
            supersede(from: failed)
            takeUp(at: failed)
        case .goOn(let step, let values):
            guard stored.status.mayBecome(.running) else { return ended }
            guard steps.contains(where: { $0.id == step }) else {
                return noStep(step)
            }
            if let ahead = unreached(step) {
                return "the case has not come past \(ahead) yet, so it can't go on at \(step)"
            }
            supersede(from: step)
            stored.place.wait = nil
            if !values.isEmpty, !keep(values, before: step, by: message.by) { return "the values can't be kept" }
            takeUp(at: step)
        case .limit(let step, let given): return limit(step, given)
        case .tell: return "nobody listens"
        }
        return nil
    }

    private mutating func limit(_ id: String, _ given: GivenLimits) -> String? {
        guard !stored.status.isEnd else { return ended }
        guard let step = steps.first(where: { $0.id == id }) else { return noStep(id) }
        let mine = (stored.place.limits?[id] ?? GivenLimits()).overlaid(by: given)
        do throws(StepLimitsError) {
            let fresh = try CaseTurn.Step(
                id: id, agent: step.agent, hasEffect: step.hasEffect, waits: step.waits,
                organisation: step.organisation, process: step.process, ofCase: mine, route: step.route)
            stored.place.limits = (stored.place.limits ?? [:]).merging([id: mine]) { $1 }
            guard id == stored.place.step, let since = stored.place.since, let until = stored.place.wait?.until else {
                return nil
            }
            stored.place.wait?.until = min(until, since + fresh.limits.humanWait.value)
            return nil
        } catch { return "the limits do not go together: \(error)" }
    }

    private func noStep(_ id: String) -> String {
        "the workflow has no step \(id); it has \(steps.map(\.id).joined(separator: ", "))"
    }

    /// A step before this one that was neither taken nor left out; `nil` = none.
    private func unreached(_ step: String) -> String? {
        func index(_ id: String?) -> Int? { id.flatMap { id in steps.firstIndex { $0.id == id } } }
        // A failed step may have led further on, past steps that were never taken.
        let reached = index(stored.place.failed ?? stored.place.step) ?? steps.count
        return index(step).flatMap { $0 > reached ? steps[reached].id : nil }
    }

    private var ended: String { "the case is \(stored.status.rawValue) already" }

    private mutating func keep(_ values: [String: String], before step: String, by person: String) -> Bool {
        guard let body = try? JSONText.line(CaseFile.Override(values: values, by: person)),
            let record = try? JournalRecord(step: step, agent: "person", kind: .override, body: body)
        else { return false }
        draft.records.append(record)
        return true
    }

    private var openEffects: String {
        let open = effects.values.filter { $0.outcome == .intended || $0.outcome == .uncertain }.map(\.step).sorted()
        return open.isEmpty ? "" : "; whether \(open.joined(separator: ", ")) took effect is not known"
    }

    private mutating func supersede(from step: String) {
        guard let first = steps.firstIndex(where: { $0.id == step }) else { return }
        draft.superseded += steps[first...].map(\.id)
        stored.place.ending = nil
        stored.place.failed = nil
    }

    private mutating func takeUp(at step: String?) {
        let wait = stored.place.step == step ? stored.place.wait : nil
        let (ending, failed, limits) = (stored.place.ending, stored.place.failed, stored.place.limits)
        stored.place = CasePlace(step: step)
        stored.place.limits = limits
        stored.place.wait = wait
        (stored.place.ending, stored.place.failed) = (ending, failed)
        stored.status = .running
        stored.reason = ""
        begun = nil
        if step == nil { close() }
    }

    mutating func stop(_ status: CaseStatus, _ reason: String) {
        stored.status = status
        stored.reason = reason
        if stored.place.failed == nil, status == .review { stored.place.failed = stored.place.step }
        begun = nil
    }

    /// Also what is refused is noted: who tried to answer is part of the audit.
    mutating func hear(_ replies: [CaseReply]) {
        for reply in replies {
            guard let message = messages.first(where: { $0.number == reply.number }) else { continue }
            tell(reply.isAccepted ? "answer-taken" : "answer-refused", by: message.by, reply.text)
        }
        answer(replies)
    }

    mutating func answer(_ replies: [CaseReply]) {
        draft.replies += replies
        messages.removeAll { message in replies.contains { $0.number == message.number } }
    }
}

extension CaseMessage.Body {
    /// As people call it.
    package var name: String {
        switch self {
        case .cancel: "cancel"
        case .pause: "pause"
        case .resume: "resume"
        case .retry: "retry"
        case .goOn(let step, _): "continue at \(step)"
        case .limit(let step, _): "limits of \(step)"
        case .tell: "answer"
        }
    }
}
