import Foundation

/// What a label looks like: letters that people take for one another are one. Of Unicode's confusables (UTS #39) those of the Latin,
/// Cyrillic, Greek and Armenian letters that domains may hold, and the digits and pairs that are used for fraud.
enum Confusables {
    /// - Parameter label: Decoded, lower case. Hyphens are left out, as they are hardly seen.
    static func skeleton(_ label: String) -> String {
        let letters = label.decomposedStringWithCompatibilityMapping.unicodeScalars.compactMap { scalar -> Character? in
            if scalar.properties.generalCategory == .nonspacingMark || scalar == "-" { return nil }
            let character = Character(scalar)
            return single[character] ?? character
        }
        var text = String(letters)
        for (pair, one) in pairs { text = text.replacing(pair, with: one) }
        return text
    }

    private static let pairs = [("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"), ("ii", "u"), ("lj", "u")]

    private static let single: [Character: Character] = {
        var table: [Character: Character] = [:]
        for (letter, others) in groups { for other in others { table[other] = letter } }
        return table
    }()

    private static let groups: [(Character, String)] = [
        ("a", "аɑα⍺ａ4"), ("b", "ЬьƄ6ɓвβ"), ("c", "сϲⅽᴄ"), ("d", "ԁⅾɗđ"), ("e", "еєҽ℮ɛε3"), ("f", "ƒғϝ"), ("g", "ɡցɢ9"),
        ("h", "һհℎħ"), ("i", ""), ("j", "јϳʝ"), ("k", "кκқ"), ("l", "1iıіιɩｉӏⅼ|ⅰłℓ"), ("m", "мⅿɱ"), ("n", "пոηńɴ"),
        ("o", "0оοσօøᴏⲟ"), ("p", "рρ⍴ƿ"), ("q", "ԛզ"), ("r", "гɼᴦ"), ("s", "ѕꜱʂ5"), ("t", "тτţ7ŧ"), ("u", "υսцʋµᴜ"),
        ("v", "νѵᴠⅴ"),
        ("w", "ѡԝωɯᴡ"), ("x", "хχⅹ×"), ("y", "уγүÿʏ"), ("z", "ʐᴢ2"),
    ]
}
