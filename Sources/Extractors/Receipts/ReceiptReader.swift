import Invoicing

/// What a till receipt says where invoices have labels and blocks: supplier on top, one total among many sums.
struct ReceiptReader {
    let view: DocumentView
    let names: NameJudge

    init(_ view: DocumentView, titles: [String]) {
        self.view = view
        names = NameJudge(view: view, titles: Set(titles.map { Folding.key($0) }))
    }

    /// Fields a receipt's own reading is surer of than the reading of invoices.
    func refine(_ draft: inout Draft) {
        let head = ReceiptHead(view, names: names, domains: PartyIdentifiers(view).domains).fields()
        for (name, field) in head { draft.fields[name] = field }
        if let total = ReceiptTotal(view).field(instead: draft.fields[.grossTotal]) {
            draft.fields[.grossTotal] = total
        }
        if let date = ReceiptDate(view: view).field(instead: draft.fields[.invoiceDate]) {
            draft.fields[.invoiceDate] = date
        }
    }
}
