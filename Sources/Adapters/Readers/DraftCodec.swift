import Extractors
import Foundation
import Invoicing
import Pipeline

/// Drafts as bytes, as ``PageCodec`` does it for pages: most documents come back from their reader in this form alone.
enum DraftCodec {
    static func encoded(_ document: DraftedDocument) -> Data {
        var writer = ByteWriter()
        writer.count(document.pageCount)
        writer.list(document.pages) { PageCodec.write($1, to: &$0) }
        writer.list(document.parts) { write($1, to: &$0) }
        writer.number(document.secondsToExtract)
        return writer.bytes
    }

    /// A draft alone.
    static func encoded(_ draft: Draft) -> Data {
        encoded(DraftedDocument(pageCount: 0, pages: [], draft: draft, secondsToExtract: 0))
    }

    /// - Throws: ``MessageFault`` for anything that ``encoded(_:)`` cannot have made.
    static func decoded(_ bytes: Data) throws(MessageFault) -> DraftedDocument {
        var reader = ByteReader(Array(bytes))
        let pageCount = try reader.count()
        let pages = try reader.list(eachAtLeast: 30, PageCodec.readSummary)
        let parts = try reader.list(eachAtLeast: 40, readPart)
        let seconds = try reader.number()
        guard reader.isAtEnd else { throw MessageFault(reason: "bytes after the draft") }
        guard !parts.isEmpty else { throw MessageFault(reason: "no draft") }
        return DraftedDocument(pageCount: pageCount, pages: pages, parts: parts, secondsToExtract: max(0, seconds))
    }

    private static func write(_ part: DraftedPart, to writer: inout ByteWriter) {
        writer.count(part.pages.lowerBound)
        writer.count(part.pages.upperBound)
        writer.list(part.signs) { $0.byte(FirstPageSign.allCases.firstIndex(of: $1) ?? 0) }
        writer.text(part.draft.schema)
        write(part.draft.fields, to: &writer)
        for groups in [part.draft.lineItems, part.draft.taxBreakdown, part.draft.allowancesAndCharges] {
            writer.list(groups) { write($1, to: &$0) }
        }
        writer.list(part.draft.findings) { write($1, to: &$0) }
        writer.text(part.draft.observation ?? "")
    }

    private static func readPart(_ reader: inout ByteReader) throws(MessageFault) -> DraftedPart {
        let (first, end) = (try reader.count(), try reader.count())
        guard first <= end else { throw MessageFault(reason: "pages that end before they begin") }
        let signs = try reader.list(eachAtLeast: 1) { reader throws(MessageFault) in
            try reader.choice(of: FirstPageSign.allCases)
        }
        var draft = Draft(schema: try reader.text())
        draft.fields = try readGroup(&reader)
        draft.lineItems = try reader.list(eachAtLeast: 4, readGroup)
        draft.taxBreakdown = try reader.list(eachAtLeast: 4, readGroup)
        draft.allowancesAndCharges = try reader.list(eachAtLeast: 4, readGroup)
        draft.findings = try reader.list(eachAtLeast: 13, readFinding)
        let observation = try reader.text()
        draft.observation = observation.isEmpty ? nil : observation
        return DraftedPart(draft, pages: first..<end, signs: signs)
    }

    private static let severities: [Severity] = [.info, .warning, .review, .blocker]

    private static func write(_ group: FieldGroup, to writer: inout ByteWriter) {
        writer.count(group.count)
        for (name, field) in group {
            writer.text(name.rawValue)
            writer.text(field.value)
            writer.number(field.confidence)
            writer.byte(field.evidence == nil ? 0 : 1)
            if let evidence = field.evidence { write(evidence, to: &writer) }
        }
    }

    private static func readGroup(_ reader: inout ByteReader) throws(MessageFault) -> FieldGroup {
        let count = try reader.count(eachAtLeast: 17)
        var group = FieldGroup(minimumCapacity: count)
        for _ in 0..<count {
            let name = FieldName(rawValue: try reader.text())
            let value = try reader.text()
            let confidence = try reader.number()
            let evidence = try reader.isThere() ? try readEvidence(&reader) : nil
            group[name] = Field(value, confidence: min(1, max(0, confidence)), evidence: evidence)
        }
        return group
    }

    private static func write(_ evidence: Evidence, to writer: inout ByteWriter) {
        writer.byte(PageCodec.sources.firstIndex(of: evidence.source) ?? 0)
        write(evidence.page, evidence.box, to: &writer)
        writer.optional(evidence.printed)
        writer.optional(evidence.label)
        writer.optional(evidence.reason)
        writer.list(evidence.rejected) { writer, other in
            writer.text(other.value)
            write(other.page, other.box, to: &writer)
            writer.number(other.score)
        }
    }

    private static func readEvidence(_ reader: inout ByteReader) throws(MessageFault) -> Evidence {
        let source = try reader.choice(of: PageCodec.sources)
        let (page, box) = try readPlace(&reader)
        return Evidence(
            source: source, page: page, box: box, printed: try reader.optional(), label: try reader.optional(),
            reason: try reader.optional(), rejected: try reader.list(eachAtLeast: 14, readAlternative))
    }

    private static func readAlternative(_ reader: inout ByteReader) throws(MessageFault) -> Alternative {
        let value = try reader.text()
        let (page, box) = try readPlace(&reader)
        return Alternative(value: value, page: page, box: box, score: try reader.number())
    }

    private static func write(_ page: Int?, _ box: Box?, to writer: inout ByteWriter) {
        writer.byte(page == nil ? 0 : 1)
        if let page { writer.count(page) }
        writer.byte(box == nil ? 0 : 1)
        if let box { writer.box(box) }
    }

    private static func readPlace(_ reader: inout ByteReader) throws(MessageFault) -> (page: Int?, box: Box?) {
        (try reader.isThere() ? try reader.count() : nil, try reader.isThere() ? try reader.box() : nil)
    }

    private static func write(_ finding: Finding, to writer: inout ByteWriter) {
        writer.text(finding.rule)
        writer.byte(severities.firstIndex(of: finding.severity) ?? 0)
        writer.text(finding.message)
        writer.list(finding.evidence) { write($1, to: &$0) }
    }

    private static func readFinding(_ reader: inout ByteReader) throws(MessageFault) -> Finding {
        Finding(
            rule: try reader.text(), severity: try reader.choice(of: severities), message: try reader.text(),
            evidence: try reader.list(eachAtLeast: 10, readEvidence))
    }
}
