import Foundation
import Mailroom
import Orchestrator
import Storage

/// A case as files with a manifest.
struct CaseFolder {
    /// In the order they are written.
    private(set) var contents: [(name: String, bytes: Data)] = []

    /// - Parameter mail: That the case has come by, with its bytes; `nil` = it came another way.
    /// - Throws: When a value can't be written as JSON.
    init(_ stored: StoredCase, _ whole: WholeCase, document: Data, mail: (MailManifest, Data)? = nil) throws {
        let end = stored.subject.name.split(separator: ".").last.map(String.init) ?? ""
        let isPlain =
            !end.isEmpty && end.utf8.count <= 5 && end.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        contents.append((isPlain ? "document.\(end)" : "document", document))
        contents.append(("case.json", try Self.line(stored)))
        contents.append(("journal.jsonl", whole.journal.reduce(into: Data()) { $0 += $1 + Data("\n".utf8) }))
        contents.append(
            ("events.jsonl", try Self.lines(whole.events.map { KeptEvent(at: $0.at.iso, event: $0.event) })))
        contents.append(("effects.json", try Self.line(whole.effects)))
        contents.append(("messages.jsonl", try Self.lines(whole.messages)))
        guard let (manifest, raw) = mail else { return }
        contents.append(("mail.eml", raw))
        contents.append(("mail.json", try manifest.bytes()))
    }

    private struct KeptEvent: Encodable {
        var at: String
        var event: CaseEvent
    }

    private struct Manifest: Encodable {
        struct File: Encodable {
            var name: String
            var size: Int
            var sha256: String
        }
        var version = 1
        var files: [File]
    }

    private static func line(_ value: some Encodable) throws -> Data { try JSONText.line(value) + Data("\n".utf8) }

    private static func lines(_ values: [some Encodable]) throws -> Data {
        try values.reduce(into: Data()) { $0 += try line($1) }
    }

    /// The manifest last, after all else is on the disk.
    func write(to folder: URL, digest: (Data) -> String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, bytes) in contents { try bytes.write(to: folder.appending(path: name), options: .atomic) }
        try LineFile.syncFolder(folder)
        let manifest = Manifest(
            files: contents.map { Manifest.File(name: $0.name, size: $0.bytes.count, sha256: digest($0.bytes)) })
        try Self.line(manifest).write(to: folder.appending(path: "manifest.json"), options: .atomic)
        try LineFile.syncFolder(folder)
    }
}
