import Foundation

/// Reads the words of all languages and holds them against each other.
enum WordFiles {
    static func read(_ files: [String: Data]) -> (languages: [String: MailLanguage], faults: [String]) {
        var faults: [String] = []
        var words: [String: [String: String]] = [:]
        for (code, bytes) in files.sorted(by: { $0.key < $1.key }) {
            guard let found = try? JSONDecoder().decode([String: String].self, from: bytes) else {
                faults.append("words.\(code).json must be one JSON object with texts only")
                continue
            }
            words[code] = found
        }
        guard let measure = words[MailTemplates.measure] else {
            return ([:], faults + ["words.\(MailTemplates.measure).json is missing"])
        }
        for (code, own) in words.sorted(by: { $0.key < $1.key }) { faults += problems(code, own, measure) }
        return (Dictionary(uniqueKeysWithValues: words.map { ($0, MailLanguage(code: $0, words: $1)) }), faults)
    }

    private static func problems(_ code: String, _ own: [String: String], _ measure: [String: String]) -> [String] {
        let file = "words.\(code).json"
        var faults = measure.keys.filter { own[$0] == nil }.sorted().map { "\(file): \($0) is missing" }
        for (key, text) in own.sorted(by: { $0.key < $1.key }) {
            guard let wanted = measure[key] else {
                faults.append("\(file): \(key) is not known; is it misspelt?")
                continue
            }
            if text.isEmpty || text.contains(where: \.isNewline) {
                faults.append("\(file): \(key) must be one line that is not empty")
            }
            let (has, needs) = (names(in: text), names(in: wanted))
            if has != needs {
                let words =
                    needs.isEmpty ? "no names in braces" : needs.sorted().map { "{\($0)}" }.joined(separator: ", ")
                faults.append("\(file): \(key) must have \(words)")
            }
        }
        if (own["format.months"] ?? "").split(separator: " ").count != 12 {
            faults.append("\(file): format.months must be twelve words")
        }
        return faults
    }

    private static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) })
    }
}
