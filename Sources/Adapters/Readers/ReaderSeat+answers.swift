import Foundation
import Invoicing
import Pipeline

/// What comes out of a reader is believed only after it was checked: the reader had a stranger's document.
extension ReaderSeat {
    func read(_ document: DocumentInReading, within limits: ReadLimits) -> Result<PartialReading, ReadFailure> {
        result { () throws(ReadFailure) in
            let answer = try ask(.read(document: document.number, kind: document.kind), about: document)
            guard case .read(let outline) = answer.body, answer.frames.count == outline.attachments.count + 1 else {
                throw lose(because: "no reading")
            }
            let pages = try decodedPages(answer.frames[0])
            try check(pages, outline, limits)
            let files = zip(outline.attachments, answer.frames.dropFirst()).map { Attachment(name: $0, bytes: $1) }
            let whole = ReadDocument(
                kind: outline.kind, pageCount: outline.pageCount, pages: pages, metadata: outline.metadata,
                attachments: files, problems: outline.problems.map(Self.tamed))
            return PartialReading(document: whole, pending: outline.pending)
        }
    }

    func page(_ number: Int, of document: DocumentInReading) -> Result<RecognizedPage, ReadFailure> {
        result { () throws(ReadFailure) in
            let order = Order.page(document: document.number, kind: document.kind, page: number)
            let answer = try ask(order, about: document)
            guard case .page(let problem) = answer.body, answer.frames.count == 1 else {
                throw lose(because: "no page")
            }
            let pages = try decodedPages(answer.frames[0])
            guard pages.map(\.number) == [number] else { throw lose(because: "another page") }
            return RecognizedPage(pages[0], problem: problem.map(Self.tamed))
        }
    }

    func picture(of document: DocumentInReading, page: Int, dpi: Int) -> Result<Data, ReadFailure> {
        result { () throws(ReadFailure) in
            let order = Order.picture(document: document.number, kind: document.kind, page: page, dpi: dpi)
            let answer = try ask(order, about: document)
            guard case .picture = answer.body, answer.frames.count == 1,
                answer.frames[0].starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            else { throw lose(because: "no picture") }
            return answer.frames[0]
        }
    }

    func whenReady() -> Result<SandboxReport, ReadFailure> {
        result { () throws(ReadFailure) in
            _ = try running()
            return report
        }
    }

    private func check(_ pages: [PageText], _ outline: Outline, _ limits: ReadLimits) throws(ReadFailure) {
        let numbers = pages.map(\.number)
        let range = 1...max(1, outline.pageCount)
        guard (0...limits.pages).contains(outline.pageCount), Self.areAscending(numbers, in: range),
            Self.areAscending(outline.pending, in: range)
        else { throw lose(because: "page numbers that cannot be") }
    }

    private static func areAscending(_ numbers: [Int], in range: ClosedRange<Int>) -> Bool {
        numbers.allSatisfy(range.contains) && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }

    private func decodedPages(_ frame: Data) throws(ReadFailure) -> [PageText] {
        do throws(MessageFault) {
            return try PageCodec.decoded(frame)
        } catch {
            throw lose(because: error.reason)
        }
    }

    private func result<Value>(_ work: () throws(ReadFailure) -> Value) -> Result<Value, ReadFailure> {
        do throws(ReadFailure) {
            return .success(try work())
        } catch {
            return .failure(error)
        }
    }
}
