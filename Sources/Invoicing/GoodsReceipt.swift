package import Foundation

/// What arrived: the third side of a 3-way match. One row per order line and delivery.
package struct GoodsReceipt: Hashable, Sendable, Codable {
    package var number: String
    package var orderNumber: String
    package var orderPosition: String
    package var receivedDate: Day?
    /// Negative = returned to the supplier.
    package var quantity: Decimal
    package var unit: String?

    package init(
        number: String, orderNumber: String, orderPosition: String, receivedDate: Day? = nil, quantity: Decimal,
        unit: String? = nil
    ) {
        self.number = number
        self.orderNumber = orderNumber
        self.orderPosition = orderPosition
        self.receivedDate = receivedDate
        self.quantity = quantity
        self.unit = unit
    }
}
