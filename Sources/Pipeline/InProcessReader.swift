import Dispatch
package import Extractors
package import Foundation
package import Invoicing

/// Reads documents in this process, one at a time, on a thread of its own: for debugging and tests.
///
/// A document that crashes its reading takes the process with it; the service uses reader processes instead.
package final class InProcessReader: DocumentReader {
    private let queue = DispatchQueue(label: "payables.reader")
    private let readText: ReadText
    private let extract: ExtractDraft

    package init(_ readText: ReadText, _ extract: ExtractDraft) {
        self.readText = readText
        self.extract = extract
    }

    package func draft(of document: SourceDocument, as kind: DocumentKind) async throws(ReadFailure) -> DraftedDocument
    {
        let (readText, extract) = (readText, extract)
        return try await onQueue { () throws(ReadFailure) in
            try DraftedDocument(try readText.read(document, as: kind), by: extract)
        }
    }

    package func picture(of document: SourceDocument, as kind: DocumentKind, page: Int, dpi: Int)
        async throws(ReadFailure)
        -> Data
    {
        let readText = readText
        return try await onQueue { () throws(ReadFailure) in
            guard let open = try readText.open(document, as: kind) else {
                throw ReadFailure(.unsupported, "an e-invoice in XML has no pages to show")
            }
            return try open.png(of: page, dpi: dpi)
        }
    }

    package func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft)
        async throws(ReadFailure) -> JudgedAnswers
    {
        let extract = extract
        return try await onQueue { () throws(ReadFailure) in extract.judge(answers, to: question, about: draft) }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () throws(ReadFailure) -> Value)
        async throws(ReadFailure) -> Value
    {
        let result: Result<Value, ReadFailure> = await withCheckedContinuation { continuation in
            queue.async {
                do throws(ReadFailure) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
