import Invoicing
import Pipeline

/// Recognition takes most of the time, so the pages of one document go to all readers that are idle.
extension ReaderPool {
    /// A page that was tried, and who may do the next.
    private struct Tried: Sendable {
        var number: Int
        var page: Result<RecognizedPage, ReadFailure>
        var worker: ReaderWorker
    }

    /// - Parameter home: The reader that has the document open; it stays lent to the document.
    /// - Throws: When a reader was lost over a page, or nothing can be recognized here at all. A page that a reader
    ///   could not read, and said so, is in the result with its problem.
    func recognized(
        _ reading: PartialReading, of document: DocumentInReading, on home: ReaderWorker
    ) async throws(ReadFailure) -> ReadDocument {
        let outcome = await withTaskGroup(of: Tried.self) { group in
            var pending = reading.pending.reversed() as [Int]
            var whole = reading.document
            var fault: ReadFailure?
            hand(&pending, to: [home], of: document, in: &group)
            hand(&pending, to: idle(atMost: pending.count), of: document, in: &group)
            while let tried = await group.next() {
                if case .failure(let failure) = tried.page, failure.endsDocument {
                    if fault == nil { fault = failure }
                    pending = []
                    group.cancelAll()
                } else {
                    whole.put(tried.number, tried.page)
                }
                let isGuest = tried.worker !== home
                if isGuest && (pending.isEmpty || desk.isAwaited) {
                    desk.giveBack(tried.worker)
                } else {
                    hand(&pending, to: [tried.worker], of: document, in: &group)
                }
                hand(&pending, to: idle(atMost: pending.count), of: document, in: &group)
            }
            return fault.map { .failure($0) } ?? Result<ReadDocument, ReadFailure>.success(whole)
        }
        return try outcome.get().whenReadable(within: configuration.settings.limits)
    }

    private func idle(atMost count: Int) -> [ReaderWorker] {
        var workers: [ReaderWorker] = []
        while workers.count < count, let worker = desk.lendIdle() { workers.append(worker) }
        return workers
    }

    private func hand(
        _ pending: inout [Int], to workers: [ReaderWorker], of document: DocumentInReading,
        in group: inout TaskGroup<Tried>
    ) {
        for worker in workers {
            guard let number = pending.popLast() else { return }
            group.addTask {
                Tried(number: number, page: await worker.perform { $0.page(number, of: document) }, worker: worker)
            }
        }
    }
}
