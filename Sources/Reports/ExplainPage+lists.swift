import Foundation
import Invoicing
import Orchestrator
import Pipeline

extension ExplainPage {
    private func section(_ title: String, _ content: HTML) -> HTML {
        "<section><h2>\(title)</h2>\(content)</section>\n"
    }

    var findings: HTML {
        guard !result.findings.isEmpty else { return .empty }
        let items = result.findings.enumerated().map { index, finding -> HTML in
            """
            <li class="entry" data-id="x\(index)" tabindex="0"><span class="tag s-\(finding.severity.rawValue)">\
            \(Wording.name(of: finding.severity))</span><p>\(finding.message)<small>\(finding.rule)</small></p></li>
            """
        }
        return section("Findings", "<ul class=\"findings\">\(items)</ul>")
    }

    var fieldList: HTML {
        let fields = orderedFields
        guard !fields.isEmpty else { return section("Values", "<p class=\"quiet\">Nothing was read.</p>") }
        let entries = fields.enumerated().map { entry($0.offset, $0.element.name, $0.element.field) }
        return section("Values", "<ul class=\"values\">\(entries)</ul>")
    }

    private func entry(_ index: Int, _ name: FieldName, _ field: Field) -> HTML {
        let percent = Self.percent(field.confidence)
        let tone = field.confidence >= Self.sure ? "sure" : "unsure"
        return """
            <li class="entry" data-id="f\(index)" tabindex="0"><div class="row"><span class="label">\
            \(Wording.name(of: name))</span><span class="value">\(field.value)</span>\
            <span class="trust \(tone)" title="How sure the reading is"><svg viewBox="0 0 100 6" \
            preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="6" rx="3"/>\
            <rect class="part" width="\(percent)" height="6" rx="3"/></svg>\(percent)%</span></div>\
            \(field.evidence.map(why) ?? .empty)</li>
            """
    }

    /// Where it stands and why it was taken, then what else could have been meant.
    private func why(_ evidence: Evidence) -> HTML {
        var place = Wording.name(of: evidence.source)
        if let page = evidence.page { place = "Page \(page), \(place)" }
        var facts: [HTML] = ["<span>\(place)</span>"]
        if let label = evidence.label { facts.append("<span>label \u{201C}\(label)\u{201D}</span>") }
        if let printed = evidence.printed { facts.append("<span>printed \u{201C}\(printed)\u{201D}</span>") }
        let reason: HTML = evidence.reason.map { "<p>\($0)</p>" } ?? .empty
        let rejected: HTML = evidence.rejected.isEmpty ? .empty : others(evidence.rejected)
        return "<div class=\"why\"><p class=\"facts\">\(facts)</p>\(reason)\(rejected)</div>"
    }

    private func others(_ candidates: [Alternative]) -> HTML {
        let rows = candidates.map { candidate -> HTML in
            let place: HTML = candidate.page.map { "page \($0)" } ?? .empty
            let score = String(format: "%.2f", candidate.score)
            return "<tr><td>\(candidate.value)</td><td>\(place)</td><td class=\"num\">\(score)</td></tr>"
        }
        return """
            <details><summary>\(candidates.count) not chosen</summary><table><tr><th>Candidate</th><th></th>\
            <th class="num">Score</th></tr>\(rows)</table></details>
            """
    }

    static func percent(_ confidence: Double) -> Int {
        confidence.isFinite ? Int((min(max(confidence, 0), 1) * 100).rounded(.down)) : 0
    }

    var lineItems: HTML {
        table("Line items", result.lineItems, Self.itemColumns, id: "l")
    }

    var sums: HTML {
        table("Tax", result.taxBreakdown, [.taxCategory, .taxRate, .taxBase, .taxAmount], id: nil)
            + table(
                "Allowances and charges", result.allowancesAndCharges,
                [.allowanceOrCharge, .reason, .amount, .taxRate], id: nil)
    }

    private static let itemColumns: [FieldName] = [
        .position, .productCode, .description, .quantity, .unit, .unitPrice, .discountAmount, .taxRate, .netAmount,
        .grossAmount,
    ]
    private static let numbers: Set<FieldName> = [
        .quantity, .unitPrice, .discountAmount, .taxRate, .netAmount, .grossAmount, .taxBase, .taxAmount, .amount,
    ]

    /// Only columns that have a value in any row.
    private func table(_ title: String, _ groups: [FieldGroup], _ columns: [FieldName], id: String?) -> HTML {
        let used = columns.filter { name in groups.contains { $0[name] != nil } }
        guard !used.isEmpty else { return .empty }
        let head = used.map { name -> HTML in
            "<th\(Self.alignment(name))>\(Wording.name(of: name))</th>"
        }
        let rows = groups.enumerated().map { index, group -> HTML in
            let cells = used.map { name -> HTML in
                let unsure: HTML =
                    group[name].map { $0.confidence < Self.sure } == true ? "<i title=\"unsure\">?</i>" : .empty
                return "<td\(Self.alignment(name))>\(group[name]?.value ?? "")\(unsure)</td>"
            }
            let link: HTML = id.map { " class=\"entry\" tabindex=\"0\" data-id=\"\($0)\(index)\"" } ?? .empty
            return "<tr\(link)>\(cells)</tr>"
        }
        return section(
            title, "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>")
    }

    private static func alignment(_ name: FieldName) -> HTML { numbers.contains(name) ? " class=\"num\"" : .empty }

    var match: HTML {
        guard let match = result.match else { return .empty }
        let orders: HTML = match.orderNumbers.isEmpty ? .empty : " (\(match.orderNumbers.joined(separator: ", ")))"
        let rows = match.checks.map { check -> HTML in
            let place = check.line.map { "Line \($0 + 1)" } ?? "Whole invoice"
            let mark: HTML = check.passed ? "agrees" : "<b class=\"bad\">differs</b>"
            return """
                <tr><td>\(place): \(check.rule.replacing("-", with: " "))</td><td>\(mark)</td><td>\(check.arithmetic)</td>\
                <td class="num">\(check.difference)</td><td class="num">\(check.tolerance)</td></tr>
                """
        }
        let table: HTML =
            rows.isEmpty
            ? .empty
            : """
            <div class="wide"><table><thead><tr><th>Compared</th><th></th><th>Calculation</th>\
            <th class="num">Difference</th><th class="num">Tolerance</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
        return section("Comparison with the order", "<p>\(Wording.name(of: match.status))\(orders)</p>\(table)")
    }

    var approval: HTML {
        guard let approval = result.approval else { return .empty }
        let people = approval.approvers.joined(separator: approval.mode == .sequence ? " → " : ", ")
        let mode = Wording.name(of: approval.mode, people: approval.approvers.count).map { " (\($0))" } ?? ""
        let reasons = approval.reasons.map { HTML("<li class=\"quiet\">\($0)</li>") }
        let who: HTML = approval.automatic ? "Approved by rule" : "\(people)\(mode)"
        return section("Approval", "<p>\(who)</p><ul>\(reasons)</ul>")
    }

    var parties: HTML {
        let rows = [("Supplier", result.supplier), ("Customer", result.customer)].compactMap { role, party -> HTML? in
            guard let party else { return nil }
            let basis = party.basis.rawValue.replacing("-", with: " ")
            return "<li>\(role): \(party.name) <span class=\"quiet\">\(party.id), known by \(basis)</span></li>"
        }
        return rows.isEmpty ? .empty : section("Known from the master data", "<ul>\(rows)</ul>")
    }

    var readings: HTML {
        let rows = result.document.pages.map { page -> HTML in
            let reasons = page.reasons.map { HTML("<li class=\"quiet\">\($0)</li>") }
            let turned: HTML = page.turned == 0 ? .empty : ", turned by \(page.turned)°"
            let problem: HTML = page.problem.map { "<p class=\"bad\">\($0)</p>" } ?? .empty
            return """
                <li>Page \(page.number): \(Wording.name(of: page.reading))\(turned)\(problem)<ul>\(reasons)</ul></li>
                """
        }
        return rows.isEmpty ? .empty : section("How the pages were read", "<ul class=\"readings\">\(rows)</ul>")
    }
}
