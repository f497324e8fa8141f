import Invoicing

/// What speaks for a name being the customer's.
extension PartyReader {
    func customerEvidence(_ labelled: LabelledParties) -> NameEvidence {
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
                abs(block.box.x - sender.box.x) < 40, NameEvidence.key(block.name) != NameEvidence.key(sender.name)
            {
                evidence.add(
                    block.name, row: block.nameRow, tokens: block.nameTokens, weight: 0.75,
                    reason: "address under the sender's line", block: block)
            } else if (0.03...0.45).contains(top) {
                let weight =
                    labelled.isOther(block)
                    ? 0.05
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
    func isLetterhead(_ block: AddressBlock) -> Bool {
        let top = block.box.y / max(1, pageHeight(1))
        let size = view.rows[block.nameRow].tokens[block.nameTokens].lazy.map(\.size).max() ?? 0
        guard top < 0.1 || size > view.layout.textSize * 1.3 else { return false }
        let others = blocks.filter {
            $0.page == 1 && !$0.isOneLine && NameEvidence.key($0.name) != NameEvidence.key(block.name)
        }
        let hasBlockBelow = others.contains { $0.box.y > block.box.bottom && $0.box.y < pageHeight(1) * 0.45 }
        return (hasBlockBelow || top < 0.08) && !others.contains { $0.box.y < block.box.y - 3 }
    }

    /// Registration, tax or bank data, or contact data, inside the block: a letterhead.
    func isSupplierLike(_ block: AddressBlock) -> Bool {
        for index in block.lines {
            let line = lines.lines[index]
            let row = view.rows[line.row]
            for token in row.tokens[line.tokens] {
                if token.text.holds("@") || token.key.hasPrefix("www") { return true }
                if ["tel", "telefon", "fax", "phone", "iban", "telephone", "tlf", "telefono"].contains(token.key) {
                    return true
                }
            }
        }
        return false
    }
}
