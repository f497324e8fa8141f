import Foundation
import Invoicing
import Pipeline
import Reports

/// One setting: `NAME` in a settings file and on the command line (`--set NAME=VALUE`), `PAYABLES_NAME` in the
/// environment.
struct SettingKey: Sendable {
    var name: String
    /// For people: what it is, its unit and range.
    var meaning: String
    /// Not to be given on a command line, which everybody on the machine can read.
    var isSecret = false
    /// - Returns: What is wrong with the text; `nil` = it was taken.
    var set: @Sendable (inout Settings, String) -> String?

    static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }

    /// The name that was likely meant; `nil` when none is near.
    static func nearest(to name: String) -> String? {
        let scored = all.map {
            ($0.name, Double(Set($0.name).intersection(Set(name)).count) / Double(Set($0.name).union(Set(name)).count))
        }
        return scored.max { $0.1 < $1.1 }.flatMap { $0.1 >= 0.7 ? $0.0 : nil }
    }

    static let all: [SettingKey] = documents + model

    private static let documents: [SettingKey] = [
        SettingKey(name: "schemas", meaning: "folder of the document types") { settings, text in
            settings.schemas = text
            return text.isEmpty ? "must name a folder" : nil
        },
        SettingKey(name: "language_data", meaning: "folder of tesseract's *.traineddata") { settings, text in
            settings.languageData = text
            return text.isEmpty ? "must name a folder" : nil
        },
        SettingKey(name: "memory", meaning: "file of the supplier memory (payables correct)") { settings, text in
            settings.memory = text
            return text.isEmpty ? "must name a file" : nil
        },
        SettingKey(name: "languages", meaning: "tesseract's names with + or , between, likeliest first: eng+deu") {
            settings, text in
            let names = text.split { $0 == "+" || $0 == "," || $0 == " " }.map(String.init)
            guard !names.isEmpty, names.allSatisfy(isLanguage) else {
                return "must be names of languages as tesseract has them, such as eng+deu, not \(shown(text))"
            }
            settings.read.languages = names
            return nil
        },
        SettingKey(name: "ocr", meaning: "when pages are recognized: auto, always, never") { settings, text in
            guard let mode = ReadSettings.OCRMode(rawValue: text) else {
                return "must be auto, always or never, not \(shown(text))"
            }
            settings.read.ocr = mode
            return nil
        },
        SettingKey(name: "passwords", meaning: "tried on encrypted PDFs, one a line") { settings, text in
            settings.read.passwords = text.split(whereSeparator: \.isNewline).map(String.init)
            return nil
        },
        SettingKey(name: "today", meaning: "day that dates are held against, YYYY-MM-DD") { settings, text in
            guard let day = Day(iso: text) else { return "must be a day such as 2026-01-31, not \(shown(text))" }
            settings.today = day
            return nil
        },
        whole("jobs", "documents read at the same time", 1...256, \.jobs),
        whole("dpi", "dots per inch pages are drawn at for recognition", 72...600, \.read.dpi),
        whole("max_bytes", "bytes of a document", 1...2_000_000_000, \.read.limits.bytes),
        whole("max_pages", "pages of a document", 1...10_000, \.read.limits.pages),
        whole("max_pixels", "pixels of a page", 1_000_000...1_000_000_000, \.read.limits.pixels),
        whole("max_text_bytes", "bytes of text in a document", 1_000...100_000_000, \.read.limits.textBytes),
        whole("max_cpu_seconds", "CPU seconds for a document", 1...86_400, \.read.limits.cpuSeconds),
        whole("max_memory", "bytes of memory of a reader", 200_000_000...64_000_000_000, \.read.limits.memory),
        number("max_page_side", "points of a page's longer side", 100...100_000, \.read.limits.pageSide),
        number("seconds_per_page", "seconds for a page", 1...3_600, \.read.limits.secondsPerPage),
        number("seconds_per_document", "seconds for a document", 1...86_400, \.read.limits.secondsPerDocument),
    ]

    static func whole(
        _ name: String, _ meaning: String, _ range: ClosedRange<Int>,
        _ path: any WritableKeyPath<Settings, Int> & Sendable
    ) -> SettingKey {
        SettingKey(name: name, meaning: "\(meaning), \(range.lowerBound)...\(range.upperBound)") { settings, text in
            guard let value = Int(text), range.contains(value) else {
                return "must be a whole number \(range.lowerBound)...\(range.upperBound), not \(shown(text))"
            }
            settings[keyPath: path] = value
            return nil
        }
    }

    static func number(
        _ name: String, _ meaning: String, _ range: ClosedRange<Int>,
        _ path: any WritableKeyPath<Settings, Double> & Sendable
    ) -> SettingKey {
        SettingKey(name: name, meaning: "\(meaning), \(range.lowerBound)...\(range.upperBound)") { settings, text in
            guard let value = Double(text), (Double(range.lowerBound)...Double(range.upperBound)).contains(value) else {
                return "must be a number \(range.lowerBound)...\(range.upperBound), not \(shown(text))"
            }
            settings[keyPath: path] = value
            return nil
        }
    }

    private static func isLanguage(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
        }
    }

    private static func shown(_ text: String) -> String {
        "\u{201C}" + TextWidth.oneLine(String(text.prefix(60))) + "\u{201D}"
    }
}
