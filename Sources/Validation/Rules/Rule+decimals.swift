import Foundation
import Invoicing

extension Rule {
    static let decimals: [Rule] = totalDecimals.map(headerRule) + groupDecimals.map(groupRule)

    /// EN 16931 BR-DEC: no more digits than the currency's minor unit has. In a total, more digits mean that a grouping
    /// mark was taken for the decimal point, which makes the sum a thousandth of what it should be.
    private static func headerRule(_ id: String, _ name: FieldName) -> Rule {
        Rule(id, "\(name.rawValue) has no more decimals than the currency.", source: standard) { invoice in
            guard let currency = invoice.currency, let amount = invoice.amount(name),
                amount != amount.rounded(currency.minorDigits)
            else { return [] }
            return [
                invoice.finding(
                    id, .blocker,
                    "\(amount.canonical()) (\(name.rawValue)) has more decimals than the \(currency.minorDigits) "
                        + "of \(currency).", [name])
            ]
        }
    }

    private static func groupRule(
        _ id: String, _ name: FieldName, _ rows: @escaping @Sendable (InvoiceView) -> [FieldGroup]
    )
        -> Rule
    {
        Rule(id, "\(name.rawValue) has no more decimals than the currency.", source: standard) { invoice in
            guard let currency = invoice.currency else { return [] }
            let wrong = rows(invoice).filter {
                $0.decimal(name).map { $0 != $0.rounded(currency.minorDigits) } ?? false
            }
            guard let first = wrong.first?.decimal(name) else { return [] }
            return [
                invoice.finding(
                    id, .warning,
                    "\(wrong.count) amounts (\(name.rawValue)) have more decimals than the \(currency.minorDigits) of "
                        + "\(currency), the first is \(first.canonical()).", [name], rows: wrong)
            ]
        }
    }

    private static let totalDecimals: [(String, FieldName)] = [
        ("BR-DEC-09", .lineNetTotal), ("BR-DEC-10", .allowanceTotal), ("BR-DEC-11", .chargeTotal),
        ("BR-DEC-12", .netTotal), ("BR-DEC-13", .taxTotal), ("BR-DEC-14", .grossTotal), ("BR-DEC-16", .prepaidAmount),
        ("BR-DEC-17", .roundingAmount), ("BR-DEC-18", .amountDue),
    ]
    private static let groupDecimals: [(String, FieldName, @Sendable (InvoiceView) -> [FieldGroup])] = [
        ("BR-DEC-01", .amount, { $0.allowances.filter { !$0.isCharge }.map(\.group) }),
        ("BR-DEC-05", .amount, { $0.allowances.filter(\.isCharge).map(\.group) }),
        ("BR-DEC-19", .taxBase, { $0.taxes.map(\.group) }),
        ("BR-DEC-20", .taxAmount, { $0.taxes.map(\.group) }),
        ("BR-DEC-23", .netAmount, { $0.lines.map(\.group) }),
        ("BR-DEC-24", .discountAmount, { $0.lines.map(\.group) }),
        ("BR-DEC-27", .chargeAmount, { $0.lines.map(\.group) }),
    ]
}
