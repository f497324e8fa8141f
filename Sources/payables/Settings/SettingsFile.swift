import Foundation

/// A JSON object of settings: `{"languages": ["eng", "deu"], "max_pages": 50}`.
struct SettingsFile: Sendable, Equatable {
    /// Names the file when `--settings` does not.
    static let variable = "PAYABLES_SETTINGS"

    var path: String
    /// Sorted by name; numbers and lists as the text other sources would give.
    private(set) var entries: [(name: String, text: String)] = []
    /// Values that are neither text, number nor list of texts.
    private(set) var faults: [String] = []

    /// - Throws: ``SettingsError`` when the file cannot be read as a JSON object.
    init(path: String) throws(SettingsError) {
        self.path = path
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw SettingsError(faults: ["the settings file \(path) cannot be read"])
        }
        guard let values = try? JSONDecoder().decode([String: Value].self, from: bytes) else {
            throw SettingsError(faults: ["the settings file \(path) is not a JSON object"])
        }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            if let text = value.text(for: name) {
                entries.append((name, text))
            } else {
                faults.append("\(path): \(name) must be a text, a number or a list of texts")
            }
        }
    }

    static func == (left: SettingsFile, right: SettingsFile) -> Bool {
        left.path == right.path && left.faults == right.faults
            && left.entries.map(\.name) == right.entries.map(\.name)
            && left.entries.map(\.text) == right.entries.map(\.text)
    }

    private enum Value: Decodable {
        case text(String), whole(Int), number(Double), list([String]), other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode(Int.self) {
                self = .whole(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode([String].self) {
                self = .list(value)
            } else {
                self = .other
            }
        }

        func text(for name: String) -> String? {
            switch self {
            case .text(let value): value
            case .whole(let value): String(value)
            case .number(let value): value.description
            case .list(let values): values.joined(separator: name == "passwords" ? "\n" : "+")
            case .other: nil
            }
        }
    }
}
