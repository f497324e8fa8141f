import Correspondence
import Foundation
import Synchronization
import Testing

@testable import MIME

/// A child for each mail, started as the service does it.
@Suite("MailReader") struct MailReaderTests {
    /// Beside the test bundle, where the build puts both.
    static let host: String = {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? own
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "MailHost").path
    }()

    static func reader(_ arguments: [String] = []) -> MailReader { MailReader(executable: host, arguments: arguments) }

    @Test(arguments: [
        "outlook", "gmail", "zip", "winmail", "forwarded", "signed-smime", "zip-bomb", "encoded-head", "empty",
        "deep-50000",
    ])
    func aChildFindsTheSame(_ mail: String) async throws {
        let taken = try await Self.reader().read(Mails.url(mail))
        let own = try Mails.taken(mail)
        #expect(taken == own)
    }

    @Test func bytesAreAsGoodAsAFile() async throws {
        #expect(try await Self.reader().read(try Mails.raw("several")) == Mails.taken("several"))
    }

    @Test func ofAMailPastTheLimitOnlyTheBeginningIsSent() async throws {
        var reader = Self.reader()
        reader.limits.mail = 1_000_000
        let message = try await reader.read(Mails.url("big")) { _, _ in }
        #expect(message.head.text("Subject") == "Invoice")
        #expect(message.faultLines == ["TOO_LARGE"])
        #expect(message.parts.isEmpty)
    }

    struct Death: Sendable, CustomTestStringConvertible {
        var testDescription: String { sentence }
        var sentence: String
        var change: @Sendable (inout MailReader) -> Void
    }

    static let deaths = [
        Death(sentence: "it leaves without a word") { $0.executable = "/bin/true" },
        Death(sentence: "it speaks, but not our language") {
            $0.executable = "/bin/echo"
            $0.arguments = ["nonsense"]
        },
        Death(sentence: "it says nothing") {
            $0.executable = "/bin/sleep"
            $0.arguments = ["60"]
            $0.time = .milliseconds(300)
        },
        Death(sentence: "it may not have the memory it needs") { $0.memory = 40 << 20 },
    ]

    @Test(arguments: deaths) func aChildThatDiesIsADamagedMail(_ death: Death) async throws {
        var reader = Self.reader()
        death.change(&reader)
        let told = Mutex("")
        reader.log = { words in told.withLock { $0 = words } }
        let taken = try await reader.read(Mails.url("several"))
        #expect(taken.message.faultLines == ["DAMAGED_MAIL"])
        #expect(told.withLock { !$0.isEmpty })
    }

    @Test func whatADyingChildHadFoundIsKept() async throws {
        let said = Mails.folder.appending(path: "half.frames")
        try FrameReaderTests.frames(FrameReaderTests.part, isWhole: false).write(to: said)
        let taken = try await MailReader(executable: "/bin/cat", arguments: [said.path]).read(Mails.url("several"))
        #expect(taken.message.head.text("Subject") == "x")
        #expect(taken.message.parts == [FrameReaderTests.part])
        #expect(taken.contents == ["1": FrameReaderTests.content])
        #expect(taken.message.faultLines == ["DAMAGED_MAIL"])
    }

    @Test func aProgramThatIsNotThereIsAFailure() async throws {
        let reader = MailReader(executable: "/nowhere", arguments: [])
        await #expect(throws: MailReader.Failure.self) { try await reader.read(Mails.url("several")) }
    }

    @Test func aFileThatIsNotThereIsAFailure() async throws {
        let gone = URL(filePath: "/nowhere.eml")
        await #expect(throws: MailReader.Failure.unreadable(path: "/nowhere.eml")) {
            try await Self.reader().read(gone)
        }
    }

    @Test func whatTheReceiverThrowsEndsIt() async throws {
        struct Full: Error {}
        await #expect(throws: Full.self) {
            try await Self.reader().read(Mails.url("big")) { _, _ in throw Full() }
        }
    }

    /// A mail of 30 MB: the child holds it and one part, the parent a part.
    @Test func aLargeMailTakesLittleMemory() async throws {
        let reader = Self.reader(["--peak"])
        let message = try await reader.read(Mails.url("big")) { _, _ in }
        #expect(message.parts.map(\.size) == [22_000_069])
        let own = try Self.parent(of: Mails.url("big"))
        let words = try await reader.lastWords(of: Mails.url("big"))
        let peak = try #require(Peak.value("VmHWM", in: words))
        let idle = try #require(Peak.value("Idle", in: own))
        let parent = try #require(Peak.value("VmHWM", in: own))
        #expect(peak + parent - idle < 128 << 20, "child: \(words); parent: \(own)")
        // What is said to be shut is shut; a machine that cannot shut it says so at the start of the program.
        #expect(!words.contains("a reader can"))
    }

    /// What a parent of its own says of its memory, before and after.
    private static func parent(of mail: URL) throws -> String {
        let (parent, output) = (Process(), Pipe())
        parent.executableURL = URL(filePath: host)
        parent.arguments = ["--parent", mail.path]
        parent.standardOutput = output
        try parent.run()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        parent.waitUntilExit()
        return String(decoding: words, as: UTF8.self)
    }
}

extension MailReader {
    /// What a child says at its end.
    func lastWords(of mail: URL) async throws -> String {
        let child = Process()
        let errors = Pipe()
        let output = Pipe()
        let input = Pipe()
        child.executableURL = URL(filePath: executable)
        child.arguments = arguments
        (child.standardInput, child.standardOutput, child.standardError) = (input, output, errors)
        try child.run()
        let raw = try Data(contentsOf: mail)
        let request = MailRequest.encoded(MailRequest(limits: limits, sent: raw.count, isWhole: true))
        let writer = Thread {
            try? input.fileHandleForWriting.write(contentsOf: request + raw)
            try? input.fileHandleForWriting.close()
        }
        writer.start()
        while let more = try output.fileHandleForReading.read(upToCount: 1 << 20), !more.isEmpty {}
        let words = try errors.fileHandleForReading.readToEnd() ?? Data()
        child.waitUntilExit()
        return String(decoding: words, as: UTF8.self)
    }
}
