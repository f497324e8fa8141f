import Foundation
import Invoicing

extension Rule {
    static let lines: [Rule] = [lineArithmetic, priceIsNotNegative, gtinHolds]

    /// EN 16931 PEPPOL-EN16931-R120: BT-131 = BT-129 × BT-146 ÷ BT-149 − BT-136 + BT-141.
    private static let lineArithmetic = Rule(
        "line-arithmetic", "Quantity times price makes each line's amount.", source: "Peppol BIS Billing 3, R120"
    ) { invoice in
        invoice.lines.compactMap { line in
            guard let sum = LineArithmetic(line) else { return nil }
            let gap = sum.gap(ignoringSign: invoice.isCreditNote)
            guard gap > invoice.smallestUnit else { return nil }
            let message =
                "Line \(line.number) states \(invoice.money(sum.net)), but \(sum.quantity.canonical()) × "
                + "\(invoice.money(sum.price)) makes \(invoice.money(sum.expected.rounded(4)))."
            let names: [FieldName] = [.netAmount, .quantity, .unitPrice]
            if gap <= sum.tolerance(invoice.smallestUnit) {
                return invoice.finding(
                    "rounding", .info, message + " The difference is rounding (line-arithmetic).", names,
                    rows: [line.group])
            }
            if sum.priceIncludesTax(invoice.smallestUnit) {
                return invoice.finding(
                    "line-price-with-tax", .info,
                    "The price of line \(line.number), \(invoice.money(sum.price)), includes tax; its amount "
                        + "\(invoice.money(sum.net)) does not.", names, rows: [line.group])
            }
            return invoice.finding("line-arithmetic", .review, message, names, rows: [line.group])
        }
    }

    /// EN 16931 BR-27: BT-146 is not negative. Page documents print discounts as lines of negative price.
    private static let priceIsNotNegative = Rule("BR-27", "No price is negative.", source: standard) { invoice in
        guard !invoice.isCreditNote else { return [] }
        return invoice.lines.compactMap { line in
            guard let price = line.price, price < 0 else { return nil }
            return invoice.finding(
                "BR-27", .warning,
                "The price of line \(line.number) is negative: \(invoice.money(price)), not at least 0.",
                [.unitPrice], rows: [line.group])
        }
    }

    private static let gtinHolds = Rule(
        "gtin-checksum", "Article numbers (GTIN) have right check digits.", source: "GS1 General Specifications 7.9"
    ) { invoice in
        invoice.lines.compactMap { line in
            guard let number = line.group[.gtin]?.value, GTIN.check(number) == .wrongChecksum else { return nil }
            return invoice.finding(
                "gtin-checksum", .warning,
                "The check digit of the article number \(number) of line \(line.number) is wrong.",
                [.gtin], rows: [line.group])
        }
    }
}

/// One line's quantity, price and amount, with what may stand between them.
private struct LineArithmetic {
    let quantity: Decimal
    let price: Decimal
    let net: Decimal
    private let base: Decimal
    private let discount: Decimal
    private let taxRate: Decimal?
    /// Digits behind the point as the price was read.
    private let priceDigits: Int

    /// - Returns: `nil` when quantity, price or amount is absent.
    init?(_ line: LineView) {
        guard let quantity = line.quantity, let price = line.price, let net = line.net else { return nil }
        self.quantity = quantity
        self.price = price
        self.net = net
        let stated = line.amount(.priceBaseQuantity) ?? 1
        base = stated == 0 ? 1 : stated
        taxRate = line.amount(.taxRate)
        let text = line.group[.unitPrice]?.value ?? ""
        priceDigits = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        let whole = quantity * price / base
        let allowance =
            line.amount(.discountAmount).map { abs($0) }
            ?? line.amount(.discountRate).map { abs(whole) * abs($0) / 100 } ?? 0
        discount = allowance * (whole < 0 ? -1 : 1) - (line.amount(.chargeAmount) ?? 0)
    }

    var expected: Decimal { quantity * price / base - discount }

    /// The printed price may already hold the discount.
    func gap(ignoringSign: Bool) -> Decimal {
        let readings = [expected, quantity * price / base]
        return readings.map { ignoringSign ? abs(abs($0) - abs(net)) : abs($0 - net) }.min() ?? 0
    }

    /// A printed price stands for anything within half its last digit, times the quantity; never more than half a
    /// percent of the amount.
    func tolerance(_ unit: Decimal) -> Decimal {
        let byPrice = abs(quantity / base) * Decimal.powerOfTen(-max(2, priceDigits)) / 2 + unit
        return max(unit, min(byPrice, abs(net) * Decimal(5) / 1000))
    }

    func priceIncludesTax(_ unit: Decimal) -> Bool {
        guard let taxRate, taxRate > 0 else { return false }
        let without = expected / (1 + taxRate / 100)
        return abs(without - net) <= unit
    }
}
