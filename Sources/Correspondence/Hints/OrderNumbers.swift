import Foundation

/// Numbers behind the words for purchase order, in eight languages. Precision first: a number has a digit, at least three
/// characters, and is neither a date nor an amount.
enum OrderNumbers {
    static func all(in line: String) -> [String] {
        let folded = FoldedWords(line)
        var numbers: [String] = []
        var place = 0
        while place < folded.words.count {
            guard let length = labelLength(folded.words, at: place) else {
                place += 1
                continue
            }
            place += length
            let before = place
            var end = place
            // "no.", "number", ":", "#" and the like.
            while end < folded.words.count, end - before < 3, fillers.contains(folded.words[end]) { end += 1 }
            if end < folded.words.count, isNumber(folded.words[end]), !isStopped(folded, before, end) {
                numbers.append(String(folded.written[end].prefix(40)))
                place = end + 1
            }
        }
        return numbers
    }

    /// Between label and number no sentence may end.
    private static func isStopped(_ folded: FoldedWords, _ start: Int, _ end: Int) -> Bool {
        (start..<end).contains { folded.isSentenceEnd[$0] && !fillers.contains(folded.words[$0]) }
    }

    private static func labelLength(_ words: [String], at place: Int) -> Int? {
        for label in labels where words[place...].starts(with: label) { return label.count }
        return nil
    }

    private static func isNumber(_ word: String) -> Bool {
        let digits = word.filter(\.isNumber).count
        guard (3...40).contains(word.count), digits >= 2, digits * 2 >= word.filter(\.isLetter).count else {
            return false
        }
        // 12.03.2026, 2026-03-12, 1.234,56
        let parts = word.split { ".-/".contains($0) }
        if parts.count == 3, parts.allSatisfy({ $0.allSatisfy(\.isNumber) && [1, 2, 4].contains($0.count) }),
            parts.contains(where: { $0.count == 4 }) || parts.allSatisfy({ $0.count <= 2 })
        {
            return false
        }
        if word.contains(",") || (parts.count == 2 && word.contains(".") && parts[1].count == 2) { return false }
        return word.allSatisfy { $0.isLetter || $0.isNumber || "-/._".contains($0) }
    }

    private static let fillers: Set<String> = [
        "no", "nr", "num", "n", "number", "nummer", "numero", "numer", "ref", "reference", "referenz", "referentie",
        "riferimento", "referencia", "#", ":", "is", "ist", "lautet", "est", "es", "n°", "nº", "n:o",
    ]

    private static let labels: [[String]] =
        [
            "purchase order", "purchase orders", "po", "p.o.", "p.o", "po#", "order number", "order no", "your order",
            "po number",
            "bestellung", "bestellnummer", "bestell-nr", "bestellnr", "ihre bestellung", "auftragsnummer",
            "bestell-nummer",
            "bon de commande", "commande", "votre commande", "numero de commande", "inkooporder", "inkoopordernummer",
            "bestelnummer", "bestelling", "bestelbon", "uw bestelling", "ordine", "ordine d'acquisto",
            "ordine di acquisto",
            "numero d'ordine", "numero ordine", "pedido", "numero de pedido", "pedido de compra", "orden de compra",
            "su pedido", "encomenda", "nota de encomenda", "ordem de compra", "numero da encomenda", "zamowienie",
            "zamowienia",
            "numer zamowienia", "zamowieniu", "zamowieniem",
        ].map { $0.split(separator: " ").map(String.init) }.sorted { $0.count > $1.count }
}

/// The words of a line in lower case without accents, beside what was written.
struct FoldedWords {
    var words: [String] = []
    var written: [String] = []
    var isSentenceEnd: [Bool] = []

    init(_ line: String) {
        let spaced = line.replacing(":", with: " : ").replacing("#", with: " # ")
        for part in spaced.split(whereSeparator: { $0.isWhitespace || "()[]\"„“”«»".contains($0) }) {
            var text = part
            while let last = text.last, ".,;!?".contains(last) { text = text.dropLast() }
            guard !text.isEmpty else { continue }
            words.append(Self.folded(String(text)))
            written.append(String(text))
            isSentenceEnd.append(part.last.map { ".!?".contains($0) } ?? false)
        }
    }

    static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil).lowercased()
            .replacing("ł", with: "l").replacing("ß", with: "ss").replacing("’", with: "'")
    }
}
