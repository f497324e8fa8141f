import Invoicing

/// VAT ids, accounts and addresses of the web in a document, and whose they are.
struct PartyIdentifiers {
    struct Found: Hashable {
        var value: String
        var row: Int
        var tokens: Range<Int>
        var box: Box
        var page: Int
        /// A label before it that says whose it is; `nil` = none.
        var owner: Owner?
        var label: String?
        var isValid: Bool
        /// What was put right in recognized print; `nil` = the value is as printed.
        var repair: Misread.Repair?
    }
    enum Owner: Hashable { case supplier, customer }

    let view: DocumentView
    private(set) var vatIDs: [Found] = []
    private(set) var ibans: [Found] = []
    private(set) var emails: [Found] = []
    /// Main parts of mail and web domains, folded: `kraxi` of `info@kraxi.com`.
    private(set) var domains: Set<String> = []

    init(_ view: DocumentView) {
        self.view = view
        let reader = ValueReader(view: view)
        for index in view.rows.indices {
            let row = view.rows[index]
            var start = 0
            while start < row.tokens.count {
                let range = start..<row.tokens.count
                if Self.mayStartCode(row.tokens[start]), let found = code(reader, index, range) {
                    start = found
                    continue
                }
                address(row.tokens[start], index, start)
                start += 1
            }
        }
        for hit in view.hits.joined() { labelled(hit, reader) }
    }

    /// A number behind or under a label of VAT ids that carries no country: "P. IVA 01234567890", "NIP: 123-456-78-90".
    private mutating func labelled(_ hit: LabelHit, _ reader: ValueReader) {
        let (own, their) = (hit.strength(for: .supplierVATID), hit.strength(for: .customerVATID))
        guard own == .strong || their == .strong else { return }
        let row = view.rows[hit.row]
        let segment = row.segments[hit.segment]
        var places: [(row: Int, tokens: Range<Int>)] = []
        if hit.tokens.upperBound < segment.upperBound {
            places.append((hit.row, hit.tokens.upperBound..<segment.upperBound))
        } else if hit.segment + 1 < row.segments.count {
            places.append((hit.row, row.segments[hit.segment + 1]))
        }
        if hit.endsSegment, hit.row + 1 < view.rows.count, view.rows[hit.row + 1].page == row.page {
            let next = view.rows[hit.row + 1]
            if next.box.y - hit.box.bottom < 2 * max(6, hit.box.height),
                let under = LabelledFields(view).segment(of: next, under: hit.box, limit: hit.box.right + 60)
            {
                places.append((hit.row + 1, next.segments[under]))
            }
        }
        for place in places {
            guard let reading = Self.nationalNumber(view.rows[place.row], place.tokens) else { continue }
            let isKnown = vatIDs.contains { $0.row == place.row && $0.tokens.overlaps(reading.tokens) }
            if !isKnown {
                vatIDs.append(
                    found(
                        reading, place.row, label: row.text(hit.tokens),
                        owner: own == .strong ? nil : .customer, valid: false))
            }
            return
        }
    }

    /// 7...15 letters and digits, at most four of them letters, printed in up to six groups.
    private static func nationalNumber(_ row: Row, _ range: Range<Int>) -> ValueReader.Reading? {
        guard
            let start = range.prefix(4).first(where: { row.tokens[$0].hasDigit || row.tokens[$0].key.utf8.count <= 4 })
        else { return nil }
        for first in start..<min(start + 3, range.upperBound)
        where isNumberPart(row.tokens[first]) && (row.tokens[first].hasDigit || isCountry(row.tokens[first])) {
            var key = ""
            var end = first
            while end < range.upperBound, end - first < 6, isNumberPart(row.tokens[end]) {
                let next = row.tokens[end].key.uppercased()
                guard key.utf8.count + next.utf8.count <= 15 else { break }
                key += next
                end += 1
            }
            let digits = key.utf8.lazy.filter { $0 >= 48 && $0 <= 57 }.count
            if key.utf8.count >= 7, digits >= 7, key.utf8.count - digits <= 8 {
                return ValueReader.Reading(value: key, tokens: first..<end)
            }
        }
        return nil
    }

    /// All digits, or capitals and digits, perhaps with points and dashes: no date, no amount, no word.
    private static func isNumberPart(_ token: Token) -> Bool {
        guard !token.key.isEmpty, DateReader.numeric(token.text) == nil || token.text.utf8.count == 8 else {
            return false
        }
        let isShort = token.key.utf8.count <= 4 && token.text == token.text.uppercased() && !token.hasDigit
        let isCode = token.hasDigit && token.text.allSatisfy { $0.isNumber || $0.isUppercase || ".-/ ".contains($0) }
        return isShort && token.key.utf8.count <= 3 || isCode
    }

    /// Codes of countries come first in both kinds, sometimes printed apart from the digits.
    private static func mayStartCode(_ token: Token) -> Bool {
        let bytes = Array(token.key.utf8.prefix(2))
        guard bytes.count == 2, bytes.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return false }
        return token.text.first?.isUppercase == true || token.text.first?.isLetter == false
    }

    private mutating func code(_ reader: ValueReader, _ index: Int, _ range: Range<Int>) -> Int? {
        let row = view.rows[index]
        if let iban = reader.read(.iban, row: index, in: range), iban.tokens.lowerBound == range.lowerBound {
            ibans.append(found(iban, index, label: nil, owner: ibanOwner(index, iban.tokens), valid: true))
            return iban.tokens.upperBound
        }
        guard row.tokens[range.lowerBound].text.utf8.count >= 2 else { return nil }
        if range.lowerBound > 0,
            row.tokens[..<range.lowerBound].suffix(3).contains(where: { $0.key.hasSuffix("iban") }),
            let like = reader.ibanLike(row: index, in: range)
        {
            let whole = continued(like, index)
            ibans.append(
                found(whole ?? like, index, label: nil, owner: ibanOwner(index, like.tokens), valid: whole != nil))
            return like.tokens.upperBound
        }
        let narrow =
            range.lowerBound..<min(range.upperBound, row.segments[row.segment(of: range.lowerBound)].upperBound)
        let printed = reader.read(.vatID, row: index, in: narrow).flatMap {
            $0.tokens.lowerBound == range.lowerBound ? $0 : nil
        }
        let repaired = Self.repairedVATID(row, narrow, printed)
        guard let vat = repaired?.reading ?? printed else { return nil }
        // "C.F. 02847190358": two letters before a number are no country.
        guard
            Self.vatCountries.contains(String(row.tokens[vat.tokens.lowerBound].text.filter(\.isLetter).prefix(2)))
                || vat.value.first?.isNumber == true
        else { return nil }
        let label =
            view.hits[index].last { $0.tokens.upperBound <= vat.tokens.lowerBound } ?? labelAbove(index, vat.tokens)
        let valid = VATID.check(vat.value) == .valid
        let isLabelled =
            label.map { $0.strength(for: .supplierVATID) != nil || $0.strength(for: .customerVATID) != nil } ?? false
        // A repaired number alone is no sign that it is a VAT id.
        guard
            valid && repaired == nil || isLabelled
                || (max(0, index - 2)...index).contains(where: { Self.saysVAT(view.rows[$0]) })
        else {
            return nil
        }
        var owner: Owner?
        if let label, label.strength(for: .customerVATID) == .strong, label.strength(for: .supplierVATID) != .strong {
            owner = .customer
        }
        vatIDs.append(
            found(
                vat, index, label: isLabelled ? label.map { view.rows[$0.row].text($0.tokens) } : nil, owner: owner,
                valid: valid, repair: repaired?.repair))
        return vat.tokens.upperBound
    }

    /// A recognized VAT id of a country whose check digits fail, with one look-alike put right.
    /// - Parameter printed: What was read as it stands; `nil` when it has no country's format.
    /// - Returns: `nil` in a text layer, and unless exactly one repair passes.
    private static func repairedVATID(_ row: Row, _ range: Range<Int>, _ printed: ValueReader.Reading?)
        -> (reading: ValueReader.Reading, repair: Misread.Repair)?
    {
        let start = range.lowerBound
        guard vatCountries.contains(row.tokens[start].text.filter(\.isLetter).prefix(2).uppercased()),
            printed.map({ !VATID.isValid($0.value) }) ?? true
        else { return nil }
        let ends =
            printed.map { $0.tokens.upperBound...$0.tokens.upperBound } ?? start + 1...min(range.upperBound, start + 6)
        var found: [(reading: ValueReader.Reading, repair: Misread.Repair)] = []
        for end in ends where row.tokens[start..<end].allSatisfy({ $0.source == .ocr }) {
            let text = row.tokens[start..<end].map(\.text).joined()
            guard text.utf8.count >= 8 else { continue }
            for repair in Misread.repairs(text, as: VATID.self, keeping: 2) {
                found.append((ValueReader.Reading(value: repair.value, tokens: start..<end), repair))
            }
        }
        return found.count == 1 ? found.first { $0.repair.isGuarded } : nil
    }

    /// "DE", but not the "C.F." or "No" before a number.
    private static func isCountry(_ token: Token) -> Bool { vatCountries.contains(token.text.filter(\.isLetter)) }

    /// Countries whose VAT ids begin with their code.
    private static let vatCountries: Set<String> = [
        "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "EU", "FI", "FR", "GB", "GR", "HR", "HU",
        "IE", "IS",
        "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR",
        "UA", "XI",
    ]

    /// An account that goes on in the next line of its block.
    private func continued(_ like: ValueReader.Reading, _ index: Int) -> ValueReader.Reading? {
        guard index + 1 < view.rows.count, view.rows[index + 1].page == view.rows[index].page else { return nil }
        let row = view.rows[index]
        let block = row.segments[row.segment(of: like.tokens.lowerBound)]
        let left = row.tokens[block.lowerBound].box.x
        let next = view.rows[index + 1]
        guard let segment = next.segments.first(where: { abs(next.tokens[$0.lowerBound].box.x - left) < 6 }) else {
            return nil
        }
        var key = like.value
        for token in segment {
            key += next.tokens[token].key.uppercased()
            if key.utf8.count >= 15, IBAN.isValid(key) { return ValueReader.Reading(value: key, tokens: like.tokens) }
        }
        return nil
    }

    /// The label in the cell's head: "Customer VAT no." with the number under it.
    private func labelAbove(_ index: Int, _ tokens: Range<Int>) -> LabelHit? {
        let row = view.rows[index]
        let box = row.box(tokens)
        for above in (max(0, index - 2)..<index).reversed() {
            guard view.rows[above].page == row.page, box.y - view.rows[above].box.bottom < 2.5 * max(6, box.height)
            else { break }
            if let hit = view.hits[above].last(where: {
                $0.startsSegment && ($0.box.sharedWidth(with: box) > 0.3 || abs($0.box.x - box.x) < 8)
            }) {
                return hit
            }
        }
        return nil
    }

    private static func saysVAT(_ row: Row) -> Bool {
        row.tokens.contains { token in
            ["vat", "ust", "ustid", "ustidnr", "tva", "btw", "iva", "nip", "mwst", "vatno", "vatid", "idnr"].contains(
                token.key)
        }
    }

    private func found(
        _ reading: ValueReader.Reading, _ index: Int, label: String?, owner: Owner?, valid: Bool,
        repair: Misread.Repair? = nil
    ) -> Found {
        let row = view.rows[index]
        return Found(
            value: reading.value, row: index, tokens: reading.tokens, box: row.box(reading.tokens), page: row.page,
            owner: owner, label: label, isValid: valid, repair: repair)
    }

    /// They stand beside an account that money is taken from.
    static let debitWords: Set<String> = [
        "abgebucht", "eingezogen", "lastschrift", "preleve", "prelevement", "debited", "debit", "bankeinzug",
        "einzug", "incasso", "domiciliacion", "addebito", "abbuchung", "ihrem", "mandat", "zulasten",
    ]

    /// An account that money is taken from is the customer's.
    private func ibanOwner(_ index: Int, _ tokens: Range<Int>) -> Owner? {
        let place = view.rows[index]
        for row in max(0, index - 2)...index
        where view.rows[row].page == place.page && place.box.y - view.rows[row].box.bottom < 22 {
            if view.rows[row].tokens.contains(where: { Self.debitWords.contains($0.key) }) { return .customer }
        }
        return nil
    }

    private mutating func address(_ token: Token, _ row: Int, _ index: Int) {
        let text = token.text
        guard text.holds("."), text.holds("@") || token.key.hasPrefix("www") || text.holds("://") else {
            return
        }
        let address: Substring = text.split(separator: "@").last ?? text[...]
        let pieces: [Substring] = address.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-") }.map {
            $0[...]
        }
        let parts: [String] = pieces.map { String($0) }.filter { $0 != "www" && $0 != "http" && $0 != "https" }
        if text.holds("@") {
            let place = view.rows[row]
            emails.append(
                Found(
                    value: text.trimmingEnds(), row: row, tokens: index..<index + 1, box: token.box, page: place.page,
                    owner: nil, label: nil, isValid: true))
        }
        guard let main = Self.mainPart(of: parts), !Self.mailProviders.contains(main), main.utf8.count >= 3 else {
            return
        }
        domains.insert(Folding.key(main))
    }

    /// `kraxi` of `www.kraxi.com` and of `kraxi.co.uk`.
    private static func mainPart(of parts: [String]) -> String? {
        guard parts.count >= 2 else { return nil }
        let second = parts[parts.count - 2]
        let isShared = parts.count >= 3 && (second == "co" || second == "com" || second == "org")
        return isShared ? parts[parts.count - 3] : second
    }

    /// Domains that many share and that name nobody.
    private static let mailProviders: Set<String> = [
        "gmail", "gmx", "web", "yahoo", "hotmail", "outlook", "icloud", "orange", "free", "wanadoo", "aol", "t-online",
    ]

    /// Whether a line stands within a few lines of a VAT id or an account.
    func isNearSupplierData(_ line: TextLine) -> Bool {
        (vatIDs + ibans).contains {
            $0.owner != .customer && $0.page == line.page && abs($0.row - line.row) <= 3
                && abs($0.box.y - line.box.y) < 60
        }
    }

    /// VAT ids of both parties, and the supplier's mail address.
    /// - Parameters:
    ///   - customer: Where the customer's name and address stand.
    ///   - weighed: Whose each VAT id is, by the models; `nil` without models.
    func numbers(customer: (page: Int, box: Box)?, weighed: [VATChoice]?) -> FieldGroup {
        var fields: FieldGroup = [:]
        if let weighed {
            for choice in weighed {
                var field = field(choice.found, choice.chance, choice.others)
                Recollection.tell(&field, choice.support)
                fields[choice.field] = field
            }
        } else {
            vat(customer, &fields)
        }
        let own = emails.first { found in !isInside(found, customer) } ?? emails.first
        if let own { fields[.supplierEmail] = field(own, 0.75, []) }
        return fields
    }

    func isInside(_ found: Found, _ region: (page: Int, box: Box)?) -> Bool {
        guard let region, region.page == found.page else { return false }
        let reach = Box(
            x: region.box.x - 12, y: region.box.y - 4, width: region.box.width + 60, height: region.box.height + 46)
        return reach.intersection(found.box).area > 0.5 * found.box.area
    }

    private func vat(_ customer: (page: Int, box: Box)?, _ fields: inout FieldGroup) {
        var mine: [Found] = []
        var theirs: [Found] = []
        for found in vatIDs {
            let isTheirs = found.owner == .customer || (found.owner == nil && isInside(found, customer))
            if isTheirs { theirs.append(found) } else { mine.append(found) }
        }
        let height = { (found: Found) in found.box.y / max(1, view.rows[found.row].pageHeight) }
        func rank(_ found: Found) -> Double {
            (found.isValid ? 1 : 0) - (found.repair != nil ? 0.2 : 0) + (found.label != nil ? 0.5 : 0)
                + (height(found) > 0.8 ? 0.3 : 0)
        }
        mine.sort { (rank($0), $1.row) > (rank($1), $0.row) }
        // One in the footer and another one above: the footer speaks of the sender.
        if theirs.isEmpty, let footer = mine.first(where: { height($0) > 0.75 }) {
            theirs = mine.filter { $0.value != footer.value && height($0) < 0.5 && $0.owner == nil }
        }
        let customerValues = Set(theirs.map(\.value))
        mine.removeAll { customerValues.contains($0.value) }
        if let best = mine.first {
            fields[.supplierVATID] = field(best, best.isValid ? 0.92 : 0.7, Array(mine.dropFirst()))
        }
        if let best = theirs.first { fields[.customerVATID] = field(best, best.isValid ? 0.9 : 0.7, []) }
    }

    /// The account to pay to, by rules alone: the first that is not the customer's.
    func likelyAccount() -> FieldGroup {
        let payable = ibans.filter { $0.owner != .customer }
        guard let best = payable.first(where: \.isValid) ?? payable.first else { return [:] }
        return account(best, chance: best.isValid ? 0.95 : 0.45, others: payable.filter { $0.value != best.value })
    }

    /// The account to pay to, with the code of its bank.
    /// - Parameter chance: 0...1.
    func account(_ best: Found, chance: Double, others: [Found]) -> FieldGroup {
        var fields: FieldGroup = [.supplierIBAN: field(best, chance, others)]
        let reader = ValueReader(view: view)
        for index in view.rows.indices[best.row...].prefix(4) {
            if let bic = reader.read(.bic, row: index, in: 0..<view.rows[index].tokens.count),
                view.rows[index].tokens.contains(where: { ["bic", "swift", "bicswift", "swiftbic"].contains($0.key) })
            {
                let row = view.rows[index]
                fields[.supplierBIC] = Field(
                    bic.value, confidence: 0.9,
                    evidence: Evidence(
                        source: row.tokens[0].source, page: row.page, box: row.box(bic.tokens),
                        printed: row.text(bic.tokens)))
                return fields
            }
        }
        return fields
    }

    private func field(_ found: Found, _ confidence: Double, _ others: [Found]) -> Field {
        let row = view.rows[found.row]
        return Field(
            found.value, confidence: found.repair == nil ? confidence : Misread.Repair.worth * confidence,
            evidence: Evidence(
                source: row.tokens[found.tokens].contains { $0.source == .ocr } ? .ocr : .text, page: found.page,
                box: found.box, printed: row.text(found.tokens), label: found.label,
                reason: found.repair?.reason ?? (found.isValid ? "checksum is right" : "right shape, wrong checksum"),
                rejected: others.prefix(4).map { Alternative(value: $0.value, page: $0.page, box: $0.box, score: 0) }))
    }
}

extension String {
    func trimmingEnds() -> String {
        var slice = self[...]
        while let last = slice.last, ",.;:)|".contains(last) { slice = slice.dropLast() }
        while let first = slice.first, "(<:".contains(first) { slice = slice.dropFirst() }
        return String(slice)
    }
}
