package import Invoicing
package import Orchestrator
package import Pipeline

/// What people are shown instead of the codes of results.
package enum Wording {
    package static func name(of outcome: Outcome) -> String {
        switch outcome {
        case .accepted: "Accepted"
        case .review: "Needs review"
        case .rejected: "Rejected"
        case .failed: "Failed"
        }
    }

    package static func name(of severity: Severity) -> String {
        switch severity {
        case .info: "Note"
        case .warning: "Warning"
        case .review: "Decide"
        case .blocker: "Blocker"
        }
    }

    package static func name(of status: MatchVerdict.Status) -> String {
        switch status {
        case .matched: "Agrees with the order"
        case .priceVariance: "Price differs from the order"
        case .quantityVariance: "Quantity differs"
        case .headerVariance: "Total differs from the order"
        case .awaitingReceipt: "Goods not yet received"
        case .orderUnknown: "Order is not known"
        case .noOrder: "No order"
        case .unmatchedLines: "Lines that are on no order"
        case .currencyDiffers: "Currency differs from the order"
        case .supplierDiffers: "Order belongs to another supplier"
        case .credited: "Credit for an earlier invoice"
        case .notChecked: "Not compared: no orders given"
        }
    }

    package static func name(of source: TextSource) -> String {
        switch source {
        case .xml: "e-invoice data"
        case .text: "text of the PDF"
        case .ocr: "recognized print"
        case .computed: "worked out"
        }
    }

    package static func name(of reading: PageReading) -> String {
        switch reading {
        case .text: "Text of the PDF"
        case .ocr: "Recognized from the picture"
        case .both: "Text and recognized picture"
        case .failed: "Could not be read"
        }
    }

    package static func name(of kind: DocumentKind?) -> String {
        switch kind {
        case .pdf: "PDF"
        case .png: "PNG picture"
        case .jpeg: "JPEG picture"
        case .tiff: "TIFF picture"
        case .cii: "CII e-invoice"
        case .ubl: "UBL e-invoice"
        case nil: "unknown kind"
        }
    }

    /// `Everybody named, one after the other` and so on; `nil` when it is about one person or none.
    package static func name(of mode: ApprovalDecision.Mode, people: Int) -> String? {
        guard people > 1 else { return nil }
        return switch mode {
        case .any: "one of them"
        case .all: "all of them"
        case .sequence: "in this order"
        case .quorum(let wanted, _): "\(wanted) of them"
        }
    }

    /// A rule in a few words: `iban-differs` as `IBAN differs`; the standard's arithmetic rules by what they ask for.
    package static func name(ofRule rule: String) -> String {
        if let known = standardRules[rule] { return known }
        guard rule.utf8.allSatisfy({ $0 > 0x60 && $0 < 0x7B || $0 > 0x2F && $0 < 0x3A || $0 == 0x2D || $0 == 0x5F })
        else { return rule }
        let words = rule.split { $0 == "-" || $0 == "_" }.map { abbreviations[String($0)] ?? String($0) }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let standardRules = [
        "BR-CO-10": "Lines do not add up", "BR-CO-13": "Net total does not add up",
        "BR-CO-14": "Tax amounts do not add up", "BR-CO-15": "Net and tax are not the gross total",
        "BR-CO-16": "Amount due does not add up",
    ]

    /// `invoice_number` as `Invoice number`; abbreviations stay as people write them.
    package static func name(of field: FieldName) -> String {
        if let known = fieldNames[field.rawValue] { return known }
        let words = field.rawValue.split(separator: "_").map { abbreviations[String($0)] ?? String($0) }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let fieldNames = [
        "po_line": "Order position", "is_reverse_charge": "Reverse charge", "gtin": "GTIN",
        "remit_to_name": "Payee", "amount_paid": "Already paid",
    ]
    private static let abbreviations = [
        "vat": "VAT", "id": "ID", "iban": "IBAN", "bic": "BIC", "ref": "reference", "xml": "XML",
        "einvoice": "e-invoice",
    ]
}
