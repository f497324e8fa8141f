import Correspondence
import Foundation
import Testing

@testable import MIME

/// A child that a mail has taken over may send anything.
@Suite("FrameReader") struct FrameReaderTests {
    static let content = Data("%PDF-1.4".utf8)
    static let part = MailPart(
        path: "1", name: "a.pdf", type: "application/pdf", kind: .pdf, size: 8, sha256: GMime.sha256(content))

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { sentence }
        var sentence: String
        var change: @Sendable (inout MailPart) -> Void
    }

    static let lies = [
        Case(sentence: "a path that leads out of a folder") { $0.path = "../1" },
        Case(sentence: "no path") { $0.path = "" },
        Case(sentence: "a parent that is no path") { $0.parent = "x" },
        Case(sentence: "a name with a folder") { $0.name = "a/b.pdf" },
        Case(sentence: "a name that turns around") { $0.name = "a\u{202E}fdp.exe" },
        Case(sentence: "a type with a line break") { $0.type = "a\r\nb" },
        Case(sentence: "a size below nothing") { $0.size = -1 },
        Case(sentence: "a size past the limit") { $0.size = 1 << 40 },
        Case(sentence: "a shorter size than it has") { $0.size = 7 },
        Case(sentence: "another hash") { $0.sha256 = String(repeating: "0", count: 64) },
    ]

    @Test func whatIsSoundIsTaken() throws {
        var reader = FrameReader(limits: MailLimits())
        var given: [String: Data] = [:]
        // Byte by byte: a frame comes in as many pieces as the pipe likes.
        for byte in try Self.frames(Self.part) {
            try withUnsafeBytes(of: byte) { try reader.take($0) { given[$0.path] = $1 } }
        }
        #expect(reader.isComplete)
        #expect(given == ["1": Self.content])
        #expect(reader.parts == [Self.part])
        #expect(reader.rest?.body.text == "Hello")
    }

    @Test(arguments: lies) func aLieEndsTheTalk(_ lie: Case) throws {
        var part = Self.part
        lie.change(&part)
        let frames = try Self.frames(part)
        #expect(throws: FrameReader.Nonsense.self) {
            var reader = FrameReader(limits: MailLimits())
            try frames.withUnsafeBytes { try reader.take($0) { _, _ in } }
        }
    }

    @Test func nothingComesOutOfItsOrder() throws {
        let frames = try Self.frames(Self.part)
        for wrong in [frames.dropFirst(1), frames + frames, Data([9, 0, 0, 0, 1, 0]), Data([3, 0, 0, 0, 1, 0])] {
            #expect(throws: FrameReader.Nonsense.self) {
                var reader = FrameReader(limits: MailLimits())
                try Data(wrong).withUnsafeBytes { try reader.take($0) { _, _ in } }
            }
        }
    }

    /// - Parameter isWhole: Whether the end comes.
    static func frames(_ part: MailPart, isWhole: Bool = true) throws -> Data {
        let head = try JSONEncoder().encode(MailHead([MailHeader(name: "Subject", raw: "x")]))
        let json = try JSONEncoder().encode(part)
        let rest = try JSONEncoder().encode(MailRest(body: MailBody(text: "Hello"), faults: []))
        let begun =
            MailFrame.head.headed(head.count) + head + MailFrame.part.headed(json.count) + json
            + MailFrame.bytes.headed(content.count) + content
        return isWhole ? begun + MailFrame.end.headed(rest.count) + rest : begun
    }
}
