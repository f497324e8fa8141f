import Foundation
import Invoicing
import Orchestrator

/// Reads one file after the other and gathers what is wrong.
struct MasterReading {
    let folder: URL
    var faults: [MasterFault] = []
    var warnings: [MasterFault] = []
    /// Where a key was read, for references that lead nowhere.
    var places: [Place] = []
    /// Who received goods and changed bank details.
    private(set) var duties = DutyRecords()

    struct Place {
        var table: String
        var line: Int
        var column: String
        var key: [String]
    }

    init(_ folder: URL) {
        self.folder = folder
        var isFolder: ObjCBool = false
        if !FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) || !isFolder.boolValue {
            faults.append(
                MasterFault(
                    file: folder.path, line: nil, column: nil, message: "there is no such folder of master data"))
        }
    }

    mutating func suppliers() -> [Supplier] {
        var changers: [String: String] = [:]
        defer { duties.bankChangers = changers }
        return read(
            "suppliers.csv", required: ["id", "name"],
            optional: [
                "aliases", "vat_id", "tax_number", "ibans", "bic", "email_domains", "country", "currency",
                "department", "cost_centre", "payment_terms_days", "risk", "bank_changed_by",
            ], unique: "id"
        ) { table, row in
            if let id = row["id"], let person = row["bank_changed_by"] { changers[id] = person }
            return Supplier(
                id: table.text(row, "id"), name: table.text(row, "name"), aliases: table.list(row, "aliases"),
                vatID: row["vat_id"], taxNumber: row["tax_number"],
                ibans: table.list(row, "ibans").map { $0.filter { !$0.isWhitespace }.uppercased() }, bic: row["bic"],
                emailDomains: table.list(row, "email_domains").map { String($0.lowercased().drop { $0 == "@" }) },
                country: table.country(row, "country"), currency: table.currency(row, "currency"),
                department: row["department"], costCentre: row["cost_centre"],
                paymentTermsDays: table.whole(row, "payment_terms_days"),
                risk: Self.risk(row, &table))
        }
    }

    mutating func customers() -> [Customer] {
        read(
            "customers.csv", required: ["id", "name"], optional: ["aliases", "vat_id", "address", "country"],
            unique: "id"
        ) { table, row in
            Customer(
                id: table.text(row, "id"), name: table.text(row, "name"), aliases: table.list(row, "aliases"),
                vatID: row["vat_id"], address: row["address"], country: table.country(row, "country"))
        }
    }

    mutating func receipts() -> [GoodsReceipt] {
        var places: [Place] = []
        var receivers: [String: [String]] = [:]
        let receipts = read(
            "goods-receipts.csv", required: ["receipt_number", "order_number", "order_position", "quantity"],
            optional: ["received_date", "unit", "received_by"]
        ) { table, row in
            let receipt = GoodsReceipt(
                number: table.text(row, "receipt_number"), orderNumber: table.text(row, "order_number"),
                orderPosition: table.text(row, "order_position"), receivedDate: table.day(row, "received_date"),
                quantity: table.neededDecimal(row, "quantity"), unit: row["unit"])
            places.append(
                Place(
                    table: table.file, line: row.line, column: "order_position",
                    key: [receipt.orderNumber, receipt.orderPosition]))
            receivers[receipt.orderNumber, default: []].append(row["received_by"] ?? "")
            return receipt
        }
        self.places += places
        duties.receivers = receivers
        return receipts
    }

    mutating func history(_ file: String = "history.csv") -> [PastInvoice] {
        read(
            file, required: ["document"],
            optional: [
                "sha256", "supplier_id", "supplier_name", "supplier_vat_id", "invoice_number", "invoice_date",
                "gross_total", "currency", "document_type",
            ]
        ) { table, row in
            PastInvoice(
                document: table.text(row, "document"), sha256: row["sha256"]?.lowercased(),
                supplierID: row["supplier_id"], supplierName: row["supplier_name"],
                supplierVATID: row["supplier_vat_id"], invoiceNumber: row["invoice_number"],
                invoiceDate: table.day(row, "invoice_date"), grossTotal: table.decimal(row, "gross_total")?.canonical(),
                currency: table.currency(row, "currency")?.code, documentType: row["document_type"])
        }
    }

    mutating func tolerances() -> Tolerances {
        Tolerances(
            read(
                "tolerances.csv", required: ["scope", "rule"],
                optional: ["scope_id", "percent", "absolute", "direction", "combine"]
            ) { table, row in
                guard let scope: Tolerance.Scope = table.choice(row, "scope"),
                    let rule: Tolerance.Rule = table.choice(row, "rule")
                else { return nil }
                if scope != .organisation, row["scope_id"] == nil {
                    table.fail(row, "scope_id", "a \(scope.rawValue) row needs the \(scope.rawValue) it is for")
                }
                let combine: Tolerance.Combine = table.choice(row, "combine", or: .min) ?? .min
                for column in ["percent", "absolute"] where combine == .min && row[column] == nil {
                    table.warn(
                        row, column, "it is empty and counts as 0, so nothing is tolerated; or set combine to max")
                }
                return Tolerance(
                    scope: scope, scopeID: row["scope_id"] ?? "", rule: rule,
                    percent: table.amount(row, "percent") ?? 0, absolute: table.amount(row, "absolute") ?? 0,
                    direction: table.choice(row, "direction", or: .over) ?? .over, combine: combine)
            })
    }
}

extension MasterReading {
    /// Orders of unknown suppliers, receipts of unknown order lines: told, and the match says so for the invoice.
    mutating func checkReferences(_ data: MasterData) {
        let suppliers = Set(data.suppliers.map(\.id))
        let lines = Set(data.orders.flatMap { order in order.lines.map { [order.number, $0.position] } })
        for place in places {
            let isKnown = place.key.count == 1 ? suppliers.contains(place.key[0]) : lines.contains(place.key)
            guard !isKnown else { continue }
            let what =
                place.key.count == 1
                ? "supplier \(place.key[0]) is not in suppliers.csv; no invoice can match this order"
                : "order \(place.key[0]), position \(place.key[1]) is not in purchase-orders.csv; the receipt is left out"
            warnings.append(MasterFault(file: place.table, line: place.line, column: place.column, message: what))
        }
    }

    mutating func read<Value>(
        _ file: String, required: [String], optional: [String], unique: String? = nil,
        row make: (inout Table, Table.Row) -> Value?
    ) -> [Value] {
        let url = folder.appending(path: file)
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        guard let bytes = FileManager.default.contents(atPath: url.path) else {
            faults.append(
                MasterFault(
                    file: file, line: nil, column: nil, message: "it could not be opened; check its permissions"))
            return []
        }
        var table = Table(bytes, file: file, required: required, optional: optional)
        let rows = table.rows
        let values = rows.compactMap { make(&table, $0) }
        if let unique { table.checkUnique(unique) }
        faults += table.faults
        warnings += table.warnings
        return values
    }

    private static func risk(_ row: Table.Row, _ table: inout Table) -> Supplier.Risk {
        guard let text = row["risk"] else { return .medium }
        if let risk = Supplier.Risk(rawValue: text.lowercased()) { return risk }
        table.fail(row, "risk", "\(text) is not one of low, medium, high")
        return .high
    }
}
