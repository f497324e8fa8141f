/// What the text of a mail says beside its documents. Hints only: nothing is paid or matched because of one.
package struct BodyHint: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// A number behind a word for purchase order.
        case purchaseOrder = "purchase-order"
        /// The sender says that his bank details are other ones now: what most payment frauds begin with.
        case bankChange = "bank-change"
    }

    package var kind: Kind
    /// From 1.
    package var line: Int
    /// The number, or the sentence's line; at most 80 characters.
    package var text: String
}

package enum BodyHints {
    /// - Parameter text: Of the body, or a subject. Beyond 200,000 characters nothing is read.
    package static func all(in text: String) -> [BodyHint] {
        var hints: [BodyHint] = []
        let lines = text.prefix(200_000).split(separator: "\n", omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() {
            for number in OrderNumbers.all(in: String(line)) {
                hints.append(BodyHint(kind: .purchaseOrder, line: place + 1, text: number))
            }
        }
        for (place, line) in BankChanges.lines(lines.map(String.init)) {
            hints.append(BodyHint(kind: .bankChange, line: place + 1, text: MailQuote.short(line)))
        }
        var seen: Set<String> = []
        return hints.filter { seen.insert($0.kind.rawValue + $0.text).inserted }
    }
}
