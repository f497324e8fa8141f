import Invoicing

/// Reads OASIS UBL 2 Invoice and CreditNote as Peppol BIS 3 and XRechnung use them; older profiles where they differ
/// only in places. Elements are found by local name; the numbers BT-… and BG-… are EN 16931's. Signs stay as written.
enum UBLReader {
    static func read(_ root: XMLPlace, _ syntax: EInvoice.Syntax) -> EInvoice {
        var found = EInvoiceCollector()
        let profile = root.value("CustomizationID")
        found.text(.profile, profile)
        collectDocument(root, syntax, into: &found)
        collectReferences(root, into: &found)
        collectParties(root, into: &found)
        collectPayment(root, into: &found)
        collectTotals(root, into: &found)
        let lines = readLines(root, syntax, into: &found)
        let taxes = readTaxes(root, into: &found)
        let allowances = readAllowances(root, into: &found)
        let draft = Draft(
            schema: EInvoiceTypeCode.schema(found.fields), fields: found.fields, lineItems: lines, taxBreakdown: taxes,
            allowancesAndCharges: allowances, findings: found.findings)
        return EInvoice(syntax: syntax, profile: profile?.text, draft: draft)
    }

    private static func collectDocument(
        _ root: XMLPlace, _ syntax: EInvoice.Syntax, into found: inout EInvoiceCollector
    ) {
        let isCreditNote = syntax == .ublCreditNote
        found.text(.invoiceNumber, root.value("ID"))
        found.date(.invoiceDate, root.value("IssueDate"))
        EInvoiceTypeCode.collect(
            root.value(isCreditNote ? "CreditNoteTypeCode" : "InvoiceTypeCode"), root: root,
            fallback: isCreditNote ? "credit_note" : "invoice", into: &found)
        found.code(.currency, root.value("DocumentCurrencyCode"))
        found.code(.vatAccountingCurrency, root.value("TaxCurrencyCode"))
        found.date(.taxPointDate, root.value("TaxPointDate"))
        found.date(.dueDate, root.value("DueDate"))
        found.notes(.note, root.all("Note")) { withoutSubject($0.lines) }
        found.date(.servicePeriodStart, root.value("InvoicePeriod", "StartDate"))
        found.date(.servicePeriodEnd, root.value("InvoicePeriod", "EndDate"))
    }

    /// XRechnung writes a note's subject code (BT-21) in front of its text: `#REG#…`.
    private static func withoutSubject(_ text: String) -> String {
        guard text.hasPrefix("#"), let end = text.dropFirst().firstIndex(of: "#"),
            text.distance(from: text.startIndex, to: end) <= 4
        else { return text }
        return String(text[text.index(after: end)...])
    }

    private static func collectReferences(_ root: XMLPlace, into found: inout EInvoiceCollector) {
        found.text(.buyerReference, root.value("BuyerReference"))
        found.text(.buyerAccountingReference, root.value("AccountingCost"))
        // Peppol BIS 3: the order's number is "NA" where only the sales order's is known.
        if let order = root.value("OrderReference", "ID"), order.text.uppercased() != "NA" {
            found.text(.purchaseOrder, order)
        }
        found.date(.orderDate, root.value("OrderReference", "IssueDate"))
        found.text(.salesOrderNumber, root.value("OrderReference", "SalesOrderID"))
        found.text(.contractReference, root.value("ContractDocumentReference", "ID"))
        found.text(.projectReference, root.value("ProjectReference", "ID"))
        found.text(.deliveryNoteNumber, root.value("DespatchDocumentReference", "ID"))
        found.text(.receiptReference, root.value("ReceiptDocumentReference", "ID"))
        found.text(.tenderReference, root.value("OriginatorDocumentReference", "ID"))
        let preceding = root.all("BillingReference", "InvoiceDocumentReference", "ID")
        found.text(.precedingInvoiceNumber, preceding.first)
        found.alternatives(.precedingInvoiceNumber, preceding.map(\.text))
        found.date(.precedingInvoiceDate, root.value("BillingReference", "InvoiceDocumentReference", "IssueDate"))
        for reference in root.all("AdditionalDocumentReference") {
            switch reference.value("DocumentTypeCode")?.text {
            case "50": found.text(.projectReference, reference.value("ID"))
            case "130": found.text(.invoicedObjectID, reference.value("ID"))
            default: break
            }
        }
    }
}
