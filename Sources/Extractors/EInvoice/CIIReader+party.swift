import Invoicing

extension CIIReader {
    static func collectParty(
        _ party: XMLPlace?, _ names: EInvoicePartyFields, into found: inout EInvoiceCollector
    ) {
        guard let party else { return }
        found.text(names.name, party.value("Name"))
        let organization = party.first("SpecifiedLegalOrganization")
        if let name = names.tradingName { found.text(name, organization?.value("TradingBusinessName")) }
        if let name = names.registration { found.text(name, organization?.value("ID")) }
        if let name = names.id { found.text(name, party.value("ID") ?? party.value("GlobalID")) }
        if let name = names.endpoint, let endpoint = party.value("URIUniversalCommunication", "URIID") {
            let scheme = endpoint.attribute("schemeID").map { $0 + ":" } ?? ""
            found.derived(name, scheme + endpoint.text, from: endpoint, because: nil)
        }
        collectTaxRegistrations(party, names, into: &found)
        collectContact(party, names, into: &found)
        guard let address = party.first("PostalTradeAddress") else { return }
        EInvoiceAddress(
            streets: ["LineOne", "LineTwo", "LineThree"].compactMap { address.value($0) },
            city: address.value("CityName"), postCode: address.value("PostcodeCode"),
            region: address.value("CountrySubDivisionName"), country: address.value("CountryID")
        ).collect(names, from: address, into: &found)
    }

    /// `VA` is the VAT number (BT-31), `FC` the local tax number (BT-32).
    private static func collectTaxRegistrations(
        _ party: XMLPlace, _ names: EInvoicePartyFields, into found: inout EInvoiceCollector
    ) {
        for registration in party.all("SpecifiedTaxRegistration", "ID") {
            switch registration.attribute("schemeID")?.uppercased() {
            case "VA", "VAT": if let name = names.vatID { found.code(name, registration) }
            default: if let name = names.taxNumber { found.text(name, registration) }
            }
        }
    }

    private static func collectContact(
        _ party: XMLPlace, _ names: EInvoicePartyFields, into found: inout EInvoiceCollector
    ) {
        guard let contact = party.first("DefinedTradeContact") else { return }
        if let name = names.contact {
            found.text(name, contact.value("PersonName") ?? contact.value("DepartmentName"))
        }
        if let name = names.phone {
            found.text(name, contact.value("TelephoneUniversalCommunication", "CompleteNumber"))
        }
        if let name = names.email { found.text(name, contact.value("EmailURIUniversalCommunication", "URIID")) }
    }
}
