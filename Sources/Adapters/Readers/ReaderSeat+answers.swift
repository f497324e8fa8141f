import Extractors
import Foundation
import Invoicing
import Pipeline

/// What comes out of a reader is believed only after it was checked: the reader had a stranger's document.
extension ReaderSeat {
    /// What comes of a document in one reader: the end, or words that others have to add theirs to.
    enum Draught: Sendable {
        case drafted(DraftedDocument)
        case partial(PartialReading)
    }

    func draft(_ document: DocumentInReading, within limits: ReadLimits) -> Result<Draught, ReadFailure> {
        result { () throws(ReadFailure) in
            let order = Order.draft(document: document.number, name: document.name, kind: document.kind)
            let answer = try ask(order, about: document)
            guard case .read(let outline) = answer.body else { return .drafted(try drafted(answer, limits)) }
            guard (0...limits.pages).contains(outline.pageCount) else { throw lose(because: "too many pages") }
            var whole = try believed { () throws(MessageFault) in try outline.document(from: answer.frames) }
            whole.problems = whole.problems.map(\.tamed)
            return .partial(PartialReading(document: whole, pending: outline.pending))
        }
    }

    /// - Parameter read: All that was read of the document, by whichever readers.
    func extract(
        _ read: ReadDocument, of document: DocumentInReading, within limits: ReadLimits
    ) -> Result<DraftedDocument, ReadFailure> {
        result { () throws(ReadFailure) in
            try drafted(
                try ask(.extract(Outline(read)), about: document, sending: Outline.frames(of: read)), limits)
        }
    }

    private func drafted(_ answer: Message<Answer>, _ limits: ReadLimits) throws(ReadFailure) -> DraftedDocument {
        guard case .drafted = answer.body, (1...2).contains(answer.frames.count) else {
            throw lose(because: "no draft")
        }
        var document = try believed { () throws(MessageFault) in try DraftCodec.decoded(answer.frames[0]) }
        document.question = try believed { () throws(MessageFault) in
            answer.frames.count == 2 ? try QuestionCodec.decoded(answer.frames[1]) : nil
        }
        guard (0...limits.pages).contains(document.pageCount) else { throw lose(because: "too many pages") }
        guard document.isInOrder else { throw lose(because: "parts that are not its pages in order") }
        return document
    }

    func judge(
        _ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft, of document: DocumentInReading
    ) -> Result<JudgedAnswers, ReadFailure> {
        result { () throws(ReadFailure) in
            let frames = [DraftCodec.encoded(draft), QuestionCodec.encoded(question)]
            let answer = try ask(.judge(answers), about: document, sending: frames)
            guard case .judged(let refused) = answer.body, answer.frames.count == 1 else {
                throw lose(because: "no judgement")
            }
            let found = try believed { () throws(MessageFault) in try DraftCodec.decoded(answer.frames[0]).draft.fields
            }
            guard Set(found.keys).union(refused.keys).isSubset(of: answers.keys) else {
                throw lose(because: "a judgement of something else")
            }
            return JudgedAnswers(found: found, refused: refused)
        }
    }

    func page(_ number: Int, of document: DocumentInReading) -> Result<RecognizedPage, ReadFailure> {
        result { () throws(ReadFailure) in
            let order = Order.page(document: document.number, kind: document.kind, page: number)
            let answer = try ask(order, about: document)
            guard case .page(let problem) = answer.body, answer.frames.count == 1 else {
                throw lose(because: "no page")
            }
            let pages = try believed { () throws(MessageFault) in try PageCodec.decoded(answer.frames[0]) }
            guard pages.map(\.number) == [number] else { throw lose(because: "another page") }
            return RecognizedPage(pages[0], problem: problem.map(\.tamed))
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

    /// - Parameter decode: What it throws costs the reader.
    private func believed<Value>(_ decode: () throws(MessageFault) -> Value) throws(ReadFailure) -> Value {
        do throws(MessageFault) {
            return try decode()
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
