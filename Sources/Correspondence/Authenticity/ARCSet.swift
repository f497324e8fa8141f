/// The newest set of seals of a mail (RFC 8617 §4): what the last server before ours says that it saw.
struct ARCSet {
    let instance: Int
    /// Who sealed it, lower case.
    let sealer: String
    let results: AuthenticationResults

    /// - Returns: `nil` where there is no seal, the newest set is not whole, or a line is there more than once.
    init?(_ head: MailHead) {
        let seals = head.all("ARC-Seal").map { Self.tags($0.raw) }
        let numbers = seals.compactMap { $0["i"].flatMap { Int($0) } }
        guard numbers.count == seals.count, let instance = numbers.max(), (1...50).contains(instance) else {
            return nil
        }
        let newest = seals.filter { $0["i"] == String(instance) }
        guard newest.count == 1, let sealer = newest[0]["d"]?.lowercased(), !sealer.isEmpty,
            newest[0]["cv"]?.lowercased() == (instance == 1 ? "none" : "pass")
        else { return nil }
        let signatures = head.all("ARC-Message-Signature").filter { Self.tags($0.raw)["i"] == String(instance) }
        let told = head.all("ARC-Authentication-Results").compactMap { Self.results($0.raw, instance) }
        guard signatures.count == 1, told.count == 1 else { return nil }
        self.instance = instance
        self.sealer = sealer
        results = told[0]
    }

    /// `i=1; mx.office.example; spf=pass …`
    private static func results(_ raw: String, _ instance: Int) -> AuthenticationResults? {
        guard let end = raw.firstIndex(of: ";"), tags(String(raw[..<end]))["i"] == String(instance) else { return nil }
        return AuthenticationResults(String(raw[raw.index(after: end)...]))
    }

    /// `a=…; d=…`, without white space; of a tag that is there twice neither counts.
    private static func tags(_ raw: String) -> [String: String] {
        var tags: [String: String] = [:]
        var doubled: Set<String> = []
        for part in raw.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { continue }
            let name = String(sides[0]).trimmedBlanks.lowercased()
            if tags.updateValue(sides[1].filter { !$0.isWhitespace }, forKey: name) != nil { doubled.insert(name) }
        }
        return tags.filter { !doubled.contains($0.key) }
    }
}
