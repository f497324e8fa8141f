package import Orchestrator

extension Letter {
    /// The mail that put the question, for what comes later about it: reminders, that nobody decided. Mail programs show
    /// them under it. Empty where the letter is that mail, or tells of several questions.
    package var thread: [ThreadMark] {
        guard items.count == 1, let item = items.first, let first = item.firstKey, id.contains(item.key) else {
            return []
        }
        return [.letter(id.replacing(item.key, with: first, maxReplacements: 1))]
    }
}

extension Letter.Item {
    /// `case/decide/BEGAN/reminder-2` follows `case/decide/BEGAN/ask`.
    fileprivate var firstKey: String? {
        guard let slash = key.lastIndex(of: "/") else { return nil }
        let occasion = key[key.index(after: slash)...]
        guard occasion.hasPrefix("reminder-") || occasion == "expired" else { return nil }
        return key[...slash] + "ask"
    }
}
