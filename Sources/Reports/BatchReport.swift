import Foundation
import Invoicing
import Orchestrator

/// `report.html`: the documents of a batch in one self-contained page.
package struct BatchReport: Sendable {
    package var rows: [ReportRow]
    /// The folder that was read, as the user named it.
    package var folder: String
    /// When the batch ended, as shown.
    package var finished: String
    /// Wall-clock seconds of this run; `nil` = not known.
    package var seconds: Double?
    /// What this run could not check and why: `"No orders were given: ..."`.
    package var remarks: [String]
    /// Files of the folder that are no documents.
    package var ignored: [String]

    package init(
        rows: [ReportRow], folder: String, finished: String, seconds: Double? = nil, remarks: [String] = [],
        ignored: [String] = []
    ) {
        self.rows = rows
        self.folder = folder
        self.finished = finished
        self.seconds = seconds
        self.remarks = remarks
        self.ignored = ignored
    }

    package var html: String {
        Page(
            title: "Invoices: \(folder)", style: reportStyle, script: reportScript, body: body,
            data: ScriptData(rows.map(ReportRecord.init))
        ).html
    }

    private var body: HTML {
        """
        <header class="top">
        <p class="brand">Payables</p>
        <h1>\(rows.count) \(rows.count == 1 ? "document" : "documents")</h1>
        <p class="sub">\(subtitle)</p>
        </header>
        <main>
        \(bar)
        <section class="cards" aria-label="Totals by outcome">\(Outcome.allCases.map(card))</section>
        \(remarkList)
        \(frequentFindings)
        <section class="tools" aria-label="Filter">
        <label class="find"><span class="hidden">Search</span><input id="find" type="search" \
        placeholder="Search documents, suppliers, numbers, findings" autocomplete="off"></label>
        <div class="chips" id="chips" role="group" aria-label="Outcome"></div>
        <p id="count" class="count" role="status"></p>
        </section>
        <div class="sheet"><table id="list"><thead><tr>\(Self.headings)</tr></thead><tbody id="rows"></tbody></table>
        <p id="none" class="none" hidden>No document fits this filter.</p></div>
        <noscript><p class="remark">The list of documents needs JavaScript. The same list is in summary.csv.</p>\
        </noscript>
        \(ignoredList)
        </main>
        """
    }

    private var subtitle: String {
        var parts = [folder, finished]
        if let seconds { parts.append("\(Duration.seconds(seconds).formatted(.units(width: .wide)))") }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static let headings: [HTML] = [
        ("o", "Outcome", "text"), ("n", "Document", "text"), ("s", "Supplier", "text"), ("i", "Invoice", "text"),
        ("d", "Date", "text"), ("a", "Amount", "number"), ("g", "Findings", "number"), ("p", "Approval", "text"),
    ].map { key, name, kind in
        """
        <th scope="col" class="k-\(key)" data-key="\(key)" data-kind="\(kind)"><button type="button">\(name)</button></th>
        """
    }
}

extension BatchReport {
    /// The shares of the outcomes as one bar.
    private var bar: HTML {
        let totals = ReportTotals(rows)
        var x = 0.0
        let parts = Outcome.allCases.map { outcome -> HTML in
            let width = rows.isEmpty ? 0 : 1000 * Double(totals[outcome].documents) / Double(rows.count)
            defer { x += width }
            guard width > 0 else { return .empty }
            return """
                <rect class="o-\(outcome.rawValue)" x="\(length: x)" y="0" width="\(length: width)" height="10">\
                <title>\(Wording.name(of: outcome)): \(totals[outcome].documents)</title></rect>
                """
        }
        return """
            <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" \
            aria-label="Shares of the outcomes">\(parts)</svg>
            """
    }

    private func card(_ outcome: Outcome) -> HTML {
        let group = ReportTotals(rows)[outcome]
        let share = rows.isEmpty ? 0 : Int((100 * Double(group.documents) / Double(rows.count)).rounded())
        let sums = group.lines.map { HTML("<li>\($0)</li>") }
        let without: HTML =
            group.withoutAmount > 0 && group.documents > 0 && outcome != .failed
            ? "<li class=\"quiet\">\(group.withoutAmount) without a readable total</li>" : .empty
        return """
            <article class="card o-\(outcome.rawValue)"><h2>\(Wording.name(of: outcome))</h2>\
            <p class="figure">\(group.documents)<small>\(share)%</small></p><ul>\(sums)\(without)</ul></article>
            """
    }

    private var remarkList: HTML {
        guard !remarks.isEmpty else { return .empty }
        return "<section class=\"remarks\">\(remarks.map { HTML("<p class=\"remark\">\($0)</p>") })</section>"
    }

    /// What was found most often, gravest first; clicking one searches for it.
    private var frequentFindings: HTML {
        var counts: [String: (documents: Int, severity: Severity)] = [:]
        for row in rows {
            for (rule, findings) in Dictionary(grouping: row.findings, by: \.rule) {
                let gravest = findings.map(\.severity).max() ?? .info
                let known = counts[rule] ?? (0, gravest)
                counts[rule] = (known.documents + 1, max(known.severity, gravest))
            }
        }
        let shown = counts.sorted {
            ($1.value.severity, $1.value.documents, $0.key) < ($0.value.severity, $0.value.documents, $1.key)
        }
        .prefix(12)
        guard !shown.isEmpty else { return .empty }
        let items = shown.map { rule, found -> HTML in
            """
            <button type="button" class="chip s-\(found.severity.rawValue)" data-search="\(rule)">\
            \(Wording.name(ofRule: rule))<b>\(found.documents)</b></button>
            """
        }
        return "<section class=\"often\"><h2>Found most</h2><div>\(items)</div></section>"
    }

    private var ignoredList: HTML {
        guard !ignored.isEmpty else { return .empty }
        let names = ignored.prefix(500).map { HTML("<li>\($0)</li>") }
        return """
            <details class="ignored"><summary>\(ignored.count) \(ignored.count == 1 ? "file" : "files") ignored: no \
            documents</summary><ul>\(names)</ul></details>
            """
    }
}
