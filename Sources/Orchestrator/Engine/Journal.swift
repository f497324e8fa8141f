package import Foundation

/// One thing that happened to a case, for good.
package struct JournalRecord: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// A step's output.
        case output
        /// A step that failed for good: a ``CaseEnding``.
        case failure
        /// What a person has set right before the step is taken again: a ``CaseFile/Override``.
        case override
        /// The whole case: a ``CaseSummary``. Nothing comes after it.
        case finished
    }

    package let step: String
    /// Name and version of who wrote it: `"match/1"`.
    package let agent: String
    package let kind: Kind
    /// The record as it stands in the journal: one line of JSON without its line break.
    package let line: Data

    /// - Parameter body: JSON on one line.
    package init(step: String, agent: String, kind: Kind, body: Data) throws {
        self.step = step
        self.agent = agent
        self.kind = kind
        var line = try JSONText.line(Head(step: step, agent: agent, kind: kind))
        line.removeLast()
        line.append(contentsOf: Data(",\"body\":".utf8))
        line.append(body)
        line.append(UInt8(ascii: "}"))
        self.line = line
    }

    /// - Throws: `DecodingError` when the line is not a record.
    package init(line: Data) throws {
        let head = try JSONDecoder().decode(Head.self, from: line)
        step = head.step
        agent = head.agent
        kind = head.kind
        self.line = line
    }

    package func body<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(Whole<Value>.self, from: line).body
    }

    private struct Head: Codable {
        var step: String
        var agent: String
        var kind: Kind
    }
    private struct Whole<Value: Decodable>: Decodable { var body: Value }
}

/// Keeps what happened to each case, so that no recorded step ever runs again.
package protocol Journal: Sendable {
    /// Returns when the record survives the death of the process.
    func append(_ record: JournalRecord, to id: CaseID) async throws(JournalError)
    /// Returns when all records of the case survive the death of the machine too. Asked for before every effect.
    func sync(_ id: CaseID) async throws(JournalError)
    /// - Returns: In the order they were appended; empty for a case that never began.
    func records(of id: CaseID) async throws(JournalError) -> [JournalRecord]
    /// - Returns: The last record when it is of kind `finished`.
    func end(of id: CaseID) async throws(JournalError) -> JournalRecord?
}

/// The journal can't be kept: nothing may go on. Disk full, no permission, a line that was tampered with.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    package init(_ message: String) { self.message = message }
    package var description: String { message }
}

/// For runs that need not survive, and for tests.
package actor MemoryJournal: Journal {
    private var cases: [CaseID: [JournalRecord]] = [:]
    package init() {}
    package func append(_ record: JournalRecord, to id: CaseID) { cases[id, default: []].append(record) }
    package func sync(_ id: CaseID) {}
    package func records(of id: CaseID) -> [JournalRecord] { cases[id] ?? [] }
    package func end(of id: CaseID) -> JournalRecord? { cases[id]?.last.flatMap { $0.kind == .finished ? $0 : nil } }
}

/// One file of JSON lines per case, below one folder.
package struct FileJournal: Journal {
    private let folder: URL

    package init(folder: URL) { self.folder = folder }

    package func append(_ record: JournalRecord, to id: CaseID) throws(JournalError) {
        do throws(LineFileError) { try file(id).append(record.line, synced: false) } catch {
            throw JournalError(error.message)
        }
    }

    package func sync(_ id: CaseID) throws(JournalError) {
        do throws(LineFileError) { try file(id).sync() } catch { throw JournalError(error.message) }
    }

    package func records(of id: CaseID) throws(JournalError) -> [JournalRecord] {
        try parse(lines(of: id), id)
    }

    package func end(of id: CaseID) throws(JournalError) -> JournalRecord? {
        guard let last = try lines(of: id).last else { return nil }
        let record = try parse([last], id)[0]
        return record.kind == .finished ? record : nil
    }

    private func file(_ id: CaseID) -> LineFile { LineFile(folder.appending(path: "\(id).jsonl")) }

    private func lines(of id: CaseID) throws(JournalError) -> [Data] {
        do throws(LineFileError) { return try file(id).lines() } catch { throw JournalError(error.message) }
    }

    private func parse(_ lines: [Data], _ id: CaseID) throws(JournalError) -> [JournalRecord] {
        do { return try lines.map { try JournalRecord(line: $0) } } catch {
            throw JournalError(
                "the journal \(id).jsonl in \(folder.path) holds a line that is no record; start again in an empty folder"
            )
        }
    }
}
