package import Invoicing

/// Finds orders by the number that an invoice prints, which is rarely written as the organisation writes it.
package struct OrderLookup: Sendable {
    private let orders: [PurchaseOrder]
    /// Three keys, exact first: as written; without separators; without prefix and leading zeros.
    private let keys: [[String: [Int]]]

    package init(_ orders: [PurchaseOrder]) {
        self.orders = orders
        keys = Self.forms.map { form in
            var index: [String: [Int]] = [:]
            for (position, order) in orders.enumerated() { index[form(order.number), default: []].append(position) }
            return index
        }
    }

    package var isEmpty: Bool { orders.isEmpty }

    /// The orders of a printed text, which may name several.
    /// - Returns: Found orders without repetition, and the parts that fit none or more than one order.
    package func orders(named text: String) -> (found: [PurchaseOrder], unknown: [String]) {
        if let order = order(named: text) { return ([order], []) }
        var found: [PurchaseOrder] = []
        var unknown: [String] = []
        for part in Self.parts(of: text) {
            guard let order = order(named: part) else {
                unknown.append(part)
                continue
            }
            if !found.contains(where: { $0.number == order.number }) { found.append(order) }
        }
        return (found, unknown)
    }

    package func orders(of supplier: String) -> [PurchaseOrder] { orders.filter { $0.supplierID == supplier } }

    /// - Returns: `nil` when no order fits, and when two fit equally well.
    private func order(named text: String) -> PurchaseOrder? {
        for (form, index) in zip(Self.forms, keys) {
            let key = form(text)
            guard !key.isEmpty, let hits = index[key] else { continue }
            return hits.count == 1 ? orders[hits[0]] : nil
        }
        return nil
    }

    private static let forms: [@Sendable (String) -> String] = [
        { $0.split(separator: " ").joined(separator: " ").uppercased() },
        { MatchText.key($0) },
        { bare(MatchText.key($0)) },
    ]

    /// `"PO00123"` → `"123"`. Only known prefixes, only when a digit follows.
    private static func bare(_ key: String) -> String {
        var rest = Substring(key)
        var isCut = true
        while isCut {
            isCut = false
            for prefix in prefixes where rest.hasPrefix(prefix) {
                let after = rest.dropFirst(prefix.count)
                guard let first = after.first, first.isNumber || prefixes.contains(where: { after.hasPrefix($0) })
                else { continue }
                rest = after
                isCut = true
                break
            }
        }
        let digits = rest.drop { $0 == "0" }
        return digits.isEmpty ? String(rest) : String(digits)
    }

    private static let prefixes = [
        "PURCHASEORDER", "BESTELLNUMMER", "BESTELLUNG", "COMMANDE", "BESTELLNR", "ORDER", "BEST", "NR", "NO", "PO",
    ]

    private static func parts(of text: String) -> [String] {
        text.split { ",;|/&+\n".contains($0) }.map { part in
            part.split(separator: " ").filter { !["und", "and", "et"].contains($0.lowercased()) }
                .joined(separator: " ")
        }.filter { !$0.isEmpty }
    }
}
