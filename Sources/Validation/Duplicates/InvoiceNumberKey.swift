import Invoicing

/// An invoice number in forms under which two spellings of it are equal.
struct InvoiceNumberKey: Hashable, Sendable {
    /// Upper case without white space: the number as printed.
    let printed: String
    /// Letters and digits only, without leading zeros in any run of digits: `RE-0042/7` → `RE427`.
    let plain: String
    /// `plain` with letters that are read as digits turned into them: O→0, I and L→1, S→5, B→8.
    let confusable: String

    /// - Returns: `nil` when there is no letter or digit in `text`.
    init?(_ text: String) {
        printed = String(text.uppercased().filter { !$0.isWhitespace })
        let runs = printed.split { !$0.isLetter && !$0.isNumber }
        guard !runs.isEmpty else { return nil }
        plain = runs.map { Self.withoutLeadingZeros(String($0)) }.joined()
        // Letters first: a leading O may be a leading zero.
        let digits = runs.map { run in String(run.map { Self.lookalikes[$0] ?? $0 }) }
        confusable = digits.map(Self.withoutLeadingZeros).joined()
    }

    /// Drops zeros that a digit follows at the beginning of each run of digits.
    private static func withoutLeadingZeros(_ text: String) -> String {
        var result: [Character] = []
        var isInNumber = false
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let isLeadingZero =
                character == "0" && !isInNumber && index + 1 < characters.count && characters[index + 1].isNumber
            if isLeadingZero { continue }
            isInNumber = character.isNumber
            result.append(character)
        }
        return String(result)
    }

    private static let lookalikes: [Character: Character] = ["O": "0", "I": "1", "L": "1", "S": "5", "B": "8"]
}
