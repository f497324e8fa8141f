package import Foundation
package import Invoicing

/// An electronic invoice, read exactly: its values are the sender's, not recognized ones.
package struct EInvoice: Hashable, Sendable {
    package enum Syntax: String, Hashable, Sendable, Codable, CaseIterable {
        /// UN/CEFACT Cross Industry Invoice: Factur-X, ZUGFeRD 2, XRechnung.
        case cii
        /// ZUGFeRD 1.0's `CrossIndustryDocument`, with older element names.
        case zugferd1
        case ublInvoice = "ubl-invoice"
        case ublCreditNote = "ubl-creditnote"
    }

    package var syntax: Syntax
    /// BT-24, the guideline or customization id as written: `urn:cen.eu:en16931:2017#compliant#…`; `nil` when missing.
    package var profile: String?
    /// All values with confidence 1 and evidence from the XML. What could not be understood is in its findings.
    package var draft: Draft

    /// - Throws: ``EInvoiceError`` when the bytes are no well-formed e-invoice; then only the page can be read.
    package static func read(_ data: Data) throws(EInvoiceError) -> EInvoice {
        let tree = try XMLTree.parse(data)
        guard let (root, syntax) = invoice(in: tree) else { throw .notAnInvoice(root: tree.name) }
        var invoice =
            switch syntax {
            case .cii: CIIReader.read(XMLPlace(root), syntax)
            case .zugferd1: CIIReader.read(XMLPlace(root, older: CIIReader.zugferd1Names), syntax)
            case .ublInvoice, .ublCreditNote: UBLReader.read(XMLPlace(root), syntax)
            }
        if root.namespace == nil { invoice.draft.findings.append(.einvoiceWithoutNamespace(root.name)) }
        return invoice
    }

    /// Whether bytes begin like an e-invoice, told from the root element's name alone; cheap.
    package static func isInvoice(_ data: Data) -> Bool {
        // Large pictures and PDFs among the attachments are not even copied.
        guard data.prefix(64).contains(UInt8(ascii: "<")), data.count <= XMLLimits().bytes,
            let text = try? XMLText(data)
        else { return false }
        return rootNames.contains(text.rootName)
    }

    static let rootNames: Set<String> = [
        "CrossIndustryInvoice", "CrossIndustryDocument", "Invoice", "CreditNote", envelope,
    ]

    /// Peppol's transport envelope (SBDH) around the invoice.
    private static let envelope = "StandardBusinessDocument"

    private static func invoice(in root: XMLTree) -> (XMLTree, Syntax)? {
        if let syntax = syntax(of: root) { return (root, syntax) }
        guard root.name == envelope else { return nil }
        for child in root.children {
            if let syntax = syntax(of: child) { return (child, syntax) }
        }
        return nil
    }

    /// `Invoice` is a common name: in a foreign namespace, or without the parts of a UBL invoice, it is something else.
    private static func syntax(of root: XMLTree) -> Syntax? {
        let namespace = root.namespace ?? ""
        switch root.name {
        case "CrossIndustryInvoice": return .cii
        case "CrossIndustryDocument": return .zugferd1
        case "Invoice", "CreditNote":
            let isUBL = namespace.hasPrefix("urn:oasis:names:specification:ubl:schema:xsd:")
            guard isUBL || (namespace.isEmpty && root.children.contains { $0.name == "AccountingSupplierParty" })
            else { return nil }
            return root.name == "Invoice" ? .ublInvoice : .ublCreditNote
        default: return nil
        }
    }
}

extension Finding {
    fileprivate static func einvoiceWithoutNamespace(_ root: String) -> Finding {
        Finding(
            rule: "einvoice-namespace", severity: .warning,
            message: "The e-invoice's \(root) is in no namespace, so it is not a valid one; it was read by its names.",
            evidence: [Evidence(source: .xml, label: root)])
    }
}
