import Invoicing

/// A record of the master data as far as it helps to recognise a party.
struct PartyRecord: Hashable, Sendable {
    var id: String
    var name: String
    var aliases: [String] = []
    var vatKey: String?
    var taxKey: String?
    var ibans: Set<String> = []
    var domains: [String] = []
    var country: String?

    init(_ supplier: Supplier) {
        id = supplier.id
        name = supplier.name
        aliases = supplier.aliases
        vatKey = supplier.vatID.flatMap { Self.taxKey($0, country: supplier.country) }
        taxKey = supplier.taxNumber.flatMap { Self.taxKey($0, country: nil) }
        ibans = Set(supplier.ibans.compactMap(Self.ibanKey))
        domains = supplier.emailDomains.map { $0.lowercased() }
        country = supplier.country
    }

    init(_ customer: Customer) {
        id = customer.id
        name = customer.name
        aliases = customer.aliases
        vatKey = customer.vatID.flatMap { Self.taxKey($0, country: customer.country) }
        country = customer.country
    }

    /// One text for all spellings of a VAT id or tax number.
    /// - Parameter country: Completes numbers that are printed without their prefix.
    /// - Returns: `nil` for less than five letters and digits: too short to tell companies apart.
    static func taxKey(_ text: String, country: String?) -> String? {
        if let vat = VATID.comparable(text) { return vat }
        if let country, let whole = VATID.completed(text, country: country) { return VATID.comparable(whole) }
        let letters = LatinFolding.fold(text).filter { $0.isLetter || $0.isNumber }.uppercased()
        return letters.utf8.count >= 5 ? letters : nil
    }

    static func ibanKey(_ text: String) -> String? {
        IBAN.normalised(text) ?? (text.isEmpty ? nil : text.filter { !$0.isWhitespace }.uppercased())
    }
}

/// Records by everything that may identify them.
struct PartyIndex: Sendable {
    let records: [PartyRecord]
    private(set) var names = NameIndex()
    private var byTaxKey: [String: [Int]] = [:]
    private var byIBAN: [String: [Int]] = [:]
    private var byDomain: [String: [Int]] = [:]

    init(_ records: [PartyRecord]) {
        self.records = records
        for (index, record) in records.enumerated() {
            names.insert(record.name, record: index, isAlias: false)
            for alias in record.aliases { names.insert(alias, record: index, isAlias: true) }
            for key in Set([record.vatKey, record.taxKey].compactMap { $0 }) {
                byTaxKey[key, default: []].append(index)
            }
            for iban in record.ibans { byIBAN[iban, default: []].append(index) }
            for domain in Set(record.domains) where !Self.shared.contains(domain) {
                byDomain[domain, default: []].append(index)
            }
        }
    }

    /// Position of every record with this VAT id or tax number.
    func owners(taxKey: String?) -> [Int] { taxKey.flatMap { byTaxKey[$0] } ?? [] }
    func owners(iban: String?) -> [Int] { iban.flatMap(PartyRecord.ibanKey).flatMap { byIBAN[$0] } ?? [] }

    /// - Parameter address: `rechnung@mail.firm.example` or `https://www.firm.example/`; a subdomain of a known domain
    ///   counts, a shared mail provider does not.
    func owners(address: String?) -> [Int] {
        guard let domain = address.flatMap(Self.domain(of:)) else { return [] }
        var rest = domain[...]
        while rest.contains(".") {
            if let owners = byDomain[String(rest)] { return owners }
            rest = rest.drop { $0 != "." }.dropFirst()
        }
        return []
    }

    static func domain(of address: String) -> String? {
        var text = address.lowercased().filter { !$0.isWhitespace }[...]
        if let at = text.lastIndex(of: "@") { text = text[text.index(after: at)...] }
        if let scheme = text.firstRange(of: "://") { text = text[scheme.upperBound...] }
        text = text.prefix { $0 != "/" && $0 != "?" && $0 != ":" }
        if text.hasPrefix("www.") { text = text.dropFirst(4) }
        return text.contains(".") ? String(text) : nil
    }

    /// Anyone can have an address there.
    private static let shared: Set<String> = [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "gmx.de",
        "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "aol.com", "orange.fr", "free.fr",
        "wanadoo.fr", "laposte.net", "libero.it", "pec.it", "legalmail.it", "aruba.it", "telefonica.net", "wp.pl",
        "o2.pl",
        "onet.pl", "bluewin.ch", "btinternet.com", "kpnmail.nl", "ziggo.nl", "telenet.be", "skynet.be", "proton.me",
        "protonmail.com", "msn.com", "yahoo.de", "yahoo.fr", "yahoo.co.uk", "me.com",
    ]
}
