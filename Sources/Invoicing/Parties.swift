/// A company that sends invoices, as the organisation's own records know it.
package struct Supplier: Hashable, Sendable, Codable {
    package enum Risk: String, Hashable, Sendable, Codable { case low, medium, high }

    package var id: String
    package var name: String
    /// Other names that are known to mean this supplier.
    package var aliases: [String]
    package var vatID: String?
    package var taxNumber: String?
    /// Accounts that may be paid to, without spaces.
    package var ibans: [String]
    package var bic: String?
    /// Mail domains, lower case, without `@`.
    package var emailDomains: [String]
    /// ISO 3166-1 alpha-2.
    package var country: String?
    package var currency: Currency?
    package var department: String?
    package var costCentre: String?
    package var paymentTermsDays: Int?
    package var risk: Risk

    package init(
        id: String, name: String, aliases: [String] = [], vatID: String? = nil, taxNumber: String? = nil,
        ibans: [String] = [], bic: String? = nil, emailDomains: [String] = [], country: String? = nil,
        currency: Currency? = nil, department: String? = nil, costCentre: String? = nil,
        paymentTermsDays: Int? = nil, risk: Risk = .medium
    ) {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.vatID = vatID
        self.taxNumber = taxNumber
        self.ibans = ibans
        self.bic = bic
        self.emailDomains = emailDomains
        self.country = country
        self.currency = currency
        self.department = department
        self.costCentre = costCentre
        self.paymentTermsDays = paymentTermsDays
        self.risk = risk
    }
}

/// One of the organisation's own companies: whom invoices may be addressed to.
package struct Customer: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    package var aliases: [String]
    package var vatID: String?
    package var address: String?
    package var country: String?

    package init(
        id: String, name: String, aliases: [String] = [], vatID: String? = nil, address: String? = nil,
        country: String? = nil
    ) {
        self.id = id
        self.name = name
        self.aliases = aliases
        self.vatID = vatID
        self.address = address
        self.country = country
    }
}

/// An invoice that was handled before, to find duplicates.
package struct PastInvoice: Hashable, Sendable, Codable {
    /// The file's name.
    package var document: String
    /// SHA-256 of the file's bytes, lower-case hex; `nil` = not kept.
    package var sha256: String?
    package var supplierID: String?
    package var supplierName: String?
    package var supplierVATID: String?
    package var invoiceNumber: String?
    package var invoiceDate: Day?
    /// Canonical decimal.
    package var grossTotal: String?
    package var currency: String?
    /// `"invoice"`, `"credit_note"`; `nil` = not kept. A credit note is no duplicate of its invoice.
    package var documentType: String?

    package init(
        document: String, sha256: String? = nil, supplierID: String? = nil, supplierName: String? = nil,
        supplierVATID: String? = nil, invoiceNumber: String? = nil, invoiceDate: Day? = nil,
        grossTotal: String? = nil, currency: String? = nil, documentType: String? = nil
    ) {
        self.document = document
        self.sha256 = sha256
        self.supplierID = supplierID
        self.supplierName = supplierName
        self.supplierVATID = supplierVATID
        self.invoiceNumber = invoiceNumber
        self.invoiceDate = invoiceDate
        self.grossTotal = grossTotal
        self.currency = currency
        self.documentType = documentType
    }
}
