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
        let customer = isReceipt ? nil : customer(labelled)
        let supplier = supplier(labelled, customer: customer)
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

    // MARK: Customer

    private func customer(_ labelled: LabelledParties) -> Choice? {
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
                let weight = labelled.isOther(block) ? 0.05 : isSupplierLike(block) ? 0.22 : 0.4
                evidence.add(
                    block.name, row: block.nameRow, tokens: block.nameTokens, weight: weight,
                    reason: "address in the upper part", block: block)
            }
        }
        for party in labelled.all(.supplierName) { evidence.weaken(party.name, by: 0.3) }
        for party in labelled.all(.shippingName) { evidence.weaken(party.name, by: 0.85) }
        return choice(evidence, floor: 0.2)
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

    private func supplier(_ labelled: LabelledParties, customer: Choice?) -> Choice? {
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
                (weight, reason) = (isSupplierLike(block) ? 0.55 : 0.3, "address in the upper part")
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
        if let customer, customer.best.score > 0.3 { evidence.weaken(customer.best.name, by: 0.1) }
        return choice(evidence, floor: 0.12)
    }

    /// Names with a legal form, wherever they stand.
    private func addCompanies(_ evidence: inout NameEvidence) {
        for line in lines.lines {
            let row = view.rows[line.row]
            let tokens = row.tokens[line.tokens]
            guard LegalForms.isCompany(tokens), let range = companyRange(line, row) else { continue }
            let name = names.clean(row.text(range))
            guard names.isPlausible(row.tokens[range], name) else { continue }
            let place = line.box.y / max(1, row.pageHeight)
            let nearRegister = identifiers.isNearSupplierData(line)
            let weight = place > 0.8 ? 0.45 : (line.page == 1 && place < 0.2 ? 0.45 : 0.2)
            evidence.add(
                name, row: line.row, tokens: range, weight: weight + (nearRegister ? 0.2 : 0),
                reason: nearRegister ? "company beside tax or bank data" : "company name")
        }
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
            seen += 1
            if isReceipt {
                let weight = max(0.05, 0.5 - Double(seen - 1) * 0.12) + (name.count < 4 ? -0.2 : 0)
                evidence.add(name, row: line.row, tokens: line.tokens, weight: max(0.02, weight), reason: "top of the receipt")
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
