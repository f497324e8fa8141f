import Extractors
import Invoicing

/// What people are told about a file that seems to hold several documents. Said here and not in the reader, which had
/// the stranger's document: without this finding a part could be booked by rule.
struct ProposedSplit {
    static let rule = "proposed-split"
    private let drafted: DraftedDocument

    init(_ drafted: DraftedDocument) { self.drafted = drafted }

    /// - Parameter index: Of the draft among the document's parts.
    /// - Returns: The draft as it is where the file is one document.
    func tell(_ draft: Draft, _ index: Int) -> Draft {
        guard let part = drafted.part(index) else { return draft }
        let all = drafted.parts.map { Self.words($0.pages) }.joined(separator: "; ")
        var draft = draft
        draft.findings.append(
            Finding(
                rule: Self.rule, severity: .review,
                message: "The file seems to hold \(part.count) documents (\(all)); this is number \(part.number), "
                    + "\(Self.words(drafted.parts[index].pages)). Somebody has to look whether that is right.",
                evidence: drafted.parts.dropFirst().map(evidence)))
        return draft
    }

    /// Why a document begins where it does.
    private func evidence(_ part: DraftedPart) -> Evidence {
        let isRecognized = drafted.pages.contains { $0.number == part.pages.lowerBound && $0.reading == .ocr }
        return Evidence(
            source: isRecognized ? .ocr : .text, page: part.pages.lowerBound,
            reason: part.signs.map(\.words).joined(separator: "; "))
    }

    private static func words(_ pages: Range<Int>) -> String {
        pages.count == 1 ? "page \(pages.lowerBound)" : "pages \(pages.lowerBound)–\(pages.upperBound - 1)"
    }
}
