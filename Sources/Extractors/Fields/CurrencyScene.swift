import Invoicing

/// What is measured of a currency to tell whether it is the document's. Counts, or shares 0...1; flags are 0 or 1.
enum CurrencyFeature: Int, CaseIterable, Sendable {
    /// Its code, a sign of it alone, or a sign of several currencies: beside numbers, and elsewhere.
    case codeBeside, signBeside, openBeside, codeAlone, signAlone, openAlone
    /// Of all marks beside numbers; of all marks.
    case shareBeside, share, rank, others
    /// Beside the total, or what is due: 1 a sign of several currencies, 2 its own.
    case besideTotal, besideDue, othersBesideTotal
    /// A label says so: "Currency", "Währung".
    case labelled
    /// It is that of the supplier's or customer's country: 1 yes, -1 of another, 0 unknown.
    case supplierHome, customerHome, pageHome
    case inHeading, firstRow, american, isReceipt
}

/// Measures the currencies that are printed in a document.
struct CurrencyScene {
    private let view: DocumentView
    private let lines: TextLines
    private let fields: FieldGroup
    private let isReceipt: Bool
    private let marks: [Mark]
    private let american: Bool
    private let labelledRows: Set<Int>

    /// One printed sign or code.
    private struct Mark {
        /// One, or all that share the sign.
        var codes: [String]
        var isCode: Bool
        var row: Int
        var token: Int
        var isBesideNumber: Bool
    }

    struct Candidate {
        var code: String
        var features: FeatureVector<CurrencyFeature>
        var row: Int
        var token: Int
    }

    /// - Parameter fields: Of the document so far: totals and parties.
    init(_ view: DocumentView, lines: TextLines, fields: FieldGroup, isReceipt: Bool) {
        self.view = view
        self.lines = lines
        self.fields = fields
        self.isReceipt = isReceipt
        var marks: [Mark] = []
        for (index, row) in view.rows.enumerated() {
            for (position, token) in row.tokens.enumerated() where token.text.utf8.count <= 24 {
                guard let (codes, isCode) = Self.codes(token) else { continue }
                let isBeside =
                    token.hasDigit
                    || view.numbers[index].contains {
                        $0.tokens.contains(position) || $0.tokens.upperBound == position
                            || $0.tokens.lowerBound == position + 1
                    }
                marks.append(Mark(codes: codes, isCode: isCode, row: index, token: position, isBesideNumber: isBeside))
            }
        }
        self.marks = marks
        american = view.looksAmerican
        labelledRows = Set(
            view.hits.joined().filter { $0.strength(for: .currency) == .strong }.flatMap { [$0.row, $0.row + 1] })
    }

    /// Whether a text can be a mark, told by its bytes: plain numbers are none, nor are words of more letters than "euros".
    private static func mayBeMark(_ text: String) -> Bool {
        var letters = 0
        var hasSign = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): letters += 1
            case UInt8(ascii: "$"), 128...: hasSign = true
            default: continue
            }
        }
        return hasSign || (1...5).contains(letters)
    }

    /// What a token says of a currency, without the digits that may stand with it.
    private static func codes(_ token: Token) -> (codes: [String], isCode: Bool)? {
        guard mayBeMark(token.text) else { return nil }
        let bare = token.text.filter { !$0.isNumber && !besides.contains($0) }
        guard !bare.isEmpty, bare.utf8.count <= 8 else { return nil }
        if let several = CurrencyMarks.shared(bare) { return (several, false) }
        let isCode = bare.utf8.count == 3 && Currency(bare) != nil && bare == bare.uppercased()
        if isCode { return ([bare], true) }
        // "Rs." and "Fr." keep their point.
        return (CurrencyMarks.code(bare) ?? CurrencyMarks.code(token.text)).map { ([$0], false) }
    }

    /// What may be printed around a mark.
    private static let besides: Set<Character> = Set("-−+.,'’()[]:;/* ")

    func candidates() -> [Candidate] {
        var order: [String] = []
        for mark in marks { for code in mark.codes where !order.contains(code) { order.append(code) } }
        let weight = { (code: String) in
            marks.reduce(0.0) {
                $0 + ($1.codes.contains(code) ? ($1.isBesideNumber ? 1 : 0.3) / Double($1.codes.count) : 0)
            }
        }
        let ranked = order.sorted { (weight($0), $1) > (weight($1), $0) }
        let homes = homes()
        let total = markBeside(.grossTotal)
        let due = markBeside(.amountDue)
        return order.compactMap { code in
            let own = marks.filter { $0.codes.contains(code) }
            guard let first = own.first(where: \.isBesideNumber) ?? own.first else { return nil }
            var it = FeatureVector<CurrencyFeature>()
            func count(_ isBeside: Bool, _ holds: (Mark) -> Bool) -> Double {
                Double(min(20, own.filter { $0.isBesideNumber == isBeside && holds($0) }.count))
            }
            it[.codeBeside] = count(true) { $0.isCode }
            it[.signBeside] = count(true) { !$0.isCode && $0.codes.count == 1 }
            it[.openBeside] = count(true) { $0.codes.count > 1 }
            it[.codeAlone] = count(false) { $0.isCode }
            it[.signAlone] = count(false) { !$0.isCode && $0.codes.count == 1 }
            it[.openAlone] = count(false) { $0.codes.count > 1 }
            let beside = marks.lazy.filter(\.isBesideNumber).count
            it[.shareBeside] = Double(own.lazy.filter(\.isBesideNumber).count) / Double(max(1, beside))
            it[.share] = Double(own.count) / Double(max(1, marks.count))
            it[.rank] = Double(ranked.firstIndex(of: code) ?? 0)
            it[.others] = Double(
                min(6, Set(marks.filter { $0.codes.count == 1 && $0.codes != [code] }.map(\.codes)).count))
            it[.besideTotal] = Self.strength(total, code)
            it[.besideDue] = Self.strength(due, code)
            it.set(.othersBesideTotal, total.map { !$0.codes.contains(code) } ?? false)
            it.set(.labelled, own.contains { labelledRows.contains($0.row) })
            it[.supplierHome] = Self.home(homes.supplier, code)
            it[.customerHome] = Self.home(homes.customer, code)
            it[.pageHome] = Self.home(homes.page, code)
            it.set(
                .inHeading,
                own.contains {
                    !$0.isBesideNumber && view.numbers[$0.row].isEmpty && view.rows[$0.row].segments.count > 2
                })
            it[.firstRow] = Double(min(60, first.row))
            it.set(.american, american)
            it.set(.isReceipt, isReceipt)
            return Candidate(code: code, features: it, row: first.row, token: first.token)
        }
    }

    private static func strength(_ mark: Mark?, _ code: String) -> Double {
        guard let mark, mark.codes.contains(code) else { return 0 }
        return mark.codes.count == 1 ? 2 : 1
    }

    private static func home(_ countries: Set<String>, _ code: String) -> Double {
        guard !countries.isEmpty else { return 0 }
        return countries.contains { CurrencyMarks.ofCountry($0) == code } ? 1 : -1
    }

    /// The mark beside a field's amount.
    private func markBeside(_ name: FieldName) -> Mark? {
        guard let box = fields[name]?.evidence?.box, let page = fields[name]?.evidence?.page,
            let number = view.numbers.joined().first(where: { $0.box == box && view.rows[$0.row].page == page })
        else { return nil }
        let near = max(0, number.tokens.lowerBound - 1)...number.tokens.upperBound
        return marks.first { $0.row == number.row && near.contains($0.token) }
    }

    /// Countries that numbers and addresses name.
    private func homes() -> (supplier: Set<String>, customer: Set<String>, page: Set<String>) {
        func countries(_ names: [FieldName]) -> Set<String> {
            Set(names.compactMap { fields[$0].flatMap { CountryCode.leading($0.value) } })
        }
        var page: Set<String> = []
        for line in lines.lines {
            if let country = line.postal?.country { page.insert(country) }
            if line.tokens.count <= 3, line.text.count > 2, let country = CountryCode.alpha2(line.text) {
                page.insert(country)
            }
        }
        return (
            countries([.supplierVATID, .supplierIBAN, .supplierCountry]),
            countries([.customerVATID, .customerCountry]), page
        )
    }

    /// - Returns: `nil` without a model, or where none is likely enough.
    func choose(_ models: ScoringModels) -> Field? {
        guard let model = models.model(FieldName.currency.rawValue) else { return nil }
        let ranked = candidates().map { ($0, model.score($0.features.values)) }
            .sorted { ($0.1, $1.0.code) > ($1.1, $0.0.code) }
        guard let best = ranked.first else { return nil }
        var chance = model.chance(
            ofScore: best.1, margin: TreeEnsemble.margin(of: best.1, over: ranked.dropFirst().map(\.1)))
        guard chance >= ScoringModels.leastChance else { return nil }
        // A Canadian may ask for American dollars: the country tells what "$" is likely to mean, never surely.
        let isToldByCountry = best.0.features[.codeBeside] + best.0.features[.codeAlone] == 0
        if isToldByCountry, CurrencyMarks.shared("$")?.dropFirst().contains(best.0.code) == true {
            chance = min(chance, 0.9)
        }
        let row = view.rows[best.0.row]
        let token = row.tokens[best.0.token]
        return Field(
            best.0.code, confidence: chance,
            evidence: Evidence(
                source: token.source, page: row.page, box: token.box, printed: token.text,
                reason: best.0.features[.openBeside] > 0 && best.0.features[.codeBeside] == 0
                    ? "sign of several currencies, told by what else is printed" : "printed code or sign",
                rejected: ranked.dropFirst().prefix(4).map { other, score in
                    Alternative(
                        value: other.code, page: view.rows[other.row].page,
                        box: view.rows[other.row].tokens[other.token].box, score: (score * 1000).rounded() / 1000)
                }))
    }
}
