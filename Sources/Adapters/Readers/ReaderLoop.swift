import Foundation
import Invoicing
import Pipeline

/// The reader's side of the conversation: takes an order, answers it, until the other end closes.
struct ReaderLoop {
    let route: any ReaderRoute
    let input: Int32
    let output: Int32
    /// Closes the sandbox; called once, after the route is warm and before any document.
    let shut: () -> SandboxReport

    private var started: (work: any ReaderWork, limits: ReadLimits)?
    private var held: (number: Int, session: any ReaderSession)?
    private var buffer = MessageBuffer<Order>()

    init(route: any ReaderRoute, input: Int32, output: Int32, shut: @escaping () -> SandboxReport) {
        self.route = route
        self.input = input
        self.output = output
        self.shut = shut
    }

    /// - Throws: ``MessageFault`` when the other end does not keep to the protocol or is gone in mid-message.
    mutating func run() throws(MessageFault) {
        while let message = try nextMessage() {
            let (answer, frames) = reply(to: message)
            try send(answer, frames, id: message.id)
        }
    }

    private mutating func reply(to message: Message<Order>) -> (Answer, [Data]) {
        do throws(ReadFailure) {
            return try carryOut(message)
        } catch {
            held = nil
            return (.failed(error), [])
        }
    }

    private mutating func carryOut(_ message: Message<Order>) throws(ReadFailure) -> (Answer, [Data]) {
        switch message.body {
        case .start(let settings, let types):
            let files = Dictionary(zip(types, message.frames)) { first, _ in first }
            started = (try route.start(settings, types: files), settings.limits)
            return (.ready(shut()), [])
        case .ping:
            return (.pong, [])
        case .draft(let document, let name, let kind):
            let session = try session(of: document, name: name, kind, message)
            let reading = try session.read { try? send(.pageDone, [], id: message.id) }
            guard reading.pending.isEmpty else {
                return (
                    .read(Outline(reading.document, pending: reading.pending)), Outline.frames(of: reading.document)
                )
            }
            return try drafted(reading.document)
        case .extract(let outline):
            try? send(.taken, [], id: message.id)
            return try drafted(try Self.document(outline, message.frames))
        case .judge(let answers):
            try? send(.taken, [], id: message.id)
            return try judged(answers, message.frames)
        case .page(let document, let kind, let page):
            let session = try session(of: document, kind, message)
            let recognized = try session.recognize(page: page)
            return (.page(problem: recognized.problem), [PageCodec.encoded([recognized.page])])
        case .picture(let document, let kind, let page, let dpi):
            let session = try session(of: document, kind, message)
            return (.picture, [try session.picture(page: page, dpi: dpi)])
        }
    }

    /// Everything is read. A bad page among good ones is a finding of the draft, in words that harm nobody.
    private func drafted(_ read: ReadDocument) throws(ReadFailure) -> (Answer, [Data]) {
        let (work, limits) = try ready()
        var read = try read.whenReadable(within: limits)
        read.problems = read.problems.map(\.tamed)
        let drafted = try DraftedDocument(read, by: work)
        return (.drafted, [DraftCodec.encoded(drafted)] + (drafted.question.map { [QuestionCodec.encoded($0)] } ?? []))
    }

    private func judged(_ answers: [FieldName: String], _ frames: [Data]) throws(ReadFailure) -> (Answer, [Data]) {
        let work = try ready().work
        do throws(MessageFault) {
            guard frames.count == 2 else { throw MessageFault(reason: "no question") }
            let draft = try DraftCodec.decoded(frames[0]).draft
            let judged = work.judge(answers, to: try QuestionCodec.decoded(frames[1]), about: draft)
            let found = Draft(schema: draft.schema, fields: judged.found)
            return (.judged(refused: judged.refused), [DraftCodec.encoded(found)])
        } catch {
            throw ReadFailure(.protocolError, "The reader was given something else than a question.")
        }
    }

    private static func document(_ outline: Outline, _ frames: [Data]) throws(ReadFailure) -> ReadDocument {
        do throws(MessageFault) { return try outline.document(from: frames) } catch {
            throw ReadFailure(.protocolError, "The reader was given something else than a document's words.")
        }
    }

    private func ready() throws(ReadFailure) -> (work: any ReaderWork, limits: ReadLimits) {
        guard let started else { throw ReadFailure(.protocolError, "The reader was not started.") }
        return started
    }

    private mutating func session(
        of document: Int, name: String = "", _ kind: DocumentKind, _ message: Message<Order>
    ) throws(ReadFailure) -> any ReaderSession {
        let work = try ready().work
        if let held, held.number == document, message.frames.isEmpty { return held.session }
        guard let bytes = message.frames.first else {
            throw ReadFailure(.protocolError, "The reader was asked about a document it does not hold.")
        }
        held = nil
        try? send(.taken, [], id: message.id)
        let session = try work.open(SourceDocument(name: name, bytes: bytes), as: kind)
        held = (document, session)
        return session
    }

    private mutating func nextMessage() throws(MessageFault) -> Message<Order>? {
        while true {
            if let message = try buffer.next() { return message }
            guard let more = Self.read(from: input) else { throw MessageFault(reason: "no more to be read") }
            guard !more.isEmpty else {
                guard buffer.isEmpty else { throw MessageFault(reason: "an end in mid-message") }
                return nil
            }
            more.withUnsafeBytes { buffer.append($0) }
        }
    }

    private func send(_ answer: Answer, _ frames: [Data], id: Int) throws(MessageFault) {
        let message = Message(id: id, body: answer, frames: frames)
        for part in [try message.head()] + frames {
            guard Self.write(part, to: output) else { throw MessageFault(reason: "nobody listens") }
        }
    }

    /// Empty at the end; `nil` on a fault.
    private static func read(from descriptor: Int32) -> [UInt8]? {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
            var result = -1
            repeat {
                result = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            } while result < 0
                && errno == EINTR
            count = max(0, result)
            failed = result < 0
        }
        return failed ? nil : bytes
    }

    private static func write(_ data: Data, to descriptor: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let result = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if result < 0 && errno == EINTR { continue }
                guard result > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest[result...])
            }
            return true
        }
    }
}
