import Foundation
import Invoicing
import Pipeline
import Readers

/// Documents are orders: `pages 3` reads well, `crash` does not.
struct FaultyRoute: ReaderRoute {
    func warmUp(_ settings: ReadSettings) throws(ReadFailure) {
        guard !settings.languages.contains("klingon") else {
            throw ReadFailure(.setup, "There is no language data for klingon.")
        }
    }

    func open(_ bytes: Data, as kind: DocumentKind, settings: ReadSettings) throws(ReadFailure) -> any ReaderSession {
        let words = String(decoding: bytes.prefix(1_000), as: UTF8.self).split(separator: " ").map(String.init)
        guard words.first != "damaged" else { throw ReadFailure(.damaged, "The file is\u{1B}[31m damaged.") }
        return FaultySession(words, size: bytes.count)
    }
}

final class FaultySession: ReaderSession {
    private let words: [String]
    private let size: Int

    init(_ words: [String], size: Int) {
        self.words = words
        self.size = size
    }

    private var number: Int { words.count > 1 ? Int(words[1]) ?? 1 : 1 }

    func read(pageDone: () -> Void) throws(ReadFailure) -> PartialReading {
        switch words.first {
        case "pages": return reading(pages: number)
        case "scan": return reading(pages: number, pending: Array(1...number))
        case "slow": for _ in 0..<number { pause(0.2); pageDone() }
        case "who": return reading(pages: 1, text: "\(getpid())")
        case "size": return reading(pages: 1, text: "\(size)")
        case "numbers": return reading(pages: 2, pending: [7])
        default: misbehave(words.first ?? "", on: number)
        }
        return reading(pages: 1)
    }

    func recognize(page: Int) throws(ReadFailure) -> RecognizedPage {
        if words.count > 3, Int(words[3]) == page {
            if words[2] == "large" { throw ReadFailure(.pageTooLarge, "The page is too large.") }
            misbehave(words[2], on: page)
        }
        pause(0.05)
        let problem = words.count > 3 && words[2] == "partly" && Int(words[3]) == page
        return RecognizedPage(
            self.page(page, text: "\(getpid())", source: .ocr),
            problem: problem ? ReadFailure(.damaged, "A part is damaged.") : nil)
    }

    func picture(page: Int, dpi: Int) throws(ReadFailure) -> Data {
        words.first == "pages"
            ? Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data(count: dpi) : Data("no".utf8)
    }

    private func misbehave(_ how: String, on number: Int) {
        switch how {
        case "crash": kill(SIGSEGV)
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
    private func kill(_ signal: Int32) {
        Foundation.signal(signal, SIG_DFL)
        raise(signal)
    }

    /// Grows until it may not.
    private func eat() {
        var eaten: [UnsafeMutableRawPointer] = []
        while true {
            guard let more = malloc(8 << 20) else { abort() }
            memset(more, 1, 8 << 20)
            eaten.append(more)
        }
    }

    /// One allocation that no reader may have, refused as the libraries do it.
    private func bite() {
        bitten = malloc(1 << 40)
        guard bitten == nil else { return }
        FileHandle.standardError.write(Data("terminate called after throwing 'std::bad_alloc'\n".utf8))
        abort()
    }

    private func pause(_ seconds: Double) {
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
