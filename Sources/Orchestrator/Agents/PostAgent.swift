import Foundation
import Invoicing
package import Pipeline

/// Books what was approved by rule.
package struct PostAgent: Agent {
    package static let name = "post"
    package static let version = 1
    package static let needsOrder = true
    package static let hasEffect = true
    package static let dependency: String? = "ledger"
    package static let needs: Set<CasePart> = [.reading, .approval]
    package static let gives: Set<CasePart> = [.posting]
    package static let needsSoundCase = true
    /// `nil` = there is no ledger.
    package typealias Output = Posting?

    private let ledger: (any LedgerPort)?

    package init(settings: NoSettings, services: Services) { ledger = services.ledger }

    package func run(_ file: CaseFile) async throws(StageFailure) -> Posting? {
        guard let ledger else { return nil }
        let rule = file.approval.flatMap { $0.automatic ? "rule \($0.rule ?? "")" : nil }
        guard let approvedBy = rule ?? file.consent.map(\.words) else {
            throw .needsReview(because: "not approved, so nothing was posted")
        }
        guard let entry = LedgerEntry(file, approvedBy: approvedBy) else {
            throw .needsReview(
                because: "supplier, number, date, currency and sums are needed to post, and one is missing")
        }
        return try await ledger.post(entry, key: key(of: file))
    }

    package func probe(_ file: CaseFile) async throws(StageFailure) -> EffectProbe<Posting?> {
        guard let ledger else { return .absent }
        return try await ledger.entry(key: key(of: file)).map { .done($0) } ?? .absent
    }

    private func key(of file: CaseFile) -> String { "\(file.id)/\(Self.name)" }

    package static func write(_ output: Posting?, into file: inout CaseFile) { file.posting = output }

    @section("payables_agents") @used
    private static let record: AgentRegistry.Record = { AgentRegistry.tell(PostAgent.self, to: $0) }
}

extension LedgerEntry {
    /// - Returns: `nil` when a value that every entry needs is missing.
    init?(_ file: CaseFile, approvedBy: String) {
        guard let checked = file.checked, let supplier = checked.supplier else { return nil }
        let draft = checked.draft
        let sums = InvoiceFacts(checked)
        guard let number = draft[.invoiceNumber], let date = draft.day(.invoiceDate), let currency = sums.currency,
            let gross = sums.grossTotal, let net = sums.netTotal
        else { return nil }
        let digits = currency.minorDigits
        self.init(
            caseID: file.id, document: file.label, supplierID: supplier.id, invoiceNumber: number,
            invoiceDate: date.iso, dueDate: draft.day(.dueDate)?.iso, currency: currency.code,
            netTotal: net.canonical(minimumDigits: digits),
            taxTotal: (sums.taxTotal ?? gross - net).canonical(minimumDigits: digits),
            grossTotal: gross.canonical(minimumDigits: digits), orderNumbers: file.match?.verdict.orderNumbers ?? [],
            department: file.match?.department, costCentre: file.match?.costCentre, approvedBy: approvedBy)
    }
}
