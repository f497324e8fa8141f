import Crypto
import Extractors
import Foundation
import Invoicing
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
    private let pool: ReaderPool?
    let schemas: URL

    /// - Parameter inProcess: Read in this process, without limits and sandbox: for debugging.
    /// - Throws: ``CommandFailure`` when the document types cannot be read.
    init(_ settings: Settings, inProcess: Bool = false) throws {
        self.settings = settings
        schemas = try SchemaFolder(settings).url
        let files = try Self.files(schemas)
        let types = try Self.documentTypes(files, schemas)
        if inProcess {
            pool = nil
            reader = InProcessReader(
                Self.reading(settings.read),
                ExtractDraft(pages: PageExtractor(schemas: types, models: try Self.models(files))))
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

    private static func documentTypes(_ files: [String: Data], _ folder: URL) throws -> [ExtractionSchema] {
        do {
            let all = try SchemaLoader(files: files).all()
            guard !all.isEmpty else {
                throw CommandFailure(.setup, "\(folder.path) holds no document type (*.schema.json with x-extract).")
            }
            return all
        } catch let error as SchemaError {
            throw CommandFailure(.usage, "A document type is wrong: \(error)")
        }
    }

    private static func models(_ files: [String: Data]) throws -> ScoringModels {
        do { return try ScoringModels(files: files) } catch {
            throw CommandFailure(.setup, "\(error)")
        }
    }

    /// The way of a document against the organisation's records.
    func way(_ master: MasterData) -> DocumentRoute {
        let today = settings.today
        return DocumentRoute(
            limits: settings.read.limits, reader: reader, validator: Validator(directory: PartyDirectory(master)),
            today: { today ?? Self.currentDay() })
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

    /// Today where the program runs.
    static func currentDay() -> Day {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year ?? 2000, month: parts.month ?? 1, day: parts.day ?? 1) ?? Day(ordinal: 0)!
    }
}
