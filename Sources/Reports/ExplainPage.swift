package import Foundation
import Invoicing
package import Orchestrator
import Pipeline

/// `explain/NAME.html`: a document's pages with boxes over what was read, and every value with its reasons.
package struct ExplainPage: Sendable {
    package var result: DocumentResult
    /// PNG by page, counted from 1; pages without one are shown as an empty sheet with the boxes.
    package var pictures: [Int: Data]
    /// Why pictures are missing: `"The page could not be drawn: ..."`; `nil` when none is.
    package var note: String?

    package init(result: DocumentResult, pictures: [Int: Data] = [:], note: String? = nil) {
        self.result = result
        self.pictures = pictures
        self.note = note
    }

    package var html: String {
        let hasPages = !result.document.pages.isEmpty && result.document.kind != .cii && result.document.kind != .ubl
        let pages: HTML =
            hasPages
            ? "<section class=\"pages\" aria-label=\"Pages\">\(result.document.pages.map(sheet))</section>" : .empty
        let body: HTML = """
            <header class="top"><p class="brand">Payables</p><h1>\(result.document.label)</h1>
            <p><span class="tag o-\(result.outcome.rawValue)">\(Wording.name(of: result.outcome))</span> \(result.reason)</p>
            <p class="sub">\(about)</p></header>
            <main class="\(hasPages ? "two" : "one")">\(pages)<aside>
            \(findings)\(fieldList)\(lineItems)\(sums)\(match)\(approval)\(parties)\(readings)
            </aside></main>
            """
        return Page(
            title: "\(result.document.label): what was read", style: explainStyle, script: explainScript, body: body
        ).html
    }

    private var about: String {
        let kind = Wording.name(of: result.document.kind)
        let pages = result.document.ownPages
        var parts = [kind, pages == 1 ? "1 page" : "\(pages) pages", "SHA-256 \(result.document.sha256.prefix(16))…"]
        if pages == 0 { parts.remove(at: 1) }
        if let note { parts.append(note) }
        return parts.joined(separator: " · ")
    }

    /// Header fields in reading order of meaning, then any others by name.
    var orderedFields: [(name: FieldName, field: Field)] {
        let known = Self.order.compactMap { name in result.fields[name].map { (name, $0) } }
        let rest = result.fields.filter { !Self.order.contains($0.key) }.sorted { $0.key < $1.key }
        return known + rest.map { ($0.key, $0.value) }
    }

    static let order: [FieldName] = [
        .documentType, .invoiceNumber, .invoiceDate, .dueDate, .supplierName, .supplierAddress, .supplierVATID,
        .supplierTaxNumber, .supplierIBAN, .supplierBIC, .customerName, .customerAddress, .customerVATID,
        .purchaseOrder, .currency, .lineNetTotal, .allowanceTotal, .chargeTotal, .netTotal, .taxTotal, .grossTotal,
        .prepaidAmount, .amountDue, .paymentTerms, .paymentReference,
    ]
}

extension ExplainPage {
    /// A page: its picture, and over it a drawing in points whose boxes belong to the values of the list.
    private func sheet(_ page: PageSummary) -> HTML {
        let width = page.width > 0 ? page.width : 595
        let height = page.height > 0 ? page.height : 842
        let boxes = marks.filter { $0.page == page.number }.map(drawn)
        let problem: HTML = page.problem.map { "<p class=\"problem\">\($0)</p>" } ?? .empty
        return """
            <figure class="sheet"><svg viewBox="0 0 \(length: width) \(length: height)" role="img" \
            aria-label="Page \(page.number)"><rect class="paper" width="\(length: width)" height="\(length: height)"/>\
            \(picture(of: page, width, height))\(boxes)</svg>\(problem)<figcaption>Page \(page.number) · \
            \(Wording.name(of: page.reading))</figcaption></figure>
            """
    }

    /// The picture is drawn as the file shows it, so it is turned the way it was turned for reading.
    private func picture(of page: PageSummary, _ width: Double, _ height: Double) -> HTML {
        guard let png = pictures[page.number] else { return .empty }
        let data = "data:image/png;base64," + png.base64EncodedString()
        let sideways = page.turned == 90 || page.turned == 270
        let turn: HTML =
            switch page.turned {
            case 90: " transform=\"translate(\(length: width) 0) rotate(90)\""
            case 180: " transform=\"translate(\(length: width) \(length: height)) rotate(180)\""
            case 270: " transform=\"translate(0 \(length: height)) rotate(270)\""
            default: .empty
            }
        return """
            <image href="\(data)" width="\(length: sideways ? height : width)" \
            height="\(length: sideways ? width : height)" preserveAspectRatio="none"\(turn)/>
            """
    }

    private func drawn(_ mark: Mark) -> HTML {
        """
        <g class="mark \(mark.style)" data-id="\(mark.id)"><title>\(mark.title)</title>\
        <rect x="\(length: mark.box.x - 1.5)" y="\(length: mark.box.y - 1.5)" width="\(length: mark.box.width + 3)" \
        height="\(length: mark.box.height + 3)" rx="2"/></g>
        """
    }
}
