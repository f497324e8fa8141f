package import Foundation

/// What was ordered, at which price: one side of a match.
package struct PurchaseOrder: Hashable, Sendable, Codable {
    /// How an article is packed: one box holds twelve pieces.
    package struct Package: Hashable, Sendable, Codable {
        /// Rec 20 or Rec 21 code, or the supplier's word.
        package var unit: String
        /// How much is in one, above 0, in ``contents``.
        package var quantity: Decimal
        package var contents: String

        package init(unit: String, quantity: Decimal, contents: String) {
            self.unit = unit
            self.quantity = quantity
            self.contents = contents
        }

        /// `"BX=12 H87; PAL=40 BX"` as tables write it; without a unit behind the number the line's own is meant.
        /// - Returns: `nil` when a part is not of this form, or its number not above 0.
        package static func list(_ text: String, lineUnit: String?) -> [Package]? {
            var packages: [Package] = []
            for part in text.split(separator: ";") {
                let sides = part.split(separator: "=")
                guard sides.count == 2, let unit = sides[0].split(separator: " ").first else { return nil }
                let words = sides[1].split(separator: " ")
                guard let first = words.first, words.count <= 2, let quantity = Decimal(canonical: String(first)),
                    quantity > 0, let contents = words.count == 2 ? String(words[1]) : lineUnit
                else { return nil }
                packages.append(Package(unit: String(unit), quantity: quantity, contents: contents))
            }
            return packages
        }
    }

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
        /// `nil` = nothing is known about packages.
        package var packages: [Package]?

        package init(
            position: String, productCode: String? = nil, description: String, quantity: Decimal,
            unit: String? = nil, unitPrice: Decimal, netAmount: Decimal, taxRate: Decimal? = nil,
            department: String? = nil, costCentre: String? = nil, packages: [Package]? = nil
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
            self.packages = packages
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
