import Invoicing

/// Values of a document by memory alone: fields that no model weighs, and values that models do not know as candidates.
struct RememberedValues {
    let view: DocumentView
    let schema: ExtractionSchema
    let recollection: Recollection
    /// Fields that the models weighed, with memory's support, from the same places that would be looked at here.
    let weighed: Set<FieldName>

    func settle(_ fields: inout FieldGroup) {
        for name in recollection.entries.keys.sorted() where name != .documentType {
            for entry in recollection.entries[name] ?? [] where entry.lesson.exact != nil {
                settle(name, constant: entry, &fields)
            }
            if !isSettled(name, fields) { place(name, &fields) }
            complete(name, &fields)
        }
        if let supplier = fields[.supplierName], let customer = fields[.customerName],
            recollection.support(.supplierName, value: supplier.value).logOdds > 0,
            Folding.key(supplier.value) == Folding.key(customer.value)
        {
            fields[.customerName] = nil
        }
    }

    /// A number of which only the first group was taken, or with a word before it: the remembered shape says which
    /// tokens it is made of.
    private func complete(_ name: FieldName, _ fields: inout FieldGroup) {
        let type = schema.fields.first { $0.name == name }?.type
        guard var field = fields[name], field.evidence?.reason?.contains(MemorySupport.mark) == true,
            type == .identifier || type == .vatID, var evidence = field.evidence,
            let page = evidence.page, let box = evidence.box,
            let spot = PrintedText(view: view).tokens(in: box, page: page)
        else { return }
        let row = view.rows[spot.row]
        let entries = (recollection.entries[name] ?? []).filter { $0.lesson.exact == nil && !$0.lesson.isAbsent }
        let shapes = Set(entries.compactMap { $0.lesson.place?.shape })
        guard !shapes.contains(PrintedPlace.shape(row.text(spot.tokens))) else { return }
        let end = row.segments[row.segment(of: spot.tokens.lowerBound)].upperBound
        let longer = stride(from: spot.tokens.upperBound + 1, through: end, by: 1).map { spot.tokens.lowerBound..<$0 }
        let shorter = spot.tokens.dropFirst().map { $0..<spot.tokens.upperBound }
        guard let tokens = (longer + shorter).first(where: { shapes.contains(PrintedPlace.shape(row.text($0))) }) else {
            return
        }
        field.value = row.text(tokens)
        (evidence.box, evidence.printed) = (row.box(tokens), row.text(tokens))
        field.evidence = evidence
        fields[name] = field
    }

    /// Whether the models chose with memory's help: then the places it speaks of were among their candidates.
    private func isSettled(_ name: FieldName, _ fields: FieldGroup) -> Bool {
        guard weighed.contains(name) else { return false }
        let isTotal = [FieldName.netTotal, .taxTotal, .grossTotal, .amountDue].contains(name)
        return isTotal || fields[name]?.evidence?.reason?.contains(MemorySupport.mark) == true
    }

    /// The supplier's own name, numbers, address.
    private func settle(_ name: FieldName, constant entry: Recollection.Entry, _ fields: inout FieldGroup) {
        guard let value = entry.lesson.exact else { return }
        let support = recollection.support(name, value: value)
        let known = fields[name]
        if let known, Folding.key(known.value) == Folding.key(value) {
            guard known.evidence?.reason?.contains(support.reason) != true else { return }
            var field = known
            field.confidence = max(known.confidence, min(support.cap, 0.5 + known.confidence / 2))
            Recollection.tell(&field, support)
            fields[name] = field
            return
        }
        let text = PrintedText(view: view)
        let spot = name == .supplierVATID ? text.all(vatID: value).first : text.find(value)
        let isPlain = [FieldName.supplierName, .supplierAddress, .supplierStreet, .supplierCity, .currency].contains(
            name)
        // A number must be printed; a name may be in the picture of the letterhead, and an address in several lines.
        // An account whose last group stands in the next line is read in part.
        let isPart =
            name == .supplierIBAN && (known?.value.utf8.count ?? 0) >= 14 && value.hasPrefix(known?.value ?? "-")
        guard spot != nil || isPlain || isPart else { return }
        let chance = spot != nil ? support.cap : support.cap - (recollection.isSure ? 0.05 : 0.12)
        guard LogOdds.of(chance) + entry.logOdds > LogOdds.of(known?.confidence ?? 0) else { return }
        var evidence = Evidence(source: .computed, reason: support.reason)
        if let spot {
            let row = view.rows[spot.row]
            evidence = Evidence(
                source: row.tokens[spot.tokens].contains { $0.source == .ocr } ? .ocr : .text, page: row.page,
                box: row.box(spot.tokens), printed: row.text(spot.tokens), reason: support.reason)
        }
        if let known {
            evidence.rejected = [
                Alternative(value: known.value, page: known.evidence?.page, box: known.evidence?.box, score: 0)
            ]
        }
        fields[name] = Field(value, confidence: chance, evidence: evidence)
    }

    /// The value of the field's type that stands where memory says.
    private func place(_ name: FieldName, _ fields: inout FieldGroup) {
        guard let rule = schema.fields.first(where: { $0.name == name }),
            recollection.entries[name]?.contains(where: { $0.lesson.exact == nil }) == true
        else { return }
        var best: (spot: TypedSpot, support: MemorySupport)?
        for spot in TypedSpots(view: view).all(rule.type) {
            let support = recollection.support(name, row: spot.row, tokens: spot.tokens)
            if support.logOdds > (best?.support.logOdds ?? 0) { best = (spot, support) }
        }
        let known = fields[name]
        if let best, let known,
            known.evidence?.box == view.rows[best.spot.row].box(best.spot.tokens) || known.value == best.spot.value
        {
            var field = known
            field.confidence = max(known.confidence, min(best.support.cap, 0.5 + known.confidence / 2))
            Recollection.tell(&field, best.support)
            fields[name] = field
        } else if let best, best.support.logOdds - 2 > LogOdds.of(known?.confidence ?? 0) {
            let row = view.rows[best.spot.row]
            let chance = min(best.support.cap, LogOdds.chance(best.support.logOdds - 2))
            fields[name] = Field(
                best.spot.value, confidence: chance,
                evidence: Evidence(
                    source: row.tokens[best.spot.tokens].contains { $0.source == .ocr } ? .ocr : .text, page: row.page,
                    box: row.box(best.spot.tokens), printed: row.text(best.spot.tokens), reason: best.support.reason,
                    rejected: known.map {
                        [Alternative(value: $0.value, page: $0.evidence?.page, box: $0.evidence?.box, score: 0)]
                    } ?? []))
        } else if best == nil, let known, let against = absence(name, known) {
            // What stands where something wrong stood before is left out.
            if LogOdds.of(known.confidence) + against.logOdds < 0 { fields[name] = nil }
        }
    }

    /// What memory says against a value that was found by its label.
    private func absence(_ name: FieldName, _ field: Field) -> MemorySupport? {
        guard let page = field.evidence?.page, let box = field.evidence?.box,
            let spot = PrintedText(view: view).tokens(in: box, page: page)
        else { return nil }
        let support = recollection.support(name, row: spot.row, tokens: spot.tokens)
        return support.logOdds < 0 ? support : nil
    }
}
