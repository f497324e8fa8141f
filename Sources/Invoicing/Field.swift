/// A value read off a document, with how sure we are and where it stands.
package struct Field: Hashable, Sendable, Codable {
    /// Canonical text: dates ISO 8601, decimals with a point and no grouping, codes as their standard writes them.
    package var value: String
    /// Chance that `value` is right, 0...1.
    package var confidence: Double
    /// `nil` only for values nobody can point at.
    package var evidence: Evidence?

    package init(_ value: String, confidence: Double, evidence: Evidence? = nil) {
        self.value = value
        self.confidence = confidence
        self.evidence = evidence
    }
}

/// The name of a field in `schemas/` and in every result (snake_case). Names with meaning to the program are
/// listed here; a schema may define any others.
package struct FieldName: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CodingKeyRepresentable, Comparable
{
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package var codingKey: any CodingKey { Key(stringValue: rawValue) }
    package init?<K: CodingKey>(codingKey: K) { rawValue = codingKey.stringValue }
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
    package static func < (left: FieldName, right: FieldName) -> Bool { left.rawValue < right.rawValue }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

/// Header fields; the business term of EN 16931 stands behind each.
extension FieldName {
    package static let invoiceNumber: FieldName = "invoice_number"  // BT-1
    package static let invoiceDate: FieldName = "invoice_date"  // BT-2
    package static let documentType: FieldName = "document_type"  // BT-3: invoice | credit_note | ...
    package static let documentTypeCode: FieldName = "document_type_code"  // BT-3 as written, UNTDID 1001
    package static let currency: FieldName = "currency"  // BT-5
    package static let vatAccountingCurrency: FieldName = "vat_accounting_currency"  // BT-6
    package static let taxPointDate: FieldName = "tax_point_date"  // BT-7
    package static let dueDate: FieldName = "due_date"  // BT-9
    package static let buyerReference: FieldName = "buyer_reference"  // BT-10
    package static let projectReference: FieldName = "project_reference"  // BT-11
    package static let contractReference: FieldName = "contract_reference"  // BT-12
    package static let purchaseOrder: FieldName = "purchase_order"  // BT-13
    package static let salesOrderNumber: FieldName = "sales_order_number"  // BT-14
    package static let receiptReference: FieldName = "receipt_reference"  // BT-15
    package static let deliveryNoteNumber: FieldName = "delivery_note_number"  // BT-16
    package static let tenderReference: FieldName = "tender_reference"  // BT-17
    package static let invoicedObjectID: FieldName = "invoiced_object_id"  // BT-18
    package static let buyerAccountingReference: FieldName = "buyer_accounting_ref"  // BT-19
    package static let paymentTerms: FieldName = "payment_terms"  // BT-20
    package static let note: FieldName = "note"  // BT-22
    package static let profile: FieldName = "profile"  // BT-24
    package static let precedingInvoiceNumber: FieldName = "preceding_invoice_number"  // BT-25
    package static let precedingInvoiceDate: FieldName = "preceding_invoice_date"  // BT-26
    package static let orderDate: FieldName = "order_date"
    package static let deliveryDate: FieldName = "delivery_date"  // BT-72
    package static let servicePeriodStart: FieldName = "service_period_start"  // BT-73
    package static let servicePeriodEnd: FieldName = "service_period_end"  // BT-74
    package static let supplierName: FieldName = "supplier_name"  // BT-27
    package static let supplierTradingName: FieldName = "supplier_trading_name"  // BT-28
    package static let supplierID: FieldName = "supplier_id"  // BT-29
    package static let supplierRegistrationNumber: FieldName = "supplier_registration_number"  // BT-30
    package static let supplierVATID: FieldName = "supplier_vat_id"  // BT-31
    package static let supplierTaxNumber: FieldName = "supplier_tax_number"  // BT-32
    package static let supplierEndpointID: FieldName = "supplier_endpoint_id"  // BT-34
    package static let supplierAddress: FieldName = "supplier_address"  // BG-5, as one line
    package static let supplierStreet: FieldName = "supplier_street"  // BT-35
    package static let supplierCity: FieldName = "supplier_city"  // BT-37
    package static let supplierPostCode: FieldName = "supplier_post_code"  // BT-38
    package static let supplierRegion: FieldName = "supplier_region"  // BT-39
    package static let supplierCountry: FieldName = "supplier_country"  // BT-40
    package static let supplierContact: FieldName = "supplier_contact"  // BT-41
    package static let supplierPhone: FieldName = "supplier_phone"  // BT-42
    package static let supplierEmail: FieldName = "supplier_email"  // BT-43
    package static let supplierWebsite: FieldName = "supplier_website"
    package static let customerName: FieldName = "customer_name"  // BT-44
    package static let customerTradingName: FieldName = "customer_trading_name"  // BT-45
    package static let customerID: FieldName = "customer_id"  // BT-46
    package static let customerRegistrationNumber: FieldName = "customer_registration_number"  // BT-47
    package static let customerVATID: FieldName = "customer_vat_id"  // BT-48
    package static let customerEndpointID: FieldName = "customer_endpoint_id"  // BT-49
    package static let customerAddress: FieldName = "customer_address"  // BG-8, as one line
    package static let customerStreet: FieldName = "customer_street"  // BT-50
    package static let customerCity: FieldName = "customer_city"  // BT-52
    package static let customerPostCode: FieldName = "customer_post_code"  // BT-53
    package static let customerRegion: FieldName = "customer_region"  // BT-54
    package static let customerCountry: FieldName = "customer_country"  // BT-55
    package static let customerContact: FieldName = "customer_contact"  // BT-56
    package static let customerPhone: FieldName = "customer_phone"  // BT-57
    package static let customerEmail: FieldName = "customer_email"  // BT-58
    package static let customerIBAN: FieldName = "customer_iban"  // BT-91, the account a direct debit takes from
    package static let billingName: FieldName = "billing_name"
    package static let billingAddress: FieldName = "billing_address"
    package static let payeeName: FieldName = "remit_to_name"  // BT-59
    package static let payeeID: FieldName = "remit_to_id"  // BT-60
    package static let payeeRegistrationNumber: FieldName = "remit_to_registration_number"  // BT-61
    package static let payeeAddress: FieldName = "remit_to_address"
    package static let taxRepresentativeName: FieldName = "tax_representative_name"  // BT-62
    package static let taxRepresentativeVATID: FieldName = "tax_representative_vat_id"  // BT-63
    package static let taxRepresentativeAddress: FieldName = "tax_representative_address"  // BG-12
    package static let shippingName: FieldName = "shipping_name"  // BT-70
    package static let shippingID: FieldName = "shipping_id"  // BT-71
    package static let shippingAddress: FieldName = "shipping_address"  // BG-15
    package static let shippingStreet: FieldName = "shipping_street"  // BT-75
    package static let shippingCity: FieldName = "shipping_city"  // BT-77
    package static let shippingPostCode: FieldName = "shipping_post_code"  // BT-78
    package static let shippingCountry: FieldName = "shipping_country"  // BT-80
    package static let paymentMeansCode: FieldName = "payment_means_code"  // BT-81
    package static let paymentMeansText: FieldName = "payment_means_text"  // BT-82
    package static let paymentCardNumber: FieldName = "payment_card_number"  // BT-87
    package static let paymentReference: FieldName = "payment_reference"  // BT-83
    package static let supplierIBAN: FieldName = "supplier_iban"  // BT-84
    package static let bankAccountNumber: FieldName = "bank_account_number"  // BT-84, not an IBAN
    package static let bankAccountName: FieldName = "bank_account_name"  // BT-85
    package static let supplierBIC: FieldName = "supplier_bic"  // BT-86
    package static let directDebitMandateID: FieldName = "direct_debit_mandate_id"  // BT-89
    package static let creditorID: FieldName = "creditor_id"  // BT-90
    package static let lineNetTotal: FieldName = "line_net_total"  // BT-106
    package static let allowanceTotal: FieldName = "allowance_total"  // BT-107
    package static let chargeTotal: FieldName = "charge_total"  // BT-108
    package static let netTotal: FieldName = "net_total"  // BT-109
    package static let taxTotal: FieldName = "tax_total"  // BT-110
    package static let taxTotalAccounting: FieldName = "tax_total_accounting"  // BT-111, in vat_accounting_currency
    package static let grossTotal: FieldName = "gross_total"  // BT-112
    package static let prepaidAmount: FieldName = "amount_paid"  // BT-113
    package static let roundingAmount: FieldName = "rounding_amount"  // BT-114
    package static let amountDue: FieldName = "amount_due"  // BT-115
    package static let previousBalance: FieldName = "previous_balance"
    package static let taxExemptionReason: FieldName = "tax_exemption_reason"  // BT-120
    package static let taxExemptionCode: FieldName = "tax_exemption_code"  // BT-121
    package static let isReverseCharge: FieldName = "is_reverse_charge"
    package static let isSelfBilled: FieldName = "is_self_billed"
    package static let isPrepayment: FieldName = "is_prepayment"
    // Purchase orders and goods receipts.
    package static let orderNumber: FieldName = "order_number"
    package static let receiptNumber: FieldName = "receipt_number"
    package static let receiptDate: FieldName = "receipt_date"
}

/// Fields of a line item.
extension FieldName {
    package static let position: FieldName = "position"  // BT-126
    package static let description: FieldName = "description"  // BT-153
    package static let descriptionDetail: FieldName = "description_detail"  // BT-154
    package static let productCode: FieldName = "product_code"  // BT-155
    package static let buyerProductCode: FieldName = "buyer_product_code"  // BT-156
    package static let gtin: FieldName = "gtin"  // BT-157
    package static let quantity: FieldName = "quantity"  // BT-129
    package static let unit: FieldName = "unit"  // BT-130
    package static let unitPrice: FieldName = "unit_price"  // BT-146
    package static let unitPriceGross: FieldName = "unit_price_gross"  // BT-148
    package static let priceBaseQuantity: FieldName = "price_base_quantity"  // BT-149
    package static let discountAmount: FieldName = "discount_amount"  // BT-136
    package static let discountRate: FieldName = "discount_rate"  // BT-138
    package static let chargeAmount: FieldName = "charge_amount"  // BT-141
    package static let netAmount: FieldName = "net_amount"  // BT-131
    package static let grossAmount: FieldName = "gross_amount"
    package static let taxRate: FieldName = "tax_rate"  // BT-152
    package static let taxAmount: FieldName = "tax_amount"
    package static let taxCategory: FieldName = "tax_category"  // BT-151
    package static let lineDate: FieldName = "date"
    package static let periodStart: FieldName = "period_start"  // BT-134
    package static let periodEnd: FieldName = "period_end"  // BT-135
    package static let lineNote: FieldName = "line_note"  // BT-127
    package static let orderPosition: FieldName = "po_line"  // BT-132
    /// Base of a tax rate in the tax breakdown (BT-116); rate, amount and category share the names above.
    package static let taxBase: FieldName = "tax_base"
    /// Amount of a document-level allowance (BT-92) or charge (BT-99) with its reason.
    package static let amount: FieldName = "amount"
    package static let baseAmount: FieldName = "base_amount"  // BT-93, BT-100
    package static let reason: FieldName = "reason"
    package static let reasonCode: FieldName = "reason_code"  // BT-98, BT-105
    /// `allowance` or `charge`.
    package static let allowanceOrCharge: FieldName = "kind"
}
