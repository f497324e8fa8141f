import Extractors
import Foundation
import Invoicing
import Pipeline
import Support
import Testing

@testable import LanguageModels

/// Against a real server on this machine, good and bad.
@Suite("A model behind a server", .serialized) struct EndpointTests {
    static let question = OpenQuestion(
        schema: "invoice/1",
        fields: [
            .init(name: .dueDate, type: .date, labels: ["Due date"]), .init(name: .purchaseOrder, type: .identifier),
        ],
        lines: [["Due date   31.01.2026"]],
        pages: [PageText(number: 1, width: 1, height: 1, words: [], reading: .text)])

    private func ask(
        _ server: ModelServer, _ mode: String, _ content: String = "", seconds: Double = 10, key: String? = nil
    ) async -> Result<[FieldName: String], LanguageModelFailure> {
        do throws(LanguageModelFailure) {
            guard let address = try? EndpointAddress(server.address(mode, content), plainAllowed: false) else {
                throw .malformed("no address")
            }
            let chat = ChatSettings(address: address, model: "test-model", key: key.flatMap { Secret($0) })
            return .success(
                try await ChatEndpoint(chat).answers(to: Self.question, by: .now + .seconds(seconds)))
        } catch {
            return .failure(error)
        }
    }

    @Test func answersInTheRightFormAreTaken() async throws {
        let server = try ModelServer()
        let said = #"{"due_date": " 31.01.2026 ", "purchase_order": null}"#
        #expect(await ask(server, "strict", said, key: "right-key") == .success([.dueDate: "31.01.2026"]))
        #expect(await ask(server, "strict", said, key: "wrong-key") == .failure(.status(400)))
        #expect(await ask(server, "oncebusy", said) == .success([.dueDate: "31.01.2026"]))
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var mode: String
        var said: String
        var failure: LanguageModelFailure
        init(_ name: String, _ mode: String, _ said: String, _ failure: LanguageModelFailure) {
            (testDescription, self.mode, self.said, self.failure) = (name, mode, said, failure)
        }
    }

    static let bad = [
        Bad("no JSON", "nojson", "", .malformed("it is no chat completion")),
        Bad("another content type", "html", "", .malformed("it is not sent as JSON")),
        Bad("another shape", "shape", "", .malformed("it is no chat completion")),
        Bad("two choices", "two", "", .malformed("it holds no single message")),
        Bad("an end by the limit of tokens", "cut", "", .malformed("the message is cut short")),
        Bad("half of the JSON", "half", "", .malformed("it is no chat completion")),
        Bad("no content", "null", "", .malformed("it holds no single message")),
        Bad("nothing", "empty", "", .malformed("it is no chat completion")),
        Bad("brackets that never end", "deep", "", .malformed("it is no chat completion")),
        Bad("brackets inside of the message", "deepin", "", .malformed("the message is no object of texts")),
        Bad("talk instead of JSON", "say", "The due date is", .malformed("the message is no object of texts")),
        Bad("a list", "say", "[]", .malformed("the message is no object of texts")),
        Bad("a number", "say", #"{"due_date": 1}"#, .malformed("the message is no object of texts")),
        Bad("a fence around it", "say", "```json\n{}\n```", .malformed("the message is no object of texts")),
        Bad(
            "a field that was not asked", "say", #"{"supplier_iban": "x"}"#,
            .malformed("it names fields that were not asked")),
        Bad("line breaks", "say", #"{"due_date": "a\nb"}"#, .malformed("a value is no line of print")),
        Bad(
            "a very long value", "say", #"{"due_date": ""# + String(repeating: "x", count: 300) + #""}"#,
            .malformed("a value is no line of print")),
        Bad("a huge answer", "huge", "", .tooLarge), Bad("an endless answer", "endless", "", .tooLarge),
        Bad("endless headers", "heads", "", .tooLarge), Bad("a fault", "broken", "", .status(500)),
        Bad("a refused key", "key", "", .status(401)), Bad("too much to do, twice", "busy", "", .status(429)),
        Bad("too much to do for an hour", "longbusy", "", .status(429)), Bad("a redirect", "redirect", "", .redirected),
    ]

    @Test func badAnswersAreFailuresThatQuoteNothing() async throws {
        let server = try ModelServer()
        for bad in Self.bad {
            #expect(await ask(server, bad.mode, bad.said) == .failure(bad.failure), "\(bad.testDescription)")
        }
        for mode in ["short", "hang"] {
            guard case .failure(.unreachable) = await ask(server, mode) else {
                Issue.record("\(mode) was no failure of the connection")
                continue
            }
        }
        #expect(try !server.tries().contains("elsewhere"))
    }

    @Test(arguments: ["slow", "drip"]) func aSlowServerIsLeftAtTheDeadline(_ mode: String) async throws {
        let server = try ModelServer()
        #expect(await ask(server, mode, seconds: 1) == .failure(.late))
        #expect(await ask(server, "say", "{}", seconds: 0) == .failure(.late))
    }

    @Test func aServerThatFailsAgainAndAgainIsLeftAlone() async throws {
        let server = try ModelServer()
        let address = try EndpointAddress(server.address("broken"), plainAllowed: false)
        let endpoint = ChatEndpoint(ChatSettings(address: address, model: "m"))
        var failures: [LanguageModelFailure] = []
        for _ in 0..<4 {
            do throws(LanguageModelFailure) {
                _ = try await endpoint.answers(to: Self.question, by: .now + .seconds(10))
            } catch { failures.append(error) }
        }
        #expect(failures == [.status(500), .status(500), .status(500), .resting])
        #expect(try server.tries().contains(#""broken": 3"#))
    }

    @Test func canBeReachedWithoutAskingAnything() async throws {
        let server = try ModelServer()
        let there = try EndpointAddress(server.address("say"), plainAllowed: false)
        try await ChatEndpoint(ChatSettings(address: there, model: "m")).reach(by: .now + .seconds(10))
        let nobody = try EndpointAddress("http://127.0.0.1:1/v1", plainAllowed: false)
        await #expect(throws: LanguageModelFailure.self) {
            try await ChatEndpoint(ChatSettings(address: nobody, model: "m")).reach(by: .now + .seconds(10))
        }
    }
}
