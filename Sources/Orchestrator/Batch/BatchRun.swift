package import Foundation
import Invoicing
import Pipeline

/// Carries all documents of a folder through a workflow. Documents are read at the same time; steps that depend on
/// what came before are taken in the order of names, so that every run gives the same answer.
package struct BatchRun: Sendable {
    package struct Settings: Hashable, Sendable {
        /// Documents that are read at the same time, 1...256.
        package var jobs: Int
        /// Go on where an earlier run in the same output folder ended.
        package var resume: Bool
        /// Documents that may be read ahead of the slowest one, per job: bounds the memory.
        package var lookAhead = 8

        package init(jobs: Int, resume: Bool = false) {
            self.jobs = max(1, jobs)
            self.resume = resume
        }
    }

    private let input: BatchInput
    private let folder: ResultFolder
    private let names: ResultNames
    private let cases: CaseRun
    private let memory: CaseMemory
    private let digest: @Sendable (Data) -> String
    private let settings: Settings
    private let stop: StopRequest
    private let tell: @Sendable (BatchProgress, [CaseSummary]) -> Void
    private let keep: @Sendable (CaseSummary, DocumentResult) -> Void

    /// - Parameters:
    ///   - memory: What the workflow's agents ask for what came before.
    ///   - digest: SHA-256 in lower-case hex.
    ///   - tell: Called after every document with its cases (more than one where the file holds several documents), in the
    ///     order of names.
    ///   - keep: Given each result that this run has written, so that nobody need read it again.
    package init(
        _ input: BatchInput, to folder: ResultFolder, workflow: Workflow, memory: CaseMemory, journal: any Journal,
        settings: Settings, digest: @escaping @Sendable (Data) -> String, stop: StopRequest = StopRequest(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        tell: @escaping @Sendable (BatchProgress, [CaseSummary]) -> Void = { _, _ in },
        keep: @escaping @Sendable (CaseSummary, DocumentResult) -> Void = { _, _ in }
    ) {
        self.input = input
        self.folder = folder
        names = ResultNames(input.documents.map(\.name))
        cases = CaseRun(workflow: workflow, journal: journal, sleep: sleep)
        self.memory = memory
        self.digest = digest
        self.settings = settings
        self.stop = stop
        self.tell = tell
        self.keep = keep
    }

    /// - Throws: ``BatchError`` when results or journal can't be written. What a document does wrong is its result.
    package func run() async throws(BatchError) -> BatchResult {
        try prepare()
        let began = ContinuousClock.now
        var line = Line(total: input.documents.count)
        do {
            try await withThrowingTaskGroup(of: Arrival.self) { group in
                try await work(&line, in: &group, since: began)
            }
        } catch let error as BatchError {
            throw error
        } catch {
            throw BatchError((error as? JournalError)?.message ?? "\(error)")
        }
        try writeTables(line.cases)
        return BatchResult(
            cases: line.cases, ignored: input.ignored, left: input.documents.count - line.done,
            seconds: Self.seconds(since: began))
    }

    /// A document whose part that needs no order is over.
    private struct Arrival: Sendable {
        enum Kind: Sendable {
            case finishedBefore([CaseSummary])
            /// A case for each document in the file.
            case open([CaseRun.Open])
            /// The file itself can't be opened.
            case unreadable(String)
        }
        var index: Int
        var kind: Kind
    }

    /// Which documents were begun, wait for their turn, and are done.
    private struct Line {
        let total: Int
        var begun = 0
        var waiting: [Int: Arrival] = [:]
        /// Documents; a file that holds several is one here.
        var done = 0
        var cases: [CaseSummary] = []
        var resumed = 0
        var isStopped = false
        var outcomes: [Outcome: Int] = [:]

        init(total: Int) { self.total = total }
    }

    private func work(
        _ line: inout Line, in group: inout ThrowingTaskGroup<Arrival, any Error>, since began: ContinuousClock.Instant
    )
        async throws
    {
        var running = 0
        while true {
            if await stop.isSet { line.isStopped = true }
            let limit = line.isStopped ? 0 : min(line.total, line.done + settings.jobs * settings.lookAhead)
            while running < settings.jobs, line.begun < limit {
                let index = line.begun
                group.addTask { try await begin(index) }
                line.begun += 1
                running += 1
            }
            guard let arrival = try await group.next() else { return }
            running -= 1
            line.waiting[arrival.index] = arrival
            while let next = line.waiting.removeValue(forKey: line.done) {
                guard let summaries = try await finish(next) else {
                    // Later ones must not overtake: what follows depends on it.
                    line.isStopped = true
                    group.cancelAll()
                    return
                }
                if case .finishedBefore = next.kind { line.resumed += 1 }
                line.done += 1
                line.cases += summaries
                for summary in summaries { line.outcomes[summary.outcome, default: 0] += 1 }
                tell(
                    BatchProgress(
                        done: line.done, total: line.total, resumed: line.resumed,
                        seconds: Self.seconds(since: began), outcomes: line.outcomes), summaries)
            }
        }
    }

    private func begin(_ index: Int) async throws -> Arrival {
        let document = input.documents[index]
        guard let bytes = FileManager.default.contents(atPath: document.url.path) else {
            return Arrival(index: index, kind: .unreadable(document.name))
        }
        let sha256 = digest(bytes)
        if let summaries = try await finishedBefore(document.name, sha256) {
            return Arrival(index: index, kind: .finishedBefore(summaries))
        }
        let id = CaseID(name: document.name, sha256: sha256, digest: digest)
        var open = [try await cases.open(CaseFile(id: id, name: document.name, sha256: sha256, size: bytes.count))]
        try await cases.advance(&open[0], unordered: true)
        let first = open[0].file
        for reading in first.reading?.others ?? [] {
            let id = CaseID(name: first.name, part: reading.part?.number ?? 1, sha256: sha256, digest: digest)
            var other = try await cases.open(CaseFile(reading, behind: first, id: id))
            try await cases.advance(&other, unordered: true)
            open.append(other)
        }
        return Arrival(index: index, kind: .open(open))
    }

    /// - Returns: `nil` unless every case of the file was finished; those that were are carried again from their records.
    private func finishedBefore(_ name: String, _ sha256: String) async throws -> [CaseSummary]? {
        var summaries: [CaseSummary] = []
        var count = 1
        while summaries.count < count {
            let id = CaseID(name: name, part: summaries.count + 1, sha256: sha256, digest: digest)
            guard let end = try await cases.journal.end(of: id), var summary = try? end.body(as: CaseSummary.self),
                let bytes = folder.read(summary.result)
            else { return nil }
            // Another document may have come to share the stem since.
            let path = path(name, summary.part)
            if summary.result != path {
                try folder.write(bytes, to: path)
                summary.result = path
            }
            count = summary.part?.count ?? 1
            summaries.append(summary)
        }
        return summaries
    }

    private func path(_ name: String, _ part: FilePart?) -> String { part.map { names[name, $0] } ?? names[name] }

    /// - Returns: `nil` when the process is stopping and a case of the file is left.
    private func finish(_ arrival: Arrival) async throws -> [CaseSummary]? {
        switch arrival.kind {
        case .finishedBefore(let summaries):
            for summary in summaries { await memory.absorb(summary) }
            return summaries
        case .unreadable(let name):
            let file = CaseFile(id: CaseID(name: name, sha256: "", digest: digest), name: name, sha256: "", size: 0)
            let reason = "setup: the file could not be opened; check its permissions and run again with --resume"
            return [try write(file, .failed(because: reason)).summary]
        case .open(let open):
            var summaries: [CaseSummary] = []
            for one in open {
                guard let summary = try await finish(one) else { return nil }
                summaries.append(summary)
            }
            return summaries
        }
    }

    private func finish(_ open: CaseRun.Open) async throws -> CaseSummary? {
        var open = open
        if open.isLeft { return nil }
        try await cases.advance(&open, unordered: false)
        guard !open.isLeft, let ending = open.ending else { return nil }
        let (summary, body) = try write(open.file, ending)
        let record = try JournalRecord(step: "", agent: "batch/1", kind: .finished, body: body)
        try await cases.journal.append(record, to: open.file.id)
        await memory.absorb(summary)
        return summary
    }

    private func write(_ file: CaseFile, _ ending: CaseEnding) throws -> (summary: CaseSummary, body: Data) {
        let result = DocumentResult(file, ending)
        let path = path(file.name, file.part)
        try folder.write(JSONText.pretty(result), to: path)
        let summary = CaseSummary(file, result, result: path)
        keep(summary, result)
        return (summary, try JSONText.line(summary))
    }

    private func writeTables(_ cases: [CaseSummary]) throws(BatchError) {
        try folder.write(BatchTables.history(cases), to: "history.csv")
        try folder.write(BatchTables.ignored(input.ignored), to: "ignored.csv")
    }

    private func prepare() throws(BatchError) {
        do { try FileManager.default.createDirectory(at: folder.journal, withIntermediateDirectories: true) } catch {
            throw BatchError("could not make \(folder.url.path): \(error.localizedDescription)")
        }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.journal.path)) ?? []
        guard settings.resume || !entries.contains("begun") else {
            throw BatchError(
                "\(folder.url.path) holds the results of an earlier run; go on with --resume, or give an empty folder")
        }
        try folder.write(Data(), to: ".payables/begun")
    }

    private static func seconds(since began: ContinuousClock.Instant) -> Double {
        let passed = (ContinuousClock.now - began).components
        return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }
}
