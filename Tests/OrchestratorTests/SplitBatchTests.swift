import Foundation
import Invoicing
import Ledgers
import Orchestrator
import Pipeline
import Support
import Testing
import Validation

@Suite("Several documents in one file, in a batch") struct SplitBatchTests {
    private static let proposed = Finding(rule: "proposed-split", severity: .review, message: "Two documents.")

    private static func part(_ number: String, quantity: Decimal = 2) -> Checked {
        .invoice(quantity: quantity, number: number, findings: [proposed])
    }

    private static let answers: [String: CarriedDocument] = [
        "a.pdf": Batch.carried(.invoice(quantity: 2, number: "R-1")),
        "b.pdf": Batch.split(part("R-2"), part("R-3", quantity: 3)),
        "c.pdf": Batch.carried(.invoice(quantity: 1, number: "R-3")),
        "d.pdf": Batch.carried(.invoice(quantity: 1, number: "R-4")),
    ]

    /// Everything on disk, as the program does it.
    private func run(_ batch: Batch, jobs: Int = 1, resume: Bool = false, crash: CrashPoint = CrashPoint()) async throws
        -> BatchResult
    {
        try await batch.run(
            jobs: jobs, resume: resume,
            journal: CrashingJournal(FileJournal(folder: batch.out.appending(path: ".payables")), crash),
            ledger: CrashingLedger(try FileLedger(batch.out.appending(path: "ledger.jsonl")), crash),
            outbox: CrashingOutbox(try FileOutbox(batch.out.appending(path: "outbox.jsonl")), crash))
    }

    @Test func eachPartIsACaseWithItsOwnResult() async throws {
        let batch = try Batch(Self.answers)
        let report = try await run(batch)
        #expect(report.left == 0)
        #expect(report.cases.map(\.result) == ["a.json", "b.1.json", "b.2.json", "c.json", "d.json"])
        #expect(Set(report.cases.map(\.id)).count == 5)
        #expect(report.cases[1].id == CaseID(name: "b.pdf", sha256: report.cases[1].sha256, digest: Batch.digest))
        #expect(report.cases[1].sha256 == report.cases[2].sha256)
        #expect(report.cases.map(\.pages) == [1, 2, 1, 1, 1])
        #expect(report.cases.map(\.outcome) == [.accepted, .review, .review, .review, .accepted])
        #expect(report.cases[3].reason.contains("Came before as b.pdf#2"), "later documents know the parts")
        let files = try batch.files()
        #expect(files["b.json"] == nil)
        let second = try JSONDecoder().decode(DocumentResult.self, from: Data(try #require(files["b.2.json"]).utf8))
        #expect(second.document.part == FilePart(number: 2, count: 2, firstPage: 3, lastPage: 3))
        #expect(second.document.pageCount == 3 && second.document.pages.map(\.number) == [3])
        #expect(second.fields[.invoiceNumber]?.value == "R-3" && second.reason.hasPrefix("proposed-split: "))
        #expect(try #require(files["outbox.jsonl"]).contains("b.pdf#1"))
    }

    @Test func noPartIsBooked() async throws {
        let batch = try Batch(Self.answers)
        let report = try await run(batch)
        #expect(report.cases.map { $0.entry != nil } == [true, false, false, false, true])
        let parts = report.cases[1...2].compactMap { batch.result($0.result) }
        #expect(parts.count == 2 && parts.allSatisfy { $0.approval?.automatic == false })
        #expect(
            parts.allSatisfy {
                $0.approval?.reasons.contains("not approved by rule: findings: proposed-split") == true
            },
            "nothing else speaks against them")
    }

    @Test func aFileIsReadOnceHoweverOftenItIsResumed() async throws {
        let batch = try Batch(Self.answers)
        let whole = try await run(batch)
        #expect(try await run(batch, jobs: 2, resume: true).cases == whole.cases)
        #expect(await batch.way.calls.values.allSatisfy { $0 == 1 })
    }

    @Test func killedAtAnyMomentAndResumedGivesTheSame() async throws {
        let undisturbed = try Batch(Self.answers)
        let counter = CrashPoint()
        let whole = (report: try await run(undisturbed, crash: counter), files: try undisturbed.files())
        let moments = await counter.moments
        #expect(moments > 60)
        for moment in 0..<moments {
            let batch = try Batch(Self.answers)
            do { _ = try await run(batch, crash: CrashPoint(at: moment)) } catch is BatchError {}
            let report = try await run(batch, jobs: 2, resume: true)
            #expect(try batch.files() == whole.files, "killed at moment \(moment)")
            #expect(report.cases == whole.report.cases)
            try FileManager.default.removeItem(at: batch.root)
        }
    }

    @Test func progressCountsFiles() async throws {
        let batch = try Batch(Self.answers)
        let told = Told()
        let outbox = try FileOutbox(batch.out.appending(path: "outbox.jsonl"))
        _ = try await batch.run(journal: MemoryJournal(), ledger: BusyLedger(refusals: 0), outbox: outbox) {
            progress, cases in told.add(progress.done, "\(cases.count) \(progress.outcomes.values.reduce(0, +))")
        }
        #expect(told.all.map(\.0) == [1, 2, 3, 4])
        #expect(told.all.map(\.1) == ["1 1", "2 3", "1 4", "1 5"])
    }

    @Test func partsOfOneFileAreNoCopiesOfEachOther() async throws {
        let first = ReadAgent.Output(Batch.split(Self.part("R-2"), Self.part("R-3", quantity: 3)))
        var file = CaseFile(id: CaseID(rawValue: "1"), name: "b.pdf", sha256: "ab", size: 1)
        file.reading = first
        var other = file
        other.reading = first.others[0]
        let known = DuplicateIndex([try #require(file.pastInvoice)])
        #expect(known.findings(for: try #require(other.pastInvoice)).isEmpty)
        file.name = "copy.pdf"
        #expect(known.findings(for: try #require(file.pastInvoice)).map(\.rule) == ["duplicate-file"])
    }

    @Test func namesOfPartsGiveWay() {
        func names(_ all: [String], _ name: String) -> [String] {
            (1...2).map { ResultNames(all)[name, FilePart(number: $0, count: 2, firstPage: $0, lastPage: $0)] }
        }
        #expect(names(["sub/a.pdf"], "sub/a.pdf") == ["sub/a.1.json", "sub/a.2.json"])
        #expect(names(["a.pdf", "a.png"], "a.pdf") == ["a.pdf.1.json", "a.pdf.2.json"])
        #expect(names(["a.pdf", "a.2.pdf"], "a.pdf") == ["a.pdf.1.json", "a.pdf.2.json"])
        #expect(names(["a.pdf", "a.2.pdf", "a.pdf.tiff"], "a.pdf") == ["a.pdf#.1.json", "a.pdf#.2.json"])
        #expect(names(["a.pdf", "a.3.pdf"], "a.pdf") == ["a.1.json", "a.2.json"])
    }
}

extension Batch {
    fileprivate func result(_ path: String) -> DocumentResult? {
        ResultFolder(out).read(path).flatMap { try? JSONDecoder().decode(DocumentResult.self, from: $0) }
    }
}
