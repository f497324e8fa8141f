import Invoicing

extension PartyIdentifiers {
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
