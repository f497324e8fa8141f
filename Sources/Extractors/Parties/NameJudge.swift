import Invoicing

/// Tells names of companies and people from labels, streets, sums and phrases.
struct NameJudge {
    let view: DocumentView
    /// Folded titles of documents: "invoice", "rechnung".
    let titles: Set<String>

    /// Whether the tokens can be a party's name.
    func isPlausible(_ tokens: ArraySlice<Token>, _ name: String) -> Bool {
        guard (2...70).contains(name.count), let first = tokens.first else { return false }
        var (letters, digits, all) = (0, 0, 0)
        for scalar in name.unicodeScalars {
            all += 1
            if scalar.isLetter { letters += 1 } else if (48...57).contains(scalar.value) { digits += 1 }
        }
        guard letters >= 2, digits <= letters, letters * 2 > all else { return false }
        if name.holds("@") || name.holds("www.") || name.holds("http") || name.holds("€") { return false }
        if tokens.count > 9 { return false }
        if tokens.last?.endsWithColon == true { return false }
        if tokens.count <= 3, titles.contains(Folding.key(name)) { return false }
        // "SZÁMLA / INVOICE": a title in two languages.
        if tokens.allSatisfy({ !$0.hasLetter || titles.contains($0.key) }) { return false }
        if let title = tokens.first?.key, titles.contains(title), tokens.count <= 5,
            digits > 0 || !LegalForms.isCompany(tokens)
        {
            return false
        }
        if Self.notNames.contains(first.key) { return false }
        if Self.prepositions.contains(first.key), !LegalForms.isCompany(tokens) { return false }
        if CountryNames.contains(Folding.key(name)) || PostalLine.find(in: tokens) != nil { return false }
        // A sentence is no name.
        if tokens.count > 4, !LegalForms.isCompany(tokens),
            tokens.lazy.filter({ $0.text.first?.isLowercase == true && $0.key.utf8.count > 3 }).count > 1
        {
            return false
        }
        return true
    }

    /// Whether a line begins something else: a label with a value, a title, a sum.
    func endsBlock(_ line: TextLine) -> Bool {
        let row = view.rows[line.row]
        let tokens = row.tokens[line.tokens]
        if view.numbers[line.row].contains(where: { $0.looksLikeMoney && line.tokens.contains($0.tokens.lowerBound) }) {
            return true
        }
        if tokens.last?.endsWithColon == true { return true }
        return view.hits[line.row].contains { hit in
            hit.segment == line.segment && hit.startsSegment && hit.meanings.contains { $0.strength == .strong }
                && (hit.hasColon || hit.endsSegment || hit.tokens.count * 2 >= line.tokens.count)
        }
    }

    /// "Herr", "Frau", "z. Hd.", "Attn.": lines about a person at the company.
    func isSalutation(_ tokens: ArraySlice<Token>) -> Bool {
        guard let first = tokens.first?.key else { return false }
        return tokens.count <= 4 && Self.salutations.contains(first) && (tokens.count == 1 || first != "m")
    }

    private static let salutations: Set<String> = [
        "herrn", "frau", "herr", "zhd", "attn", "attention", "co", "mme", "m", "mr", "mrs", "ms", "gln",
        "an", "to", "firma", "tav", "contact", "ansprechpartner", "company",
    ]

    func isStreet(_ tokens: ArraySlice<Token>) -> Bool {
        guard tokens.contains(where: \.hasDigit) else {
            return tokens.contains { token in
                ["postfach", "pobox", "zone", "jalan", "road", "avenue"].contains(token.key)
            }
        }
        // "Pfälzer Ufer 4": a few words and a house number.
        if let last = tokens.last, (2...4).contains(tokens.count), last.hasDigit, last.text.utf8.count <= 5,
            last.text.first?.isNumber == true, !tokens.dropLast().contains(where: \.hasDigit),
            !LegalForms.isCompany(tokens)
        {
            return true
        }
        return tokens.contains { token in
            let key = token.key
            return Self.streetEndings.contains { key.hasSuffix($0) && key.utf8.count > $0.utf8.count }
                || Self.streetWords.contains(key)
        } && !LegalForms.isCompany(tokens)
    }

    func clean(_ text: String) -> String {
        var slice = text[...]
        while let last = slice.last, Self.marks.contains(last) { slice = slice.dropLast() }
        while let first = slice.first, Self.marks.contains(first) || first == "." { slice = slice.dropFirst() }
        return String(slice)
    }

    /// Signs at the ends of a name that are not part of it.
    private static let marks: Set<Character> = [
        ",", ";", ":", "-", "–", "|", "•", "·", " ", "*", "_", "'", "\"", "`", "~", "=", "/",
    ]
    private static let streetEndings = [
        "strasse", "str", "weg", "allee", "platz", "gasse", "ring", "damm", "ufer", "straat", "laan", "plein", "gade",
        "vej", "gatan", "vagen", "kade", "dijk",
    ]
    private static let streetWords: Set<String> = [
        "street", "st", "road", "rd", "avenue", "ave", "lane", "drive", "boulevard", "blvd", "rue", "chemin", "via",
        "viale", "piazza", "corso", "calle", "avenida", "plaza", "paseo", "rua", "travessa", "ul", "ulica", "aleja",
        "al", "quai", "place", "impasse", "route", "jalan", "jln", "lorong", "lot", "floor", "suite", "square", "court",
        "way", "strasse", "str", "postfach", "pobox", "box", "bp", "unit",
    ]
    /// "For", "Prepared for", "à": the beginning or the whole of a heading.
    private static let prepositions: Set<String> = [
        "for", "to", "from", "by", "prepared", "billed", "sold", "fur", "von", "an", "aan", "voor", "van", "pour",
        "par", "de",
        "para", "por", "per", "till", "fran", "til", "fra", "dla", "od", "pro", "doit",
    ]
    /// First words of lines that are never a party's name.
    private static let notNames: Set<String> = [
        "tel", "telefon", "telephone", "phone", "fax", "email", "mail", "page", "seite", "date", "datum", "iban", "bic",
        "swift", "vat", "ust", "ustid", "ustidnr", "steuernummer", "siret", "siren", "tva", "rcs", "hrb", "gst", "no",
        "nr", "total", "summe", "subtotal", "dear", "sehr", "liebe", "bonjour", "hello", "thank", "vielen", "merci",
        "amount", "betrag", "description", "beschreibung", "qty", "menge", "pos", "paid", "bezahlt", "copy", "kopie",
        "original", "duplicate", "amtsgericht", "registergericht", "handelsregister", "geschaftsfuhrer", "konto",
        "bank",
        "bankverbindung", "web", "website", "internet", "mobil", "mobile", "handy", "capital", "ape", "naf", "gln",
        "reg", "register", "cashier", "table", "receipt", "time", "order", "customer", "kunde", "client",
        "company", "coreg", "rocno", "gstid", "gstno", "taxinvoice", "wir", "we", "nous", "bitte", "please", "zahlbar",
    ]
}
