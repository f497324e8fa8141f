import Foundation

/// Whether XML is an e-invoice, by its root element: UBL's Invoice and CreditNote, CII's CrossIndustryInvoice, ZUGFeRD 1's
/// CrossIndustryDocument. What it says is read later, with care.
enum EInvoiceSign {
    static func isInvoice(_ bytes: Data) -> Bool {
        // UTF-16 has a zero beside each of these letters.
        let head = String(decoding: bytes.prefix(8_192).filter { $0 != 0 }, as: UTF8.self)
        var rest = head[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let first = rest.first, first.isLetter else { continue }
            let name = rest.prefix { $0.isLetter || $0.isNumber || ":_-.".contains($0) }
            let local = name.split(separator: ":").last.map(String.init) ?? ""
            return roots.contains(local)
        }
        return false
    }

    private static let roots: Set<String> = [
        "Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument",
    ]
}
