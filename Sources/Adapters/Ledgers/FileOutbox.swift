package import Foundation
package import Orchestrator
package import Pipeline

/// Messages in `outbox.jsonl`, each once.
package actor FileOutbox: Outbox {
    private struct Record: Codable {
        var key: String
        var message: OutboxMessage
    }

    private let file: KeyedFile
    private var keys: Set<String>

    /// - Throws: ``LedgerError`` when another process has the file, or it holds something else.
    package init(_ url: URL) throws(LedgerError) {
        file = try KeyedFile(url)
        keys = Set(try file.records(as: Record.self).map(\.key))
    }

    package func send(_ message: OutboxMessage, key: String) throws(StageFailure) {
        guard !keys.contains(key) else { return }
        try file.append(Record(key: key, message: message))
        keys.insert(key)
    }
}
