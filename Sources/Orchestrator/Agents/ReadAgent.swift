package import Invoicing
package import Pipeline

/// Carries the document along its own way: identify, read, extract, validate.
package struct ReadAgent: Agent {
    package static let name = "read"
    package static let version = 1
    package static let needsOrder = false

    /// What is kept of reading; the words are not.
    package struct Output: Hashable, Sendable, Codable {
        package var kind: DocumentKind?
        package var pageCount: Int
        package var pages: [PageSummary]
        package var end: CarriedDocument.End
        package var timing: [String: Double]
    }

    private let services: Services

    package init(settings: NoSettings, services: Services) { self.services = services }

    package func run(_ file: CaseFile) async throws(StageFailure) -> Output {
        let document: SourceDocument
        do { document = SourceDocument(name: file.name, bytes: try services.bytes(file.name)) } catch {
            throw .retry(after: .zero, because: "the file could not be opened")
        }
        let carried = await services.way.carry(document, sha256: file.sha256)
        return Output(
            kind: carried.kind, pageCount: carried.pageCount, pages: carried.pages,
            end: carried.end, timing: carried.timing)
    }

    package static func write(_ output: Output, into file: inout CaseFile) { file.reading = output }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(ReadAgent.self, to: $0) }
}
