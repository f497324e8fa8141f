import Extractors
import Foundation
import Invoicing
import Pipeline
import Readers

/// Documents are orders: `pages 3` reads well, `crash` does not.
struct FaultyRoute: ReaderRoute {
    func start(_ settings: ReadSettings, types: [String: Data]) throws(ReadFailure) -> any ReaderWork {
        guard !settings.languages.contains("klingon") else {
            throw ReadFailure(.setup, "There is no language data for klingon.")
        }
        return FaultyWork(types: types)
    }
}

struct FaultyWork: ReaderWork {
    let types: [String: Data]

    func open(_ document: SourceDocument, as kind: DocumentKind) throws(ReadFailure) -> any ReaderSession {
        let bytes = document.bytes
        let words = String(decoding: bytes.prefix(1_000), as: UTF8.self).split(separator: " ").map(String.init)
        guard words.first != "damaged" else { throw ReadFailure(.damaged, "The file is\u{1B}[31m damaged.") }
        return FaultySession(words, size: bytes.count, name: document.name)
    }

    /// Says what there was to extract from. `draft crash 3` has three pages, and the crash comes only here.
    /// `draft split 3`: the last page is a document of its own; `draft gap 3`: and the page before belongs to none.
    func drafts(of read: ReadDocument) throws(ReadFailure) -> [DraftedPart] {
        let draft = try draft(of: read)
        let (end, how) = (read.pageCount + 1, read.metadata["draft"])
        guard how == "split" || how == "gap" else { return [DraftedPart(draft, pages: 1..<end)] }
        return [
            DraftedPart(draft, pages: 1..<(how == "gap" ? end - 2 : end - 1)),
            DraftedPart(draft, pages: end - 1..<end, signs: [.otherNumber, .counterRestarts]),
        ]
    }

    private func draft(of read: ReadDocument) throws(ReadFailure) -> Draft {
        if let how = read.metadata["draft"] {
            guard how != "refuse" else { throw ReadFailure(.xmlRefused, "This is no invoice.") }
            FaultySession.misbehave(how)
        }
        var draft = Draft(schema: "invoice/1")
        for page in read.pages {
            draft.fields[FieldName(rawValue: "page\(page.number)")] = Field(
                page.words.first?.text ?? "", confidence: 0.5,
                evidence: Evidence(
                    source: page.words.first?.source ?? .xml, page: page.number, box: page.words.first?.box))
        }
        draft.fields["by"] = Field("\(getpid())", confidence: 1)
        draft.fields["title"] = read.metadata["Title"].map { Field($0, confidence: 1) }
        draft.lineItems = read.attachments.map {
            ["name": Field($0.name + "=" + String(decoding: $0.bytes, as: UTF8.self), confidence: 0)]
        }
        draft.fields["types"] = Field(types.keys.sorted().joined(separator: " "), confidence: 1)
        draft.findings = read.problems.map { Finding(rule: $0.reason.rawValue, severity: .review, message: $0.message) }
        return draft
    }

    /// Asks for `page1` where questions are asked at all.
    func question(about draft: Draft, in read: ReadDocument) -> OpenQuestion? {
        guard types[QuestionSettings.file] != nil else { return nil }
        return OpenQuestion(
            schema: draft.schema, fields: [.init(name: "page1", type: .text)], lines: read.pages.map { _ in ["line"] },
            pages: read.pages)
    }

    /// Finds every answer that is a word of the first page; `crash` and its like are orders here too.
    func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft) -> JudgedAnswers {
        var judged = JudgedAnswers()
        for (name, text) in answers {
            FaultySession.misbehave(text)
            if question.pages.first?.words.contains(where: { $0.text == text }) == true {
                judged.found[text == "stray" ? "stray" : name] = Field(text, confidence: 1)
            } else {
                judged.refused[name] = .notPrinted
            }
        }
        return judged
    }
}

final class FaultySession: ReaderSession {
    private let words: [String]
    private let size: Int
    private let name: String

    init(_ words: [String], size: Int, name: String) {
        self.words = words
        self.size = size
        self.name = name
    }

    private var number: Int { words.count > 1 ? Int(words[1]) ?? 1 : 1 }

    func read(pageDone: () -> Void) throws(ReadFailure) -> PartialReading {
        switch words.first {
        case "pages": return reading(pages: number)
        case "scan": return reading(pages: number, pending: Array(1...number))
        case "slow": for _ in 0..<number { Self.pause(0.2); pageDone() }
        case "who": return reading(pages: 1, text: "\(getpid())")
        case "size": return reading(pages: 1, text: "\(size)")
        case "name": return reading(pages: 1, text: name)
        case "draft": return drafting(as: words[1], pages: words.count > 2 ? Int(words[2]) ?? 1 : 1)
        case "numbers": return reading(pages: 2, pending: [7])
        default: Self.misbehave(words.first ?? "")
        }
        return reading(pages: 1)
    }

    func recognize(page: Int) throws(ReadFailure) -> RecognizedPage {
        if words.count > 3, Int(words[3]) == page {
            if words[2] == "large" { throw ReadFailure(.pageTooLarge, "The page is too large.") }
            Self.misbehave(words[2])
        }
        Self.pause(0.05)
        let problem = words.count > 3 && words[2] == "partly" && Int(words[3]) == page
        return RecognizedPage(
            self.page(page, text: "\(getpid())", source: .ocr),
            problem: problem ? ReadFailure(.damaged, "A part is damaged.") : nil)
    }

    func picture(page: Int, dpi: Int) throws(ReadFailure) -> Data {
        words.first == "pages"
            ? Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data(count: dpi) : Data("no".utf8)
    }

    static func misbehave(_ how: String) {
        switch how {
        case "crash": kill(SIGSEGV)
        case "trap": preconditionFailure("as an index out of range is")
        case "killed": kill(SIGKILL)
        case "leave": exit(0)
        case "hang": pause(1_000)
        case "burn": while true {}
        case "eat": eat()
        case "bigbite": bite()
        case "nonsense": FileHandle(fileDescriptor: 3).write(Data(repeating: 0x7A, count: 1_000))
        case "closes":
            (3..<16).forEach { _ = close($0) }
            pause(1_000)
        default: break
        }
    }

    /// Not by asking the kernel, which the sandbox would refuse.
    private static func kill(_ signal: Int32) {
        Foundation.signal(signal, SIG_DFL)
        raise(signal)
    }

    /// Grows until it may not.
    private static func eat() {
        var eaten: [UnsafeMutableRawPointer] = []
        while true {
            guard let more = malloc(8 << 20) else { abort() }
            memset(more, 1, 8 << 20)
            eaten.append(more)
        }
    }

    /// One allocation that no reader may have, refused as the libraries do it.
    private static func bite() {
        bitten = malloc(1 << 40)
        guard bitten == nil else { return }
        FileHandle.standardError.write(Data("terminate called after throwing 'std::bad_alloc'\n".utf8))
        abort()
    }

    private static func pause(_ seconds: Double) {
        usleep(UInt32(seconds * 1_000_000))
    }

    private func reading(pages: Int, pending: [Int] = [], text: String = "Total") -> PartialReading {
        let texts = (1...max(1, pages)).map { page($0, text: text, source: .text) }
        let document = ReadDocument(
            kind: .pdf, pageCount: texts.count, pages: texts, metadata: ["Title": "A \"title\""],
            attachments: [Attachment(name: "a.xml", bytes: Data("<a/>".utf8)), Attachment(name: "", bytes: Data())],
            problems: [ReadFailure(.damaged, "A page is damaged.")])
        return PartialReading(document: document, pending: pending)
    }

    /// Read without trouble; with several pages by several readers.
    private func drafting(as how: String, pages: Int) -> PartialReading {
        var reading = reading(pages: pages, pending: pages > 1 ? Array(1...pages) : [])
        reading.document.metadata["draft"] = how
        return reading
    }

    private func page(_ number: Int, text: String, source: TextSource) -> PageText {
        let box = Box(x: 1.25, y: 0.1, width: 100.0 / 3, height: 9)
        let word = Word(text: text, box: box, font: "Arial-Bold", size: 9.5, confidence: 0.75, source: source)
        return PageText(
            number: number, width: 595.28, height: 841.89, words: [word], reading: source == .ocr ? .ocr : .text,
            reasons: ["because"], turned: 90)
    }
}

/// Global, or the optimizer would leave the allocation out.
private nonisolated(unsafe) var bitten: UnsafeMutableRawPointer?
