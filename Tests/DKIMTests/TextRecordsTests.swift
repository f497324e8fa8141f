import DKIM
import Foundation
import Testing

@Suite("Questions to the DNS") struct TextRecordsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let selector: String
        let answer: TextAnswer
        let testDescription: String

        init(_ selector: String, _ answer: TextAnswer, because sentence: String) {
            self.selector = selector
            self.answer = answer
            testDescription = sentence
        }
    }

    static let cases = [
        Case("one", .records(["v=DKIM1; p=AAAA"]), because: "a record is given as it is"),
        Case("parts", .records(["v=DKIM1; p=AAAA"]), because: "the parts of a record are put together"),
        Case("two", .records(["first", "second"]), because: "two records stay two"),
        Case("alias", .records(["by its alias"]), because: "an alias leads to its records"),
        Case(
            "long", .records([String(repeating: "x", count: 4_000)]),
            because: "what does not fit into a datagram is asked for again by TCP"),
        Case("absent", .none, because: "a name that is not there has no key"),
        Case("other", .none, because: "nor has one with an address alone"),
        Case("broken", .failed("the DNS does not answer"), because: "a server in trouble may be asked again"),
        Case("refused", .failed("the DNS does not answer"), because: "so may one that refuses"),
        Case("many", .failed("there are more than 8 records"), because: "forty records are no key"),
        Case("huge", .failed("the answer is longer than 16384 bytes"), because: "an answer has at most 16 KB"),
        Case("damaged", .failed("the answer is damaged"), because: "a part cannot be longer than its record"),
        Case("cut", .failed("the answer is damaged"), because: "a record cannot be longer than the answer"),
    ]

    @Test(arguments: cases) func answer(_ example: Case) async throws {
        let server = try NameServer()
        let name = try #require(KeyName(selector: example.selector, domain: "supplier.example"))
        #expect(await TextRecords(port: server.port).answer(for: name) == example.answer)
        withExtendedLifetime(server) {}
    }

    @Test func nothingIsAskedBesidesTheName() async throws {
        let server = try NameServer()
        let records = TextRecords(port: server.port)
        for selector in ["one", "absent", "other"] {
            _ = await records.answer(for: try #require(KeyName(selector: selector, domain: "Supplier.example")))
        }
        #expect(
            try server.questions == ["one", "absent", "other"].map { "\($0)._domainkey.supplier.example." })
    }

    @Test func aSilentServerIsGivenUp() async throws {
        let server = try NameServer()
        let name = try #require(KeyName(selector: "silent", domain: "supplier.example"))
        let answer = await TextRecords(time: .milliseconds(200), port: server.port).answer(for: name)
        #expect(answer == .failed("the DNS did not answer in time"))
        withExtendedLifetime(server) {}
    }

    @Test func questionsThatNobodyAnswersDoNotPileUp() async throws {
        let server = try NameServer()
        let records = TextRecords(time: .milliseconds(200), port: server.port)
        let name = try #require(KeyName(selector: "silent", domain: "supplier.example"))
        let answers = await withTaskGroup(of: TextAnswer.self) { group in
            for _ in 0..<40 { group.addTask { await records.answer(for: name) } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers.contains(.failed("too many questions to the DNS are open")))
        #expect(answers.allSatisfy { if case .failed = $0 { true } else { false } })
        withExtendedLifetime(server) {}
    }

    @Test func aCancelledQuestionReturns() async throws {
        let server = try NameServer()
        let records = TextRecords(time: .seconds(600), port: server.port)
        let name = try #require(KeyName(selector: "silent", domain: "supplier.example"))
        let task = Task { await records.answer(for: name) }
        task.cancel()
        #expect(await task.value == .failed("nobody waits any more"))
        withExtendedLifetime(server) {}
    }
}
