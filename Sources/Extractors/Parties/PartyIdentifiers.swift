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
        let accounts = AccountReader(view)
        let prefixed = VATNumberReader(view)
        for index in view.rows.indices {
            let row = view.rows[index]
            var start = 0
            while start < row.tokens.count {
                if let account = accounts.read(row: index, from: start) {
                    ibans.append(account)
                    start = account.tokens.upperBound
                } else if let number = prefixed.read(row: index, from: start) {
                    vatIDs.append(number)
                    start = number.tokens.upperBound
                } else {
                    address(row.tokens[start], index, start)
                    start += 1
                }
            }
        }
        let national = TaxNumberReader(view)
        for hit in view.hits.joined() {
            guard let number = national.labelled(hit),
                !vatIDs.contains(where: { $0.row == number.row && $0.tokens.overlaps(number.tokens) })
            else { continue }
            vatIDs.append(number)
        }
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
}

extension PartyIdentifiers.Found {
    init(
        _ reading: ValueReader.Reading, row index: Int, in view: DocumentView, label: String? = nil,
        owner: PartyIdentifiers.Owner? = nil, valid: Bool, repair: Misread.Repair? = nil
    ) {
        let row = view.rows[index]
        self.init(
            value: reading.value, row: index, tokens: reading.tokens, box: row.box(reading.tokens), page: row.page,
            owner: owner, label: label, isValid: valid, repair: repair)
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
