import Invoicing
import Pipeline

/// What became of a case, in one word and one sentence.
struct CaseOutcome {
    var outcome: Outcome
    var reason: String

    init(_ file: CaseFile, _ ending: CaseEnding) {
        (outcome, reason) = Self.judge(file, ending)
    }

    private static func judge(_ file: CaseFile, _ ending: CaseEnding) -> (Outcome, String) {
        switch ending {
        case .failed(let reason): return (.failed, reason)
        case .rejected(let reason): return (.rejected, reason)
        case .review(let reason): return (.review, reason)
        case .completed: break
        }
        if let failure = file.failure {
            return (failure.isRefusal ? .rejected : .failed, "\(failure.reason.rawValue): \(failure.message)")
        }
        // Who agreed has seen what was found.
        if let consent = file.consent {
            let entry = file.posting.map { "posted as \($0.entry)" } ?? "not posted, as there is no ledger"
            return (.accepted, "Approved by \(consent.by.joined(separator: " and ")), \(entry).")
        }
        let grave = file.allFindings.first { $0.severity >= .review }
        // The same bytes are refused; the same number is for a person to judge, as numbers can be reused by mistake.
        if file.isDuplicate {
            let isSameFile = file.findings.contains { $0.rule == "duplicate-file" }
            return (isSameFile ? .rejected : .review, "duplicate: \(duplicateMessage(file))")
        }
        if let grave { return (.review, "\(grave.rule): \(grave.message)") }
        guard CaseFact.invoice.holds(for: file) else { return (.accepted, other(file)) }
        // A rule may approve bills without an order; it has looked at the match itself.
        if let verdict = file.match?.verdict, !(file.approval?.automatic ?? false) {
            if let reason = objection(verdict) { return (.review, reason) }
        }
        guard let approval = file.approval else { return (.accepted, "Everything that was checked agrees.") }
        if approval.automatic {
            let entry = file.posting.map { "posted as \($0.entry)" } ?? "not posted, as there is no ledger"
            return (.accepted, "Approved by rule \(approval.rule ?? ""), \(entry).")
        }
        let people = approval.approvers.joined(separator: approval.mode == .any ? " or " : " and ")
        return (.review, "Waits for approval by \(people).")
    }

    private static func objection(_ verdict: MatchVerdict) -> String? {
        switch verdict.status {
        case .matched, .credited: verdict.proposed ? "match: no order is named, one was proposed." : nil
        case .notChecked: nil
        default:
            "match: \(verdict.status.rawValue)\(verdict.checks.first { !$0.passed }.map { ": \($0.arithmetic)" } ?? "")."
        }
    }

    private static func duplicateMessage(_ file: CaseFile) -> String {
        file.findings.first { $0.severity == .blocker }?.message ?? "came before."
    }

    private static func other(_ file: CaseFile) -> String {
        switch file.checked?.draft.schema.split(separator: "/").first {
        case "purchase-order": "Purchase order read."
        case "goods-receipt": "Goods receipt read."
        default: "Document read."
        }
    }
}

extension DocumentResult {
    /// - Parameter ending: Of the workflow.
    package init(_ file: CaseFile, _ ending: CaseEnding) {
        let end = CaseOutcome(file, ending)
        self.init(
            document: Document(
                name: file.name, sha256: file.sha256, size: file.size, kind: file.reading?.kind,
                pageCount: file.reading?.pageCount ?? 0, pages: file.reading?.pages ?? [], part: file.part),
            outcome: end.outcome, reason: end.reason)
        if let draft = file.checked?.draft {
            schema = draft.schema
            fields = draft.fields
            lineItems = draft.lineItems
            taxBreakdown = draft.taxBreakdown
            allowancesAndCharges = draft.allowancesAndCharges
        }
        findings = file.allFindings
        supplier = file.checked?.supplier
        customer = file.checked?.customer
        match = file.match?.verdict
        approval = file.approval
        posting = file.posting
        outputs = file.outputs.isEmpty ? nil : file.outputs
        timing = file.reading?.timing ?? [:]
        if timing["total"] == nil, !timing.isEmpty { timing["total"] = timing.values.reduce(0, +) }
    }
}
