package import Foundation
package import Invoicing
package import Pipeline

extension Checked {
    /// One line of bolts; sums follow from quantity and price unless they are given.
    package static func invoice(
        quantity: Decimal = 10, price: Decimal = 100, unit: String = "pcs", type: String = "invoice",
        order: String? = "PO-0042", net: Decimal? = nil, tax: Decimal? = nil, charge: Decimal = 0,
        supplier: String? = "S1", currency: String = "EUR", code: String = "AB-1", text: String = "Steel bolt M8",
        lines: Bool = true, number: String = "R-1", confidence: Double = 0.99, findings: [Finding] = []
    ) -> Checked {
        let sum = quantity * price
        let netTotal = net ?? sum + charge
        let taxTotal = tax ?? (netTotal * 19 / 100).rounded(2)
        func field(_ value: Decimal) -> Field { Field(value.canonical(), confidence: confidence) }
        var draft = Draft(schema: "invoice/1")
        draft.fields = [
            .invoiceNumber: Field(number, confidence: confidence), .documentType: Field(type, confidence: confidence),
            .invoiceDate: Field("2026-03-01", confidence: confidence),
            .currency: Field(currency, confidence: confidence), .netTotal: field(netTotal), .taxTotal: field(taxTotal),
            .grossTotal: field(netTotal + taxTotal), .supplierName: Field("Nordwind GmbH", confidence: confidence),
        ]
        if charge != 0 { draft.fields[.chargeTotal] = field(charge) }
        if let order { draft.fields[.purchaseOrder] = Field(order, confidence: confidence) }
        if lines {
            draft.lineItems = [
                [
                    .productCode: Field(code, confidence: confidence),
                    .description: Field(text, confidence: confidence),
                    .quantity: field(quantity), .unit: Field(unit, confidence: confidence), .unitPrice: field(price),
                    .netAmount: field(sum), .taxRate: field(19),
                ]
            ]
        }
        return Checked(
            draft: draft, findings: findings,
            supplier: supplier.map { PartyMatch(id: $0, name: "Nordwind GmbH", basis: .vatID, score: 1) })
    }
}

/// SplitMix64: the same numbers at every run.
package struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    package init(seed: UInt64) { state = seed }
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
