package import Foundation
package import Invoicing
package import Orchestrator
import Pipeline

/// What a person has to know of an invoice to decide on it. Values are what was read, as it was read; each may be missing.
package struct QuestionFacts: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case invoice, credit, receipt, other
    }

    /// What was found about it, in the words of the rule.
    package struct Remark: Hashable, Sendable {
        package var severity: Severity
        package var text: String

        package init(_ severity: Severity, _ text: String) {
            self.severity = severity
            self.text = text
        }
    }

    /// The comparison with orders and goods receipts.
    package struct Order: Hashable, Sendable {
        package var numbers: [String]
        package var status: MatchVerdict.Status
        /// The document names none; this one was proposed.
        package var isProposed: Bool
        /// Comparisons that did not agree, with their arithmetic; at most ``QuestionFacts/most``.
        package var differences: [String]

        package init(
            numbers: [String], status: MatchVerdict.Status, isProposed: Bool = false, differences: [String] = []
        ) {
            self.numbers = numbers
            self.status = status
            self.isProposed = isProposed
            self.differences = differences
        }
    }

    package var caseID: CaseID
    /// `2026-000123`
    package var reference: String
    /// Name of the file.
    package var document: String
    package var kind: Kind
    package var supplier: String?
    package var number: String?
    package var date: Day?
    package var due: Day?
    package var net: Decimal?
    package var tax: Decimal?
    package var gross: Decimal?
    package var currency: Currency?
    /// `nil` = there was nothing to compare with.
    package var order: Order?
    /// Gravest first; at most ``most``. What is only told is not among them.
    package var remarks: [Remark]
    /// How many more there are.
    package var moreRemarks: Int
    /// Why people are asked.
    package var reasons: [String]
    package var mode: ApprovalDecision.Mode
    /// Who else is asked, by name.
    package var others: [String]
    /// From when on an answer no longer counts; `nil` = open.
    package var deadline: Moment?

    package init(
        caseID: CaseID, reference: String, document: String, kind: Kind = .invoice, supplier: String? = nil,
        number: String? = nil, date: Day? = nil, due: Day? = nil, net: Decimal? = nil, tax: Decimal? = nil,
        gross: Decimal? = nil, currency: Currency? = nil, order: Order? = nil, remarks: [Remark] = [],
        moreRemarks: Int = 0, reasons: [String] = [], mode: ApprovalDecision.Mode = .any, others: [String] = [],
        deadline: Moment? = nil
    ) {
        self.caseID = caseID
        self.reference = reference
        self.document = document
        self.kind = kind
        self.supplier = supplier
        self.number = number
        self.date = date
        self.due = due
        self.net = net
        self.tax = tax
        self.gross = gross
        self.currency = currency
        self.order = order
        self.remarks = remarks
        self.moreRemarks = moreRemarks
        self.reasons = reasons
        self.mode = mode
        self.others = others
        self.deadline = deadline
    }

    /// More than fit on a screen are counted.
    package static let most = 6
}

extension QuestionFacts {
    /// From what a case knows.
    /// - Parameters:
    ///   - message: The question as it was put.
    ///   - recipient: Id of the one who reads it.
    ///   - deadline: Of the step that waits.
    ///   - name: Of a person, by id; the id where none is known.
    package init(
        _ file: CaseFile, reference: String, message: OutboxMessage, recipient: String, deadline: Moment? = nil,
        name: (String) -> String = { $0 }
    ) {
        let draft = file.checked?.draft
        let remarks = file.allFindings.filter { $0.severity > .info }
        self.init(
            caseID: file.id, reference: reference, document: file.label, kind: Kind(draft),
            supplier: file.checked?.supplier?.name ?? draft?[.supplierName], number: draft?[.invoiceNumber],
            date: draft?.day(.invoiceDate), due: draft?.day(.dueDate), net: draft?.decimal(.netTotal),
            tax: draft?.decimal(.taxTotal), gross: draft?.decimal(.grossTotal) ?? draft?.decimal(.amountDue),
            currency: draft?[.currency].flatMap { Currency($0) }, order: file.match.flatMap { Order($0.verdict) },
            remarks: remarks.prefix(Self.most).map { Remark($0.severity, $0.message) },
            moreRemarks: max(0, remarks.count - Self.most), reasons: message.reasons, mode: message.mode,
            others: message.to.filter { $0 != recipient }.map(name), deadline: deadline)
    }
}

extension QuestionFacts.Kind {
    init(_ draft: Draft?) {
        guard let draft else {
            self = .other
            return
        }
        let type = draft[.documentType] ?? ""
        self =
            if type == "credit_note" || draft.schema.hasPrefix("credit-note/") {
                .credit
            } else if draft.schema.hasPrefix("receipt/") {
                .receipt
            } else if draft.schema.hasPrefix("invoice/") {
                .invoice
            } else {
                .other
            }
    }
}

extension QuestionFacts.Order {
    /// - Returns: `nil` where nothing was compared.
    init?(_ verdict: MatchVerdict) {
        guard verdict.status != .notChecked else { return nil }
        let failed = verdict.checks.filter { !$0.passed }.map(\.arithmetic)
        self.init(
            numbers: verdict.orderNumbers, status: verdict.status, isProposed: verdict.proposed,
            differences: Array(failed.prefix(QuestionFacts.most)))
    }
}
