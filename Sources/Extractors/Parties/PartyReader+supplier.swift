import Invoicing

/// What speaks for a name being the supplier's.
extension PartyReader {
    func supplierEvidence(_ labelled: LabelledParties) -> NameEvidence {
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
            if isReceipt, !block.isOneLine {
                // The line over the post code is a part of town as often as the name.
                (weight, reason) = (0.08, "address of the receipt")
            } else if block.isOneLine, block.page == 1, place < 0.4 {
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
    func companyRange(_ line: TextLine, _ row: Row) -> Range<Int>? {
        var end: Int?
        for index in line.tokens where LegalForms.contains(row.tokens[index].key) && index > line.tokens.lowerBound {
            if end == nil || index - (end ?? 0) <= 3 { end = index + 1 } else { break }
        }
        guard let end else { return line.tokens.count <= 6 ? line.tokens : nil }
        var start = line.tokens.lowerBound
        // Behind a label: "Account holder: Acme Ltd".
        for index in line.tokens where index < end - 1 && row.tokens[index].endsWithColon { start = index + 1 }
        // OCR may have cut a line in two: "MR. D.I.Y." | "SDN BHD".
        if end - start <= 2, line.segment > 0, row.tokens[start..<end].allSatisfy({ LegalForms.contains($0.key) }) {
            start = 0
        }
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
                line.postal == nil
            else { continue }
            if tokens.first?.source == .ocr, isNoise(tokens) { continue }
            seen += 1
            if isReceipt {
                let own =
                    LegalForms.isCompany(tokens) ? companyRange(line, row) ?? line.tokens : withoutNumber(line, row)
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
                domain == key || (domain.utf8.count >= 4 && key.hasPrefix(domain))
                    || (key.utf8.count >= 4 && domain.hasPrefix(key))
                    || (words.first.map { $0.utf8.count >= 4 && domain.hasPrefix($0) } ?? false)
            }
            if matches {
                evidence.add(
                    entry.name, row: entry.row, tokens: entry.tokens, weight: 0.5,
                    reason: "repeated in mail or web address")
            }
        }
        // The name of the supplier's bank stands beside its account.
        for entry in evidence.entries.values {
            let keys = entry.name.split(separator: " ").map { Folding.key($0) }
            if keys.contains(where: { $0.hasSuffix("bank") || Self.banks.contains($0) }) {
                evidence.weaken(entry.name, by: 0.35)
            }
        }
    }

    static let banks: Set<String> = [
        "sparkasse", "banque", "banco", "banca", "caisse", "credit", "volksbank", "raiffeisenbank", "bankgiro", "caixa",
        "barclays", "hsbc", "kasse", "kreissparkasse",
    ]

    private func addRepetition(_ evidence: inout NameEvidence) {
        var counts: [String: Int] = [:]
        for line in lines.lines { counts[Folding.key(line.text), default: 0] += 1 }
        for entry in evidence.entries.values where (counts[NameEvidence.key(entry.name)] ?? 0) > 1 {
            evidence.add(
                entry.name, row: entry.row, tokens: entry.tokens, weight: 0.15, reason: "printed more than once")
        }
    }
}
