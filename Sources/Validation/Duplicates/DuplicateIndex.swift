import Foundation
package import Invoicing

/// The invoices that are known already: the history, then each of the batch in the order they came.
///
/// Three nets, as number checks alone miss what was typed differently: the same file; supplier and number; supplier, sum
/// and about the same day.
package struct DuplicateIndex: Sendable {
    private var invoices: [KnownInvoice] = []
    private var byFile: [String: [Int]] = [:]
    private var byNumber: [String: [Int]] = [:]
    private var byConfusable: [String: [Int]] = [:]
    private var byGross: [Decimal: [Int]] = [:]
    private let days: Int

    package init(_ history: [PastInvoice] = [], settings: ValidationSettings = ValidationSettings()) {
        days = settings.duplicateDays
        for invoice in history { insert(invoice) }
    }

    package mutating func insert(_ invoice: PastInvoice) {
        let known = KnownInvoice(invoice)
        let position = invoices.count
        invoices.append(known)
        if let file = known.file { byFile[file, default: []].append(position) }
        if let number = known.number {
            byNumber[number.plain, default: []].append(position)
            byConfusable[number.confusable, default: []].append(position)
        }
        if let gross = known.gross { byGross[abs(gross), default: []].append(position) }
    }

    /// Under what two invoices have to share at least one for either to be a finding of the other: for a store that brings
    /// only those to an index.
    package static func keys(of invoice: PastInvoice) -> [String] {
        let known = KnownInvoice(invoice)
        return [
            known.file.map { "file \($0)" }, known.number.map { "number \($0.plain)" },
            known.number.map { "confusable \($0.confusable)" }, known.gross.map { "gross \(abs($0).canonical())" },
        ].compactMap { $0 }
    }

    /// What the invoice may be a copy of, gravest first; each known document is named once.
    /// - Parameter evidence: Where the number stands in the document asked about.
    package func findings(for invoice: PastInvoice, evidence: [Evidence] = []) -> [Finding] {
        let asked = KnownInvoice(invoice)
        var findings: [Int: Finding] = [:]
        func note(_ positions: [Int]?, _ judge: (KnownInvoice, KnownInvoice) -> Finding?) {
            for position in positions ?? [] where findings[position] == nil {
                if var finding = judge(asked, invoices[position]) {
                    finding.evidence = evidence
                    findings[position] = finding
                }
            }
        }
        note(asked.file.flatMap { byFile[$0] }, sameFile)
        note(asked.number.flatMap { byNumber[$0.plain] }, sameNumber)
        note(asked.number.flatMap { byConfusable[$0.confusable] }, likeNumber)
        note(asked.gross.flatMap { byGross[abs($0)] }, sameSum)
        return findings.sorted { ($1.value.severity, $0.key) < ($0.value.severity, $1.key) }.map(\.value)
    }

    private func sameFile(_ asked: KnownInvoice, _ known: KnownInvoice) -> Finding? {
        Finding(
            rule: "duplicate-file", severity: .blocker,
            message: "The file is the same, byte for byte, as \(known.document).")
    }

    /// Numbers that begin anew each year, and numbers equal only without their separators, are for a person.
    private func sameNumber(_ asked: KnownInvoice, _ known: KnownInvoice) -> Finding? {
        guard asked.isSameKind(as: known), asked.isSameSupplier(as: known) == true, let number = asked.number,
            let other = known.number
        else { return nil }
        let sumDiffers = asked.gross != nil && known.gross != nil && !asked.isSameSum(as: known)
        let isOtherYear = asked.daysApart(from: known).map { $0 > 300 } ?? false
        let isDoubtful = sumDiffers && (isOtherYear || number.printed != other.printed)
        return Finding(
            rule: "duplicate-number", severity: isDoubtful ? .review : .blocker,
            message:
                "Number \(number.printed) of this supplier was seen before: \(other.printed) in \(known.description).")
    }

    private func likeNumber(_ asked: KnownInvoice, _ known: KnownInvoice) -> Finding? {
        guard asked.isSameKind(as: known), asked.isSameSupplier(as: known) == true, let number = asked.number,
            let other = known.number
        else { return nil }
        return Finding(
            rule: "duplicate-number", severity: .review,
            message: "Number \(number.printed) may be \(other.printed) misread, which this supplier used in "
                + "\(known.description).")
    }

    /// The number is different; or it is equal and nothing tells who the supplier is.
    private func sameSum(_ asked: KnownInvoice, _ known: KnownInvoice) -> Finding? {
        guard asked.isSameKind(as: known), asked.kind == known.kind, asked.isSameSum(as: known),
            let apart = asked.daysApart(from: known), apart <= days
        else { return nil }
        let same = asked.isSameSupplier(as: known)
        let isSameNumber = asked.number != nil && asked.number?.plain == known.number?.plain
        guard same == true || (same == nil && isSameNumber) else { return nil }
        let difference = isSameNumber ? "the same number" : "another number, \(known.number?.printed ?? "none")"
        return Finding(
            rule: "duplicate-suspected", severity: .review,
            message: "Supplier and total are those of \(known.description), which has \(difference).")
    }
}
