@testable import Correspondence

extension MailHead {
    /// Lines as `Name: value`, top to bottom.
    init(_ lines: [String]) {
        self.init(
            lines.map { line in
                let colon = line.firstIndex(of: ":")!
                return MailHeader(
                    name: String(line[..<colon]), raw: String(line[line.index(after: colon)...]).trimmedBlanks)
            })
    }
}

extension SenderCheck {
    /// The office: mx.office.example takes mails in, store.office.example keeps them, forward.example seals.
    static let office = SenderCheck(
        trust: MailTrust(
            hosts: ["mx.office.example"], relays: ["store.office.example"], sealers: ["forward.example"],
            forwarders: ["forward.example"], ownDomains: ["office.example"]),
        suffixes: .debian,
        lookAlikes: LookAlikes(known: ["office.example", "seller.example"], .debian),
        names: KnownNames([(name: "Seller Supplies Ltd", domains: ["seller.example"])]))
}
