package import Extractors
import Foundation

/// What a text of a mail must be. Upper and lower case are the same.
package struct TextTest: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// There is one, whatever it says.
        case exists
        case contains(String)
        case equals(String)
        /// A pattern in linear time, found anywhere in the text.
        case matches(SearchPattern)
    }

    package var kind: Kind

    /// Texts longer than this are cut before a pattern looks at them: the work is at most this many characters times the places of the
    /// pattern, of which there are 2,000.
    package static let longest = 64_000

    /// Why a pattern cannot be used.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
    }

    package static func matching(_ pattern: String) throws(Fault) -> TextTest {
        guard pattern.count <= 500 else { throw Fault(message: "it is longer than 500 characters") }
        do throws(SearchPattern.Fault) {
            return TextTest(kind: .matches(try SearchPattern(folded(pattern: pattern))))
        } catch {
            throw Fault(message: error.message)
        }
    }

    package func holds(for text: String) -> Bool {
        switch kind {
        case .exists: true
        case .contains(let part): Self.folded(text).contains(Self.folded(part))
        case .equals(let whole): Self.folded(text).trimmedBlanks == Self.folded(whole).trimmedBlanks
        case .matches(let pattern): pattern.isFound(in: Self.folded(String(text.prefix(Self.longest))))
        }
    }

    var words: String {
        switch kind {
        case .exists: "is there"
        case .contains(let part): "contains \"\(MailQuote.short(part))\""
        case .equals(let whole): "is \"\(MailQuote.short(whole))\""
        case .matches(let pattern): "matches \(MailQuote.short(pattern.source))"
        }
    }

    static func folded(_ text: String) -> String { text.precomposedStringWithCanonicalMapping.lowercased() }

    /// What stands behind a back-slash is kept: `\D` is not `\d`.
    private static func folded(pattern: String) -> String {
        var result = ""
        var isEscaped = false
        for character in pattern {
            result += isEscaped ? String(character) : String(character).lowercased()
            isEscaped = character == "\\" && !isEscaped
        }
        return result.precomposedStringWithCanonicalMapping
    }
}
