import Invoicing

extension CIIReader {
    static func collectPayment(_ settlement: XMLPlace, into found: inout EInvoiceCollector) {
        found.text(.paymentReference, settlement.value("PaymentReference"))
        found.text(.creditorID, settlement.value("CreditorReferenceID"))
        let means = settlement.all("SpecifiedTradeSettlementPaymentMeans")
        found.text(.paymentMeansCode, means.lazy.compactMap { $0.value("TypeCode") }.first)
        found.notes(.paymentMeansText, means.compactMap { $0.value("Information") })
        let accounts = means.map { mean in
            let account = mean.first("PayeePartyCreditorFinancialAccount")
            return EInvoiceAccount(
                number: account?.value("IBANID") ?? account?.value("ProprietaryID"),
                name: account?.value("AccountName"),
                bic: mean.value("PayeeSpecifiedCreditorFinancialInstitution", "BICID"))
        }
        EInvoiceAccount.collect(accounts, into: &found)
        let debited = means.lazy.compactMap { $0.value("PayerPartyDebtorFinancialAccount", "IBANID") }.first
        found.code(.customerIBAN, debited)
        found.text(
            .paymentCardNumber,
            means.lazy.compactMap { $0.value("ApplicableTradeSettlementFinancialCard", "ID") }.first)
        collectTerms(settlement.all("SpecifiedTradePaymentTerms"), into: &found)
    }

    /// Terms that grant a discount may carry the discount's date: a plain term's date comes first.
    private static func collectTerms(_ terms: [XMLPlace], into found: inout EInvoiceCollector) {
        found.notes(.paymentTerms, terms.compactMap { $0.value("Description") })
        found.text(.directDebitMandateID, terms.lazy.compactMap { $0.value("DirectDebitMandateID") }.first)
        let plain = terms.filter { $0.first("ApplicableTradePaymentDiscountTerms") == nil }
        let others = terms.filter { $0.first("ApplicableTradePaymentDiscountTerms") != nil }
        let dates = (plain + others).compactMap { $0.first("DueDateDateTime") }
        for date in dates { found.date(.dueDate, date) }
        found.alternatives(.dueDate, dates.compactMap { EInvoiceValue.date($0.value("DateTimeString")?.text ?? "") })
    }

    static func collectTotals(_ settlement: XMLPlace, into found: inout EInvoiceCollector) {
        guard let sums = settlement.first("SpecifiedTradeSettlementHeaderMonetarySummation") else { return }
        found.amount(.lineNetTotal, sums.value("LineTotalAmount"))
        found.amount(.allowanceTotal, sums.value("AllowanceTotalAmount"))
        found.amount(.chargeTotal, sums.value("ChargeTotalAmount"))
        found.amount(.netTotal, sums.value("TaxBasisTotalAmount"))
        found.amount(.roundingAmount, sums.value("RoundingAmount"))
        found.amount(.grossTotal, sums.value("GrandTotalAmount"))
        found.amount(.prepaidAmount, sums.value("TotalPrepaidAmount"))
        found.amount(.amountDue, sums.value("DuePayableAmount"))
        EInvoiceTaxTotal.collect(sums.all("TaxTotalAmount"), into: &found)
        let names = ["LineTotalAmount", "TaxBasisTotalAmount", "GrandTotalAmount", "DuePayableAmount"]
        EInvoiceTaxTotal.checkCurrency(names.compactMap { sums.value($0) }, into: &found)
    }

    /// BG-23, one group per rate and category.
    static func readTaxes(_ settlement: XMLPlace, into found: inout EInvoiceCollector) -> [FieldGroup] {
        let taxes = settlement.all("ApplicableTradeTax")
        EInvoiceTaxTotal.collectMeaning(
            of: taxes.map {
                .init(
                    category: $0.value("CategoryCode"), reason: $0.value("ExemptionReason"),
                    reasonCode: $0.value("ExemptionReasonCode"))
            }, into: &found)
        return taxes.map { tax in
            var group = EInvoiceCollector()
            group.amount(.taxBase, tax.value("BasisAmount"))
            group.amount(.taxAmount, tax.value("CalculatedAmount"))
            collectTax(tax, into: &group)
            group.text(.taxExemptionReason, tax.value("ExemptionReason"))
            group.code(.taxExemptionCode, tax.value("ExemptionReasonCode"))
            return found.adopt(group)
        }.filter { !$0.isEmpty }
    }

    static func collectTax(_ tax: XMLPlace?, into group: inout EInvoiceCollector) {
        group.decimal(.taxRate, tax?.value("RateApplicablePercent"))
        group.code(.taxCategory, tax?.value("CategoryCode"))
    }

    /// BG-20 and BG-21, and the freight of `SpecifiedLogisticsServiceCharge`, which only the EXTENDED profile has.
    static func readAllowances(_ settlement: XMLPlace, into found: inout EInvoiceCollector) -> [FieldGroup] {
        let plain = settlement.all("SpecifiedTradeAllowanceCharge").map { item in
            var group = EInvoiceCollector()
            EInvoiceAllowance.collectKind(item, item.value("ChargeIndicator", "Indicator"), into: &group)
            group.amount(.amount, item.value("ActualAmount"))
            group.amount(.baseAmount, item.value("BasisAmount"))
            group.decimal(.discountRate, item.value("CalculationPercent"))
            group.text(.reason, item.value("Reason"))
            group.code(.reasonCode, item.value("ReasonCode"))
            collectTax(item.first("CategoryTradeTax"), into: &group)
            return found.adopt(group)
        }
        let freight = settlement.all("SpecifiedLogisticsServiceCharge").map { item in
            var group = EInvoiceCollector()
            group.derived(.allowanceOrCharge, "charge", from: item, because: "a service charge")
            group.amount(.amount, item.value("AppliedAmount"))
            group.text(.reason, item.value("Description"))
            collectTax(item.first("AppliedTradeTax"), into: &group)
            return found.adopt(group)
        }
        return plain + freight
    }
}
