import Foundation
import Invoicing
import Ledgers
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("BatchRun") struct BatchRunTests {
    private func undisturbed(jobs: Int) async throws -> (report: BatchResult, files: [String: String], batch: Batch) {
        let batch = try Batch()
        let report = try await runOnFiles(batch, jobs: jobs)
        return (report, try batch.files(), batch)
    }

    /// As the program does it: everything on disk.
    private func runOnFiles(_ batch: Batch, jobs: Int, resume: Bool = false, crash: CrashPoint? = nil) async throws
        -> BatchResult
    {
        let ledger = try FileLedger(batch.out.appending(path: "ledger.jsonl"))
        let outbox = try FileOutbox(batch.out.appending(path: "outbox.jsonl"))
        let journal = FileJournal(folder: batch.out.appending(path: ".payables"))
        guard let crash else {
            return try await batch.run(jobs: jobs, resume: resume, journal: journal, ledger: ledger, outbox: outbox)
        }
        return try await batch.run(
            jobs: jobs, resume: resume, journal: CrashingJournal(journal, crash),
            ledger: CrashingLedger(ledger, crash), outbox: CrashingOutbox(outbox, crash))
    }

    @Test func everyDocumentGetsItsOutcome() async throws {
        let (report, files, _) = try await undisturbed(jobs: 2)
        let outcomes = Dictionary(report.cases.map { ($0.name, $0.outcome) }) { first, _ in first }
        #expect(
            outcomes == [
                "a.pdf": .accepted, "b.pdf": .accepted,
                "c.pdf": .review,  // 2 + 3 + 6 > 10
                "d.pdf": .rejected, "e.pdf": .failed,
                "f.pdf": .review,  // R-1 came before
                "g.pdf": .review,  // unsure
                "h.pdf": .accepted,  // gives 1 back
                "sub/a.pdf": .review, "sub/a.png": .review, "z.xml": .accepted,
            ])
        #expect(report.cases.map(\.name) == report.cases.map(\.name).sorted())
        #expect(report.cases.compactMap(\.entry) == ["L000001", "L000002", "L000003"])
        #expect(
            Set(files.keys) == [
                "a.json", "b.json", "c.json", "d.json", "e.json", "f.json", "g.json", "h.json", "sub/a.pdf.json",
                "sub/a.png.json", "z.json", "history.csv", "ignored.csv", "ledger.jsonl",
                "ledger.jsonl.lock", "outbox.jsonl", "outbox.jsonl.lock",
            ])
        #expect(files["ignored.csv"] == "file,reason\nreadme.txt,not a kind of document that is read\n")
        let first = try #require(files["a.json"])
        let result = try JSONDecoder().decode(DocumentResult.self, from: Data(first.utf8))
        #expect(result.posting?.entry == "L000001" && result.match?.status == .matched)
        #expect(files["d.json"]?.contains("\"reason\" : \"encrypted: give a password\"") == true)
        #expect(result.outcome == .accepted && files["z.json"]?.contains("Purchase order read.") == true)
    }

    @Test(arguments: [1, 2, 4, 16]) func anyNumberOfJobsGivesTheSame(_ jobs: Int) async throws {
        let one = try await undisturbed(jobs: 1)
        let many = try await undisturbed(jobs: jobs)
        #expect(many.files == one.files)
        #expect(many.report.cases == one.report.cases)
    }

    /// Kills the run at every single effect, before and after it, resumes, and expects what an undisturbed run gives.
    @Test func killedAtAnyMomentAndResumedGivesTheSame() async throws {
        let names: Set = ["a.pdf", "c.pdf", "d.pdf", "h.pdf"]
        let answers = Batch.answers.filter { names.contains($0.key) }
        let undisturbed = try Batch(answers)
        let counter = CrashPoint()
        let whole = (report: try await runOnFiles(undisturbed, jobs: 1, crash: counter), files: try undisturbed.files())
        let moments = await counter.moments
        #expect(moments > 50)
        #expect(whole.report.cases.map(\.outcome) == [.accepted, .accepted, .rejected, .accepted])
        for moment in 0..<moments {
            let batch = try Batch(answers)
            do {
                let report = try await runOnFiles(batch, jobs: 1, crash: CrashPoint(at: moment))
                #expect(report.left > 0, "a run that was killed can't be complete")
            } catch is BatchError {}
            let report = try await runOnFiles(batch, jobs: 2, resume: true)
            #expect(try batch.files() == whole.files, "killed at moment \(moment)")
            #expect(report.cases == whole.report.cases)
            try FileManager.default.removeItem(at: batch.root)
        }
    }

    @Test func killedAgainAndAgainGivesTheSame() async throws {
        let whole = try await undisturbed(jobs: 1)
        let batch = try Batch()
        var runs = 0
        var isDone = false
        while !isDone, runs < 200 {
            runs += 1
            do {
                let report = try await runOnFiles(batch, jobs: 1, resume: runs > 1, crash: CrashPoint(at: 3))
                isDone = report.left == 0
            } catch is BatchError {}
        }
        #expect(isDone && runs > 10)
        #expect(try batch.files() == whole.files)
    }

    @Test func aRecordedStepNeverRunsAgain() async throws {
        let batch = try Batch()
        _ = try await runOnFiles(batch, jobs: 2)
        _ = try await runOnFiles(batch, jobs: 2, resume: true)
        #expect(await batch.way.calls.values.allSatisfy { $0 == 1 })
    }

    @Test func anEarlierRunIsNotOverwritten() async throws {
        let batch = try Batch()
        _ = try await runOnFiles(batch, jobs: 1)
        await #expect(throws: BatchError.self) { try await runOnFiles(batch, jobs: 1) }
    }

    @Test func aStopIsTakenUpAgain() async throws {
        let whole = try await undisturbed(jobs: 1)
        let batch = try Batch()
        let stop = StopRequest()
        await stop.set()
        let ledger = try FileLedger(batch.out.appending(path: "ledger.jsonl"))
        let outbox = try FileOutbox(batch.out.appending(path: "outbox.jsonl"))
        let journal = FileJournal(folder: batch.out.appending(path: ".payables"))
        let report = try await batch.run(journal: journal, ledger: ledger, outbox: outbox, stop: stop)
        #expect(report.left == Batch.answers.count)
        _ = try await batch.run(resume: true, journal: journal, ledger: ledger, outbox: outbox)
        #expect(try batch.files() == whole.files)
    }

    @Test func aBusyLedgerIsAskedAgain() async throws {
        let batch = try Batch(["a.pdf": Batch.carried(.invoice(quantity: 2))])
        let ledger = BusyLedger(refusals: 4)
        let outbox = try FileOutbox(batch.out.appending(path: "outbox.jsonl"))
        let report = try await batch.run(journal: MemoryJournal(), ledger: ledger, outbox: outbox)
        #expect(report.cases.map(\.entry) == ["B1"])
        #expect(await ledger.calls == 5)
    }

    @Test func aLedgerThatStaysBusyFailsTheCaseAndNotTheBatch() async throws {
        let batch = try Batch([
            "a.pdf": Batch.carried(.invoice(quantity: 2)), "b.pdf": Batch.carried(.invoice(quantity: 2, number: "R-2")),
        ])
        let outbox = try FileOutbox(batch.out.appending(path: "outbox.jsonl"))
        let report = try await batch.run(journal: MemoryJournal(), ledger: BusyLedger(refusals: 5), outbox: outbox)
        #expect(report.cases.map(\.outcome) == [.failed, .accepted])
        #expect(report.cases[0].reason == "the ledger is busy")
    }

    @Test func progressIsToldInOrder() async throws {
        let batch = try Batch()
        let told = Told()
        let outbox = try FileOutbox(batch.out.appending(path: "outbox.jsonl"))
        _ = try await batch.run(journal: MemoryJournal(), ledger: BusyLedger(refusals: 0), outbox: outbox) {
            progress, cases in told.add(progress.done, cases.map(\.name).joined())
        }
        #expect(told.all.map(\.0) == Array(1...Batch.answers.count))
        #expect(told.all.map(\.1) == Batch.answers.keys.sorted())
    }

    @Test func namesOfResultsNeverMeet() {
        let names = ResultNames(["a.pdf", "a.png", "a.pdf.tiff", "b.xml", "sub/a.pdf", "noending"])
        #expect(names["a.pdf"] == "a.pdf.json")
        #expect(names["a.png"] == "a.png.json")
        #expect(names["a.pdf.tiff"] == "a.pdf.tiff.json")
        #expect(names["b.xml"] == "b.json")
        #expect(names["sub/a.pdf"] == "sub/a.json")
        #expect(names["noending"] == "noending.json")
    }

    @Test func aSpreadsheetTakesNoTextForAFormula() throws {
        let table = BatchTables.table([["a,b", "say \"x\"", "plain"]])
        #expect(String(decoding: table, as: UTF8.self) == "\"a,b\",\"say \"\"x\"\"\",plain\n")
    }
}

final class Told: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [(Int, String)] = []
    var all: [(Int, String)] { lock.withLock { list } }
    func add(_ done: Int, _ name: String) { lock.withLock { list.append((done, name)) } }
}
