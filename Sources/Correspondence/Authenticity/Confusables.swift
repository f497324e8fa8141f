import Foundation

/// What a label looks like: letters that people take for one another are one. Of Unicode's confusables (UTS #39) those of the Latin,
/// Cyrillic, Greek and Armenian letters that domains may hold, and the digits and pairs that are used for fraud.
enum Confusables {
    /// - Parameter label: Decoded, lower case. Hyphens are left out, as they are hardly seen.
    static func skeleton(_ label: String) -> [Character] {
        let letters = label.decomposedStringWithCompatibilityMapping.unicodeScalars.compactMap { scalar -> Character? in
            if scalar.properties.generalCategory == .nonspacingMark || scalar == "-" { return nil }
            let character = Character(scalar)
            return single[character] ?? character
        }
        var seen: [Character] = []
        var place = 0
        while place < letters.count {
            if place + 1 < letters.count, let one = pair(letters[place], letters[place + 1]) {
                seen.append(one)
                place += 2
            } else {
                seen.append(letters[place])
                place += 1
            }
        }
        return seen
    }

    private static func pair(_ left: Character, _ right: Character) -> Character? {
        switch (left, right) {
        case ("r", "n"): "m"
        case ("v", "v"): "w"
        case ("c", "l"): "d"
        default: nil
        }
    }

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
