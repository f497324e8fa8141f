import Foundation
import Pipeline

/// What taking a step came to.
enum StepCame: Sendable {
    case output(StepOutput)
    /// It did not happen: run it next.
    case absent
    case unknown(because: String)
    case stand(StepStand<WaitOrJSON>, told: [CaseMessage])
    case failure(StageFailure)
}

extension CaseTurn.Action {
    var isProbe: Bool { if case .probe = self { true } else { false } }
}

extension CaseWorker {
    /// - Throws: `.lostClaim` when another worker has the case by now; the step was asked to stop.
    func take(_ action: CaseTurn.Action, _ step: Workflow.Step, _ open: Open) async throws(CaseStoreError) -> StepCame {
        let (file, agent) = (open.file, step.agent)
        switch action {
        case .reuse(_, let output):
            return agent.reused(output, as: step.definition.id)
        case .probe:
            return try await watched(open, within: open.run) { () async throws(StageFailure) in
                switch try await agent.probe(file) {
                case .done(let output): .output(output)
                case .absent: .absent
                case .unknown(let reason): .unknown(because: reason)
                }
            }
        case .stand:
            guard let stand = agent.stand else { return .failure(.needsReview(because: "\(agent.id) does not wait")) }
            let (told, state) = (open.turn.told, open.turn.stored.place.wait?.state)
            // What was recorded at the deadline or later has lost, whenever it is looked at.
            let inTime = told.filter { message in open.turn.deadline.map { message.at < $0 } ?? true }
            let news = StepNews(
                now: now(open), messages: inTime, publications: open.turn.publications, deadline: open.turn.deadline,
                held: open.turn.stored.place.held)
            return try await watched(open, within: open.run) { () async throws(StageFailure) in
                .stand(try await stand(file, state, news), told: told)
            }
        default:
            return try await watched(open, within: open.run) { () async throws(StageFailure) in
                .output(try await agent.run(file))
            }
        }
    }

    /// - Returns: `false` when the process is stopping: nothing is to be kept.
    func settle(_ came: StepCame, _ step: Workflow.Step, _ open: inout Open, isProbe: Bool) -> Bool {
        let now = now(open)
        switch came {
        case .output(let output): return succeed(output, step, &open)
        case .absent: open.turn.didNotHappen()
        case .unknown(let reason): open.turn.staysUncertain(because: reason)
        case .stand(let stand, let told):
            let heard = stand.replies.answering(told)
            switch stand.result {
            case .wait(let state, let events, let until, let reason, let late):
                let known = open.turn.publications
                let since = Dictionary(events.map { ($0, known[$0, default: 0]) }) { first, _ in first }
                let wait = CaseWait(events: since, until: until, state: state)
                open.turn.waits(wait, because: reason, heard: heard, send: stand.send, late: late, at: now)
            case .output(let output):
                open.turn.hears(heard, send: stand.send)
                return succeed(output, step, &open)
            case .end(let failure):
                open.turn.hears(heard, send: stand.send)
                return open.turn.failed(failure, at: now, chance: chance())
            }
        case .failure(let failure):
            return open.turn.failed(failure, at: now, isProbe: isProbe, chance: chance())
        }
        return true
    }

    private func succeed(_ output: StepOutput, _ step: Workflow.Step, _ open: inout Open) -> Bool {
        let (id, agent) = (step.definition.id, output.by ?? step.agent.id)
        guard let record = try? JournalRecord(step: id, agent: agent, kind: .output, body: output.body) else {
            let failure = StageFailure.needsReview(because: "the output of step \(id) could not be written as JSON")
            return open.turn.failed(failure, at: now(open), chance: 0)
        }
        let wasRead = open.file.reading != nil
        output.write(&open.file)
        open.turn.succeeded(record, output: String(decoding: output.body, as: UTF8.self))
        if !wasRead, let others = open.file.reading?.others, open.file.part?.number == 1 {
            open.turn.begets(others.compactMap { other($0, record, open) })
        }
        return true
    }

    /// The case of another document in the file that was just read.
    private func other(_ reading: ReadAgent.Output, _ record: JournalRecord, _ open: Open) -> NewCase? {
        let stored = open.turn.stored
        guard let part = reading.part, let body = try? JSONText.line(reading),
            let read = try? JournalRecord(step: record.step, agent: record.agent, kind: .output, body: body),
            let next = open.turn.stored.place.step
        else { return nil }
        return NewCase(
            id: CaseID(name: stored.id.rawValue, part: part.number, sha256: stored.subject.sha256, digest: digest),
            organisation: stored.organisation, workflow: stored.workflow, subject: stored.subject, step: next,
            records: [read], priority: stored.priority, key: "\(stored.id)#\(part.number)", by: stored.begunBy)
    }

    /// Gives signs of life while the work is done, and ends it when its time is over or the case is lost.
    private func watched(
        _ open: Open, within seconds: Double, _ work: @escaping @Sendable () async throws(StageFailure) -> StepCame
    ) async throws(CaseStoreError) -> StepCame {
        let first = await withTaskGroup(of: Watched.self) { group in
            group.addTask {
                do throws(StageFailure) { return .came(try await work()) } catch { return .came(.failure(error)) }
            }
            group.addTask {
                do { try await clock.sleep(.seconds(seconds)) } catch { return .ended }
                return .came(.failure(.timeout(seconds)))
            }
            let silence = open.turn.current?.limits.heartbeat.value ?? settings.lease
            group.addTask { await beat(open.claim, lease: min(settings.lease, silence), held: open.held) }
            defer { group.cancelAll() }
            while let next = await group.next() {
                switch next {
                case .ended: continue
                case .came, .lost: return next
                }
            }
            return .ended
        }
        switch first {
        case .came(let came): return came
        case .lost: throw .lostClaim
        case .ended: return .failure(.interrupted)
        }
    }

    private enum Watched: Sendable {
        case came(StepCame)
        case lost
        /// Was asked to stop.
        case ended
    }

    /// Ends only when it is cancelled, or the case is lost: somebody else has it, or the store was not reached for so long
    /// that somebody may.
    /// - Parameter lease: At most the worker's own; a step that has to be heard of sooner counts as lost sooner.
    private func beat(_ claim: CaseClaim, lease: Duration, held: Moment) async -> Watched {
        var held = held
        if lease < settings.lease { try? await store.extend(claim, lease: lease) }
        while true {
            do { try await clock.sleep(lease / 3) } catch { return .ended }
            let began = clock.now
            do throws(CaseStoreError) {
                try await store.extend(claim, lease: lease)
                held = began
            } catch {
                if error == .lostClaim || clock.now - held > lease { return .lost }
            }
        }
    }
}

extension StepAgent {
    /// - Parameter output: As it was kept with an effect.
    func reused(_ output: String, as step: String) -> StepCame {
        let body = Data(output.utf8)
        do {
            let record = try JournalRecord(step: step, agent: id, kind: .output, body: body)
            return .output(StepOutput(body: body, write: try self.output(record)))
        } catch {
            return .failure(
                .needsReview(because: "step \(step) took effect before; its output can't be read by \(id) any more"))
        }
    }
}

extension [CaseReply] {
    /// With an answer to every message: who listens to nothing would be asked for ever.
    func answering(_ messages: [CaseMessage]) -> [CaseReply] {
        messages.map { message in
            first { $0.number == message.number }
                ?? CaseReply(
                    number: message.number, isAccepted: false,
                    text: "not heard: the time for answers is over, or nobody listens to this")
        }
    }
}

extension CaseFile {
    init(_ dossier: CaseDossier, _ workflow: Workflow) throws {
        try self.init(dossier.stored, dossier.records, workflow)
    }

    /// What the journal says of a case, in its order.
    /// - Parameter records: Those that count.
    /// - Throws: When a record can't be read by the agents of this program.
    package init(_ stored: StoredCase, _ records: [JournalRecord], _ workflow: Workflow) throws {
        let subject = stored.subject
        self.init(id: stored.id, name: subject.name, sha256: subject.sha256, size: subject.size)
        submitter = stored.submitter
        for record in records {
            switch record.kind {
            case .output:
                guard let step = workflow.steps.first(where: { $0.definition.id == record.step }) else { continue }
                try step.agent.output(record)(&self)
            case .override: correct(try record.body(as: Override.self), check: workflow.check)
            case .failure, .finished: continue
            }
        }
    }
}
