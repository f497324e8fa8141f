/// What the DNS says of a name's TXT records.
package enum TextAnswer: Hashable, Sendable, Codable {
    /// One or more; each is one record, its parts put together.
    case records([String])
    /// There is no such name, or it has no such record.
    case none
    /// Nobody knows now; in words of ours.
    case failed(String)

    /// The record that holds the key. Others may stand beside it, as long as they do not say that they hold one too.
    func keyRecord() -> Result<String, KeyFault> {
        switch self {
        case .none, .records([]): return .failure(KeyFault(.permerror, "the domain publishes no such key"))
        case .failed(let reason): return .failure(KeyFault(.temperror, "the key could not be asked for: \(reason)"))
        case .records(let records):
            let keys = records.count == 1 ? records : records.filter { $0.hasPrefix("v=DKIM1") }
            guard keys.count == 1 else {
                return .failure(KeyFault(.permerror, "the domain publishes several records under the key's name"))
            }
            return .success(keys[0])
        }
    }
}

/// Why there is no key.
struct KeyFault: Error {
    var verdict: Verdict

    init(_ outcome: DKIMResult.Outcome, _ reason: String) { verdict = .no(outcome, reason) }
}
