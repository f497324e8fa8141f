import Extractors
import Foundation
import Invoicing
import OCR
import PDF
import Pipeline
import Support
import Testing

@testable import Readers

/// `payables reader` itself, on files made to break readers. It stands beside the test bundle after
/// `swift build --build-tests`.
@Suite("The real reader") struct RealReaderTests {
    static let program = URL(filePath: FaultyPool.program).deletingLastPathComponent().appending(path: "payables").path
    static let files =
        (try? FileManager.default.contentsOfDirectory(
            at: Repository.fixtures.appending(path: "hostile"), includingPropertiesForKeys: nil)) ?? []

    /// Contents by name.
    static let types: [String: Data] = {
        let names = (try? SchemaLoader.files(in: Repository.schemas) + [ScoringModels.file]) ?? []
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                (try? Data(contentsOf: Repository.schemas.appending(path: name))).map { (name, $0) }
            })
    }()

    static func pool(jobs: Int = 2) -> ReaderPool {
        FaultyPool.make(jobs: jobs, arguments: ["reader"]) {
            $0.executable = program
            $0.settings.ocr = .never
            $0.settings.limits.secondsPerPage = 5
            $0.types = types
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: program)))
    func isShutInAndReadsTheSameAsInProcess() async throws {
        let pool = Self.pool()
        let report = try await pool.sandboxReport()
        let schemas = try SchemaLoader(files: Self.types).all()
        let models = try ScoringModels(files: Self.types)
        if let warning = report.warning { print("NOT TESTED ON THIS MACHINE: \(warning)") }
        await withTaskGroup(of: Void.self) { group in
            for file in Self.files where !file.hasDirectoryPath {
                group.addTask { await Self.compare(file, pool, schemas, models) }
            }
        }
        await pool.shutdown()
    }

    private static func compare(_ file: URL, _ pool: ReaderPool, _ schemas: [ExtractionSchema], _ models: ScoringModels)
        async
    {
        guard let bytes = try? Data(contentsOf: file), let kind = try? Identify().kind(of: bytes) else { return }
        let document = SourceDocument(name: file.lastPathComponent, bytes: bytes)
        let name = file.lastPathComponent
        var settings = ReadSettings()
        settings.ocr = .never
        let inProcess = InProcessReader(
            ReadText(sources: [PDFSource(), ImageSource()], recognizer: TesseractRecognizer(), settings: settings),
            ExtractDraft(pages: PageExtractor(schemas: schemas, models: models)))
        do throws(ReadFailure) {
            let read = try await pool.draft(of: document, as: kind)
            // What a reader survived is safe to read here.
            var here = try await inProcess.draft(of: document, as: kind)
            here.secondsToExtract = read.secondsToExtract
            #expect(read == here, "\(name)")
        } catch {
            #expect(error.reason != .protocolError && error.reason != .setup, "\(name): \(error.message)")
            #expect(!error.message.isEmpty)
        }
    }
}
