import Extractors
import Foundation
import LanguageModels
import Pipeline

/// The language model that may be asked what documents leave open; off unless an address is set.
struct ModelSettings: Sendable, Equatable {
    /// As it was set; empty = off.
    var address = ""
    var name = ""
    var key: Secret?
    /// A file that holds the key and nothing else; `nil` = none.
    var keyFile: String?
    var plainHTTP = false
    var format = ChatSettings.Format.schema
    /// For one document.
    var seconds = 20.0
    var mostBytes = 65_536
    var mostTokens = 1_000
    var question = QuestionSettings()

    var isOn: Bool { !address.isEmpty }

    /// What is wrong with the settings together.
    var faults: [String] {
        guard isOn else { return [] }
        var faults: [String] = []
        do throws(EndpointAddress.Fault) { _ = try endpoint } catch { faults.append("language_model \(error.problem)") }
        if name.isEmpty { faults.append("language_model_name must name the model, as language_model is set") }
        if key != nil, keyFile != nil {
            faults.append("language_model_key and language_model_key_file are both set; one key is needed")
        }
        return faults
    }

    private var endpoint: EndpointAddress {
        get throws(EndpointAddress.Fault) { try EndpointAddress(address, plainAllowed: plainHTTP) }
    }

    /// - Returns: `nil` when it is off.
    /// - Throws: ``CommandFailure`` when the key's file cannot be used.
    func chat() throws -> ChatSettings? {
        guard isOn, let endpoint = try? endpoint else { return nil }
        var chat = ChatSettings(address: endpoint, model: name, key: try keyFile.map(Self.key) ?? key)
        (chat.format, chat.mostBytes, chat.mostTokens) = (format, mostBytes, mostTokens)
        return chat
    }

    private static func key(in file: String) throws -> Secret {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.noInput, "The file of the language model's key, \(file), cannot be read.")
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Secret(text) else {
            throw CommandFailure(.usage, "The file \(file) holds no key: one line without spaces is expected.")
        }
        return key
    }
}
