import Invoicing

/// What is measured of an account to tell whether it is the one to pay to. Lengths are shares of the page, or counts; flags
/// are 0 or 1.
enum AccountFeature: Int, CaseIterable, Sendable {
    /// Words of a direct debit in its row or the two above; in its block; anywhere.
    case debitBeside, debitInBlock, debitAnywhere
    /// Words of a payment to be made: in its block, anywhere.
    case transferInBlock, transferAnywhere
    case isValid, isMasked, labelled, bankIdentifier, places, count, order, page, isLastPage, y, x, size
    case insideCustomer, contactInRow, segmentsInRow
    /// Its country is that of the number or address of a party: 1 yes, -1 another, 0 unknown.
    case supplierCountry, customerCountry
    case rowsFromSupplier, acrossFromSupplier, rowsFromCustomer, acrossFromCustomer
    case confidence
}

/// Measures the accounts of a document.
struct AccountScene {
    let view: DocumentView
    let identifiers: PartyIdentifiers
    let parties: PartyPlaces
    /// Whose VAT ids are known, by their countries.
    let supplierCountry: String?
    let customerCountry: String?

    /// The account to pay to.
    struct Choice {
        var found: PartyIdentifiers.Found
        var chance: Double
        var others: [PartyIdentifiers.Found]
    }

    func candidates() -> [(found: PartyIdentifiers.Found, features: FeatureVector<AccountFeature>)] {
        var order: [String] = []
        var first: [String: PartyIdentifiers.Found] = [:]
        for found in identifiers.ibans where first[found.value] == nil {
            order.append(found.value)
            first[found.value] = found
        }
        let debitAnywhere = view.rows.contains { row in row.tokens.contains { Self.debit.contains($0.key) } }
        let transferAnywhere = view.rows.contains { row in row.tokens.contains { Self.transfer.contains($0.key) } }
        return order.enumerated().compactMap { index, value in
            guard let found = first[value] else { return nil }
            var it = FeatureVector<AccountFeature>()
            measure(found, &it)
            it.set(.debitAnywhere, debitAnywhere)
            it.set(.transferAnywhere, transferAnywhere)
            it[.order] = Double(min(9, index))
            it[.count] = Double(min(9, order.count))
            it[.places] = Double(identifiers.ibans.lazy.filter { $0.value == value }.count)
            return (found, it)
        }
    }

    private func measure(_ found: PartyIdentifiers.Found, _ it: inout FeatureVector<AccountFeature>) {
        let row = view.rows[found.row]
        let near = view.rows.indices[max(0, found.row - 5)...].prefix { $0 <= found.row + 2 }
            .filter { view.rows[$0].page == row.page }
        func says(_ words: Set<String>, _ rows: [Int]) -> Bool {
            rows.contains { view.rows[$0].tokens.contains { words.contains($0.key) } }
        }
        it.set(.debitBeside, found.owner == .customer || says(Self.debit, [found.row]))
        it.set(.debitInBlock, says(Self.debit, near))
        it.set(.transferInBlock, says(Self.transfer, near))
        it.set(.bankIdentifier, says(["bic", "swift", "bicswift", "swiftbic"], near))
        it.set(.isValid, found.isValid)
        it.set(.isMasked, row.text(found.tokens).contains { "*xX•".contains($0) })
        it.set(.labelled, view.hits[found.row].contains { $0.strength(for: .supplierIBAN) == .strong })
        it[.page] = Double(row.page)
        it.set(.isLastPage, row.page == view.layout.pageCount)
        it[.y] = found.box.y / max(1, row.pageHeight)
        it[.x] = found.box.x / max(1, row.pageWidth)
        it[.size] = (row.tokens[found.tokens].lazy.map(\.size).max() ?? 0) / max(1, view.layout.textSize)
        it.set(.insideCustomer, identifiers.isInside(found, parties.customerRegion))
        it.set(
            .contactInRow,
            row.tokens.contains {
                $0.text.holds("@") || Self.contact.contains($0.key)
            })
        it[.segmentsInRow] = Double(row.segments.count)
        let own = CountryCode.alpha2(found.value.prefix(2))
        it[.supplierCountry] = supplierCountry.map { $0 == own ? 1 : -1 } ?? 0
        it[.customerCountry] = customerCountry.map { $0 == own ? 1 : -1 } ?? 0
        (it[.rowsFromSupplier], it[.acrossFromSupplier]) = view.distance(
            row: found.row, box: found.box, from: parties.supplier)
        (it[.rowsFromCustomer], it[.acrossFromCustomer]) = view.distance(
            row: found.row, box: found.box, from: parties.customer)
        let sure = row.tokens[found.tokens].compactMap(\.confidence)
        it[.confidence] = sure.isEmpty ? 1 : sure.reduce(0, +) / Double(sure.count)
    }

    /// - Returns: `nil` where none is likely enough.
    func choose(_ model: TreeEnsemble) -> Choice? {
        let all = candidates()
        let ranked = all.map { ($0.found, model.score($0.features.values)) }
            .sorted { ($0.1, $1.0.row) > ($1.1, $0.0.row) }
        guard let best = ranked.first else { return nil }
        let chance = model.chance(
            ofScore: best.1, margin: TreeEnsemble.margin(of: best.1, over: ranked.dropFirst().map(\.1)))
        guard chance >= ScoringModels.leastChance else { return nil }
        return Choice(found: best.0, chance: chance, others: all.map(\.found).filter { $0.value != best.0.value })
    }

    /// An account always stands beside the words for itself.
    private static let contact = VATScene.contact.subtracting(["iban", "bic"])

    /// Money is taken from the customer's account.
    private static let debit = AccountReader.debitWords.union([
        "lastschriftmandat", "sepalastschrift", "directdebit", "automatischeincasso", "geincasseerd", "afgeschreven",
        "domiciliado", "domiciliada", "adeudo", "addebitato", "mandate", "mandaat", "mandato", "autogiro",
        "betalingsservice", "avtalegiro", "inkaso", "zapotpolecenie", "polecenie",
    ])
    /// Money is to be sent.
    private static let transfer: Set<String> = [
        "uberweisen", "uberweisung", "bankverbindung", "transfer", "remit", "remittance", "wire", "payable", "virement",
        "overmaken", "overschrijving", "transferencia", "bonifico", "przelew", "zahlbar", "beneficiary", "kontoinhaber",
        "accountholder", "titulaire", "beneficiario", "rekeningnummer", "kontonummer", "numerkonta", "prevod", "banque",
    ]
}
