package import Foundation

/// What was ordered, at which price: one side of a match.
package struct PurchaseOrder: Hashable, Sendable, Codable {
    package struct Line: Hashable, Sendable, Codable {
        /// As the order prints it: `"10"`.
        package var position: String
        package var productCode: String?
        package var description: String
        package var quantity: Decimal
        /// UN/ECE Rec 20 code or the supplier's word; `nil` = not stated.
        package var unit: String?
        /// Net, per one unit, in the order's currency.
        package var unitPrice: Decimal
        package var netAmount: Decimal
        /// Percent; `nil` = not stated.
        package var taxRate: Decimal?
        package var department: String?
        package var costCentre: String?

        package init(
            position: String, productCode: String? = nil, description: String, quantity: Decimal,
            unit: String? = nil, unitPrice: Decimal, netAmount: Decimal, taxRate: Decimal? = nil,
            department: String? = nil, costCentre: String? = nil
        ) {
            self.position = position
            self.productCode = productCode
            self.description = description
            self.quantity = quantity
            self.unit = unit
            self.unitPrice = unitPrice
            self.netAmount = netAmount
            self.taxRate = taxRate
            self.department = department
            self.costCentre = costCentre
        }
    }

    /// Which documents have to agree before an invoice may be paid.
    package enum Match: String, Hashable, Sendable, Codable {
        /// Order and invoice.
        case twoWay = "2-way"
        /// Order, goods receipt and invoice.
        case threeWay = "3-way"
    }

    package var number: String
    package var supplierID: String
    package var customerID: String?
    package var currency: Currency
    package var orderDate: Day?
    package var match: Match
    /// The person who ordered; may not approve the invoice (separation of duties). `nil` = unknown.
    package var createdBy: String?
    package var lines: [Line]

    package init(
        number: String, supplierID: String, customerID: String? = nil, currency: Currency, orderDate: Day? = nil,
        match: Match, createdBy: String? = nil, lines: [Line]
    ) {
        self.number = number
        self.supplierID = supplierID
        self.customerID = customerID
        self.currency = currency
        self.orderDate = orderDate
        self.match = match
        self.createdBy = createdBy
        self.lines = lines
    }
}
