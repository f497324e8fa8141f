import ArgumentParser
import Foundation
import Orchestrator
import Storage

extension CaseCommand {
    /// A case for one document, beside those of a watched folder.
    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begin a case for a document.",
            discussion: """
                The document is kept before the case begins; the same document under the same name is the same case. It is \
                taken by payables serve or payables work.

                Examples:
                  payables case start invoice.pdf --by U-101
                  payables case start invoice.pdf --by U-101 --priority 9 --workflow ap-approval

                \(CaseCommand.exitCodes)
                """)
        @Argument(help: "The document.", completion: .file()) var file: String
        @Option(help: "Who sends it; may not approve it.") var by: String
        @Option(help: "0...9; higher goes first.") var priority = 5
        @Option(help: "A name in schemas/workflows, or a file.") var workflow = "ap-approval"
        @OptionGroup var agents: AgentOptions
        @OptionGroup var office: OfficeOptions
        @OptionGroup var options: SettingsOptions

        func run() async throws {
            guard (0...9).contains(priority) else { throw CommandFailure(.usage, "--priority must be 0...9.") }
            let url = URL(filePath: file)
            guard let bytes = FileManager.default.contents(atPath: url.path) else {
                throw CommandFailure(.noInput, "\(file) can't be opened.")
            }
            let schemas = try SchemaFolder(try options.resolved(more: [])).url
            let json = try WorkflowFiles(schemas).checked(workflow, try agents.registry(), approvals: nil)
            try await office.with(connections: 2) { open in
                let (edition, step) = try await open.directory.publish(json, digest: Assembly.digest)
                let blobs = DirectoryBlobs(office.folder.appending(path: "documents"), digest: Assembly.digest)
                let id = try blobs.put(bytes)
                let name = url.lastPathComponent
                let stored = try await open.store.begin(
                    NewCase(
                        id: CaseID(
                            name: "\(open.directory.id) start \(name)", sha256: id.rawValue, digest: Assembly.digest),
                        organisation: open.directory.id, workflow: edition,
                        subject: CaseSubject(name: name, sha256: id.rawValue, size: bytes.count), step: step,
                        priority: priority, key: "start \(name) \(id)", by: by))
                Console.answer("\(stored.reference)  \(stored.status.rawValue)  \(stored.subject.name)")
            }
        }
    }
}
