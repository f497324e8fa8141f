package import Extractors
package import Foundation
package import Invoicing
package import Pipeline
import Synchronization

/// Reads documents and extracts their fields in child processes, a few at a time. Readers start when they are needed, stay warm, and are
/// replaced when they die, hang or answer nonsense; the document that had them fails, the others never notice.
package final class ReaderPool: DocumentReader {
    let configuration: ReaderConfiguration
    let desk: ReaderDesk
    private let lastNumber = Atomic(0)

    /// - Parameter log: Told of lost and replaced readers, for debugging alone: libraries may quote documents.
    package init(_ configuration: ReaderConfiguration, log: @escaping @Sendable (String) -> Void = { _ in }) {
        // A reader that is gone must be an error of `write`, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        self.configuration = configuration
        desk = ReaderDesk(size: configuration.jobs) { ReaderWorker(configuration, log: log) }
    }

    package func draft(of document: SourceDocument, as kind: DocumentKind) async throws(ReadFailure) -> DraftedDocument
    {
        let worker = try await desk.lend()
        defer { desk.giveBack(worker) }
        let inReading = try admitted(document, kind)
        let limits = configuration.settings.limits
        switch try await worker.perform({ $0.draft(inReading, within: limits) }).get() {
        case .drafted(let drafted): return drafted
        case .partial(let reading):
            let read = try await recognized(reading, of: inReading, on: worker)
            return try await worker.perform { $0.extract(read, of: inReading, within: limits) }.get()
        }
    }

    package func picture(
        of document: SourceDocument, as kind: DocumentKind, page: Int, dpi: Int
    ) async throws(ReadFailure) -> Data {
        let worker = try await desk.lend()
        defer { desk.giveBack(worker) }
        let inReading = try admitted(document, kind)
        return try await worker.perform { $0.picture(of: inReading, page: page, dpi: dpi) }.get()
    }

    package func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft)
        async throws(ReadFailure) -> JudgedAnswers
    {
        let worker = try await desk.lend()
        defer { desk.giveBack(worker) }
        // No document is open for it: its words come along.
        let inReading = try admitted(SourceDocument(name: "", bytes: Data()), .pdf)
        return try await worker.perform { $0.judge(answers, to: question, about: draft, of: inReading) }.get()
    }

    /// How far readers are shut in; starts one when none runs.
    package func sandboxReport() async throws(ReadFailure) -> SandboxReport {
        let worker = try await desk.lend()
        defer { desk.giveBack(worker) }
        return try await worker.perform { $0.whenReady() }.get()
    }

    /// Ends all readers, also those at work, and waits until they are gone. What they read fails.
    package func shutdown() async {
        let workers = desk.close()
        workers.forEach { $0.interrupt() }
        for worker in workers { await worker.stop() }
    }

    /// The time for the document begins now, not while it waits for a reader.
    private func admitted(
        _ document: SourceDocument, _ kind: DocumentKind
    ) throws(ReadFailure) -> DocumentInReading {
        let limits = configuration.settings.limits
        guard document.bytes.count <= limits.bytes else {
            throw ReadFailure(
                .tooLarge, "The file has \(document.bytes.count) bytes, more than the allowed \(limits.bytes).")
        }
        return DocumentInReading(
            number: lastNumber.add(1, ordering: .relaxed).newValue, name: document.name, bytes: document.bytes,
            kind: kind, end: .now + .seconds(limits.secondsPerDocument))
    }
}
