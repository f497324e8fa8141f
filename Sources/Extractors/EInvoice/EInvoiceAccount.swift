import Invoicing

/// An account the supplier wants to be paid to.
struct EInvoiceAccount {
    var number: XMLPlace?
    var name: XMLPlace?
    var bic: XMLPlace?

    /// The first IBAN is taken, with the name and the bank that stand beside it; further ones become alternatives.
    static func collect(_ accounts: [EInvoiceAccount], into found: inout EInvoiceCollector) {
        let ibans = accounts.filter { account in
            account.number.map { EInvoiceValue.hasIBANShape(EInvoiceValue.code($0.text)) } ?? false
        }
        let others = accounts.filter { account in
            account.number.map { !EInvoiceValue.hasIBANShape(EInvoiceValue.code($0.text)) } ?? false
        }
        found.code(.supplierIBAN, ibans.first?.number)
        found.alternatives(.supplierIBAN, ibans.compactMap { $0.number.map { EInvoiceValue.code($0.text) } })
        found.text(.bankAccountNumber, others.first?.number)
        let chosen = ibans.first ?? others.first ?? accounts.first { $0.bic != nil || $0.name != nil }
        found.text(.bankAccountName, chosen?.name)
        found.code(.supplierBIC, chosen?.bic)
    }
}
