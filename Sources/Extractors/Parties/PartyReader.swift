package import Invoicing

/// Tells supplier and customer from each other and reads their names, addresses and numbers.
package struct PartyReader {
    let view: DocumentView
    let lines: TextLines
    let names: NameJudge
    let blocks: [AddressBlock]
    let identifiers: PartyIdentifiers
    /// A till receipt has its sender on top and no customer.
    let isReceipt: Bool

    package init(_ view: DocumentView, titles: [String], isReceipt: Bool) {
        self.view = view
        self.isReceipt = isReceipt
        lines = TextLines(view.layout)
        names = NameJudge(view: view, titles: Set(titles.map { Folding.key($0) }))
        blocks = AddressFinder(view: view, lines: lines, names: names).blocks()
        identifiers = PartyIdentifiers(view)
    }

    package func read() -> FieldGroup {
        var fields: FieldGroup = [:]
        let labelled = LabelledParties(view: view, lines: lines, names: names, blocks: blocks)
        let (supplier, customer) = pair(labelled)
        if let supplier { write(supplier.best, supplier.others, .supplierName, into: &fields) }
        if let customer { write(customer.best, customer.others, .customerName, into: &fields) }
        address(supplier?.best, .supplierAddress, .supplierStreet, .supplierPostCode, .supplierCity, &fields)
        address(customer?.best, .customerAddress, .customerStreet, .customerPostCode, .customerCity, &fields)
        if isReceipt, let supplier { receiptAddress(supplier.best, &fields) }
        let customerRows = customer.map { region(of: $0.best) }
        fields.merge(identifiers.fields(customer: customerRows)) { $1 }
        return fields
    }

    private typealias Choice = (best: NameEvidence.Entry, others: [NameEvidence.Entry])

    /// Both parties at once: the two different names that together have most for them.
    private func pair(_ labelled: LabelledParties) -> (supplier: Choice?, customer: Choice?) {
        let suppliers = supplierEvidence(labelled)
        guard !isReceipt else { return (choice(suppliers, floor: 0.12), nil) }
        let customers = customerEvidence(labelled)
        var best: (supplier: NameEvidence.Entry, customer: NameEvidence.Entry, score: Double)?
        for customer in customers.ranked.prefix(6) where customer.score > 0.2 {
            for supplier in suppliers.ranked.prefix(8) where supplier.score > 0.12 {
                guard NameEvidence.key(supplier.name) != NameEvidence.key(customer.name) else { continue }
                let score = supplier.score + customer.score
                if score > (best?.score ?? 0) { best = (supplier, customer, score) }
            }
        }
        let alone = (supplier: choice(suppliers, floor: 0.12), customer: choice(customers, floor: 0.2))
        // One name only: a reader of letters takes it for the addressee unless it has much more of a sender.
        guard let best, best.score >= (alone.supplier?.best.score ?? 0) else {
            let isCustomer = (alone.customer?.best.score ?? 0) > (alone.supplier?.best.score ?? 0) - 0.1
            return isCustomer ? (nil, alone.customer) : (alone.supplier, nil)
        }
        let without = { (evidence: NameEvidence, chosen: NameEvidence.Entry) in
            evidence.ranked.filter { $0.name != chosen.name }.prefix(4).map { $0 }
        }
        return ((best.supplier, without(suppliers, best.supplier)), (best.customer, without(customers, best.customer)))
    }

    // MARK: Customer

    private func customerEvidence(_ labelled: LabelledParties) -> NameEvidence {
        var evidence = NameEvidence()
        for party in labelled.all(.customerName) {
            evidence.add(
                party.name, row: party.row, tokens: party.tokens, weight: party.weight, reason: "under its label",
                label: party.label, block: party.block)
        }
        let sender = blocks.first { $0.isOneLine && $0.page == 1 && $0.box.y < pageHeight(1) * 0.4 }
        for block in blocks where !block.isOneLine && block.page == 1 {
            let top = block.box.y / max(1, pageHeight(1))
            if let sender, block.box.y > sender.box.y, block.box.y - sender.box.bottom < 95,
                abs(block.box.x - sender.box.x) < 40, NameEvidence.key(block.name) != NameEvidence.key(sender.name) {
                evidence.add(
                    block.name, row: block.nameRow, tokens: block.nameTokens, weight: 0.75,
                    reason: "address under the sender's line", block: block)
            } else if (0.03...0.45).contains(top) {
                let weight =
                    labelled.isOther(block) ? 0.05
                    : isLetterhead(block) ? 0.15 : isSupplierLike(block) ? 0.22 : 0.4
                evidence.add(
                    block.name, row: block.nameRow, tokens: block.nameTokens, weight: weight,
                    reason: "address in the upper part", block: block)
            }
        }
        for party in labelled.all(.supplierName) { evidence.weaken(party.name, by: 0.3) }
        for party in labelled.all(.shippingName) { evidence.weaken(party.name, by: 0.85) }
        return evidence
    }

    /// The first block of the first page, at its very top or with its name in large print, and with another block below.
    private func isLetterhead(_ block: AddressBlock) -> Bool {
        let top = block.box.y / max(1, pageHeight(1))
        let size = view.rows[block.nameRow].tokens[block.nameTokens].lazy.map(\.size).max() ?? 0
        guard top < 0.1 || size > view.layout.textSize * 1.3 else { return false }
        let others = blocks.filter { $0.page == 1 && !$0.isOneLine && NameEvidence.key($0.name) != NameEvidence.key(block.name) }
        let hasBlockBelow = others.contains { $0.box.y > block.box.bottom && $0.box.y < pageHeight(1) * 0.45 }
        return (hasBlockBelow || top < 0.08) && !others.contains { $0.box.y < block.box.y - 3 }
    }

    /// Registration, tax or bank data, or contact data, inside the block: a letterhead.
    private func isSupplierLike(_ block: AddressBlock) -> Bool {
        for index in block.lines {
            let line = lines.lines[index]
            let row = view.rows[line.row]
            for token in row.tokens[line.tokens] {
                if token.text.contains("@") || token.key.hasPrefix("www") { return true }
                if ["tel", "telefon", "fax", "phone", "iban", "telephone", "tlf", "telefono"].contains(token.key) {
                    return true
                }
            }
        }
        return false
    }

    // MARK: Supplier

    private func supplierEvidence(_ labelled: LabelledParties) -> NameEvidence {
        var evidence = NameEvidence()
        for party in labelled.all(.supplierName) {
            evidence.add(
                party.name, row: party.row, tokens: party.tokens, weight: party.weight, reason: "under its label",
                label: party.label, block: party.block)
        }
        for block in blocks {
            let place = block.box.y / max(1, pageHeight(block.page))
            let weight: Double
            let reason: String
            if block.isOneLine, block.page == 1, place < 0.4 {
                (weight, reason) = (0.75, "sender's line above the address")
            } else if place > 0.8 {
                (weight, reason) = (0.5, "address in the footer")
            } else if place < 0.35, block.page == 1 {
                (weight, reason) = (
                    isSupplierLike(block) ? 0.55 : isLetterhead(block) ? 0.45 : 0.3, "address in the upper part"
                )
            } else {
                (weight, reason) = (0.15, "address")
            }
            evidence.add(
                block.name, row: block.nameRow, tokens: block.nameTokens, weight: weight, reason: reason, block: block)
        }
        addCompanies(&evidence)
        addTop(&evidence)
        addDomains(&evidence)
        addRepetition(&evidence)
        for party in labelled.all(.customerName) + labelled.all(.shippingName) { evidence.weaken(party.name, by: 0.15) }
        return evidence
    }

    /// Names with a legal form, wherever they stand.
    private func addCompanies(_ evidence: inout NameEvidence) {
        for line in lines.lines {
            let row = view.rows[line.row]
            let tokens = row.tokens[line.tokens]
            guard LegalForms.isCompany(tokens), let range = companyRange(line, row) else { continue }
            let name = names.clean(row.text(range))
            if isLegalFormOnly(row.tokens[range]) {
                addJoined(range, line, &evidence)
                continue
            }
            guard names.isPlausible(row.tokens[range], name) else { continue }
            let place = line.box.y / max(1, row.pageHeight)
            let nearRegister = identifiers.isNearSupplierData(line)
            let weight = place > 0.8 ? 0.45 : (line.page == 1 && place < 0.2 ? 0.45 : 0.2)
            evidence.add(
                name, row: line.row, tokens: range, weight: weight + (nearRegister ? 0.2 : 0),
                reason: nearRegister ? "company beside tax or bank data" : "company name")
        }
    }

    /// "(M) SDN BHD": the end of a name whose beginning stands elsewhere.
    private func isLegalFormOnly(_ tokens: ArraySlice<Token>) -> Bool {
        tokens.allSatisfy { LegalForms.contains($0.key) || $0.text.hasPrefix("(") && $0.key.utf8.count <= 2 }
    }

    /// A name of two lines: "Acme Holdings" over "Sdn Bhd".
    private func addJoined(_ range: Range<Int>, _ line: TextLine, _ evidence: inout NameEvidence) {
        guard line.row > 0, line.segment == 0 else { return }
        let above = view.rows[line.row - 1]
        guard above.page == line.page, line.box.y - above.box.bottom < 1.8 * max(6, line.box.height),
            let tokens = above.segments.first, above.segments.count == 1
        else { return }
        let name = names.clean(above.text(tokens)) + " " + names.clean(view.rows[line.row].text(range))
        guard names.isPlausible(above.tokens[tokens], name), !names.isStreet(above.tokens[tokens]) else { return }
        evidence.add(
            name, row: line.row - 1, tokens: tokens, weight: isReceipt ? 0.65 : 0.4,
            reason: "name and legal form on two lines")
    }

    /// Up to and with the legal form: "Acme Ltd., 42 Milky Way" gives "Acme Ltd."
    private func companyRange(_ line: TextLine, _ row: Row) -> Range<Int>? {
        var end: Int?
        for index in line.tokens where LegalForms.contains(row.tokens[index].key) && index > line.tokens.lowerBound {
            if end == nil || index - (end ?? 0) <= 3 { end = index + 1 } else { break }
        }
        guard let end else { return line.tokens.count <= 6 ? line.tokens : nil }
        var start = line.tokens.lowerBound
        // Behind a label: "Account holder: Acme Ltd".
        for index in line.tokens where index < end - 1 && row.tokens[index].endsWithColon { start = index + 1 }
        // OCR may have cut a line in two: "MR. D.I.Y." | "SDN BHD".
        if end - start <= 2, line.segment > 0, row.tokens[start..<end].allSatisfy({ LegalForms.contains($0.key) }) { start = 0 }
        guard start < end, end - start <= 8 else { return nil }
        return start..<end
    }

    /// Large print on top of the first page is the supplier's own name.
    private func addTop(_ evidence: inout NameEvidence) {
        let size = view.layout.textSize
        var seen = 0
        for line in lines.lines where line.page == 1 {
            let row = view.rows[line.row]
            guard line.box.y < row.pageHeight * (isReceipt ? 0.4 : 0.25) else { break }
            let tokens = row.tokens[line.tokens]
            let name = names.clean(line.text)
            guard names.isPlausible(tokens, name), !isLabel(line), !names.isStreet(tokens),
                PostalLine.find(in: tokens) == nil
            else { continue }
            if isReceipt, isNoise(tokens) { continue }
            seen += 1
            if isReceipt {
                let own = LegalForms.isCompany(tokens) ? companyRange(line, row) ?? line.tokens : withoutNumber(line, row)
                let name = names.clean(row.text(own))
                guard !name.isEmpty, !isLegalFormOnly(row.tokens[own]) else { continue }
                let weight = max(0.05, 0.5 - Double(seen - 1) * 0.12) + (name.count < 4 ? -0.2 : 0)
                evidence.add(name, row: line.row, tokens: own, weight: max(0.02, weight), reason: "top of the receipt")
                if seen >= 4 { break }
            } else if line.size > size * 1.25 {
                evidence.add(
                    name, row: line.row, tokens: line.tokens, weight: min(0.45, 0.15 + (line.size / size - 1) * 0.2),
                    reason: "large print at the top")
            } else if seen == 1 {
                evidence.add(name, row: line.row, tokens: line.tokens, weight: 0.12, reason: "first line")
            }
        }
    }

    /// Logos and stains that recognition took for letters.
    private func isNoise(_ tokens: ArraySlice<Token>) -> Bool {
        let sure = tokens.compactMap(\.confidence)
        let letters = tokens.reduce(0) { $0 + $1.key.utf8.count }
        if letters < 4 { return true }
        guard !sure.isEmpty else { return false }
        let mean = sure.reduce(0, +) / Double(sure.count)
        return mean < 0.35 || (letters < 8 && mean < 0.6)
    }

    /// The line up to a registration number in brackets.
    private func withoutNumber(_ line: TextLine, _ row: Row) -> Range<Int> {
        let bracket = line.tokens.dropFirst().first { row.tokens[$0].text.hasPrefix("(") && row.tokens[$0].hasDigit }
        return line.tokens.lowerBound..<(bracket ?? line.tokens.upperBound)
    }

    private func isLabel(_ line: TextLine) -> Bool {
        view.hits[line.row].contains {
            $0.segment == line.segment && $0.startsSegment && $0.meanings.contains { $0.strength == .strong }
        }
    }

    /// A name that the mail or web address repeats.
    private func addDomains(_ evidence: inout NameEvidence) {
        let domains = identifiers.domains
        guard !domains.isEmpty else { return }
        for entry in evidence.entries.values {
            let words = entry.name.split(separator: " ").map { Folding.key($0) }.filter { !LegalForms.contains($0) }
            let key = words.joined()
            guard key.utf8.count >= 3 else { continue }
            let matches = domains.contains { domain in
                domain == key || (domain.utf8.count >= 4 && key.hasPrefix(domain)) || (key.utf8.count >= 4 && domain.hasPrefix(key))
                    || (words.first.map { $0.utf8.count >= 4 && domain.hasPrefix($0) } ?? false)
            }
            if matches {
                evidence.add(
                    entry.name, row: entry.row, tokens: entry.tokens, weight: 0.5, reason: "repeated in mail or web address")
            }
        }
        // The name of the supplier's bank stands beside its account.
        for entry in evidence.entries.values {
            let keys = entry.name.split(separator: " ").map { Folding.key($0) }
            if keys.contains(where: { $0.hasSuffix("bank") || Self.banks.contains($0) }) { evidence.weaken(entry.name, by: 0.35) }
        }
    }

    private static let banks: Set<String> = [
        "sparkasse", "banque", "banco", "banca", "caisse", "credit", "volksbank", "raiffeisenbank", "bankgiro", "caixa",
        "barclays", "hsbc", "kasse", "kreissparkasse",
    ]

    private func addRepetition(_ evidence: inout NameEvidence) {
        var counts: [String: Int] = [:]
        for line in lines.lines { counts[Folding.key(line.text), default: 0] += 1 }
        for entry in evidence.entries.values where (counts[NameEvidence.key(entry.name)] ?? 0) > 1 {
            evidence.add(entry.name, row: entry.row, tokens: entry.tokens, weight: 0.15, reason: "printed more than once")
        }
    }

    // MARK: Shared

    private func choice(_ evidence: NameEvidence, floor: Double) -> Choice? {
        let ranked = evidence.ranked
        guard let best = ranked.first, best.score > floor else { return nil }
        return (best, Array(ranked.dropFirst().prefix(4)))
    }

    private func pageHeight(_ page: Int) -> Double {
        view.rows.first { $0.page == page }?.pageHeight ?? 842
    }

    private func region(of entry: NameEvidence.Entry) -> (page: Int, box: Box) {
        let row = view.rows[entry.row]
        var box = row.box(entry.tokens)
        if let block = entry.block, !block.isOneLine { box = box.union(block.box) }
        return (row.page, box)
    }

    private func write(_ entry: NameEvidence.Entry, _ others: [NameEvidence.Entry], _ name: FieldName, into fields: inout FieldGroup) {
        let row = view.rows[entry.row]
        let source: TextSource = row.tokens[entry.tokens].contains { $0.source == .ocr } ? .ocr : .text
        let margin = entry.score - (others.first?.score ?? 0)
        fields[name] = Field(
            entry.name, confidence: max(0.2, min(0.97, entry.score * (margin > 0.1 ? 1 : 0.85))),
            evidence: Evidence(
                source: source, page: row.page, box: row.box(entry.tokens), printed: row.text(entry.tokens),
                label: entry.label, reason: entry.reasons.joined(separator: "; "),
                rejected: others.map {
                    Alternative(
                        value: $0.name, page: view.rows[$0.row].page, box: view.rows[$0.row].box($0.tokens),
                        score: ($0.score * 1000).rounded() / 1000)
                }))
    }

    private func address(
        _ entry: NameEvidence.Entry?, _ whole: FieldName, _ street: FieldName, _ code: FieldName, _ city: FieldName,
        _ fields: inout FieldGroup
    ) {
        guard let entry, let block = entry.block, let postal = block.postal else { return }
        let evidence = Evidence(source: .text, page: block.page, box: block.box, printed: block.address)
        fields[whole] = Field(block.address, confidence: 0.8, evidence: evidence)
        if let first = block.street.last(where: { !$0.isEmpty }) { fields[street] = Field(first, confidence: 0.75, evidence: evidence) }
        fields[code] = Field(postal.postCode, confidence: 0.8, evidence: evidence)
        fields[city] = Field(postal.city, confidence: 0.75, evidence: evidence)
    }

    /// The lines between a receipt's name and its first label, number or date.
    private func receiptAddress(_ entry: NameEvidence.Entry, _ fields: inout FieldGroup) {
        var parts: [String] = []
        var box: Box?
        var sawPostal = false
        for index in view.rows.indices[(entry.row + 1)...].prefix(9) {
            let row = view.rows[index]
            guard row.page == view.rows[entry.row].page else { break }
            let text = names.clean(row.text(0..<row.tokens.count))
            if isContact(row) || isRegistration(row) {
                if parts.isEmpty { continue } else { break }
            }
            if !view.dates[index].isEmpty || row.tokens.contains(where: { $0.endsWithColon && $0.key != "address" }) { break }
            if names.titles.contains(Folding.key(text)) { break }
            parts.append(text)
            box = box?.union(row.box) ?? row.box
            if PostalLine.find(in: row.tokens[...]) != nil { sawPostal = true } else if sawPostal, parts.count >= 2 {
                // One line behind the post code may still be the state or country.
                if row.tokens.count > 3 || row.tokens.contains(where: \.hasDigit) { parts.removeLast() }
                break
            }
        }
        guard !parts.isEmpty, let box, sawPostal || parts.count >= 2 else { return }
        fields[.supplierAddress] = Field(
            parts.joined(separator: ", "), confidence: sawPostal ? 0.75 : 0.4,
            evidence: Evidence(
                source: .ocr, page: view.rows[entry.row].page, box: box, printed: parts.joined(separator: " "),
                reason: "lines under the name"))
    }

    private func isContact(_ row: Row) -> Bool {
        row.tokens.contains { token in
            ["tel", "telephone", "phone", "fax", "email", "hp", "hotline", "website", "www", "telno", "faxno", "mobile"]
                .contains(token.key) || token.text.contains("@")
        }
    }

    /// "(867388-U)", "Co. Reg. No: 1234-X", "GST ID 0012..."
    private func isRegistration(_ row: Row) -> Bool {
        let keys = Set(row.tokens.map(\.key))
        if !keys.isDisjoint(with: ["reg", "gst", "roc", "coreg", "gstid", "regno", "rocno", "company", "co", "vat", "ssm"]),
            row.tokens.contains(where: \.hasDigit), row.tokens.count <= 8 {
            return true
        }
        guard let first = row.tokens.first, row.tokens.count <= 2 else { return false }
        return first.text.hasPrefix("(") && first.hasDigit || (first.text.contains("-") && first.hasDigit && row.tokens.count == 1)
    }
}
