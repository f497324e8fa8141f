import Extractors
import Invoicing

/// A page's text layer against its picture, number by number.
///
/// People pay by what they see; programs read the text. Where recognition is sure of another number than the layer's, the
/// number seen is taken and the layer's is kept beside it, for a person to look at.
struct LayerVote {
    /// Recognized words, in points of the page as the text layer has it.
    let seen: [Word]
    /// Below this a recognized word does not speak against the layer. Misread digits mostly have less.
    static let sure = 0.85

    func settled(_ words: [Word]) -> [Word] {
        words.map { word in
            guard Self.isNumber(word.text), let other = seen(at: word), Self.differ(word.text, other.text) else {
                return word
            }
            var word = word
            word.layerText = word.text
            (word.text, word.confidence) = (other.text, other.confidence)
            return word
        }
    }

    /// What the picture shows at a word's place, when that is sure and of the same extent.
    private func seen(at word: Word) -> (text: String, confidence: Double)? {
        let there = seen.filter { candidate in
            candidate.box.sharedHeight(with: word.box) > 0.5 && candidate.box.midX > word.box.x
                && candidate.box.midX < word.box.right
        }
        .sorted { $0.box.x < $1.box.x }
        guard let first = there.first, let last = there.last else { return nil }
        let sure = there.map { $0.confidence ?? 0 }.min() ?? 0
        let width = last.box.right - first.box.x
        guard sure >= Self.sure, (0.7...1.4).contains(width / max(1, word.box.width)) else { return nil }
        return (there.map(\.text).joined(), sure)
    }

    /// Amounts, dates, parts of account numbers: two digits and more.
    static func isNumber(_ text: String) -> Bool { text.utf8.count { $0 >= 48 && $0 <= 57 } >= 2 }

    /// Whether two readings are different numbers, look-alikes and marks left aside.
    static func differ(_ layer: String, _ seen: String) -> Bool {
        let (a, b) = (Misread.shape(Folding.key(layer)), Misread.shape(Folding.key(seen)))
        guard a != b, isNumber(seen) else { return false }
        // One is cut off where the other goes on: a matter of words, not of numbers.
        return !a.hasPrefix(b) && !b.hasPrefix(a) && !a.hasSuffix(b) && !b.hasSuffix(a)
    }
}
