package import Extractors
import Foundation
package import Invoicing

/// From what was read to a draft, or several: an e-invoice's XML where there is one, the pages, and what the two disagree about.
package struct ExtractDraft: Extraction, Sendable {
    private let pages: PageExtractor
    private let correction: Correction?
    private let questions: QuestionSettings?

    /// - Parameters:
    ///   - correction: What is right about the one document that will be read, to be learnt from.
    ///   - questions: What may be asked about documents; `nil` = nothing.
    package init(pages: PageExtractor, correction: Correction? = nil, questions: QuestionSettings? = nil) {
        self.pages = pages
        self.correction = correction
        self.questions = questions
    }

    package func question(about draft: Draft, in read: ReadDocument) -> OpenQuestion? {
        questions.flatMap { pages.question(about: draft, in: read.pages, $0) }
    }

    package func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft) -> JudgedAnswers {
        pages.judge(answers, to: question, about: draft, questions ?? QuestionSettings())
    }

    /// A file with an e-invoice's XML is that one invoice, whatever its pages look like.
    /// - Throws: `.xmlRefused` or `.damaged` when the document is XML and cannot be read as an e-invoice.
    package func drafts(of read: ReadDocument) throws(ReadFailure) -> [DraftedPart] {
        let search = EInvoice.find(in: read.attachments.map { ($0.name, $0.bytes) })
        let all = 1..<read.pageCount + 1
        if read.kind == .cii || read.kind == .ubl { return [DraftedPart(try bare(read, search), pages: all)] }
        let isPicture = read.kind != .pdf
        guard search.invoice == nil, search.findings.isEmpty else {
            let page = pages.extract(read.pages, isPicture: isPicture, correction: correction)
            return [DraftedPart(completed(with: search, page, read, read.pages), pages: all)]
        }
        let found = pages.parts(read.pages, isPicture: isPicture, correction: correction)
        guard found.count > 1 else {
            return [DraftedPart(completed(with: search, found.first?.draft, read, read.pages), pages: all)]
        }
        return found.indices.map { index in
            let first = index == 0 ? 1 : found[index].first.number
            let end = index + 1 < found.count ? found[index + 1].first.number : all.upperBound
            let mine = read.pages.filter { (first..<end).contains($0.number) }
            return DraftedPart(
                completed(with: search, found[index].draft, read, mine), pages: first..<end,
                signs: found[index].first.signs)
        }
    }

    /// - Parameters:
    ///   - page: What the pages say; `nil` = nothing.
    ///   - pages: Those of this document.
    private func completed(
        with search: EInvoice.Search, _ page: Draft?, _ read: ReadDocument, _ pages: [PageText]
    ) -> Draft {
        var draft: Draft
        switch (search.invoice?.draft, page) {
        case (let xml?, let page?):
            draft = EInvoiceDifferences.merge(xml: xml, page: page)
            draft.findings += EInvoiceDifferences.findings(xml: xml, page: page)
        case (let xml?, nil): draft = xml
        case (nil, let page?): draft = page
        case (nil, nil):
            draft = Draft(schema: "invoice/1")
            draft.findings.append(
                Finding(
                    rule: "no-text", severity: .blocker,
                    message: "Nothing could be read on \(read.pageCount == 1 ? "the page" : "any of the pages")."))
        }
        draft.findings += search.findings
        draft.findings += read.problems.map(Self.finding)
        draft.findings += LayerDifferences(pages).findings(draft.fields)
        return draft
    }

    /// A file that is an e-invoice itself; reading it again tells exactly what is wrong with it.
    private func bare(_ read: ReadDocument, _ search: EInvoice.Search) throws(ReadFailure) -> Draft {
        if var draft = search.invoice?.draft {
            draft.findings += search.findings
            return draft
        }
        guard let bytes = read.attachments.first?.bytes else { throw ReadFailure(.empty, "the file is empty") }
        do throws(EInvoiceError) {
            return try EInvoice.read(bytes).draft
        } catch {
            throw ReadFailure(Self.reason(of: error), "\(error)")
        }
    }

    private static func reason(of error: EInvoiceError) -> ReadFailure.Reason {
        switch error {
        case .doctype, .tooLarge, .tooDeep, .tooManyElements, .encoding: .xmlRefused
        case .notXML, .notAnInvoice: .unsupported
        case .malformed: .damaged
        }
    }

    /// What went wrong with a page or an attachment is for a person to see.
    private static func finding(_ problem: ReadFailure) -> Finding {
        Finding(rule: "read-\(problem.reason.rawValue)", severity: .review, message: problem.message)
    }
}
