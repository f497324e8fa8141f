package import Foundation
package import Invoicing

extension MatchVerdict {
    /// Goods that have to arrive before the comparison with receipts can agree.
    package struct Missing: Hashable, Sendable, Codable {
        /// `nil` = any of the verdict's orders: the invoice lists no lines.
        package var orderNumber: String?
        package var orderPosition: String?
        /// In the order line's unit; without a position net money in the order's currency.
        package var missing: Decimal
        /// What must have been received in all, with what is allowed taken off.
        package var needed: Decimal
        package var unit: String?

        package init(
            orderNumber: String?, orderPosition: String?, missing: Decimal, needed: Decimal, unit: String? = nil
        ) {
            self.orderNumber = orderNumber
            self.orderPosition = orderPosition
            self.missing = missing
            self.needed = needed
            self.unit = unit
        }

        enum CodingKeys: String, CodingKey {
            case missing, needed, unit
            case orderNumber = "order_number"
            case orderPosition = "order_position"
        }
    }

    /// The events that a waiting case listens for, one per order: `"receipt:4510001"`.
    package var receiptEvents: [String] {
        guard status == .awaitingReceipt else { return [] }
        let numbers = (missing ?? []).flatMap { $0.orderNumber.map { [$0] } ?? orderNumbers }
        return Set(numbers).sorted().map { "receipt:\($0)" }
    }

    /// Whether a case that waits may go on: everything that was missing is there. It is matched anew then, since other
    /// invoices may have taken from the order meanwhile.
    /// - Parameters:
    ///   - receipts: All of these orders, old ones too.
    ///   - orders: At least those of the verdict.
    package func isSatisfied(by receipts: [GoodsReceipt], orders: [PurchaseOrder]) -> Bool {
        let all = Receipts(receipts)
        let mine = orders.filter { orderNumbers.contains($0.number) }
        return (missing ?? []).allSatisfy { goods in
            guard let position = goods.orderPosition else {
                return mine.reduce(Decimal(0)) { $0 + all.value(of: $1) } >= goods.needed
            }
            for order in mine where order.number == goods.orderNumber {
                if let line = order.lines.first(where: { $0.position == position }) {
                    return all.received(OrderLine(order: order, line: line)).quantity >= goods.needed
                }
            }
            return false
        }
    }
}

extension Tolerance {
    /// The least quantity received for which `total` may be invoiced: the inverse of ``quantity(base:price:)``.
    func leastReceived(for total: Decimal, price: Decimal) -> Decimal {
        let byShare = total / (1 + percent / 100)
        guard price != 0 else { return byShare.rounded(9) }
        return limit(byShare, total - absolute / abs(price)).rounded(9)
    }

    /// The least value received for which `net` may be invoiced: the inverse of ``money(base:)``.
    func leastValue(for net: Decimal) -> Decimal { limit(net / (1 + percent / 100), net - absolute) }

    private func limit(_ first: Decimal, _ second: Decimal) -> Decimal {
        combine == .min ? Swift.max(first, second) : Swift.min(first, second)
    }
}

extension Receipts {
    /// What an order's receipts are worth at its prices, never more than was ordered. Orders that ask for no receipt
    /// count in full.
    func value(of order: PurchaseOrder) -> Decimal {
        guard order.match == .threeWay else { return order.netTotal }
        return order.lines.reduce(0) { sum, line in
            let quantity = received(OrderLine(order: order, line: line)).quantity
            return sum + (quantity >= line.quantity ? line.netAmount : quantity * line.unitPrice)
        }
    }

    /// Units of receipts that no factor leads from to the order line's.
    func unknownUnits(of order: PurchaseOrder) -> [String] {
        order.match == .twoWay
            ? [] : order.lines.compactMap { received(OrderLine(order: order, line: $0)).otherUnit }
    }
}
