import Invoicing

extension UBLReader {
    static func collectPayment(_ root: XMLPlace, into found: inout EInvoiceCollector) {
        let means = root.all("PaymentMeans")
        found.text(.paymentMeansCode, means.lazy.compactMap { $0.value("PaymentMeansCode") }.first)
        if found.fields[.paymentMeansText] == nil,
            let code = means.lazy.compactMap({ $0.value("PaymentMeansCode") }).first,
            let name = code.attribute("name")
        {
            found.derived(.paymentMeansText, name, from: code, because: "attribute name")
        }
        found.text(.paymentReference, means.lazy.compactMap { $0.value("PaymentID") }.first)
        // A credit note has no DueDate of its own.
        for mean in means { found.date(.dueDate, mean.value("PaymentDueDate")) }
        let accounts = means.map { mean in
            let account = mean.first("PayeeFinancialAccount")
            let branch = account?.first("FinancialInstitutionBranch")
            return EInvoiceAccount(
                number: account?.value("ID"), name: account?.value("Name"),
                bic: branch?.value("FinancialInstitution", "ID") ?? branch?.value("ID"))
        }
        EInvoiceAccount.collect(accounts, into: &found)
        found.text(.directDebitMandateID, means.lazy.compactMap { $0.value("PaymentMandate", "ID") }.first)
        found.code(
            .customerIBAN, means.lazy.compactMap { $0.value("PaymentMandate", "PayerFinancialAccount", "ID") }.first)
        found.text(
            .paymentCardNumber, means.lazy.compactMap { $0.value("CardAccount", "PrimaryAccountNumberID") }.first)
        found.notes(.paymentTerms, root.all("PaymentTerms", "Note"))
    }

    static func collectTotals(_ root: XMLPlace, into found: inout EInvoiceCollector) {
        let taxes = root.all("TaxTotal", "TaxAmount")
        EInvoiceTaxTotal.collect(taxes, into: &found)
        guard let sums = root.first("LegalMonetaryTotal") else { return }
        found.amount(.lineNetTotal, sums.value("LineExtensionAmount"))
        found.amount(.netTotal, sums.value("TaxExclusiveAmount"))
        found.amount(.grossTotal, sums.value("TaxInclusiveAmount"))
        found.amount(.allowanceTotal, sums.value("AllowanceTotalAmount"))
        found.amount(.chargeTotal, sums.value("ChargeTotalAmount"))
        found.amount(.prepaidAmount, sums.value("PrepaidAmount"))
        found.amount(.roundingAmount, sums.value("PayableRoundingAmount"))
        found.amount(.amountDue, sums.value("PayableAmount"))
        let names = ["LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"]
        EInvoiceTaxTotal.checkCurrency(names.compactMap { sums.value($0) }, into: &found)
    }

    /// BG-23, one group per rate and category.
    static func readTaxes(_ root: XMLPlace, into found: inout EInvoiceCollector) -> [FieldGroup] {
        let taxes = root.all("TaxTotal", "TaxSubtotal")
        EInvoiceTaxTotal.collectMeaning(
            of: taxes.map { tax in
                let category = tax.first("TaxCategory")
                return .init(
                    category: category?.value("ID"), reason: category?.value("TaxExemptionReason"),
                    reasonCode: category?.value("TaxExemptionReasonCode"))
            }, into: &found)
        return taxes.map { tax in
            var group = EInvoiceCollector()
            let category = tax.first("TaxCategory")
            group.amount(.taxBase, tax.value("TaxableAmount"))
            group.amount(.taxAmount, tax.value("TaxAmount"))
            collectTax(category, into: &group)
            group.decimal(.taxRate, tax.value("Percent"))
            group.text(.taxExemptionReason, category?.value("TaxExemptionReason"))
            group.code(.taxExemptionCode, category?.value("TaxExemptionReasonCode"))
            return found.adopt(group)
        }.filter { !$0.isEmpty }
    }

    static func collectTax(_ category: XMLPlace?, into group: inout EInvoiceCollector) {
        group.decimal(.taxRate, category?.value("Percent"))
        group.code(.taxCategory, category?.value("ID"))
    }

    /// BG-20 and BG-21. UBL writes the percentage as a number of hundredths already.
    static func readAllowances(_ root: XMLPlace, into found: inout EInvoiceCollector) -> [FieldGroup] {
        root.all("AllowanceCharge").map { item in
            var group = EInvoiceCollector()
            EInvoiceAllowance.collectKind(item, item.value("ChargeIndicator"), into: &group)
            group.amount(.amount, item.value("Amount"))
            group.amount(.baseAmount, item.value("BaseAmount"))
            group.decimal(.discountRate, item.value("MultiplierFactorNumeric"))
            group.text(.reason, item.value("AllowanceChargeReason"))
            group.code(.reasonCode, item.value("AllowanceChargeReasonCode"))
            collectTax(item.first("TaxCategory"), into: &group)
            return found.adopt(group)
        }
    }
}
