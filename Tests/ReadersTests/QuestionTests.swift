import Extractors
import Foundation
import Invoicing
import Pipeline
import Testing

@testable import Readers

@Suite("Questions and readers") struct QuestionTests {
    static let question = OpenQuestion(
        schema: "invoice/1", fields: [.init(name: .dueDate, type: .date, labels: ["Fällig", ""])],
        lines: [["a   b", "c"], []],
        pages: [1, 2].map { number in
            PageText(
                number: number, width: 5, height: 6,
                words: [Word(text: "ü", box: Box(x: 1, y: 2, width: 3, height: 4), size: 9)], reading: .text)
        })

    @Test func comeBackAsTheyWereAndAreRefusedWhenDamaged() throws {
        let bytes = QuestionCodec.encoded(Self.question)
        #expect(try QuestionCodec.decoded(bytes) == Self.question)
        for length in 0..<bytes.count {
            #expect(throws: MessageFault.self) { try QuestionCodec.decoded(bytes.prefix(length)) }
        }
        var other = Self.question
        other.lines.removeLast()
        #expect(throws: MessageFault.self) { try QuestionCodec.decoded(QuestionCodec.encoded(other)) }
    }

    @Test func answersAreJudgedInAReaderWhichMayBeLost() async throws {
        let silent = FaultyPool.make()
        #expect(try await silent.read("pages 1").get().question == nil)
        await silent.shutdown()
        let pool = FaultyPool.make { $0.types = [QuestionSettings.file: Data("{}".utf8)] }
        let drafted = try await pool.read("pages 1").get()
        let question = try #require(drafted.question)
        let word = try #require(question.pages.first?.words.first?.text)
        let judged = try await pool.judge(["page1": word, "x": "absent"], to: question, about: drafted.draft)
        #expect(judged.found["page1"]?.value == word && judged.refused == ["x": .notPrinted])
        await #expect(throws: ReadFailure.self) {
            try await pool.judge(["page1": "crash"], to: question, about: drafted.draft)
        }
        #expect(try await pool.judge(["page1": word], to: question, about: drafted.draft).refused.isEmpty)
        await pool.shutdown()
    }
}
