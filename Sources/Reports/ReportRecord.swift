import Foundation
import Invoicing
import Orchestrator

/// A row as the page's script reads it; short keys, because a batch has thousands.
struct ReportRecord: Encodable {
    /// Document, its kind and pages.
    var n: String
    var k: String
    /// Outcome's code and its name.
    var o: String
    var ol: String
    /// Why.
    var w: String
    var s: String?
    var i: String?
    var d: String?
    var u: String?
    /// Amount for sorting, as shown, and its currency.
    var a: Double?
    var t: String?
    var c: String?
    /// Findings: severity's code, its name, rule, message, the rule in words.
    var f: [[String]]
    /// Weight for sorting.
    var g: Int
    /// Approval in short, and its reasons.
    var p: String
    var pr: [String]
    /// Match in words, whether it agrees, and its checks: where, invoiced, expected, difference, tolerance, arithmetic, ok.
    var m: String?
    var mg: Bool
    var mc: [[String]]
    /// Links beside the report, percent-encoded.
    var x: String?
    var j: String?
    /// The ledger's entry.
    var e: String?

    init(_ row: ReportRow) {
        n = row.document
        k = row.pages > 1 ? "\(row.kind), \(row.pages) pages" : row.kind
        o = row.outcome.rawValue
        ol = Wording.name(of: row.outcome)
        w = row.reason
        s = row.supplier
        i = row.invoiceNumber
        d = row.invoiceDate
        u = row.dueDate
        c = row.currency
        t = row.gross.map { Amounts.grouped($0, currency: row.currency.flatMap(Currency.init)) }
        a = row.gross.flatMap { Decimal(canonical: $0) }.map { NSDecimalNumber(decimal: $0).doubleValue }
        f = row.findings.sorted { $0.severity > $1.severity }
            .map {
                [
                    $0.severity.rawValue, Wording.name(of: $0.severity), $0.rule, $0.message,
                    Wording.name(ofRule: $0.rule),
                ]
            }
        g = row.findings.reduce(0) { $0 + Self.weight(of: $1.severity) }
        p = Self.approval(row)
        pr = row.approval?.reasons ?? []
        m = row.match.map { Wording.name(of: $0.status) + Self.orders($0) }
        mg = row.match.map { [.matched, .credited, .notChecked].contains($0.status) } ?? true
        mc = row.match?.checks.map(Self.check) ?? []
        x = row.explainFile.flatMap(Self.encoded).map { "explain/" + $0 }
        j = row.resultFile.flatMap(Self.encoded).map { "./" + $0 }
        e = row.entry
    }

    private static func weight(of severity: Severity) -> Int {
        switch severity {
        case .info: 1
        case .warning: 100
        case .review: 10_000
        case .blocker: 1_000_000
        }
    }

    private static func approval(_ row: ReportRow) -> String {
        guard let approval = row.approval else { return "" }
        if approval.automatic { return "By rule" }
        let people = approval.approvers.joined(separator: approval.mode == .sequence ? " → " : ", ")
        let mode = Wording.name(of: approval.mode, people: approval.approvers.count)
        return mode.map { "\(people) (\($0))" } ?? people
    }

    private static func orders(_ match: MatchVerdict) -> String {
        match.orderNumbers.isEmpty ? "" : " (" + match.orderNumbers.joined(separator: ", ") + ")"
    }

    private static func check(_ check: MatchVerdict.Check) -> [String] {
        let line = check.line.map { "Line \($0 + 1)" } ?? "Whole invoice"
        let rule = check.rule.replacing("-", with: " ")
        return [
            "\(line): \(rule)", check.invoiced, check.expected, check.difference, check.tolerance, check.arithmetic,
            check.passed ? "1" : "",
        ]
    }

    /// A file's name as one segment of a relative link; `nil` for names that would leave the folder.
    private static func encoded(_ name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else { return nil }
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return parts.map { $0.addingPercentEncoding(withAllowedCharacters: plain) ?? "" }.joined(separator: "/")
    }
}
