import Invoicing

extension UBLReader {
    /// BG-25. A line's `SubInvoiceLine`s (XRechnung's extension) are parts of its own amount and left out.
    static func readLines(
        _ root: XMLPlace, _ syntax: EInvoice.Syntax, into found: inout EInvoiceCollector
    ) -> [FieldGroup] {
        let isCreditNote = syntax == .ublCreditNote
        return root.all(isCreditNote ? "CreditNoteLine" : "InvoiceLine").map { line in
            found.adopt(readLine(line, line.value(isCreditNote ? "CreditedQuantity" : "InvoicedQuantity")))
        }
    }

    private static func readLine(_ line: XMLPlace, _ quantity: XMLPlace?) -> EInvoiceCollector {
        var group = EInvoiceCollector()
        group.text(.position, line.value("ID"))
        group.notes(.lineNote, line.all("Note"))
        group.decimal(.quantity, quantity)
        if let quantity, let unit = quantity.attribute("unitCode") {
            group.derived(.unit, unit, from: quantity, because: "attribute unitCode")
        }
        group.amount(.netAmount, line.value("LineExtensionAmount"))
        group.text(.buyerAccountingReference, line.value("AccountingCost"))
        group.date(.periodStart, line.value("InvoicePeriod", "StartDate"))
        group.date(.periodEnd, line.value("InvoicePeriod", "EndDate"))
        group.text(.orderPosition, line.value("OrderLineReference", "LineID"))
        group.text(.purchaseOrder, line.value("OrderLineReference", "OrderReference", "ID"))
        group.text(.deliveryNoteNumber, line.value("DespatchLineReference", "DocumentReference", "ID"))
        group.date(.lineDate, line.value("Delivery", "ActualDeliveryDate"))
        group.amount(.taxAmount, line.value("TaxTotal", "TaxAmount"))
        collectLineAllowances(line.all("AllowanceCharge"), into: &group)
        collectItem(line.first("Item"), into: &group)
        collectPrice(line.first("Price"), into: &group)
        return group
    }

    private static func collectLineAllowances(_ items: [XMLPlace], into group: inout EInvoiceCollector) {
        let charges = items.filter { EInvoiceAllowance.isCharge($0.value("ChargeIndicator")) == true }
        let discounts = items.filter { EInvoiceAllowance.isCharge($0.value("ChargeIndicator")) == false }
        group.sum(.discountAmount, discounts.compactMap { $0.value("Amount") })
        group.sum(.chargeAmount, charges.compactMap { $0.value("Amount") })
        if discounts.count == 1 { group.decimal(.discountRate, discounts[0].value("MultiplierFactorNumeric")) }
    }

    private static func collectItem(_ item: XMLPlace?, into group: inout EInvoiceCollector) {
        guard let item else { return }
        let name = item.value("Name")
        let detail = item.value("Description")
        group.text(.description, name ?? detail)
        if let name, let detail, name.text != detail.text { group.notes(.descriptionDetail, [detail]) }
        group.text(.productCode, item.value("SellersItemIdentification", "ID"))
        group.text(.buyerProductCode, item.value("BuyersItemIdentification", "ID"))
        group.text(.gtin, item.value("StandardItemIdentification", "ID"))
        collectTax(item.first("ClassifiedTaxCategory"), into: &group)
    }

    /// The gross price (BT-148) is the base of the price's own allowance.
    private static func collectPrice(_ price: XMLPlace?, into group: inout EInvoiceCollector) {
        guard let price else { return }
        group.decimal(.unitPrice, price.value("PriceAmount"), minimumDigits: 2)
        group.decimal(.unitPriceGross, price.value("AllowanceCharge", "BaseAmount"), minimumDigits: 2)
        group.decimal(.priceBaseQuantity, price.value("BaseQuantity"))
    }
}
