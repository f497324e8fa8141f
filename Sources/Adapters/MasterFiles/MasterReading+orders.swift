import Foundation
import Invoicing
import Orchestrator

extension MasterReading {
    /// Rows of one order follow from its number; what the order says as a whole must be the same in each.
    mutating func orders() -> [PurchaseOrder] {
        var orders: [PurchaseOrder] = []
        var index: [String: Int] = [:]
        var places: [Place] = []
        _ = read(
            "purchase-orders.csv",
            required: ["order_number", "supplier_id", "currency", "position", "description", "quantity", "unit_price"],
            optional: [
                "customer_id", "order_date", "product_code", "unit", "net_amount", "tax_rate", "department",
                "cost_centre", "match", "created_by", "packaging", "price_base",
            ]
        ) { table, row -> Bool in
            let line = Self.orderLine(row, &table)
            guard let order = Self.order(row, &table) else { return false }
            places.append(Place(table: table.file, line: row.line, column: "supplier_id", key: [order.supplierID]))
            guard let known = index[order.number] else {
                index[order.number] = orders.count
                orders.append(order)
                orders[orders.count - 1].lines = [line]
                return true
            }
            var same = orders[known]
            same.lines = []
            if same != order {
                table.fail(row, "order_number", "order \(order.number) has other values in its first row")
            }
            if orders[known].lines.contains(where: { $0.position == line.position }) {
                table.fail(row, "position", "position \(line.position) of order \(order.number) stands twice")
            }
            orders[known].lines.append(line)
            return true
        }
        self.places += places
        return orders
    }

    /// The order without its lines.
    private static func order(_ row: Table.Row, _ table: inout Table) -> PurchaseOrder? {
        let number = table.text(row, "order_number")
        let supplier = table.text(row, "supplier_id")
        if row["currency"] == nil { table.fail(row, "currency", "it is empty; write its ISO 4217 code: EUR") }
        let match = row["match"].flatMap { PurchaseOrder.Match(rawValue: $0.lowercased()) }
        if let text = row["match"], match == nil { table.fail(row, "match", "\(text) is not one of 2-way, 3-way") }
        let date = table.day(row, "order_date")
        guard let currency = table.currency(row, "currency") else { return nil }
        // Without a word on it the stricter comparison holds.
        return PurchaseOrder(
            number: number, supplierID: supplier, customerID: row["customer_id"], currency: currency, orderDate: date,
            match: match ?? .threeWay, createdBy: row["created_by"], lines: [])
    }

    private static func orderLine(_ row: Table.Row, _ table: inout Table) -> PurchaseOrder.Line {
        let quantity = table.neededDecimal(row, "quantity")
        let base = table.decimal(row, "price_base") ?? 1
        if base <= 0 { table.fail(row, "price_base", "\(base.canonical()) is not above 0; 100 = the price of 100") }
        let price = table.neededDecimal(row, "unit_price") / (base > 0 ? base : 1)
        let packages = row["packaging"].flatMap { PurchaseOrder.Package.list($0, lineUnit: row["unit"]) }
        if let text = row["packaging"], packages == nil {
            table.fail(row, "packaging", "\(text) is not a list of packages; write BX=12 H87; PAL=40 BX")
        }
        let digits = Currency(row["currency"] ?? "")?.minorDigits ?? 2
        let product = (quantity * price).rounded(digits)
        let net = table.decimal(row, "net_amount") ?? product
        if quantity <= 0 { table.fail(row, "quantity", "an order needs a quantity above 0") }
        if price < 0 { table.fail(row, "unit_price", "\(price.canonical()) is below 0; give 0 or more") }
        if abs(net - product) > abs(product) / 100 + 1 {
            table.warn(row, "net_amount", "\(net.canonical()) is not quantity x unit_price = \(product.canonical())")
        }
        return PurchaseOrder.Line(
            position: table.text(row, "position"), productCode: row["product_code"],
            description: table.text(row, "description"), quantity: quantity, unit: row["unit"], unitPrice: price,
            netAmount: net, taxRate: table.amount(row, "tax_rate"), department: row["department"],
            costCentre: row["cost_centre"], packages: packages)
    }

    mutating func rates() -> ExchangeRates {
        ExchangeRates(
            read("exchange-rates.csv", required: ["date", "from", "to", "rate"], optional: []) { table, row in
                for column in ["date", "from", "to"] where row[column] == nil {
                    table.fail(row, column, "it is empty; give a value")
                }
                let rate = table.neededDecimal(row, "rate")
                if rate <= 0 { table.fail(row, "rate", "\(rate.canonical()) is not above 0") }
                guard let day = table.day(row, "date"), let from = table.currency(row, "from"),
                    let to = table.currency(row, "to"), rate > 0
                else { return nil }
                return ExchangeRates.Rate(day: day, from: from, to: to, rate: rate)
            })
    }
}
