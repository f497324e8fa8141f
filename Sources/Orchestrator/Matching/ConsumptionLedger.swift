package import Foundation
package import Pipeline

/// What one invoice takes out of an order, or gives back.
package struct Consumption: Hashable, Sendable, Codable {
    package var orderNumber: String
    /// `nil` = matched on the header only, so no line can be named.
    package var position: String?
    /// In the order line's unit; negative = given back. 0 for the header.
    package var quantity: Decimal
    /// Net, in the order's currency.
    package var value: Decimal

    package init(orderNumber: String, position: String?, quantity: Decimal, value: Decimal) {
        self.orderNumber = orderNumber
        self.position = position
        self.quantity = quantity
        self.value = value
    }
}

/// What another case takes, while nobody knows yet how that case ends.
package struct OthersConsumption: Hashable, Sendable {
    package var consumption: Consumption
    /// Whether the case has completed.
    package var isSettled: Bool

    package init(_ consumption: Consumption, isSettled: Bool) {
        self.consumption = consumption
        self.isSettled = isSettled
    }

    /// What is given back makes room for an invoice only once it is settled: a credit note that is refused later can't
    /// call back what others took meanwhile. For another credit note it counts at once: the same goods go back only once.
    func counts(forCredit: Bool) -> Bool {
        isSettled || forCredit || (consumption.quantity >= 0 && consumption.value >= 0)
    }
}

/// What all earlier invoices took out of the orders, posted or not: two partial invoices can't both take the rest.
package struct ConsumptionLedger: Hashable, Sendable, Codable {
    private struct Key: Hashable, Codable {
        var order: String
        var position: String
    }
    private var quantities: [Key: Decimal] = [:]
    private var values: [String: Decimal] = [:]
    private var kept: [String: [Consumption]] = [:]

    package init() {}

    /// What the cases of others leave for an invoice, or a credit note.
    package init(others: [OthersConsumption], for checked: Checked) {
        let isCredit = InvoiceFacts(checked).isCredit
        record(others.filter { $0.counts(forCredit: isCredit) }.map(\.consumption))
    }

    /// - Parameter key: The case; a second record under the same key takes the place of the first, so that a case which
    ///   is told twice counts once. `nil` = counts each time and can't be released.
    package mutating func record(_ consumptions: [Consumption], key: String? = nil) {
        if let key {
            release(key)
            kept[key] = consumptions
        }
        add(consumptions, times: 1)
    }

    /// Gives back what was recorded under a key; nothing happens when nothing was.
    package mutating func release(_ key: String) {
        guard let consumptions = kept.removeValue(forKey: key) else { return }
        add(consumptions, times: -1)
    }

    private mutating func add(_ consumptions: [Consumption], times sign: Decimal) {
        for taken in consumptions {
            values[taken.orderNumber, default: 0] += sign * taken.value
            if let position = taken.position {
                quantities[Key(order: taken.orderNumber, position: position), default: 0] += sign * taken.quantity
            }
        }
    }

    /// Quantity invoiced so far, credit notes taken off.
    package func quantity(order: String, position: String) -> Decimal {
        quantities[Key(order: order, position: position)] ?? 0
    }

    /// Net value invoiced so far, credit notes taken off.
    package func value(order: String) -> Decimal { values[order] ?? 0 }
}
