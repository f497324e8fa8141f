package import Foundation
package import Invoicing
package import Pipeline

/// What matching needs of an invoice, as numbers. A credit note's quantities and sums are negative here, however
/// the document prints them.
package struct InvoiceFacts: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        /// Index into the draft's line items.
        package var index: Int
        package var position: String?
        /// The order's position, when the invoice states it (BT-132).
        package var orderPosition: String?
        package var codes: [String]
        package var description: String
        /// `nil` = not printed.
        package var quantity: Decimal?
        package var unit: String?
        /// For one unit; a price per 100 is already divided.
        package var unitPrice: Decimal?
        package var net: Decimal?
    }

    package var isCredit: Bool
    package var orderText: String?
    package var supplierID: String?
    /// `nil` = not stated, or not a currency.
    package var currency: Currency?
    /// `nil` = not read.
    package var date: Day?
    /// The amounts were brought from the invoice's currency to the order's.
    package var isConverted = false
    package var lines: [Line]
    package var lineNetTotal: Decimal?
    package var netTotal: Decimal?
    package var taxTotal: Decimal?
    package var grossTotal: Decimal?
    package var allowances: Decimal
    package var charges: Decimal

    package init(_ checked: Checked) {
        let draft = checked.draft
        let type = draft[.documentType]?.lowercased() ?? ""
        let named = ["credit_note", "credit-note", "381", "credit note", "creditnote"].contains(type)
        isCredit = named || (draft.decimal(.grossTotal) ?? draft.decimal(.netTotal) ?? 0) < 0
        let sign: Decimal = named && (draft.decimal(.grossTotal) ?? draft.decimal(.netTotal) ?? 1) > 0 ? -1 : 1
        func signed(_ name: FieldName) -> Decimal? { draft.decimal(name).map { $0 * sign } }
        orderText = draft[.purchaseOrder] ?? draft[.orderNumber]
        supplierID = checked.supplier?.id
        currency = draft[.currency].flatMap { Currency($0) }
        date = draft[.invoiceDate].flatMap { Day(iso: $0) }
        lines = draft.lineItems.enumerated().map { Line($1, index: $0, sign: sign) }
        lineNetTotal = signed(.lineNetTotal)
        taxTotal = signed(.taxTotal)
        grossTotal = signed(.grossTotal)
        netTotal = signed(.netTotal)
        if netTotal == nil, let grossTotal, let taxTotal { netTotal = grossTotal - taxTotal }
        (allowances, charges) = Self.extras(draft, sign: sign)
    }

    /// Totals where they are printed, else the sum of the single ones.
    private static func extras(_ draft: Draft, sign: Decimal) -> (allowances: Decimal, charges: Decimal) {
        var allowances: Decimal = 0
        var charges: Decimal = 0
        for extra in draft.allowancesAndCharges {
            guard let amount = extra[.amount].flatMap({ Decimal(canonical: $0.value) }) else { continue }
            if extra[.allowanceOrCharge]?.value == "charge" { charges += amount } else { allowances += abs(amount) }
        }
        return (
            (draft.decimal(.allowanceTotal).map { abs($0) } ?? allowances) * sign,
            (draft.decimal(.chargeTotal) ?? charges) * sign
        )
    }
}

extension InvoiceFacts.Line {
    init(_ fields: FieldGroup, index: Int, sign: Decimal) {
        func number(_ name: FieldName) -> Decimal? { fields[name].flatMap { Decimal(canonical: $0.value) } }
        self.index = index
        position = fields[.position]?.value
        orderPosition = fields[.orderPosition]?.value
        codes = [FieldName.productCode, .buyerProductCode, .gtin].compactMap { fields[$0]?.value }
        description = fields[.description]?.value ?? ""
        quantity = number(.quantity).map { $0 * sign }
        unit = fields[.unit]?.value
        let base = number(.priceBaseQuantity) ?? 1
        unitPrice = number(.unitPrice).map { base > 0 ? $0 / base : $0 }
        net = number(.netAmount).map { $0 * sign }
        if net == nil, let quantity, let unitPrice { net = quantity * unitPrice }
        // A negative price for a positive quantity gives back just the same.
        if let net, net < 0, let printed = quantity, printed > 0 { quantity = -printed }
        unitPrice = unitPrice.map { abs($0) }
    }

    /// Freight and packing that suppliers print as a line; words of the lexicon in English, German and French.
    var isCharge: Bool {
        let words = Set(MatchText.words(description))
        return !words.isDisjoint(with: Self.chargeWords)
    }

    /// A remark between the items: nothing is asked for.
    var isText: Bool { net == 0 && (quantity ?? 0) == 0 }

    private static let chargeWords: Set<String> = [
        "freight", "shipping", "postage", "carriage", "delivery", "handling", "packing", "surcharge", "versand",
        "versandkosten", "fracht", "frachtkosten", "porto", "transport", "transportkosten", "lieferkosten",
        "verpackung", "zuschlag", "mautzuschlag", "dieselzuschlag", "livraison", "emballage", "expedition",
    ]
}
