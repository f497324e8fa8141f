import Foundation

/// A head written into a text, as mail programs do when they forward: `From: … Date: … Subject: … To: …`, in eight languages.
struct ForwardBlock {
    private enum Key { case from, date, subject, to, copy }

    var sender: WrittenAddress?
    var subject = ""
    var date = ""
    var lines: Range<Int>

    /// - Complexity: Each line is read at most as often as a head has lines.
    static func all(in text: String) -> [ForwardBlock] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(plain)
        var blocks: [ForwardBlock] = []
        var place = 0
        while place < lines.count {
            if let block = block(lines, from: place) {
                blocks.append(block)
                place = block.lines.upperBound
            } else {
                place += 1
            }
        }
        return blocks
    }

    /// From has to be there, a date or a receiver, and a subject or a receiver: three in all, within a few lines.
    private static func block(_ lines: [String], from start: Int) -> ForwardBlock? {
        guard let (first, value) = entry(lines[start]) else { return nil }
        var found: [Key: String] = [first: value]
        var end = start + 1
        var last = first
        var blanks = 0
        for place in (start + 1)..<min(lines.count, start + 14) where place == end + blanks {
            if lines[place].isEmpty {
                blanks += 1
                // Apple's Mail and plain text made of HTML put blank lines between; two end it.
                if blanks > 1 { break }
            } else if let (key, value) = entry(lines[place]), found[key] == nil {
                found[key] = value
                last = key
                end = place + 1
                blanks = 0
            } else if blanks == 0,
                last == .to || last == .copy || (last == .from && found[.from]?.contains("@") == false)
            {
                found[last, default: ""] += " " + lines[place]
                end = place + 1
            } else {
                break
            }
        }
        guard let from = found[.from], found.count >= 3, found[.date] != nil || found[.subject] != nil else {
            return nil
        }
        return ForwardBlock(
            sender: sender(from), subject: found[.subject] ?? "", date: found[.date] ?? "", lines: start..<end)
    }

    /// Without marks of quoting and of bold print.
    private static func plain(_ line: Substring) -> String {
        var text = line.drop { $0 == ">" || $0.isWhitespace || $0 == "|" }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text).replacing("*", with: "").replacing("\u{A0}", with: " ").trimmedBlanks
    }

    private static func entry(_ line: String) -> (Key, String)? {
        guard let colon = line.prefix(40).firstIndex(of: ":") else { return nil }
        let word = line[..<colon].lowercased().trimmedBlanks
        guard let key = words[word] else { return nil }
        return (key, String(line[line.index(after: colon)...]).trimmedBlanks)
    }

    /// `Jane <jane@seller.example>`, `jane@seller.example [mailto:jane@seller.example]`, `Jane (jane@seller.example)`.
    private static func sender(_ value: String) -> WrittenAddress? {
        let list = AddressList(value)
        if list.isWellFormed, list.addresses.count == 1, list.addresses[0].address != nil { return list.addresses[0] }
        let separators = " \t<>[]();,\"'"
        let specs = value.replacing("mailto:", with: " ").split { separators.contains($0) }
            .compactMap { MailAddress(String($0)) }
        guard let first = specs.first, specs.allSatisfy({ $0.isSame(as: first) }) else { return nil }
        let name = value.prefix { !"<[(".contains($0) }.filter { $0 != "\"" }
        let shown = String(name).trimmedBlanks
        return WrittenAddress(name: shown.contains("@") ? "" : shown, spec: first.description, address: first)
    }

    private static let words: [String: Key] = {
        var table: [String: Key] = [:]
        for (key, list) in [
            (
                Key.from,
                ["from", "von", "de", "van", "da", "od", "expéditeur", "mittente", "remitente", "remetente", "nadawca"]
            ),
            (
                .date,
                [
                    "date", "sent", "datum", "gesendet", "envoyé", "verzonden", "inviato", "data", "enviado", "enviada",
                    "fecha",
                    "enviado el", "enviada em", "wysłano", "wysłane", "enviado em", "gesendet am",
                ]
            ),
            (.subject, ["subject", "betreff", "objet", "onderwerp", "oggetto", "asunto", "assunto", "temat"]),
            (
                .to,
                ["to", "an", "à", "aan", "a", "para", "do", "destinataire", "destinatario", "destinatário", "odbiorca"]
            ),
            (.copy, ["cc", "kopie", "kopie (cc)", "copie à", "dw", "udw", "bcc"]),
        ] {
            for word in list { table[word] = key }
        }
        return table
    }()
}
