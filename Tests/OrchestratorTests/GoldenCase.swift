import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support
import Testing

/// One row of `fixtures/matching/*.csv`; the README there says how a row is written.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    let file: String
    let name: String
    let orders: [PurchaseOrder]
    let receipts: [GoodsReceipt]
    let before: [Checked]
    let invoice: Checked
    let tolerances: Tolerances
    let rates: ExchangeRates
    let expected: MatchVerdict.Status
    /// A rule that has to be among those that failed; empty = none may fail.
    let because: String
    let why: String

    var testDescription: String { "\(file) \(name): \(why)" }

    func matcher(_ more: [GoodsReceipt] = []) -> Matcher {
        Matcher(orders: orders, receipts: receipts + more, tolerances: tolerances, rates: rates)
    }

    /// What the invoices before this one took.
    func taken() -> ConsumptionLedger {
        var taken = ConsumptionLedger()
        for (index, invoice) in before.enumerated() {
            taken.record(matcher().match(invoice, taken: taken).consumptions, key: "\(index)")
        }
        return taken
    }

    static func all(in folder: URL) throws -> [GoldenCase] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try files.filter { $0.hasSuffix(".csv") }.sorted().flatMap { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            return try text.split(separator: "\n").dropFirst().map { try GoldenCase(String($0), file: file) }
        }
    }

    init(_ row: String, file: String) throws {
        let cells = row.split(separator: ",", maxSplits: 8, omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        guard cells.count == 9, let expected = MatchVerdict.Status(rawValue: cells[6]) else {
            throw Fault(description: "\(file): \(row)")
        }
        self.file = file
        self.expected = expected
        name = cells[0]
        because = cells[7]
        why = cells[8].trimmingCharacters(in: ["\""])
        do {
            orders = try Self.parts(cells[1], " & ").map(Self.order)
            receipts = try Self.parts(cells[2], " + ").map(Self.receipt)
            before = try Self.parts(cells[3], " & ").map(Self.invoice)
            invoice = try Self.invoice(cells[4])
            let rules = Self.parts(cells[5], " + ")
            rates = ExchangeRates(try rules.filter { $0.hasPrefix("rate ") }.map(Self.rate))
            tolerances = Tolerances(try rules.filter { !$0.hasPrefix("rate ") }.map(Self.tolerance))
        } catch { throw Fault(description: "\(file) \(cells[0]): \(error)") }
    }

    private static func parts(_ text: String, _ separator: String) -> [String] {
        text.components(separatedBy: separator).filter { !$0.isEmpty && $0 != "-" }
    }

    private static func number(_ text: String) throws -> Decimal {
        guard let value = Decimal(canonical: text) else { throw Fault(description: "\(text) is no number") }
        return value
    }

    /// `P1 3-way EUR + 10 BOLT 100 H87 x 2.50 [BX=12 H87] + 20 …`
    private static func order(_ text: String) throws -> PurchaseOrder {
        let parts = parts(text, " + ")
        let head = (parts.first ?? "").split(separator: " ").map(String.init)
        guard head.count >= 3, let match = PurchaseOrder.Match(rawValue: head[1]), let currency = Currency(head[2])
        else { throw Fault(description: text) }
        return PurchaseOrder(
            number: head[0], supplierID: "S1", currency: currency, match: match,
            lines: try parts.dropFirst().map { try orderLine($0) })
    }

    private static func orderLine(_ text: String) throws -> PurchaseOrder.Line {
        let sides = text.split(separator: "[").map(String.init)
        let item = try Item(words: sides[0].split(separator: " ").dropFirst().map(String.init))
        let packages = sides.count > 1 ? String(sides[1].dropLast()) : nil
        guard let quantity = item.quantity, let price = item.price else { throw Fault(description: text) }
        return PurchaseOrder.Line(
            position: String(text.prefix { $0 != " " }), productCode: item.code, description: item.text,
            quantity: quantity, unit: item.unit, unitPrice: price / item.base,
            netAmount: item.net ?? (quantity * price / item.base).rounded(2), taxRate: item.rate ?? 19,
            packages: packages.flatMap { PurchaseOrder.Package.list($0, lineUnit: item.unit) })
    }

    /// `P1/10 40 H87`
    private static func receipt(_ text: String) throws -> GoodsReceipt {
        let words = text.split(separator: " ").map(String.init)
        let place = words[0].split(separator: "/").map(String.init)
        guard words.count >= 2, place.count == 2 else { throw Fault(description: text) }
        return GoodsReceipt(
            number: "R", orderNumber: place[0], orderPosition: place[1], quantity: try number(words[1]),
            unit: words.count > 2 ? words[2] : nil)
    }

    /// `P1/P2 + BOLT 100 H87 x 2.50 + net=250 + charge=20 + credit`
    private static func invoice(_ text: String) throws -> Checked {
        let parts = text.components(separatedBy: " + ")
        var fields: [FieldName: String] = [
            .invoiceNumber: "R-1", .documentType: "invoice", .invoiceDate: "2026-03-02", .currency: "EUR",
        ]
        if parts[0] != "none" { fields[.purchaseOrder] = parts[0].replacingOccurrences(of: "/", with: ", ") }
        var draft = Draft(schema: "invoice/1")
        var given: [String: Decimal] = [:]
        var supplier = "S1"
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            if part.contains(" x ") {
                draft.lineItems.append(try Item(words: part.split(separator: " ").map(String.init)).group)
            } else if part == "credit" {
                fields[.documentType] = "credit_note"
            } else if sides.count == 2, ["currency", "date", "supplier"].contains(sides[0]) {
                if sides[0] == "currency" { fields[.currency] = sides[1] }
                if sides[0] == "date" { fields[.invoiceDate] = sides[1] }
                if sides[0] == "supplier" { supplier = sides[1] }
            } else if sides.count == 2 {
                given[sides[0]] = try number(sides[1])
            } else {
                throw Fault(description: part)
            }
        }
        let lines = draft.lineItems.reduce(Decimal(0)) { sum, line in
            sum + (line[.netAmount].flatMap { Decimal(canonical: $0.value) } ?? 0)
        }
        let net = given["net"] ?? lines + (given["charge"] ?? 0) - (given["allowance"] ?? 0)
        let tax = given["tax"] ?? (net * 19 / 100).rounded(2)
        fields[.netTotal] = net.canonical()
        fields[.taxTotal] = tax.canonical()
        fields[.grossTotal] = (net + tax).canonical()
        if let charge = given["charge"] { fields[.chargeTotal] = charge.canonical() }
        if let allowance = given["allowance"] { fields[.allowanceTotal] = allowance.canonical() }
        draft.fields = fields.mapValues { Field($0, confidence: 0.99) }
        return Checked(
            draft: draft, findings: [], supplier: PartyMatch(id: supplier, name: "Nordwind", basis: .vatID, score: 1))
    }

    /// `unit-price 2% 50 min over supplier=S1`
    private static func tolerance(_ text: String) throws -> Tolerance {
        let words = text.split(separator: " ").map(String.init)
        guard words.count >= 3, let rule = Tolerance.Rule(rawValue: words[0]) else { throw Fault(description: text) }
        var row = Tolerance(
            scope: .organisation, rule: rule, percent: try number(String(words[1].dropLast())),
            absolute: try number(words[2]))
        for word in words.dropFirst(3) {
            let sides = word.split(separator: "=").map(String.init)
            if let combine = Tolerance.Combine(rawValue: word) { row.combine = combine }
            if let direction = Tolerance.Direction(rawValue: word) { row.direction = direction }
            if sides.count == 2, let scope = Tolerance.Scope(rawValue: sides[0]) {
                row.scope = scope
                row.scopeID = sides[1]
            }
        }
        return row
    }

    /// `rate 2026-02-27 USD EUR 0.90`
    private static func rate(_ text: String) throws -> ExchangeRates.Rate {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 5, let day = Day(iso: words[1]), let from = Currency(words[2]),
            let to = Currency(words[3])
        else { throw Fault(description: text) }
        return ExchangeRates.Rate(day: day, from: from, to: to, rate: try number(words[4]))
    }

    /// `BOLT 100 H87 x 2.50 per=100 net=2.50 at=10 7% text=steel_bolt`; `?` = not printed, `-` = none.
    struct Item {
        var code: String?
        var text: String
        var quantity: Decimal?
        var unit: String?
        var price: Decimal?
        var base: Decimal = 1
        var net: Decimal?
        var position: String?
        var rate: Decimal?

        init(words: [String]) throws {
            guard words.count >= 5, words[3] == "x" else { throw Fault(description: words.joined(separator: " ")) }
            code = words[0] == "-" ? nil : words[0]
            text = words[0].lowercased()
            quantity = words[1] == "?" ? nil : try number(words[1])
            unit = words[2] == "-" ? nil : words[2]
            price = words[4] == "?" ? nil : try number(words[4])
            for word in words.dropFirst(5) {
                let sides = word.split(separator: "=").map(String.init)
                switch sides[0] {
                case "per": base = try number(sides[1])
                case "net": net = try number(sides[1])
                case "at": position = sides[1]
                case "text": text = sides[1].replacingOccurrences(of: "_", with: " ")
                default: rate = try number(String(word.dropLast()))
                }
            }
        }

        var group: FieldGroup {
            var values: [FieldName: String] = [.description: text]
            values[.productCode] = code
            values[.quantity] = quantity?.canonical()
            values[.unit] = unit
            values[.unitPrice] = price?.canonical()
            if base != 1 { values[.priceBaseQuantity] = base.canonical() }
            values[.orderPosition] = position
            let product = quantity.flatMap { quantity in price.map { (quantity * $0 / base).rounded(2) } }
            values[.netAmount] = (net ?? product)?.canonical()
            return values.mapValues { Field($0, confidence: 0.99) }
        }
    }
}
