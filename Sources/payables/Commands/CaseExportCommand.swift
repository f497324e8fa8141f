import ArgumentParser
import Foundation
import Mailroom
import Orchestrator
import Storage

extension CaseCommand {
    /// All that is kept of a case as a folder, to be looked at, handed to an auditor, or kept for years.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all that is kept of a case to a folder.",
            discussion: """
                document, journal.jsonl (what each step gave), events.jsonl (who did what, when), effects.json, messages.jsonl \
                (what people were told), case.json; manifest.json comes last and has the SHA-256 of every other file: a folder \
                without it is not whole.

                Examples:
                  payables case export 2026-000012 --out 2026-000012

                \(CaseCommand.exitCodes)
                """)
        @Argument(help: "Reference or id.") var id: String
        @Option(help: "A folder that is not there yet.", completion: .directory) var out: String
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let folder = URL(filePath: out)
            guard !FileManager.default.fileExists(atPath: folder.path) else {
                throw CommandFailure(.usage, "\(out) is there already; name a new folder.")
            }
            try await office.with(connections: 1) { open in
                let stored = try await CaseCommand.find(id, open)
                let whole = try await open.directory.whole(stored.id)
                let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
                guard let blob = BlobID(rawValue: stored.subject.sha256) else {
                    throw CommandFailure(.setup, "The case names no document.")
                }
                let mail = try await PostgresMailStore(open.pool).mail(of: stored.id, in: open.directory.id)
                let files = try CaseFolder(
                    stored, whole, document: blobs.bytes(blob),
                    mail: mail.flatMap { kept in
                        try MailManifest(of: stored.id, kept).map { ($0, try blobs.bytes(kept.mail.raw)) }
                    })
                do { try files.write(to: folder, digest: Assembly.digest) } catch {
                    throw CommandFailure(.setup, "\(out) can't be written: \(error.localizedDescription)")
                }
                Console.answer("\(stored.reference): \(files.contents.count + 1) files in \(out)")
            }
        }
    }
}
