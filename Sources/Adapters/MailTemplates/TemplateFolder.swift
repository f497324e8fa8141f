import Foundation

/// The files of templates and words, as they lie on the disk.
struct TemplateFolder {
    /// By name without `.mustache`: `question.html`.
    private(set) var templates: [String: String] = [:]
    /// By language.
    private(set) var words: [String: Data] = [:]
    private(set) var faults: [String] = []

    private static let mostBytes = 1_000_000

    init(_ folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted()
        guard let names else {
            faults = ["the folder \(folder.path) cannot be read"]
            return
        }
        for name in names {
            guard name.hasSuffix(".mustache") || name.hasPrefix("words.") && name.hasSuffix(".json") else { continue }
            guard let bytes = try? Data(contentsOf: folder.appending(path: name)), bytes.count <= Self.mostBytes,
                let text = String(validating: bytes, as: UTF8.self)
            else {
                faults.append("\(name) cannot be read: it must be UTF-8 and at most a megabyte")
                continue
            }
            if name.hasSuffix(".mustache") {
                templates[String(name.dropLast(9))] = text
            } else {
                words[String(name.dropFirst(6).dropLast(5))] = bytes
            }
        }
        for name in MailTemplates.needed where templates[name] == nil {
            faults.append("\(name).mustache is missing")
        }
    }
}
