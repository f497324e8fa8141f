import Foundation
import Invoicing
import Pipeline
import Testing

@testable import Readers

@Suite("Readers in child processes") struct ReaderPoolTests {
    @Test func giveBackAllThatWasRead() async throws {
        let pool = FaultyPool.make()
        let document = try await pool.read("pages 3").get()
        #expect(document.pageCount == 3)
        #expect(document.pages.map(\.number) == [1, 2, 3])
        #expect(document.pages.map(\.reasons) == [["because"], ["because"], ["because"]])
        #expect(document.draft.fields["page3"]?.evidence?.box?.width == 100.0 / 3)
        #expect(document.draft["title"] == "A \"title\"")
        #expect(document.draft.lineItems.map { $0["name"]?.value } == ["a.xml=<a/>", "="])
        #expect(document.draft.findings.map(\.message) == ["A page is damaged."])
        await pool.shutdown()
    }

    @Test func giveBackSeveralDocumentsOfOneFile() async throws {
        let pool = FaultyPool.make(jobs: 2)
        let document = try await pool.read("draft split 3").get()
        #expect(document.parts.map(\.pages) == [1..<3, 3..<4])
        #expect(document.parts.map(\.signs) == [[], [.otherNumber, .counterRestarts]])
        #expect(await pool.failure("draft gap 4") == .protocolError, "a page that belongs to no part is not believed")
        await pool.shutdown()
    }

    @Test func takeDocumentsLargerThanAnyPipe() async throws {
        let pool = FaultyPool.make()
        let large = Data("size 1 ".utf8) + Data(repeating: 0x20, count: 20_000_000)
        let document = try await pool.draft(of: SourceDocument(name: "x", bytes: large), as: .pdf)
        #expect(document.draft["page1"] == "20000007")
        await pool.shutdown()
    }

    @Test func stayWarmAndAreReplacedWhenWorn() async throws {
        let pool = FaultyPool.make { $0.documentsPerReader = 2 }
        var seen: [String?] = []
        for _ in 0..<4 { seen.append(try await pool.who()) }
        #expect(seen[0] == seen[1] && seen[2] == seen[3] && seen[1] != seen[2])
        await pool.shutdown()
    }

    @Test func areReplacedWhenFat() async throws {
        let pool = FaultyPool.make { $0.residentBytes = 1 }
        let first = try await pool.who()
        #expect(try await pool.who() != first)
        await pool.shutdown()
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var document: String
        var reason: ReadFailure.Reason
        init(_ name: String, _ document: String, _ reason: ReadFailure.Reason) {
            (testDescription, self.document, self.reason) = (name, document, reason)
        }
    }

    static let faults = [
        Fault("a fault of addressing", "crash", .readerCrashed),
        Fault("a kill -9 in mid-document", "killed", .readerCrashed),
        Fault("a reader that leaves in good order", "leave", .readerCrashed),
        Fault("a reader that sleeps", "hang", .timeout),
        Fault("a reader that goes round in circles", "burn", .timeout),
        Fault("memory in small bites up to the bound", "eat", .memory),
        Fault("memory in one bite past the bound", "bigbite", .memory),
        Fault("bytes that are no message", "nonsense", .protocolError),
        Fault("an output that is closed by a reader that lives on", "closes", .protocolError),
        Fault("page numbers that cannot be", "numbers", .protocolError),
        Fault("a damaged file, said in good order", "damaged", .damaged),
        Fault("a crash on one of several pages", "scan 4 crash 2", .readerCrashed),
        Fault("a page that hangs among several", "scan 4 hang 3", .timeout),
        Fault("a trap while it extracts", "draft trap", .readerCrashed),
        Fault("a trap while it extracts what several have read", "draft trap 3", .readerCrashed),
        Fault("an extraction without end", "draft burn", .timeout),
        Fault("an extraction without end of what several have read", "draft hang 3", .timeout),
        Fault("an extraction that eats memory", "draft eat", .memory),
        Fault("an extraction that answers nonsense", "draft nonsense", .protocolError),
        Fault("a refusal while it extracts", "draft refuse 2", .xmlRefused),
    ]

    @Test(arguments: faults) func failTheirDocumentAndGoOn(_ fault: Fault) async throws {
        let pool = FaultyPool.make {
            $0.settings.limits.secondsPerPage = fault.reason == .timeout ? 2 : 60
            $0.settings.limits.memory = 300_000_000
        }
        #expect(await pool.failure("pages 1") == nil)
        let reason = await pool.failure(fault.document)
        #expect(reason == fault.reason)
        #expect(await pool.failure("pages 1") == nil, "the next document is read")
        await pool.shutdown()
    }

    @Test func areBoundInProcessorTime() async {
        let pool = FaultyPool.make {
            $0.settings.limits.cpuSeconds = 0
        }
        guard case .failure(let failure) = await pool.read("burn") else {
            Issue.record("read")
            return
        }
        #expect(failure.reason == .timeout)
        #expect(failure.message.contains("processor"))
        #expect(await pool.failure("pages 1") == nil)
        await pool.shutdown()
    }

    @Test func haveTimePerPageAndPerDocument() async {
        let patient = FaultyPool.make { $0.settings.limits.secondsPerPage = 1 }
        #expect(await patient.failure("slow 8") == nil, "each page done begins the allowance anew")
        await patient.shutdown()
        let hasty = FaultyPool.make { $0.settings.limits.secondsPerDocument = 1 }
        #expect(await hasty.failure("slow 20") == .timeout)
        await hasty.shutdown()
    }

    @Test func neverPassOnControlCharacters() async {
        let pool = FaultyPool.make()
        guard case .failure(let failure) = await pool.read("damaged") else {
            Issue.record("read")
            return
        }
        #expect(failure.message == "The file is [31m damaged.")
        await pool.shutdown()
    }

    @Test func refuseWhatIsTooLargeBeforeAnyReaderSeesIt() async {
        let pool = FaultyPool.make { $0.settings.limits.bytes = 10 }
        #expect(await pool.failure("pages 1 and more") == .tooLarge)
        await pool.shutdown()
    }

    @Test func sharePagesAmongIdleReaders() async throws {
        let pool = FaultyPool.make(jobs: 2)
        let document = try await pool.read("scan 12 large 5").get()
        #expect(document.pages.map(\.number) == Array(1...12))
        #expect(document.pages[4].problem == "The page is too large.")
        #expect(document.draft["page5"] == "Total", "the text layer stays")
        #expect(document.draft.findings.map(\.message).contains("The page is too large."))
        let recognized = document.draft.fields.filter { $0.value.evidence?.source == .ocr }
        #expect(recognized.count == 11 && Set(recognized.values.map(\.value)).count == 2, "readers")
        await pool.shutdown()
    }

    @Test func keepWhatOtherReadersSayOfTheirPages() async throws {
        let pool = FaultyPool.make(jobs: 2) { $0.settings.limits.textBytes = 1_000 }
        let document = try await pool.read("scan 3 partly 2").get()
        #expect(document.draft.findings.map(\.message).contains("A part is damaged."))
        await pool.shutdown()
        let strict = FaultyPool.make(jobs: 2) { $0.settings.limits.textBytes = 9 }
        #expect(await strict.failure("scan 10") == .tooMuchText)
        await strict.shutdown()
    }

    @Test func areToldTheNameAndTheDocumentTypes() async throws {
        let pool = FaultyPool.make { $0.types = ["b.schema.json": Data("{}".utf8), "a.schema.json": Data()] }
        let draft = try await pool.draft(of: SourceDocument(name: "é.xml", bytes: Data("name".utf8)), as: .ubl).draft
        #expect(draft["page1"] == "é.xml")
        #expect(draft["types"] == "a.schema.json b.schema.json")
        await pool.shutdown()
    }

    @Test func givePictures() async throws {
        let pool = FaultyPool.make()
        let document = SourceDocument(name: "x", bytes: Data("pages 1".utf8))
        #expect(try await pool.picture(of: document, as: .pdf, page: 1, dpi: 100).count == 108)
        let other = SourceDocument(name: "x", bytes: Data("slow 0".utf8))
        await #expect(throws: ReadFailure(.protocolError, "The reader's answer made no sense (no picture).")) {
            try await pool.picture(of: other, as: .pdf, page: 1, dpi: 100)
        }
        await pool.shutdown()
    }

    @Test func sayWhatTheInstallationLacks() async {
        let klingon = FaultyPool.make { $0.settings.languages = ["klingon"] }
        #expect(await klingon.failure("pages 1") == .setup)
        await klingon.shutdown()
        let nowhere = FaultyPool.make { $0.executable = "/nowhere/reader" }
        #expect(await nowhere.failure("pages 1") == .setup)
        await nowhere.shutdown()
    }

    static let strangers = [
        Fault("a program that echoes", "exec cat", .protocolError),
        Fault("a program that says nothing", "exec sleep 100", .timeout),
        Fault("a program that leaves at once", "exit 3", .setup),
        Fault(
            "a program with a huge length before its answer", #"printf '\377\377\377\377'; exec sleep 100"#,
            .protocolError),
        Fault("a program that talks without end", "exec yes", .protocolError),
        Fault("a program that complains without end", "yes >&2; true", .timeout),
        Fault("a program with children of its own", "sleep 100 & sleep 100", .timeout),
    ]

    @Test(arguments: strangers) func areNoStrangers(_ stranger: Fault) async {
        let pool = FaultyPool.shell(stranger.document)
        let reason = await pool.failure("pages 1")
        #expect(reason == stranger.reason)
        await pool.shutdown()
    }
}
