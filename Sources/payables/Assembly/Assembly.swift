import Crypto
import Extractors
import Foundation
import Invoicing
import LanguageModels
import MasterFiles
import OCR
import Orchestrator
import PDF
import Pipeline
import Readers
import Validation

/// Puts the parts together: the only place that knows them all.
struct Assembly: Sendable {
    let settings: Settings
    let reader: any DocumentReader
    /// `nil` = nobody is asked.
    let model: ChatEndpoint?
    private let pool: ReaderPool?
    let schemas: URL

    /// - Parameters:
    ///   - inProcess: Read in this process, without limits and sandbox: for debugging.
    /// - Throws: ``CommandFailure`` when the document types cannot be read.
    ///   - correction: What is right about the one document that will be read, to be learnt from.
    init(_ settings: Settings, inProcess: Bool = false, correction: Correction? = nil) throws {
        self.settings = settings
        schemas = try SchemaFolder(settings).url
        model = try settings.model.chat().map(ChatEndpoint.init)
        var files = try Self.files(schemas)
        try Self.checkDocumentTypes(files, schemas)
        if let path = settings.memory { files[SupplierMemory.file] = try Self.memory(path) }
        if let correction { files[Correction.file] = try JSONEncoder().encode(correction) }
        if model != nil { files[QuestionSettings.file] = try JSONEncoder().encode(settings.model.question) }
        if inProcess {
            pool = nil
            reader = InProcessReader(Self.reading(settings.read), try Self.inProcess(files))
        } else {
            var environment = ProcessInfo.processInfo.environment
            if let data = settings.languageData { environment["TESSDATA_PREFIX"] = data }
            let pool = ReaderPool(
                ReaderConfiguration(
                    executable: "/proc/self/exe", arguments: ["reader"], jobs: settings.jobs, settings: settings.read,
                    types: files, environment: environment))
            self.pool = pool
            reader = pool
        }
    }

    /// The way from bytes to words, in whichever process.
    static func reading(_ settings: ReadSettings) -> ReadText {
        ReadText(sources: [PDFSource(), ImageSource()], recognizer: TesseractRecognizer(), settings: settings)
    }

    /// Contents by name: readers cannot open files, so they are given these.
    private static func files(_ folder: URL) throws -> [String: Data] {
        do {
            let names = try SchemaLoader.files(in: folder) + [ScoringModels.file]
            return Dictionary(
                uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: folder.appending(path: $0))) })
        } catch {
            throw CommandFailure(.noInput, "The document types cannot be read: \(error.localizedDescription)")
        }
    }

    /// From words to a draft, by what readers are given.
    static func extraction(files: [String: Data]) throws -> ExtractDraft {
        let types = files.filter { $0.key.hasSuffix(".schema.json") }
        return ExtractDraft(
            pages: PageExtractor(
                schemas: try SchemaLoader(files: types).all(), models: try ScoringModels(files: files),
                memory: try SupplierMemory(files: files)),
            correction: try Correction(files: files), questions: try QuestionSettings(files: files))
    }

    private static func inProcess(_ files: [String: Data]) throws -> ExtractDraft {
        do { return try extraction(files: files) } catch { throw CommandFailure(.setup, "\(error)") }
    }

    /// The corrections in force, as readers are given them; `nil` = none.
    private static func memory(_ path: String) throws -> Data? {
        do {
            let book = try FileMemory(URL(filePath: path)).state()
            return book.samples.isEmpty ? nil : try SupplierMemory(book.samples).encoded()
        } catch {
            throw CommandFailure(.noInput, "\(error)")
        }
    }

    private static func checkDocumentTypes(_ files: [String: Data], _ folder: URL) throws {
        do {
            let all = try SchemaLoader(files: files).all()
            guard !all.isEmpty else {
                throw CommandFailure(.setup, "\(folder.path) holds no document type (*.schema.json with x-extract).")
            }
        } catch let error as SchemaError {
            throw CommandFailure(.usage, "A document type is wrong: \(error)")
        }
    }

    /// The way of a document against the organisation's records.
    func way(_ master: MasterData) -> DocumentRoute {
        let set = settings.today
        let today: @Sendable () -> Day = { set ?? Self.currentDay() }
        let consult = model.map {
            ConsultModel(model: $0, reader: reader, seconds: settings.model.seconds, today: today)
        }
        return DocumentRoute(
            limits: settings.read.limits, reader: reader, consult: consult,
            validator: Validator(directory: PartyDirectory(master)), today: today)
    }

    /// One line when readers cannot be shut in on this machine; `nil` when all is well.
    func sandboxWarning() async throws -> String? { try await sandboxReport()?.warning }

    func sandboxReport() async throws -> SandboxReport? {
        do { return try await pool?.sandboxReport() } catch {
            throw CommandFailure(.setup, "Readers do not start: \(error.message)")
        }
    }

    func close() async { await pool?.shutdown() }

    /// SHA-256 in lower-case hex.
    static func digest(_ bytes: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in SHA256.hash(data: bytes) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The tree over sealed events.
    static let merkleTree = MerkleTree { Array(SHA256.hash(data: $0)) }

    /// Today where the program runs.
    static func currentDay() -> Day {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year ?? 2000, month: parts.month ?? 1, day: parts.day ?? 1) ?? Day(ordinal: 0)!
    }
}
