import Invoicing

/// Reads UN/CEFACT's Cross Industry Invoice, and ZUGFeRD 1 by the same names (see ``zugferd1Names``).
/// Elements are found by local name; the numbers BT-… and BG-… are EN 16931's.
enum CIIReader {
    /// ZUGFeRD 1.0's element names by the ones that CII 100 (2016) gave them.
    static let zugferd1Names: [String: String] = [
        "ExchangedDocumentContext": "SpecifiedExchangedDocumentContext",
        "ExchangedDocument": "HeaderExchangedDocument",
        "SupplyChainTradeTransaction": "SpecifiedSupplyChainTradeTransaction",
        "ApplicableHeaderTradeAgreement": "ApplicableSupplyChainTradeAgreement",
        "ApplicableHeaderTradeDelivery": "ApplicableSupplyChainTradeDelivery",
        "ApplicableHeaderTradeSettlement": "ApplicableSupplyChainTradeSettlement",
        "SpecifiedLineTradeAgreement": "SpecifiedSupplyChainTradeAgreement",
        "SpecifiedLineTradeDelivery": "SpecifiedSupplyChainTradeDelivery",
        "SpecifiedLineTradeSettlement": "SpecifiedSupplyChainTradeSettlement",
        "SpecifiedTradeSettlementHeaderMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
        "SpecifiedTradeSettlementLineMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
        "IssuerAssignedID": "ID",
        "FormattedIssueDateTime": "IssueDateTime",
        "RateApplicablePercent": "ApplicablePercent",
    ]

    static func read(_ root: XMLPlace, _ syntax: EInvoice.Syntax) -> EInvoice {
        var found = EInvoiceCollector()
        let context = root.first("ExchangedDocumentContext")
        let profile = context?.value("GuidelineSpecifiedDocumentContextParameter", "ID")
        found.text(.profile, profile)
        if let document = root.first("ExchangedDocument") { collectDocument(document, root, into: &found) }
        let transaction = root.first("SupplyChainTradeTransaction")
        if let agreement = transaction?.first("ApplicableHeaderTradeAgreement") {
            collectAgreement(agreement, into: &found)
        }
        if let delivery = transaction?.first("ApplicableHeaderTradeDelivery") {
            collectDelivery(delivery, into: &found)
        }
        let settlement = transaction?.first("ApplicableHeaderTradeSettlement")
        if let settlement {
            collectSettlement(settlement, into: &found)
            collectPayment(settlement, into: &found)
            collectTotals(settlement, into: &found)
        }
        let lines = readLines(transaction, into: &found)
        let taxes = settlement.map { readTaxes($0, into: &found) } ?? []
        let allowances = settlement.map { readAllowances($0, into: &found) } ?? []
        let draft = Draft(
            schema: EInvoiceTypeCode.schema(found.fields), fields: found.fields, lineItems: lines, taxBreakdown: taxes,
            allowancesAndCharges: allowances, findings: found.findings)
        return EInvoice(syntax: syntax, profile: profile?.text, draft: draft)
    }

    private static func collectDocument(
        _ document: XMLPlace, _ root: XMLPlace, into found: inout EInvoiceCollector
    ) {
        found.text(.invoiceNumber, document.value("ID"))
        found.date(.invoiceDate, document.first("IssueDateTime"))
        EInvoiceTypeCode.collect(document.value("TypeCode"), root: root, fallback: "invoice", into: &found)
        found.notes(.note, document.all("IncludedNote", "Content"))
    }

    private static func collectAgreement(_ agreement: XMLPlace, into found: inout EInvoiceCollector) {
        found.text(.buyerReference, agreement.value("BuyerReference"))
        collectParty(agreement.first("SellerTradeParty"), .supplier, into: &found)
        collectParty(agreement.first("BuyerTradeParty"), .customer, into: &found)
        collectParty(agreement.first("SellerTaxRepresentativeTradeParty"), .taxRepresentative, into: &found)
        found.text(.salesOrderNumber, agreement.value("SellerOrderReferencedDocument", "IssuerAssignedID"))
        found.text(.purchaseOrder, agreement.value("BuyerOrderReferencedDocument", "IssuerAssignedID"))
        found.date(.orderDate, agreement.first("BuyerOrderReferencedDocument", "FormattedIssueDateTime"))
        found.text(.contractReference, agreement.value("ContractReferencedDocument", "IssuerAssignedID"))
        found.text(.projectReference, agreement.value("SpecifiedProcuringProject", "ID"))
        for reference in agreement.all("AdditionalReferencedDocument") {
            switch reference.value("TypeCode")?.text {
            case "50": found.text(.tenderReference, reference.value("IssuerAssignedID"))
            case "130": found.text(.invoicedObjectID, reference.value("IssuerAssignedID"))
            default: break
            }
        }
    }

    private static func collectDelivery(_ delivery: XMLPlace, into found: inout EInvoiceCollector) {
        collectParty(delivery.first("ShipToTradeParty"), .shipping, into: &found)
        found.date(.deliveryDate, delivery.first("ActualDeliverySupplyChainEvent", "OccurrenceDateTime"))
        let despatch = delivery.value("DespatchAdviceReferencedDocument", "IssuerAssignedID")
        let note = delivery.value("DeliveryNoteReferencedDocument", "IssuerAssignedID")
        found.text(.deliveryNoteNumber, despatch ?? note)
        found.text(.receiptReference, delivery.value("ReceivingAdviceReferencedDocument", "IssuerAssignedID"))
    }

    private static func collectSettlement(_ settlement: XMLPlace, into found: inout EInvoiceCollector) {
        found.code(.currency, settlement.value("InvoiceCurrencyCode"))
        found.code(.vatAccountingCurrency, settlement.value("TaxCurrencyCode"))
        collectParty(settlement.first("InvoiceeTradeParty"), .billing, into: &found)
        collectParty(settlement.first("PayeeTradeParty"), .payee, into: &found)
        found.date(.taxPointDate, settlement.first("ApplicableTradeTax", "TaxPointDate"))
        found.date(.servicePeriodStart, settlement.first("BillingSpecifiedPeriod", "StartDateTime"))
        found.date(.servicePeriodEnd, settlement.first("BillingSpecifiedPeriod", "EndDateTime"))
        let preceding = settlement.all("InvoiceReferencedDocument", "IssuerAssignedID")
        found.text(.precedingInvoiceNumber, preceding.first)
        found.alternatives(.precedingInvoiceNumber, preceding.map(\.text))
        found.date(.precedingInvoiceDate, settlement.first("InvoiceReferencedDocument", "FormattedIssueDateTime"))
        found.text(.buyerAccountingReference, settlement.value("ReceivableSpecifiedTradeAccountingAccount", "ID"))
    }
}
