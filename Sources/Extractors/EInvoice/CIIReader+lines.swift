import Invoicing

extension CIIReader {
    /// BG-25. Lines that only group or inform (`LineStatusReasonCode`, EXTENDED) are not added up by the sender and
    /// left out; text without price or product goes to the notes.
    static func readLines(_ transaction: XMLPlace?, into found: inout EInvoiceCollector) -> [FieldGroup] {
        var groups: [FieldGroup] = []
        for line in transaction?.all("IncludedSupplyChainTradeLineItem") ?? [] {
            let document = line.first("AssociatedDocumentLineDocument")
            if let status = document?.value("LineStatusReasonCode")?.text.uppercased(),
                status == "GROUP" || status == "INFORMATION"
            {
                continue
            }
            groups.append(found.adopt(readLine(line, document)))
        }
        return groups.filter { $0[.description] != nil || $0[.netAmount] != nil || $0[.quantity] != nil }
    }

    private static func readLine(_ line: XMLPlace, _ document: XMLPlace?) -> EInvoiceCollector {
        var group = EInvoiceCollector()
        group.text(.position, document?.value("LineID"))
        group.notes(.lineNote, document?.all("IncludedNote", "Content") ?? [])
        collectProduct(line.first("SpecifiedTradeProduct"), into: &group)
        collectPrice(line.first("SpecifiedLineTradeAgreement"), into: &group)
        if let delivery = line.first("SpecifiedLineTradeDelivery") {
            let quantity = delivery.value("BilledQuantity")
            group.decimal(.quantity, quantity)
            if let quantity, let unit = quantity.attribute("unitCode") {
                group.derived(.unit, unit, from: quantity, because: "attribute unitCode")
            }
            group.date(.lineDate, delivery.first("ActualDeliverySupplyChainEvent", "OccurrenceDateTime"))
            let despatch = delivery.value("DespatchAdviceReferencedDocument", "IssuerAssignedID")
            let note = delivery.value("DeliveryNoteReferencedDocument", "IssuerAssignedID")
            group.text(.deliveryNoteNumber, despatch ?? note)
        }
        if let settlement = line.first("SpecifiedLineTradeSettlement") {
            collectLineSettlement(settlement, into: &group)
        }
        return group
    }

    private static func collectProduct(_ product: XMLPlace?, into group: inout EInvoiceCollector) {
        guard let product else { return }
        let name = product.value("Name")
        let detail = product.value("Description")
        group.text(.description, name ?? detail)
        if name != nil, let detail { group.notes(.descriptionDetail, [detail]) }
        group.text(.productCode, product.value("SellerAssignedID"))
        group.text(.buyerProductCode, product.value("BuyerAssignedID"))
        group.text(.gtin, product.value("GlobalID"))
    }

    private static func collectPrice(_ agreement: XMLPlace?, into group: inout EInvoiceCollector) {
        guard let agreement else { return }
        let net = agreement.first("NetPriceProductTradePrice")
        let gross = agreement.first("GrossPriceProductTradePrice")
        group.decimal(.unitPrice, net?.value("ChargeAmount"), minimumDigits: 2)
        group.decimal(.unitPriceGross, gross?.value("ChargeAmount"), minimumDigits: 2)
        group.decimal(.priceBaseQuantity, net?.value("BasisQuantity") ?? gross?.value("BasisQuantity"))
        group.text(.purchaseOrder, agreement.value("BuyerOrderReferencedDocument", "IssuerAssignedID"))
        group.text(.orderPosition, agreement.value("BuyerOrderReferencedDocument", "LineID"))
    }

    private static func collectLineSettlement(_ settlement: XMLPlace, into group: inout EInvoiceCollector) {
        let tax = settlement.first("ApplicableTradeTax")
        collectTax(tax, into: &group)
        group.amount(.taxAmount, tax?.value("CalculatedAmount"))
        group.date(.periodStart, settlement.first("BillingSpecifiedPeriod", "StartDateTime"))
        group.date(.periodEnd, settlement.first("BillingSpecifiedPeriod", "EndDateTime"))
        let items = settlement.all("SpecifiedTradeAllowanceCharge")
        let charges = items.filter { EInvoiceAllowance.isCharge($0.value("ChargeIndicator", "Indicator")) == true }
        let discounts = items.filter { EInvoiceAllowance.isCharge($0.value("ChargeIndicator", "Indicator")) == false }
        group.sum(.discountAmount, discounts.compactMap { $0.value("ActualAmount") })
        group.sum(.chargeAmount, charges.compactMap { $0.value("ActualAmount") })
        if discounts.count == 1 { group.decimal(.discountRate, discounts[0].value("CalculationPercent")) }
        let sums = settlement.first("SpecifiedTradeSettlementLineMonetarySummation")
        group.amount(.netAmount, sums?.value("LineTotalAmount"))
        group.amount(.grossAmount, sums?.value("GrandTotalAmount"))
        group.text(.buyerAccountingReference, settlement.value("ReceivableSpecifiedTradeAccountingAccount", "ID"))
    }
}
