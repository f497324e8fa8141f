package import Foundation
package import Invoicing

extension EInvoice {
    /// What a search through the files inside a PDF brought.
    package struct Search: Hashable, Sendable {
        /// `nil` when no file was a readable e-invoice: then the page is read.
        package var invoice: EInvoice?
        /// The chosen file's name.
        package var name: String?
        /// `einvoice-broken` and `einvoice-several`.
        package var findings: [Finding] = []
    }

    /// Whether a file inside a PDF carries one of the names that e-invoice formats prescribe.
    package static func isName(_ name: String) -> Bool {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? name
        return knownNames.contains(last.lowercased())
    }

    /// Chooses by content; a prescribed name only comes first.
    /// - Parameter attachments: In the order of the document.
    package static func find(in attachments: [(name: String, data: Data)]) -> Search {
        var search = Search()
        let known = attachments.filter { isName($0.name) }
        for (name, data) in known + attachments.filter({ !isName($0.name) }) {
            let isPromised = isName(name) && name.lowercased() != orderName
            guard isPromised || isInvoice(data) else { continue }
            do throws(EInvoiceError) {
                let invoice = try read(data)
                guard let chosen = search.invoice else {
                    search.invoice = invoice
                    search.name = name
                    continue
                }
                if !chosen.saysTheSame(as: invoice) { search.findings.append(.several(search.name ?? "", name)) }
            } catch {
                if isPromised || error.isAboutAnInvoice { search.findings.append(.broken(name, error)) }
            }
        }
        return search
    }

    /// A PDF may carry its invoice in two syntaxes; what is to be paid must be the same in both.
    private func saysTheSame(as other: EInvoice) -> Bool {
        let decisive: [FieldName] = [.invoiceNumber, .currency, .grossTotal, .amountDue, .supplierIBAN]
        return decisive.allSatisfy { draft[$0] == nil || other.draft[$0] == nil || draft[$0] == other.draft[$0] }
    }

    /// Order-X is an order, found under a name of its own.
    private static let orderName = "order-x.xml"
    /// Factur-X and ZUGFeRD 2, ZUGFeRD 1, XRechnung in a PDF, Order-X; as mustangproject looks for them.
    private static let knownNames: Set<String> = [
        "factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", orderName,
    ]
}

extension EInvoiceError {
    /// Not of another kind of document that happens to begin like an invoice.
    fileprivate var isAboutAnInvoice: Bool {
        if case .notAnInvoice = self { return false }
        return true
    }
}

extension Finding {
    fileprivate static func broken(_ name: String, _ error: EInvoiceError) -> Finding {
        Finding(
            rule: "einvoice-broken", severity: .review,
            message: "The e-invoice \(name) inside the document cannot be read, so the page was read instead. \(error)")
    }

    fileprivate static func several(_ chosen: String, _ other: String) -> Finding {
        Finding(
            rule: "einvoice-several", severity: .review,
            message: "The document carries two e-invoices that differ, \(chosen) and \(other); the first was taken.")
    }
}
