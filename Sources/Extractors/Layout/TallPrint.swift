import Invoicing

/// Gives words the height of their line where their font claims far more.
///
/// Fonts that a PDF draws itself (Type 3, as browsers write some web fonts) say nothing sure of how high they are: words
/// twice as high as the distance of their lines reach into the lines above and below, and two lines become one row.
/// The lines themselves tell: print does not overlap the line below it.
enum TallPrint {
    /// Distance of two lines, in heights of a word: a text layer's lines are 1.0 to 1.5 apart, tightly set ones 0.9.
    private static let tightest = 0.85
    /// Words of a font that have print below them: fewer can stand over another by chance, as a seal does.
    private static let leastPairs = 8

    /// The words in the same order; only those of fonts that are too high are changed.
    static func evened(_ words: [Word]) -> [Word] {
        let scales = scales(words)
        guard !scales.isEmpty else { return words }
        return words.map { word in
            guard word.source == .text, let scale = scales[word.font ?? ""] else { return word }
            var word = word
            let height = word.box.height * scale
            word.box.y += (word.box.height - height) / 2
            word.box.height = height
            word.size *= scale
            return word
        }
    }

    /// Share of the claimed height that is true, by font; fonts that claim what they have are left out.
    private static func scales(_ words: [Word]) -> [String: Double] {
        let order = words.indices.filter { words[$0].source == .text }.sorted {
            (words[$0].box.midY, $0) < (words[$1].box.midY, $1)
        }
        var pitches: [String: [Double]] = [:]
        for (position, index) in order.enumerated() {
            let own = words[index]
            guard own.box.height > 0, let pitch = pitch(of: own, below: order[(position + 1)...], words) else {
                continue
            }
            pitches[own.font ?? "", default: []].append(pitch)
        }
        return pitches.compactMapValues { found in
            guard found.count >= leastPairs else { return nil }
            // The lower quarter: blocks stand further apart than their lines.
            let pitch = found.sorted()[found.count / 4]
            return pitch < tightest ? pitch / 1.15 : nil
        }
    }

    /// To the nearest word of the same font that stands under it, in heights; `nil` where none stands within one height.
    private static func pitch(of own: Word, below others: ArraySlice<Int>, _ words: [Word]) -> Double? {
        for index in others {
            let other = words[index]
            let distance = other.box.midY - own.box.midY
            if distance > own.box.height { return nil }
            guard distance > 0.2 * own.box.height, other.font == own.font,
                abs(other.box.height - own.box.height) < 0.2 * own.box.height,
                min(own.box.right, other.box.right) > max(own.box.x, other.box.x)
            else { continue }
            return distance / own.box.height
        }
        return nil
    }
}
