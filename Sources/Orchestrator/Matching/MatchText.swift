import Foundation

/// How texts are compared for matching: without case, accents, separators.
package enum MatchText {
    /// Letters and digits only, upper case, accents off: `"PO 45-0001"` → `"PO450001"`.
    package static func key(_ text: String) -> String {
        String(
            text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).uppercased()
                .unicodeScalars.filter { CharacterSet.alphanumerics.contains($0) }.map(Character.init))
    }

    /// Lower-case words of letters and digits.
    package static func words(_ text: String) -> [String] {
        text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
            .split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Share of words in common (Dice), in thousandths: whole numbers keep the choice exact.
    package static func similarity(_ left: [String], _ right: [String]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        var rest: [String: Int] = [:]
        for word in right { rest[word, default: 0] += 1 }
        var common = 0
        for word in left where rest[word, default: 0] > 0 {
            rest[word, default: 0] -= 1
            common += 1
        }
        return 2000 * common / (left.count + right.count)
    }
}
