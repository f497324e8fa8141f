import Extractors
import Foundation
import Invoicing
import Pipeline

/// Reads what a server sent, and believes nothing of its form.
struct ChatAnswer {
    let question: OpenQuestion
    /// Bytes of one value: what is longer stands in no line.
    private static let mostValue = 200

    private struct Envelope: Decodable {
        struct Choice: Decodable {
            struct Message: Decodable { var content: String? }
            var message: Message
            var finishReason: String?

            enum CodingKeys: String, CodingKey {
                case message
                case finishReason = "finish_reason"
            }
        }
        var choices: [Choice]
    }

    /// - Throws: What is wrong with it; nothing of it is repeated.
    func fields(contentType: String?, _ body: Data) throws(LanguageModelFailure) -> [FieldName: String] {
        let type = (contentType ?? "").prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == "application/json" else { throw LanguageModelFailure.malformed("it is not sent as JSON") }
        let envelope = try Self.decode(Envelope.self, body, "it is no chat completion")
        guard envelope.choices.count == 1, let choice = envelope.choices.first, let content = choice.message.content
        else {
            throw LanguageModelFailure.malformed("it holds no single message")
        }
        guard choice.finishReason == nil || choice.finishReason == "stop" else {
            throw LanguageModelFailure.malformed("the message is cut short")
        }
        return try values(
            try Self.decode([String: String?].self, Data(content.utf8), "the message is no object of texts"))
    }

    private func values(_ said: [String: String?]) throws(LanguageModelFailure) -> [FieldName: String] {
        guard Set(said.keys).isSubset(of: question.fields.map(\.name.rawValue)) else {
            throw LanguageModelFailure.malformed("it names fields that were not asked")
        }
        var values: [FieldName: String] = [:]
        for (name, value) in said {
            guard let text = value?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { continue }
            guard text.utf8.count <= Self.mostValue,
                text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else { throw LanguageModelFailure.malformed("a value is no line of print") }
            values[FieldName(rawValue: name)] = text
        }
        return values
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: Data, _ fault: String)
        throws(LanguageModelFailure) -> Value
    {
        guard JSONDepth.of(bytes) <= 32, let value = try? JSONDecoder().decode(type, from: bytes) else {
            throw LanguageModelFailure.malformed(fault)
        }
        return value
    }
}
