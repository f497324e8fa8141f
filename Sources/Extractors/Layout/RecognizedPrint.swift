import Invoicing

/// Gives recognized words the boxes and sizes that a text layer gives them.
///
/// Recognition frames the ink of a word: "aus" is half as high as "Haus", and a stroke that touches a word is framed with
/// it. Lines, columns and large print are told by heights of the *font*, so those are worked out from the letters that a
/// word has, and held against what the line around it says.
struct RecognizedPrint {
    /// Height of a font over and under its base line, in ems, as the commonest text layers have it.
    private static let ascent = 0.9
    private static let descent = 0.22

    /// A font's size and base line as one word shows them.
    private struct Print {
        var em: Double
        var base: Double
        /// Letters and digits: how much the word can tell.
        var letters: Int
    }

    /// The words in the same order; those of a text layer are left as they are.
    static func evened(_ words: [Word]) -> [Word] {
        let recognized = words.indices.filter { words[$0].source == .ocr }
        guard !recognized.isEmpty else { return words }
        let prints = words.map { $0.source == .ocr ? print($0) : nil }
        let byHeight = recognized.sorted { (words[$0].box.midY, $0) < (words[$1].box.midY, $1) }
        var result = words
        for (position, index) in byHeight.enumerated() {
            let line = neighbours(of: position, in: byHeight, words, prints)
            guard let print = settled(prints[index], words[index], line) else { continue }
            result[index].size = print.em
            result[index].box.y = print.base - ascent * print.em
            result[index].box.height = (ascent + descent) * print.em
        }
        return result
    }

    /// What the words beside one on its line show, on both sides, without the word itself.
    private static func neighbours(of position: Int, in order: [Int], _ words: [Word], _ prints: [Print?]) -> [Print] {
        let own = words[order[position]].box
        var found: [Print] = []
        func look(_ others: some Sequence<Int>) {
            for other in others {
                let box = words[other].box
                // Taller words whose middle is further off can still share the line; three heights are enough for all.
                if abs(box.midY - own.midY) > 3 * max(own.height, 6) { break }
                guard let print = prints[other], box.sharedHeight(with: own) > 0.5,
                    max(box.x - own.right, own.x - box.right) < 8 * print.em
                else { continue }
                found.append(print)
            }
        }
        look(order[..<position].reversed())
        look(order[(position + 1)...])
        return found
    }

    /// The word's own print, unless its line says with more letters that the frame holds more or less than the word.
    private static func settled(_ own: Print?, _ word: Word, _ line: [Print]) -> Print? {
        let sizes = line.flatMap { Array(repeating: $0.em, count: $0.letters) }.sorted()
        guard !sizes.isEmpty else { return own }
        let em = sizes[sizes.count / 2]
        let bases = line.filter { abs($0.em - em) < 0.2 * em }.map(\.base).sorted()
        let ofLine = Print(em: em, base: bases.isEmpty ? word.box.bottom : bases[bases.count / 2], letters: 0)
        guard let own else { return ofLine }
        if abs(own.em - em) < 0.12 * em { return Print(em: em, base: own.base, letters: own.letters) }
        // Larger print beside small print is wider, too; a frame that caught a stroke is only higher.
        let width = word.box.width / widths(word.text)
        return abs(width - own.em) < abs(width - em) ? own : ofLine
    }

    private static func print(_ word: Word) -> Print? {
        var top = 0.0
        var bottom = 0.0
        var letters = 0
        for scalar in word.text.unicodeScalars {
            let (over, under) = reach(scalar)
            top = max(top, over)
            bottom = max(bottom, under)
            if over > 0.4 { letters += 1 }
        }
        guard letters > 0 else { return nil }
        let em = word.box.height / (top + bottom)
        return Print(em: em, base: word.box.bottom - bottom * em, letters: letters)
    }

    /// How far a character's ink reaches over and under the base line, in ems.
    private static func reach(_ scalar: Unicode.Scalar) -> (over: Double, under: Double) {
        switch scalar {
        case "a", "c", "e", "m", "n", "o", "r", "s", "u", "v", "w", "x", "z", "æ", "œ": (0.55, 0)
        case "g", "p", "q", "y": (0.55, 0.21)
        case "ç": (0.55, 0.21)
        case "j": (0.73, 0.21)
        case "t": (0.68, 0)
        case "Q": (0.74, 0.1)
        case "À"..."Ö", "Ø"..."Ý": (0.92, 0)
        case "(", ")", "[", "]", "{", "}", "|", "/", "@", "§", "$": (0.74, 0.18)
        case ",", ";": (0.12, 0.14)
        case ".", ":", "…", "_", "-", "–", "—", "+", "=", "~", "•", "·", "'", "\"", "`", "*", "°", "^": (0.12, 0)
        default: (0.74, 0)
        }
    }

    /// Sum of the usual widths of a word's characters, in ems.
    private static func widths(_ text: String) -> Double {
        text.unicodeScalars.reduce(0.1) { sum, scalar in
            switch scalar {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": sum + 0.27
            case "f", "t", "r", "(", ")", "[", "]", "-", "/", " ": sum + 0.34
            case "m", "w", "M", "W", "@", "%": sum + 0.85
            case "A"..."Z", "À"..."Ý", "&": sum + 0.68
            default: sum + 0.54
            }
        }
    }
}
