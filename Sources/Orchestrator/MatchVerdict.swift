/// The comparison of an invoice with orders and goods receipts, with its arithmetic.
package struct MatchVerdict: Hashable, Sendable, Codable {
    package enum Status: String, Hashable, Sendable, Codable {
        /// Every line agrees within tolerance.
        case matched
        case priceVariance = "price-variance"
        case quantityVariance = "quantity-variance"
        case headerVariance = "header-variance"
        /// Invoiced before the goods were received.
        case awaitingReceipt = "awaiting-receipt"
        /// An order is named but not known.
        case orderUnknown = "order-unknown"
        /// No order is named and none fits.
        case noOrder = "no-order"
        /// Lines of the invoice that are on no order.
        case unmatchedLines = "unmatched-lines"
        /// Another currency than the order's, and no exchange rate is given for the invoice's date.
        case currencyDiffers = "currency-differs"
        case supplierDiffers = "supplier-differs"
        /// A credit note that gives back what was invoiced before.
        case credited
        /// No orders were given to match with.
        case notChecked = "not-checked"
    }

    /// One comparison with its numbers, so that a person can redo it.
    package struct Check: Hashable, Sendable, Codable {
        /// `"unit-price"`, `"quantity"`, `"received"`, `"unit"`, `"line"`, `"header"`, `"order-value"`, `"tax"`,
        /// `"charges"`, `"rounding"`, `"order"`, `"currency"`.
        package var rule: String
        /// Index into the invoice's lines; `nil` for the header.
        package var line: Int?
        package var orderNumber: String?
        package var orderPosition: String?
        /// Canonical decimals.
        package var invoiced: String
        package var expected: String
        package var difference: String
        package var tolerance: String
        package var passed: Bool
        /// The calculation in words and numbers: `"invoiced 12 > received 10 - already invoiced 0"`.
        package var arithmetic: String

        enum CodingKeys: String, CodingKey {
            case rule, line, invoiced, expected, difference, tolerance, passed, arithmetic
            case orderNumber = "order_number"
            case orderPosition = "order_position"
        }

        package init(
            rule: String, line: Int? = nil, orderNumber: String? = nil, orderPosition: String? = nil,
            invoiced: String, expected: String, difference: String, tolerance: String, passed: Bool,
            arithmetic: String
        ) {
            self.rule = rule
            self.line = line
            self.orderNumber = orderNumber
            self.orderPosition = orderPosition
            self.invoiced = invoiced
            self.expected = expected
            self.difference = difference
            self.tolerance = tolerance
            self.passed = passed
            self.arithmetic = arithmetic
        }
    }

    package var status: Status
    package var orderNumbers: [String]
    package var checks: [Check]
    /// The document names no order; this one was proposed by supplier and amounts, so a person has to agree.
    package var proposed: Bool
    /// Goods invoiced within the order and not received; `nil` = none.
    package var missing: [Missing]?

    package init(
        status: Status, orderNumbers: [String] = [], checks: [Check] = [], proposed: Bool = false,
        missing: [Missing]? = nil
    ) {
        self.status = status
        self.orderNumbers = orderNumbers
        self.checks = checks
        self.proposed = proposed
        self.missing = missing
    }

    enum CodingKeys: String, CodingKey {
        case status, checks, proposed, missing
        case orderNumbers = "order_numbers"
    }
}
