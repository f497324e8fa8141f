package import Invoicing

/// How far a text layer can be trusted, measured on its characters and words.
package struct TextQuality: Hashable, Sendable {
    /// Characters that are not white space.
    package private(set) var characters = 0
    /// Share of replacement, private-use and control characters, 0...1: glyphs whose meaning the PDF does not give.
    package private(set) var badShare = 0.0
    /// Share of characters that stand in words, numbers or dates as people write them, 0...1.
    package private(set) var wordLikeShare = 0.0
    /// By how much all characters seem to be off in the code table; `nil` when they are not.
    package private(set) var shift: Int?

    package init(_ words: [Word]) {
        var bad = 0
        var good = 0
        var judged = 0
        for word in words {
            let shape = WordShape(word.text.unicodeScalars)
            // A single private-use character is an icon: a telephone before the number.
            if shape.isIcon { continue }
            characters += shape.count
            bad += shape.bad
            guard let likely = shape.isLikely else { continue }
            judged += shape.count
            if likely { good += shape.count }
        }
        guard characters > 0 else { return }
        badShare = Double(bad) / Double(characters)
        wordLikeShare = judged == 0 ? 1 : Double(good) / Double(judged)
        shift = LetterHistogram(words).shift(whenWordLike: wordLikeShare)
    }
}

/// How often each character occurs; tells text whose characters are all off by the same amount.
///
/// Fonts without a map from glyphs to characters often give the glyph's number instead: 29 or 31 too low. No language
/// written in Latin letters has fewer than two in five of its letters among e, t, a, o, i, n, r and s.
private struct LetterHistogram {
    private var counts = [Int](repeating: 0, count: 256)
    private var all = 0

    init(_ words: [Word]) {
        for word in words.prefix(400) {
            for scalar in word.text.unicodeScalars {
                all += 1
                if scalar.value < 256 { counts[Int(scalar.value)] += 1 }
            }
        }
    }

    /// - Returns: What has to be taken off each character, or `nil` when the text is as it should be.
    func shift(whenWordLike wordLikeShare: Double) -> Int? {
        let (letters, common) = letters(shiftedBy: 0)
        let isSuspicious = letters * 4 < all ? wordLikeShare < 0.6 : Double(common) < 0.38 * Double(letters)
        guard all >= 60, isSuspicious else { return nil }
        var best: (shift: Int, common: Int)?
        for shift in -40...40 where shift != 0 {
            let (letters, common) = self.letters(shiftedBy: shift)
            guard letters * 5 > all * 2, Double(common) > 0.52 * Double(letters) else { continue }
            if common > (best?.common ?? 0) { best = (shift, common) }
        }
        return best.map(\.shift)
    }

    private func letters(shiftedBy shift: Int) -> (all: Int, common: Int) {
        var found = (all: 0, common: 0)
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
            for character in [Int(letter) + shift, Int(letter) - 32 + shift] where counts.indices.contains(character) {
                found.all += counts[character]
                if LetterHistogram.common.contains(letter) { found.common += counts[character] }
            }
        }
        return found
    }

    private static let common = Set("etaoinrs".utf8)
}

/// What one word is made of.
struct WordShape {
    private(set) var count = 0
    private(set) var bad = 0
    private var letters = 0
    private var vowels = 0
    private var digits = 0
    private var marks = 0
    private var oddCase = 0
    private var longestWithoutVowel = 0
    private var foreign = 0

    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var withoutVowel = 0
        var wasLower = false
        for scalar in scalars {
            count += 1
            let value = scalar.value
            switch value {
            case 0x41...0x5A, 0x61...0x7A:
                letters += 1
                let isLower = value >= 0x61
                if !isLower, wasLower { oddCase += 1 }
                wasLower = isLower
                switch value | 0x20 {
                case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79:
                    vowels += 1
                    withoutVowel = 0
                default: withoutVowel += 1
                }
                longestWithoutVowel = max(longestWithoutVowel, withoutVowel)
            case 0x30...0x39: digits += 1
            case 0xFFFD, 0xE000...0xF8FF, 0xF0000...0x10FFFF, 0...0x1F, 0x7F...0x9F: bad += 1
            case 0xC0...0x24F where value != 0xD7 && value != 0xF7:
                // Letters with marks are mostly vowels.
                letters += 1
                vowels += 1
                withoutVowel = 0
                wasLower = true
            case 0x250...:
                if scalar.properties.isAlphabetic { foreign += 1 } else { marks += 1 }
            default: marks += 1
            }
        }
    }

    var isIcon: Bool { count == 1 && bad == 1 }

    /// `nil` for what says nothing either way: a dash, a single letter.
    var isLikely: Bool? {
        if bad > 0 { return false }
        // Greek, Cyrillic, Hebrew ...: no vowels to count here.
        if foreign > 0 { return marks <= foreign + digits + letters }
        if letters == 0 {
            if digits == 0 { return count > 3 && marks == count && !isRuler ? false : nil }
            return marks <= digits + 2
        }
        if count < 2 { return nil }
        // Codes, units and identifiers: DE123456789, 15%, INV-2024/17, 3x.
        if digits > 0 { return marks <= letters + digits && oddCase <= 1 }
        if marks > 2, marks * 3 > count, letters < 8 { return false }
        if letters <= 4 { return oddCase <= 1 }
        return vowels * 6 >= letters && longestWithoutVowel <= 6 && oddCase <= 2
    }

    /// Rows of dots, dashes and underscores.
    private var isRuler: Bool { marks == count && count > 3 }
}
