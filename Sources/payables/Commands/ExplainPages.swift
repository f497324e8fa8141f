import ArgumentParser
import Foundation
import Orchestrator
import Pipeline
import Reports

/// Explain pages and report rows of a finished batch.
struct ExplainPages {
    enum Choice: String, ExpressibleByArgument, CaseIterable { case none, review, all }

    let choice: Choice
    let assembly: Assembly
    let input: BatchInput
    let results: ResultFolder
    /// Rows of this run's results; those of earlier runs are read from their files.
    let rows: RowKeeper
    /// Dots per inch of the pictures: enough to read, small enough to mail.
    static let dpi = 100
    private static let mostPages = 20
    private static let mostDocuments = 200

    /// - Returns: One row per case, in their order.
    func write(_ cases: [CaseSummary]) async throws -> [ReportRow] {
        let explained = Set(
            cases.filter { choice == .all || (choice == .review && $0.outcome == .review) }
                .prefix(choice == .all ? .max : Self.mostDocuments).map(\.result))
        let places = Dictionary(input.documents.map { ($0.name, $0.url) }) { first, _ in first }
        var rows: [Int: ReportRow] = [:]
        try await withThrowingTaskGroup(of: (Int, ReportRow?).self) { group in
            var next = 0
            var running = 0
            while next < cases.count || running > 0 {
                while running < assembly.settings.jobs, next < cases.count {
                    let (index, one) = (next, cases[next])
                    let place = explained.contains(one.result) ? places[one.name] : nil
                    group.addTask { (index, try await row(one, explain: place)) }
                    next += 1
                    running += 1
                }
                guard let (index, row) = try await group.next() else { break }
                running -= 1
                rows[index] = row
            }
        }
        return cases.indices.compactMap { rows[$0] }
    }

    private func row(_ one: CaseSummary, explain place: URL?) async throws -> ReportRow? {
        if place == nil, let row = rows[one.result] { return row }
        guard let bytes = results.read(one.result),
            let result = try? JSONDecoder().decode(DocumentResult.self, from: bytes)
        else { return nil }
        guard let place, let document = try? Data(contentsOf: place) else {
            return ReportRow(result, resultFile: one.result)
        }
        let name = String(one.result.dropLast(".json".count)) + ".html"
        let pictures = await Self.pictures(result, SourceDocument(name: one.name, bytes: document), assembly.reader)
        try results.write(Data(ExplainPage(result: result, pictures: pictures).html.utf8), to: "explain/" + name)
        return ReportRow(result, resultFile: one.result, explainFile: name)
    }

    /// By page; pages that cannot be drawn are left out, the page says so.
    static func pictures(_ result: DocumentResult, _ document: SourceDocument, _ reader: any DocumentReader) async
        -> [Int: Data]
    {
        guard let kind = result.document.kind, kind != .cii, kind != .ubl else { return [:] }
        var pictures: [Int: Data] = [:]
        for page in result.document.pages.prefix(mostPages) where page.reading != .failed {
            pictures[page.number] = try? await reader.picture(of: document, as: kind, page: page.number, dpi: dpi)
        }
        return pictures
    }
}
