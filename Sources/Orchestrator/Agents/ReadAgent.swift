package import Invoicing
package import Pipeline

/// Carries the document along its own way: identify, read, extract, validate.
package struct ReadAgent: Agent {
    package static let name = "read"
    package static let version = 2
    package static let needsOrder = false
    package static let gives: Set<CasePart> = [.reading]

    /// What is kept of reading; the words are not.
    package struct Output: Hashable, Sendable, Codable {
        package var kind: DocumentKind?
        package var pageCount: Int
        package var pages: [PageSummary]
        package var end: CarriedDocument.End
        package var timing: [String: Double]
        /// `nil` where the file is one document.
        package var part: FilePart?
        /// Readings of the documents that stand behind this one in its file, so that their cases need not read it again.
        package var others: [Output]

        package init(_ carried: CarriedDocument) {
            let (kind, pageCount) = (carried.kind, carried.pageCount)
            func pages(of part: FilePart?) -> [PageSummary] {
                carried.pages.filter { part?.pages.contains($0.number) ?? true }
            }
            self.kind = kind
            self.pageCount = pageCount
            self.pages = pages(of: carried.part)
            end = carried.end
            timing = carried.timing
            part = carried.part
            others = carried.others.map { other in
                Output(kind, pageCount, pages(of: other.part), .checked(other.checked), other.part)
            }
        }

        /// Time is counted where the file was read.
        private init(
            _ kind: DocumentKind?, _ pageCount: Int, _ pages: [PageSummary], _ end: CarriedDocument.End,
            _ part: FilePart
        ) {
            (self.kind, self.pageCount, self.pages, self.end, self.part) = (kind, pageCount, pages, end, part)
            (timing, others) = ([:], [])
        }
    }

    private let services: Services

    package init(settings: NoSettings, services: Services) { self.services = services }

    package func run(_ file: CaseFile) async throws(StageFailure) -> Output {
        // A part of a file that was read already.
        if let reading = file.reading { return reading }
        let document: SourceDocument
        do { document = SourceDocument(name: file.name, bytes: try services.bytes(file)) } catch {
            throw .retry(after: .zero, because: "the file could not be opened")
        }
        return Output(await services.way.carry(document, sha256: file.sha256))
    }

    package static func write(_ output: Output, into file: inout CaseFile) { file.reading = output }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(ReadAgent.self, to: $0) }
}
