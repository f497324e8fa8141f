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

    static func pool(jobs: Int = 2) -> ReaderPool {
        FaultyPool.make(jobs: jobs, arguments: ["reader"]) {
            $0.executable = program
            $0.settings.ocr = .never
            $0.settings.limits.secondsPerPage = 5
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: program)))
    func isShutInAndReadsTheSameAsInProcess() async throws {
        let pool = Self.pool()
        let report = try await pool.sandboxReport()
        if let warning = report.warning { print("NOT TESTED ON THIS MACHINE: \(warning)") }
        await withTaskGroup(of: Void.self) { group in
            for file in Self.files where !file.hasDirectoryPath { group.addTask { await Self.compare(file, pool) } }
        }
        await pool.shutdown()
    }

    private static func compare(_ file: URL, _ pool: ReaderPool) async {
        guard let bytes = try? Data(contentsOf: file), let kind = try? Identify().kind(of: bytes) else { return }
        let document = SourceDocument(name: file.lastPathComponent, bytes: bytes)
        let name = file.lastPathComponent
        var settings = ReadSettings()
        settings.ocr = .never
        let inProcess = InProcessReader(
            ReadText(sources: [PDFSource(), ImageSource()], recognizer: TesseractRecognizer(), settings: settings))
        do throws(ReadFailure) {
            let read = try await pool.read(document, as: kind)
            // What a reader survived is safe to read here.
            let here = try await inProcess.read(document, as: kind)
            #expect(read == here, "\(name)")
        } catch {
            #expect(error.reason != .protocolError && error.reason != .setup, "\(name): \(error.message)")
            #expect(!error.message.isEmpty)
        }
    }
}
