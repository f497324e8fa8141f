package import Foundation
package import Pipeline

/// Reads in this very process, without limits and without a sandbox: for debugging, and for documents one trusts.
/// One document at a time; a document that crashes a library takes the program with it.
package final class InProcessReader: DocumentReader {
    private typealias Work = @Sendable (any ReaderRoute) -> Void
    private let line = WorkLine<Work>()
    private let settings: ReadSettings

    /// - Parameter route: Made on the thread that uses it.
    package init(settings: ReadSettings, route: @escaping @Sendable () -> any ReaderRoute) {
        self.settings = settings
        let line = line
        let thread = Thread {
            let route = route()
            while let work = line.next() { work(route) }
            line.finish()
        }
        thread.start()
    }

    deinit { line.close() }

    package func read(_ document: SourceDocument, as kind: DocumentKind) async throws(ReadFailure) -> ReadDocument {
        try await perform { [settings] route throws(ReadFailure) in
            let session = try route.open(document.bytes, as: kind, settings: settings)
            let reading = try session.read {}
            var whole = reading.document
            for number in reading.pending {
                let page = Result { () throws(ReadFailure) in try session.recognize(page: number) }
                if case .failure(let failure) = page, failure.endsDocument { throw failure }
                whole.put(number, page)
            }
            return whole
        }
    }

    package func picture(
        of document: SourceDocument, as kind: DocumentKind, page: Int, dpi: Int
    ) async throws(ReadFailure) -> Data {
        try await perform { [settings] route throws(ReadFailure) in
            try route.open(document.bytes, as: kind, settings: settings).picture(page: page, dpi: dpi)
        }
    }

    private func perform<Value: Sendable>(
        _ work: @escaping @Sendable (any ReaderRoute) throws(ReadFailure) -> Value
    ) async throws(ReadFailure) -> Value {
        let result: Result<Value, ReadFailure> = await withCheckedContinuation { continuation in
            let isOpen = line.add { route in
                continuation.resume(returning: Result { () throws(ReadFailure) in try work(route) })
            }
            if !isOpen { continuation.resume(returning: .failure(.stopped)) }
        }
        return try result.get()
    }
}
