import Invoicing

/// What a document type code (UNTDID 1001, BT-3) means for paying. The code itself stays in `document_type_code`.
enum EInvoiceTypeCode {
    /// Those of EN 16931's list that lower what is owed.
    private static let creditNotes: Set<String> = [
        "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532",
    ]
    /// Made out by the customer for the supplier.
    private static let selfBilled: Set<String> = ["261", "389", "500", "527"]
    private static let prepayments: Set<String> = ["386", "500"]

    /// - Parameter place: The code's element; `nil` when the document has none.
    /// - Parameter fallback: For a missing code: UBL's root element says what the document is.
    static func collect(_ place: XMLPlace?, root: XMLPlace, fallback: String, into found: inout EInvoiceCollector) {
        guard let place else {
            return found.derived(.documentType, fallback, from: root, because: "no type code; the root element says so")
        }
        let code = place.text
        found.text(.documentTypeCode, place)
        found.derived(.documentType, documentType(code), from: place, because: "type code \(code)")
        if selfBilled.contains(code) {
            found.derived(.isSelfBilled, "true", from: place, because: "type code \(code)")
        }
        if prepayments.contains(code) {
            found.derived(.isPrepayment, "true", from: place, because: "type code \(code)")
        }
    }

    private static func documentType(_ code: String) -> String {
        if creditNotes.contains(code) { return "credit_note" }
        return code == "325" ? "proforma_invoice" : "invoice"
    }

    /// The schema of `schemas/` for a draft with these fields.
    static func schema(_ fields: FieldGroup) -> String {
        fields[.documentType]?.value == "credit_note" ? "credit-note/1" : "invoice/1"
    }
}
