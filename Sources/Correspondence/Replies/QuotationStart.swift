/// The lines with which mail programs begin to quote, in the languages of Europe that they are mostly set to.
enum QuotationStart {
    case none
    /// So many lines say who wrote what is quoted below them with signs.
    case linesAbove(Int)
    /// From here on everything is quoted.
    case restIsQuoted

    /// - Parameter page: Trimmed.
    init(_ page: [String], at index: Int) {
        let line = page[index]
        guard !line.isEmpty, line.utf8.count <= 1_000 else {
            self = .none
            return
        }
        if Self.isDivider(line) || Self.isHeaderBlock(page, at: index) || Self.isRuleAboveHeaders(page, at: index) {
            self = .restIsQuoted
        } else if let count = Self.attribution(page, at: index) {
            self = Self.isQuoted(page, behind: index + count) ? .linesAbove(count) : .restIsQuoted
        } else if Self.isForeignAttribution(line), Self.isQuoted(page, behind: index + 1) {
            self = .linesAbove(1)
        } else {
            self = .none
        }
    }

    private static func isQuoted(_ page: [String], behind index: Int) -> Bool {
        page[min(index, page.count)...].prefix(4).first { !$0.isEmpty }?.first == ">"
    }

    /// `-----Original Message-----`
    private static func isDivider(_ line: String) -> Bool {
        let words = ReplyLine(line.filter { $0 != "*" }).foldedText
        return dividers.contains(words) && (line.hasPrefix("-") || line.hasPrefix("*") || line.hasSuffix(":"))
    }

    private static let dividers: Set<String> = [
        "original message", "original email", "begin forwarded message", "forwarded message", "reply message",
        "ursprungliche nachricht", "originalnachricht", "original nachricht", "weitergeleitete nachricht",
        "anfang der weitergeleiteten nachricht", "urspruengliche nachricht",
        "message d'origine", "message original", "message transfere", "debut du message transfere", "message initial",
        "oorspronkelijk bericht", "origineel bericht", "doorgestuurd bericht", "begin doorgestuurd bericht",
        "messaggio originale", "messaggio inoltrato", "inizio messaggio inoltrato", "inizio del messaggio inoltrato",
        "mensaje original", "mensaje reenviado", "inicio del mensaje reenviado",
        "mensagem original", "mensagem encaminhada", "inicio da mensagem reencaminhada",
        "inicio da mensagem encaminhada",
        "wiadomosc oryginalna", "oryginalna wiadomosc", "wiadomosc przekazana", "przekazana wiadomosc",
        "tresc przekazanej wiadomosci", "poczatek przekazywanej wiadomosci", "originalmeddelande",
        "oprindelig meddelelse",
        "opprinnelig melding", "alkuperainen viesti", "puvodni zprava",
    ]

    private static let senderLabels: Set<String> = ["from", "von", "de", "van", "da", "od", "fra", "fran"]
    private static let otherLabels: Set<String> = [
        "sent", "date", "to", "cc", "subject", "gesendet", "datum", "an", "betreff", "envoye", "a", "objet",
        "verzonden",
        "aan", "onderwerp", "inviato", "data", "oggetto", "enviado", "enviada", "enviado el", "enviada em", "fecha",
        "para",
        "asunto", "assunto", "wyslano", "do", "temat", "dw", "sendt", "til", "emne", "skickat", "till", "amne",
        "envoye le", "date d'envoi", "data wyslania", "reply-to",
    ]

    /// Lines of a head in the text: at least three labels within eight lines, one of them the sender's.
    private static func isHeaderBlock(_ page: [String], at index: Int) -> Bool {
        guard let first = label(page[index]) else { return false }
        var found: Set<String> = [first]
        for line in page[(index + 1)...].prefix(10) where !line.isEmpty {
            guard let label = label(line) else { continue }
            found.insert(label)
        }
        if found.count >= 3, found.contains(where: senderLabels.contains) { return true }
        return senderLabels.contains(first) && isHeaderLine(page[index])
    }

    /// The same within one line, as it comes from HTML.
    private static func isHeaderLine(_ line: String) -> Bool {
        let words = line.split(separator: " ").filter { $0.hasSuffix(":") }.compactMap { label(String($0)) }
        return Set(words).count >= 3
    }

    /// Folded, before the colon.
    private static func label(_ line: String) -> String? {
        let plain = line.filter { $0 != "*" }
        guard let colon = plain.prefix(24).firstIndex(of: ":") else { return nil }
        let label = ReplyLine(String(plain[..<colon])).foldedText
        return senderLabels.contains(label) || otherLabels.contains(label) ? label : nil
    }

    /// Outlook's line of underscores, or one of dashes, with a head below it.
    private static func isRuleAboveHeaders(_ page: [String], at index: Int) -> Bool {
        let line = page[index]
        guard line.utf8.count >= 5, line.allSatisfy({ "_-–—=".contains($0) }),
            let next = page[(index + 1)...].prefix(4).firstIndex(where: { !$0.isEmpty })
        else { return false }
        return isHeaderBlock(page, at: next)
    }

    private static let verbs: Set<String> = [
        "wrote", "writes", "schrieb", "schreef", "ecrit", "scritto", "escribio", "escreveu", "napisal", "napisala",
        "napisal(a)", "pisze", "skrev", "kirjoitti", "napsal", "geschreven",
    ]
    private static let beginnings: Set<String> = [
        "on", "am", "le", "op", "il", "el", "em", "w", "dnia", "den", "no", "a", "pon", "wt", "sr", "czw", "pt", "sob",
        "niedz", "seg", "ter", "qua", "qui", "sex", "dom", "vrijdag", "sab",
    ]

    /// `On …, … wrote:` in one to four lines.
    private static func attribution(_ page: [String], at index: Int) -> Int? {
        if isAttribution(page[index]) { return 1 }
        guard begins(page[index]), !ReplyLine(page[index]).hasDoubt else { return nil }
        var joined = page[index]
        for count in 2...4 {
            let next = index + count - 1
            // Where another begins, this line is none of it.
            guard next < page.count, !page[next].isEmpty, page[next].first != ">", page[next].utf8.count <= 400,
                !begins(page[next]) || page[next].hasPrefix("<") || page[next].hasPrefix("("),
                !ReplyLine(page[next]).hasDoubt
            else { return nil }
            joined += " " + page[next]
            if isAttribution(joined) { return count }
        }
        return nil
    }

    private static func begins(_ line: String) -> Bool {
        guard line.contains(where: \.isNumber) || line.contains("@") else { return false }
        guard let first = ReplyLine(line).words.first else { return false }
        return beginnings.contains(first.folded) || line.contains("<") && line.contains("@")
    }

    private static func isAttribution(_ line: String) -> Bool {
        guard line.hasSuffix(":"), line.utf8.count <= 1_000, line.contains(where: { $0.isNumber || $0 == "@" }) else {
            return false
        }
        return ReplyLine(line).words.contains { verbs.contains($0.folded) }
    }

    /// In another language: an address and a year, and a colon at the end.
    private static func isForeignAttribution(_ line: String) -> Bool {
        line.hasSuffix(":") && line.contains("@")
            && line.split { !$0.isNumber }.contains { $0.count == 4 && ($0.hasPrefix("20") || $0.hasPrefix("19")) }
    }
}
