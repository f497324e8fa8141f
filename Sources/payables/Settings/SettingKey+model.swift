import Invoicing
import LanguageModels

/// The settings of the language model (docs/language-model.md).
extension SettingKey {
    static let model: [SettingKey] = [
        SettingKey(
            name: "language_model", meaning: "address of a language model; invoice text is sent there; empty = off"
        ) {
            settings, text in
            settings.model.address = text
            return nil
        },
        SettingKey(name: "language_model_name", meaning: "the model, as its server calls it") { settings, text in
            settings.model.name = text
            let isPlain = text.utf8.count <= 100 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isPlain ? nil : "must be a name of at most 100 letters, digits and signs"
        },
        SettingKey(
            name: "language_model_key", meaning: "its key, from the environment or the settings file only",
            isSecret: true
        ) { settings, text in
            settings.model.key = Secret(text)
            return settings.model.key == nil ? "must be a key: one word without spaces" : nil
        },
        SettingKey(name: "language_model_key_file", meaning: "file that holds the key and nothing else") {
            settings, text in
            settings.model.keyFile = text
            return text.isEmpty ? "must name a file" : nil
        },
        SettingKey(name: "language_model_plain_http", meaning: "whether http: may lead to other machines: yes, no") {
            settings, text in
            settings.model.plainHTTP = text == "yes"
            return ["yes", "no"].contains(text) ? nil : "must be yes or no"
        },
        SettingKey(
            name: "language_model_format", meaning: "how answers are asked for: json_schema, json_object, words"
        ) { settings, text in
            guard let format = ChatSettings.Format(rawValue: text) else {
                return "must be json_schema, json_object or words"
            }
            settings.model.format = format
            return nil
        },
        SettingKey(name: "language_model_fields", meaning: "fields that may be asked, with + or , between") {
            settings, text in
            let names = text.split { $0 == "+" || $0 == "," || $0 == " " }.map { FieldName(rawValue: String($0)) }
            settings.model.question.fields = names
            return names.isEmpty ? "must name fields, such as due_date+purchase_order" : nil
        },
        number("language_model_threshold", "confidence below which a value is open", 0...1, \.model.question.threshold),
        number("language_model_seconds", "seconds that a document may wait for it", 1...300, \.model.seconds),
        whole("language_model_max_fields", "fields of a question", 1...100, \.model.question.mostFields),
        whole("language_model_max_text", "bytes of print that are sent", 1_000...1_000_000, \.model.question.mostText),
        whole("language_model_max_answer", "bytes of an answer", 1_000...10_000_000, \.model.mostBytes),
        whole("language_model_max_tokens", "tokens of an answer", 16...100_000, \.model.mostTokens),
    ]
}
