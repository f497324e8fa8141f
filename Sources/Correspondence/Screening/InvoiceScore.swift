/// How much speaks for a mail holding an invoice, where no rule decides. Points that a person can add up; they are set by hand and
/// not calibrated on mails, so they sort into "open a case" and "a person decides", and never refuse.
package struct InvoiceScore: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        package var words: String
        package var points: Int
    }

    package var points: [Point]
    package var total: Int { points.reduce(0) { $0 + $1.points } }
    /// Reached by a document and two more good signs, never without a document.
    package static let enough = 6

    /// - Parameter history: How many mails of this sender became cases before.
    package init(_ facts: ScreeningFacts, history: Int = 0) {
        points = []
        let documents: Set<MailPart.Kind> = [.pdf, .png, .jpeg, .tiff, .heic, .xml]
        let count = facts.attachments.count { documents.contains($0.kind) }
        add("a document is attached", count > 0 ? 3 : 0)
        if facts.attachments.contains(where: { Self.names(FoldedWords.folded($0.name)) }) {
            add("its name says invoice", 2)
        }
        if Self.names(FoldedWords.folded(facts.head.text("Subject"))) { add("the subject says invoice", 2) }
        switch facts.sender {
        case .user: add("a user sent it", 1)
        case .supplier: add("it is of a supplier's domain", 2)
        case .stranger: break
        }
        add("mails of this sender became cases", min(max(history, 0), 2))
        add("nothing proves its sender", facts.verdict.isAuthentic ? 0 : -2)
        add("something speaks for a fraud", facts.verdict.suspicions.isEmpty ? 0 : -4)
        add("it is bulk mail", facts.nature.isBulk ? -1 : 0)
        add("it seems to be an automatic answer", facts.nature.seems(.autoReply) ? -3 : 0)
        add("no document is attached", count == 0 ? -3 : 0)
    }

    /// Whether a case is opened without asking.
    package var isEnough: Bool { total >= Self.enough }

    private mutating func add(_ words: String, _ points: Int) {
        if points != 0 { self.points.append(Point(words: words, points: points)) }
    }

    private static func names(_ text: String) -> Bool {
        let words = Set(text.split { !$0.isLetter }.map(String.init))
        return !words.isDisjoint(with: subjects) || joined.contains(where: text.contains)
    }

    private static let subjects: Set<String> = [
        "invoice", "invoices", "inv", "bill", "rechnung", "rechnungen", "rg", "gutschrift", "facture", "factures",
        "avoir", "factuur",
        "facturen", "creditnota", "fattura", "fatture", "factura", "facturas", "fatura", "faturas", "faktura",
        "faktury", "fakture",
    ]
    private static let joined = [
        "credit note", "nota di credito", "nota de credito", "nota de abono", "rechnungsnummer",
    ]
}
