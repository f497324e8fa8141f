/// How long the body is after canonicalization. The library says of a signature with `l=` how many bytes it hashed, and not
/// whether more came: so it also gets signatures without one, which need not be right, and says how many those hash.
struct BodyMeasure: ~Copyable {
    enum Kind: String, CaseIterable, Sendable { case simple, relaxed }

    private let mail: LibraryMail

    init?() {
        guard let mail = LibraryMail(KeyRing([:])) else { return nil }
        for kind in Kind.allCases {
            let hash = String(repeating: "A", count: 43) + "="
            let tags = "v=1; a=rsa-sha256; c=simple/\(kind.rawValue); d=a.invalid; s=a; h=from; bh=\(hash); b=AAAA"
            _ = mail.take(header: Array("DKIM-Signature: \(tags)".utf8))
        }
        _ = mail.take(header: Array("From: a@a.invalid".utf8))
        mail.endHeader()
        self.mail = mail
    }

    func take(body piece: [UInt8]) { mail.take(body: piece) }

    func end() -> [Kind: Int] {
        mail.end()
        let lengths = zip(Kind.allCases, mail.signatures { $0.hashedBytes })
        return Dictionary(uniqueKeysWithValues: lengths.compactMap { kind, length in length.map { (kind, $0) } })
    }
}
