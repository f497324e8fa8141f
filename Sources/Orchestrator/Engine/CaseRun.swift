import Foundation
import Pipeline

/// Carries a case along its workflow: does what ``CaseState`` says, and records what came of it.
struct CaseRun: Sendable {
    let workflow: Workflow
    let journal: any Journal
    /// Waits between attempts; tests don't.
    let sleep: @Sendable (Duration) async throws -> Void
    /// 0..<1, for the pauses between attempts.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }

    /// A case that is under way.
    struct Open: Sendable {
        var file: CaseFile
        var state: CaseState
        fileprivate var recorded: [String: JournalRecord]
        fileprivate(set) var ending: CaseEnding?
        /// The process is stopping, and a step was given up.
        fileprivate(set) var isLeft = false
    }

    /// Takes up what the journal knows.
    func open(_ file: CaseFile) async throws(JournalError) -> Open {
        var recorded: [String: JournalRecord] = [:]
        for record in try await journal.records(of: file.id) where record.kind == .output || record.kind == .failure {
            recorded[record.step] = record
        }
        return Open(file: file, state: CaseState(workflow.plan), recorded: recorded)
    }

    /// Takes steps until the case ends.
    /// - Parameter unordered: Stop before the first step that needs the cases one after the other.
    func advance(_ open: inout Open, unordered: Bool) async throws(JournalError) {
        var action = open.state.next
        var began = ContinuousClock.now
        while true {
            switch action {
            case .close(let ending):
                open.ending = ending
                return
            case .leave:
                open.isLeft = true
                return
            case .recordFailure(let index, let ending):
                try await record(ending, of: workflow.steps[index], in: &open)
                action = open.state.next
            case .wait(let pause, let step, let attempt):
                do { try await sleep(pause) } catch {
                    open.isLeft = true
                    return
                }
                action = .run(step: step, attempt: attempt)
            case .run(let index, let attempt):
                let step = workflow.steps[index]
                if unordered && step.agent.needsOrder { return }
                if attempt == 1 { began = .now }
                action = try await take(step, in: &open, since: began)
            }
        }
    }

    private func take(_ step: Workflow.Step, in open: inout Open, since began: ContinuousClock.Instant)
        async throws(JournalError) -> CaseState.Action
    {
        if let record = open.recorded[step.definition.id] { return try replay(record, of: step, in: &open) }
        guard step.applies(to: open.file) else { return open.state.happened(.leftOut) }
        let left = step.definition.timeouts.total - Double((ContinuousClock.now - began).components.seconds)
        if step.agent.hasEffect { try await journal.sync(open.file.id) }
        do {
            let output = try await step.agent.run(open.file, within: min(step.definition.timeouts.run, max(0, left)))
            try await journal.append(try Self.record(step, .output, output.body, by: output.by), to: open.file.id)
            // Not read again from its record: it is the same.
            output.write(&open.file)
            return open.state.happened(.succeeded)
        } catch let failure as StageFailure {
            let spent = Double((ContinuousClock.now - began).components.seconds)
            let most = min(step.definition.timeouts.total, step.definition.retry.budget ?? .infinity)
            return open.state.happened(.failed(failure, isOutOfTime: spent >= most, random: random()))
        } catch let error as JournalError {
            throw error
        } catch {
            return open.state.happened(.failed(.needsReview(because: "step \(step.definition.id) made no JSON")))
        }
    }

    private func replay(_ record: JournalRecord, of step: Workflow.Step, in open: inout Open) throws(JournalError)
        -> CaseState.Action
    {
        do {
            if record.kind == .failure {
                _ = open.state.fail(try record.body(as: CaseEnding.self))
                return open.state.next
            }
            try step.agent.output(record)(&open.file)
            return open.state.happened(.succeeded)
        } catch {
            throw JournalError(
                "the output of step \(record.step) was recorded by \(record.agent) and cannot be read by"
                    + " \(step.agent.id); finish the run with the program that began it, or start again in an empty folder"
            )
        }
    }

    private func record(_ ending: CaseEnding, of step: Workflow.Step, in open: inout Open) async throws(JournalError) {
        let body: Data
        do { body = try JSONText.line(ending) } catch { throw JournalError("a failure could not be written as JSON") }
        let record = try Self.record(step, .failure, body)
        try await journal.append(record, to: open.file.id)
        open.recorded[record.step] = record
    }

    private static func record(
        _ step: Workflow.Step, _ kind: JournalRecord.Kind, _ body: Data, by agent: String? = nil
    ) throws(JournalError) -> JournalRecord {
        let agent = agent ?? step.agent.id
        do { return try JournalRecord(step: step.definition.id, agent: agent, kind: kind, body: body) } catch {
            throw JournalError("a record of step \(step.definition.id) could not be written as JSON")
        }
    }
}

extension StepAgent {
    /// - Throws: `.retry` when the time is over; the work is asked to stop and its answer dropped.
    func run(_ file: CaseFile, within seconds: Double) async throws(StageFailure) -> StepOutput {
        let result = await withTaskGroup(of: Result<StepOutput, StageFailure>?.self) { group in
            group.addTask {
                do throws(StageFailure) { return .success(try await run(file)) } catch { return .failure(error) }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let result else { throw Task.isCancelled ? .interrupted : .timeout(seconds) }
        return try result.get()
    }
}

extension StageFailure {
    static func timeout(_ seconds: Double) -> StageFailure {
        .retry(after: .zero, because: "timeout: no answer within \(Int(seconds)) seconds")
    }
}
