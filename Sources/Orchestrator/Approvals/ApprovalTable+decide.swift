import Foundation
package import Invoicing

/// What speaks against approval without a person.
package struct ApprovalEvidence: Hashable, Sendable, Codable {
    package var match: MatchVerdict?
    package var findings: [Finding]
    /// The lowest confidence of the fields that decide the payment, 0...1; 0 when one is missing.
    package var confidence: Double
    package var supplierRisk: Supplier.Risk?
    /// `false` = taken for the supplier only by a similar name.
    package var isSupplierCertain: Bool
    /// Whether the document names an order, known or not.
    package var namesOrder: Bool
    /// A credit note gives money back on something: without that something, a person looks.
    package var isCredit: Bool

    package init(
        match: MatchVerdict?, findings: [Finding], confidence: Double, supplierRisk: Supplier.Risk? = nil,
        isSupplierCertain: Bool = true, namesOrder: Bool = false, isCredit: Bool = false
    ) {
        self.match = match
        self.findings = findings
        self.confidence = confidence
        self.supplierRisk = supplierRisk
        self.isSupplierCertain = isSupplierCertain
        self.namesOrder = namesOrder
        self.isCredit = isCredit
    }

    /// Neither is an order named, nor could the bill belong to one that is known.
    fileprivate var hasNoOrder: Bool {
        guard let match, !namesOrder, !isCredit, !match.proposed, match.checks.isEmpty else { return false }
        return match.status == .noOrder || match.status == .notChecked
    }

    /// Reasons in words; empty = nothing speaks against it.
    /// - Parameter withoutOrder: Whether a bill without an order will do.
    func objections(threshold: Double, withoutOrder: Bool) -> [String] {
        var reasons: [String] = []
        if let match, match.status == .matched || match.status == .credited {
            if match.proposed { reasons.append("the document names no order; one was only proposed") }
        } else if !(withoutOrder && hasNoOrder) {
            reasons.append("match is \(match?.status.rawValue ?? "not done")")
        }
        let grave = findings.filter { $0.severity >= .review }
        if !grave.isEmpty { reasons.append("findings: \(Set(grave.map(\.rule)).sorted().joined(separator: ", "))") }
        if confidence < threshold {
            let percent = Int(confidence * 100)
            reasons.append("confidence \(percent) % is below \(Int(threshold * 100)) %")
        }
        if !isSupplierCertain { reasons.append("the supplier was only told by a similar name") }
        if supplierRisk == .high { reasons.append("the supplier's risk is high") }
        return reasons
    }
}

extension ApprovalTable {
    /// - Parameter threshold: Confidence 0...1 that approval by rule needs.
    package func decide(_ request: ApprovalRequest, _ evidence: ApprovalEvidence, threshold: Double = 0.97)
        -> ApprovalDecision
    {
        var reasons: [String] = []
        guard let row = row(for: request, reasons: &reasons) else {
            return ApprovalDecision(
                automatic: false, rule: nil, approvers: [defaultApprover], mode: .any,
                reasons: reasons + ["no rule fits; \(defaultApprover) decides"])
        }
        if row.autoApprove {
            let objections = evidence.objections(threshold: threshold, withoutOrder: row.withoutOrder)
            if objections.isEmpty {
                return ApprovalDecision(
                    automatic: true, rule: row.rule, approvers: [], mode: row.mode,
                    reasons: reasons + [
                        "rule \(row.rule) approves "
                            + (evidence.hasNoOrder
                                ? "bills without an order up to its limit" : "what matches within tolerance")
                    ])
            }
            reasons += objections.map { "not approved by rule: \($0)" }
        } else {
            reasons.append("rule \(row.rule) asks a person")
        }
        let people = approvers(of: row, for: request, reasons: &reasons)
        return ApprovalDecision(
            automatic: false, rule: row.rule, approvers: people, mode: row.mode, reasons: reasons)
    }

    /// The first that fits. One whose band can't be compared is passed over, and that is told.
    private func row(for request: ApprovalRequest, reasons: inout [String]) -> Row? {
        for row in rows {
            switch row.condition.fit(request, at: rates) {
            case .yes: return row
            case .no: continue
            case .unknown:
                let (from, to) = (request.currency?.code ?? "an unknown currency", row.currency?.code ?? "")
                let when = request.day?.iso ?? "a date that was not read"
                reasons.append("rule \(row.rule) was passed over: no rate from \(from) to \(to) is known for \(when)")
            }
        }
        return nil
    }

    /// Never empty.
    private func approvers(of row: Row, for request: ApprovalRequest, reasons: inout [String]) -> [String] {
        var people: [String] = []
        for id in row.approvers {
            guard let person = approver(id) else {
                if id == defaultApprover {
                    people.append(id)
                } else {
                    reasons.append("\(id) is not in the list of approvers")
                }
                continue
            }
            if let bar = bar(id, request) {
                reasons.append(bar)
                if row.mode != .any, let other = substitute(for: request, besides: row.approvers + people) {
                    reasons.append("\(other) takes the place of \(id)")
                    people.append(other)
                }
            } else if row.mode.asksAlternatives, !covers(person, request) {
                reasons.append("the limit of \(id) does not cover the amount")
            } else if !people.contains(id) {
                people.append(id)
            }
        }
        func isEnough() -> Bool {
            people.count >= max(1, row.mode.needed(of: people.count))
                && people.contains { approver($0).map { covers($0, request) } ?? false }
        }
        while !isEnough(), let other = substitute(for: request, besides: row.approvers + people) {
            reasons.append("\(other) is asked, whose limit covers the amount")
            people.append(other)
        }
        if isEnough() { return people }
        let isCovered = people.contains { approver($0).map { covers($0, request) } ?? false }
        reasons.append(
            isCovered
                ? "too few of those named may approve; \(defaultApprover) is asked"
                : "nobody's limit is known to cover the amount; \(defaultApprover) is asked")
        return people.filter { $0 != defaultApprover } + [defaultApprover]
    }

    /// The one of this department with the smallest limit that suffices, then by id: always the same person.
    private func substitute(for request: ApprovalRequest, besides taken: [String]) -> String? {
        guard let department = request.department else { return nil }
        let fitting = approvers.filter { person in
            !taken.contains(person.id) && person.departments.contains(department) && covers(person, request)
                && bar(person.id, request) == nil
        }
        return fitting.min { ($0.limit ?? 0, $0.id) < ($1.limit ?? 0, $1.id) }?.id
    }
}
