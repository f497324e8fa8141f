import Invoicing

extension Draft {
    /// A draft with these header fields, all read with certainty.
    init(
        _ fields: [FieldName: String], lines: [[FieldName: String]] = [], taxes: [[FieldName: String]] = [],
        allowances: [[FieldName: String]] = [], confidence: Double = 0.99
    ) {
        func group(_ values: [FieldName: String]) -> FieldGroup {
            values.mapValues {
                Field($0, confidence: confidence, evidence: Evidence(source: .text, page: 1, printed: $0))
            }
        }
        self.init(
            schema: "invoice/1", fields: group(fields), lineItems: lines.map(group), taxBreakdown: taxes.map(group),
            allowancesAndCharges: allowances.map(group))
    }

    /// An invoice about which there is nothing to say.
    static let clean: [FieldName: String] = [
        .invoiceNumber: "R-17", .invoiceDate: "2026-03-01", .dueDate: "2026-03-31", .supplierName: "Quarzwerk GmbH",
        .supplierVATID: "DE136695976", .supplierIBAN: "DE89370400440532013000", .supplierBIC: "COBADEFFXXX",
        .customerName: "Torfhaus AG", .currency: "EUR", .netTotal: "100.00", .taxTotal: "19.00", .grossTotal: "119.00",
        .amountDue: "119.00", .documentType: "invoice",
    ]
    static let cleanLines: [[FieldName: String]] = [
        [.quantity: "2", .unitPrice: "30.00", .netAmount: "60.00", .taxRate: "19"],
        [.quantity: "1", .unitPrice: "40.00", .netAmount: "40.00", .taxRate: "19"],
    ]
    static let cleanTaxes: [[FieldName: String]] = [[.taxBase: "100.00", .taxRate: "19", .taxAmount: "19.00"]]
}

extension Day {
    static let testing = Day(year: 2026, month: 4, day: 1)
}

/// Findings as `rule:severity`, for tables.
func told(_ findings: [Finding]) -> [String] { findings.map { "\($0.rule):\($0.severity.rawValue)" } }
