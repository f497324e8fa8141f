import Foundation

/// Makes up truths and predictions that are near them in all the ways the rules of comparison care about.
struct Invention {
    private var source: SplitMix
    private let names = [
        "Müller & Söhne GmbH", "MUELLER UND SOEHNE", "Société Générale d'Électricité", "Acme Corp.", "Große Straße 12",
        "株式会社 田中商店", "ＡＣＭＥ　Ｌｔｄ", "Łódź Sp. z o.o.", "ΟΔΟΣ Α.Ε.", "O'Neill (UK) Ltd", "½ Zoll Rohr №4", "x",
        "Lieferant GmbH", "GmbH", "Beratung, Juli\nStunden laut Nachweis", "Beratung Juli Stunden", "Cloud-Server cx21",
    ]
    private let amounts = [
        "1234.50", "1,234.50", "1.234,50", "1 234,50 €", "EUR 1234.5", "(12.00)", "-12.00", "12.00-", "\u{2212}12",
        "1,234",
        "1.234", "0.005", "0.01", "12.", ",50", "abc", "1-2", "1.2.3", "1.234.567", "1,234,567.899", "1'234.50", "12,5",
    ]
    private let dates = [
        "2024-01-31", "2024/1/31", "2024.01.31", "20240131", "2024-01-31T10:00:00Z", "2024-02-30", "31.01.2024",
        "2024-01-31 x", "2024-1-3", "0000-01-01", "2024-01-31x", " 2024-01-31 ",
    ]
    private let identifiers = [
        "DE 123 456 789", "de123456789", "RE-2024/001", "RE 2024 001", "№ 7", "ÄÖ-1", "7", "  ", "--", "R\u{2460}",
    ]
    private let codes = ["EUR", "eur", " USD ", "invoice", "credit note", "Credit-Note", "credit_note"]

    init(seed: UInt64) { source = SplitMix(state: seed) }

    func write(documents: Int, into folder: URL) throws {
        var maker = self
        for index in 0..<documents {
            let name = (index.isMultiple(of: 7) ? "inner/" : "") + "doc-\(index)"
            let truth = maker.truth()
            try Self.save(truth, folder.appending(path: "truth/\(name).truth.json"))
            if maker.chance(0.95) {
                try Self.save(maker.prediction(for: truth), folder.appending(path: "pred/\(name).json"))
            }
        }
    }

    private static func save(_ object: Any, _ file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try JSONSerialization.data(withJSONObject: object).write(to: file)
    }

    private mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &source) < part }

    private mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &source)] }

    private func pool(_ field: String) -> [String] {
        switch field {
        case "invoice_date", "due_date": dates
        case "document_type", "currency": codes
        case "net_total", "tax_total", "gross_total", "amount_due": amounts
        case "supplier_name", "supplier_address", "customer_name", "note": names
        default: identifiers
        }
    }

    private static let fields = [
        "invoice_number", "invoice_date", "due_date", "document_type", "currency", "supplier_name", "supplier_vat_id",
        "supplier_address", "customer_name", "purchase_order", "net_total", "tax_total", "gross_total", "amount_due",
        "note",
    ]

    private mutating func truth() -> [String: Any] {
        var fields: [String: Any] = [:]
        var absent: [String] = []
        for field in Self.fields {
            switch Double.random(in: 0..<1, using: &source) {
            case ..<0.6: fields[field] = pick(pool(field))
            case ..<0.7: fields[field] = [pick(pool(field)), pick(pool(field))]
            case ..<0.75: fields[field] = NSNull()
            case ..<0.85: absent.append(field)
            default: break
            }
        }
        let items = (0..<Int.random(in: 0..<5, using: &source)).map { _ in
            ["description": pick(names), "net_amount": pick(amounts)]
        }
        var truth: [String: Any] = [
            "source": pick(["a/b:x", "c/d:y:z", "e"]), "kind": pick(["scan", "born-digital"]), "fields": fields,
            "line_items": items, "lang": pick(["de", "en"]),
        ]
        if chance(0.9) { truth["layout"] = pick(["one", "two", "three", ""]) }
        if !absent.isEmpty { truth["absent"] = absent }
        return truth
    }

    private mutating func prediction(for truth: [String: Any]) -> Any {
        if chance(0.03) { return ["nothing"] }
        var fields: [String: Any] = [:]
        let known = truth["fields"] as? [String: Any] ?? [:]
        for field in Self.fields where chance(0.8) {
            let value: Any = chance(0.6) ? altered(known[field]) : pick(pool(field))
            fields[field] = chance(0.5) ? ["value": value] : value
        }
        if chance(0.2) { fields["net_total"] = pick([12, 1234.5, -12, 0.005] as [Any]) }
        if chance(0.1) { fields["invoice_number"] = pick([7, true] as [Any]) }
        let items = (truth["line_items"] as? [[String: String]] ?? []).filter { _ in chance(0.85) }.map { item in
            ["description": ["value": altered(item["description"])], "net_amount": item["net_amount"] ?? ""]
                as [String: Any]
        }
        let more = chance(0.3) ? [["description": pick(names), "net_amount": pick(amounts)]] : []
        let lines: Any = chance(0.2) ? ["value": items + more] : items + more
        switch Int.random(in: 0..<3, using: &source) {
        case 0: return ["fields": fields, "line_items": lines]
        case 1: return ["fields": fields.merging(["line_items": lines]) { $1 }]
        default: return fields.merging(["line_items": lines]) { $1 }
        }
    }

    /// The value with a character dropped, doubled or swapped, other case, or more behind it.
    private mutating func altered(_ value: Any?) -> Any {
        guard let text = (value as? String) ?? (value as? [String])?.first else { return NSNull() }
        var characters = Array(text)
        guard !characters.isEmpty else { return text }
        let at = Int.random(in: 0..<characters.count, using: &source)
        switch Int.random(in: 0..<7, using: &source) {
        case 0: characters.remove(at: at)
        case 1: characters.insert(characters[at], at: at)
        case 2: characters.swapAt(at, characters.count - 1)
        case 3: return text.uppercased()
        case 4: return text + "\nArt.-Nr. 4711"
        case 5: return text.split(separator: " ").reversed().joined(separator: " ")
        default: break
        }
        return String(characters)
    }
}

/// A small generator with a seed, so that a failing corpus can be made again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
