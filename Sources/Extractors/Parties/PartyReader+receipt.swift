import Invoicing

/// A till receipt's address, which has no block of its own.
extension PartyReader {
    /// The lines between a receipt's name and its first label, number or date.
    func receiptAddress(_ entry: NameEvidence.Entry, _ fields: inout FieldGroup) {
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
            if !view.dates[index].isEmpty || row.tokens.contains(where: { $0.endsWithColon && $0.key != "address" }) {
                break
            }
            if names.titles.contains(Folding.key(text)) { break }
            parts.append(text)
            box = box?.union(row.box) ?? row.box
            if PostalLine.find(in: row.tokens[...]) != nil {
                sawPostal = true
            } else if sawPostal, parts.count >= 2 {
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
            [
                "tel", "telephone", "phone", "fax", "email", "hp", "hotline", "website", "www", "telno", "faxno",
                "mobile",
            ]
            .contains(token.key) || token.text.holds("@")
        }
    }

    /// "(867388-U)", "Co. Reg. No: 1234-X", "GST ID 0012..."
    private func isRegistration(_ row: Row) -> Bool {
        let keys = Set(row.tokens.map(\.key))
        if !keys.isDisjoint(with: [
            "reg", "gst", "roc", "coreg", "gstid", "regno", "rocno", "company", "co", "vat", "ssm",
        ]),
            row.tokens.contains(where: \.hasDigit), row.tokens.count <= 8
        {
            return true
        }
        guard let first = row.tokens.first, row.tokens.count <= 2 else { return false }
        return first.text.hasPrefix("(") && first.hasDigit
            || (first.text.holds("-") && first.hasDigit && row.tokens.count == 1)
    }
}
