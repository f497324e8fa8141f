package import Invoicing
package import Validation

/// The whole way of a document, top to bottom: identify, draft (read and extract), ask (where somebody is to be asked),
/// check. A change in what happens begins here; how words become a draft is ``ExtractDraft``, which runs where the
/// document is read.
package struct DocumentRoute: DocumentWay {
    private let limits: ReadLimits
    private let reader: any DocumentReader
    private let consult: ConsultModel?
    private let validator: Validator
    private let today: @Sendable () -> Day

    /// - Parameters:
    ///   - consult: Asks what a draft leaves open; `nil` = nobody is asked.
    ///   - today: The day that printed dates are held against.
    package init(
        limits: ReadLimits, reader: any DocumentReader, consult: ConsultModel? = nil, validator: Validator,
        today: @escaping @Sendable () -> Day
    ) {
        self.limits = limits
        self.reader = reader
        self.consult = consult
        self.validator = validator
        self.today = today
    }

    package func carry(_ document: SourceDocument, sha256: String) async -> CarriedDocument {
        var watch = StopWatch()
        var timing: [String: Double] = [:]
        var kind: DocumentKind?
        do throws(ReadFailure) {
            let identified = try Identify(limits: limits).kind(of: document.bytes)
            kind = identified
            let drafted = try await reader.draft(of: document, as: identified)
            timing["extract"] = drafted.secondsToExtract
            timing["read"] = max(0, watch.lap() - drafted.secondsToExtract)
            var drafts = drafted.parts.map(\.draft)
            if let consult, drafted.question != nil {
                drafts[0] = await consult.complete(drafted)
                timing["consult"] = watch.lap()
            }
            let split = ProposedSplit(drafted)
            let checked = drafts.indices.map { check(split.tell(drafts[$0], $0)) }
            timing["validate"] = watch.lap()
            let others = checked.indices.dropFirst().compactMap { index in
                drafted.part(index).map { CarriedDocument.Other(part: $0, checked: checked[index]) }
            }
            return CarriedDocument(
                kind: identified, pageCount: drafted.pageCount, pages: drafted.pages, end: .checked(checked[0]),
                part: drafted.part(0), others: others, timing: timing)
        } catch {
            return CarriedDocument(kind: kind, pageCount: 0, pages: [], end: .failed(error), timing: timing)
        }
    }

    /// Orders and deliveries ask for no money: the rules of invoices do not concern them. Reminders, statements and offers
    /// speak of money that other papers ask for: a person has to see them, and nothing is booked.
    package func check(_ draft: Draft) -> Checked {
        guard draft.isPayable else {
            var findings = draft.findings
            if draft.isForAPerson {
                findings.append(
                    Finding(
                        rule: "not-an-invoice", severity: .review,
                        message:
                            "This is no invoice but a \(draft.fields[.documentType]?.value ?? "paper of another kind"): "
                            + "it is not booked, and somebody has to answer it.",
                        evidence: draft.fields[.documentType]?.evidence.map { [$0] } ?? []))
            }
            return Checked(draft: draft, findings: findings.gravestFirst)
        }
        let report = validator.check(draft, today: today())
        return Checked(
            draft: draft, findings: (draft.findings + report.findings).gravestFirst, supplier: report.supplier,
            customer: report.customer)
    }
}
