import Invoicing

/// Under which names a party's values are filed; `nil` where `fields.md` has none for this party.
struct EInvoicePartyFields {
    var name: FieldName
    var tradingName: FieldName?
    var id: FieldName?
    var registration: FieldName?
    var vatID: FieldName?
    var taxNumber: FieldName?
    var endpoint: FieldName?
    var address: FieldName?
    var street: FieldName?
    var city: FieldName?
    var postCode: FieldName?
    var region: FieldName?
    var country: FieldName?
    var contact: FieldName?
    var phone: FieldName?
    var email: FieldName?

    static let supplier = EInvoicePartyFields(
        name: .supplierName, tradingName: .supplierTradingName, id: .supplierID,
        registration: .supplierRegistrationNumber, vatID: .supplierVATID, taxNumber: .supplierTaxNumber,
        endpoint: .supplierEndpointID, address: .supplierAddress, street: .supplierStreet, city: .supplierCity,
        postCode: .supplierPostCode, region: .supplierRegion, country: .supplierCountry, contact: .supplierContact,
        phone: .supplierPhone, email: .supplierEmail)
    static let customer = EInvoicePartyFields(
        name: .customerName, tradingName: .customerTradingName, id: .customerID,
        registration: .customerRegistrationNumber, vatID: .customerVATID, endpoint: .customerEndpointID,
        address: .customerAddress, street: .customerStreet, city: .customerCity, postCode: .customerPostCode,
        region: .customerRegion, country: .customerCountry, contact: .customerContact, phone: .customerPhone,
        email: .customerEmail)
    static let payee = EInvoicePartyFields(
        name: .payeeName, id: .payeeID, registration: .payeeRegistrationNumber, address: .payeeAddress)
    static let shipping = EInvoicePartyFields(
        name: .shippingName, id: .shippingID, address: .shippingAddress, street: .shippingStreet, city: .shippingCity,
        postCode: .shippingPostCode, country: .shippingCountry)
    static let taxRepresentative = EInvoicePartyFields(
        name: .taxRepresentativeName, vatID: .taxRepresentativeVATID, address: .taxRepresentativeAddress)
    static let billing = EInvoicePartyFields(name: .billingName, address: .billingAddress)
}

/// An address taken apart, and as one line.
struct EInvoiceAddress {
    var streets: [XMLPlace]
    /// An element of its own in UBL before BIS 3.
    var houseNumber: XMLPlace?
    var city: XMLPlace?
    var postCode: XMLPlace?
    var region: XMLPlace?
    var country: XMLPlace?

    func collect(_ names: EInvoicePartyFields, from place: XMLPlace, into found: inout EInvoiceCollector) {
        var texts = streets.map(\.text)
        if let number = houseNumber?.text, !texts.isEmpty { texts[0] += " " + number }
        let street = texts.joined(separator: ", ")
        if let name = names.street, let first = streets.first {
            found.derived(name, street, from: first, because: street == first.text ? nil : "several elements")
        }
        if let name = names.city { found.text(name, city) }
        if let name = names.postCode { found.text(name, postCode) }
        if let name = names.region { found.text(name, region) }
        if let name = names.country { found.code(name, country) }
        guard let name = names.address else { return }
        let town = [postCode?.text, city?.text].compactMap(\.self).joined(separator: " ")
        let parts = [street, town, region?.text ?? "", country.map { EInvoiceValue.code($0.text) } ?? ""]
        let line = parts.filter { !$0.isEmpty }.joined(separator: ", ")
        found.derived(name, line, from: place, because: "parts of the address as one line")
    }
}
