import Invoicing

extension UBLReader {
    static func collectParties(_ root: XMLPlace, into found: inout EInvoiceCollector) {
        collectParty(root.first("AccountingSupplierParty", "Party"), .supplier, into: &found)
        collectParty(root.first("AccountingCustomerParty", "Party"), .customer, into: &found)
        collectParty(root.first("PayeeParty"), .payee, into: &found)
        collectParty(root.first("TaxRepresentativeParty"), .taxRepresentative, into: &found)
        let delivery = root.first("Delivery")
        found.date(.deliveryDate, root.value("Delivery", "ActualDeliveryDate"))
        collectParty(delivery?.first("DeliveryParty"), .shipping, into: &found)
        if let location = delivery?.first("DeliveryLocation") {
            found.text(.shippingID, location.value("ID"))
            collectAddress(location.first("Address"), .shipping, into: &found)
        }
        let identifications =
            root.all("AccountingSupplierParty", "Party", "PartyIdentification", "ID")
            + root.all("PayeeParty", "PartyIdentification", "ID")
        // BT-90 has no element of its own in UBL.
        found.text(.creditorID, identifications.first { isCreditorID($0) })
    }

    /// The registered name is BT-27; the other one, where it differs, the trading name.
    private static func collectParty(
        _ party: XMLPlace?, _ names: EInvoicePartyFields, into found: inout EInvoiceCollector
    ) {
        guard let party else { return }
        let registered = party.value("PartyLegalEntity", "RegistrationName")
        let trading = party.value("PartyName", "Name")
        found.text(names.name, registered ?? trading)
        if let name = names.tradingName, let registered, let trading, registered.text != trading.text {
            found.text(name, trading)
        }
        if let name = names.registration { found.text(name, party.value("PartyLegalEntity", "CompanyID")) }
        if let name = names.id {
            found.text(name, party.all("PartyIdentification", "ID").first { !isCreditorID($0) && !$0.text.isEmpty })
        }
        if let name = names.endpoint, let endpoint = party.value("EndpointID") {
            let scheme = endpoint.attribute("schemeID").map { $0 + ":" } ?? ""
            found.derived(name, scheme + endpoint.text, from: endpoint, because: nil)
        }
        collectTaxSchemes(party, names, into: &found)
        if let name = names.contact { found.text(name, party.value("Contact", "Name")) }
        if let name = names.phone { found.text(name, party.value("Contact", "Telephone")) }
        if let name = names.email { found.text(name, party.value("Contact", "ElectronicMail")) }
        collectAddress(party.first("PostalAddress"), names, into: &found)
    }

    private static func isCreditorID(_ place: XMLPlace) -> Bool { place.attribute("schemeID")?.uppercased() == "SEPA" }

    /// Scheme `VAT` is BT-31, any other a tax number (BT-32). Without a scheme the country's letters decide.
    private static func collectTaxSchemes(
        _ party: XMLPlace, _ names: EInvoicePartyFields, into found: inout EInvoiceCollector
    ) {
        for scheme in party.all("PartyTaxScheme") {
            guard let number = scheme.value("CompanyID") else { continue }
            let id = scheme.value("TaxScheme", "ID")?.text.uppercased()
            let startsWithCountry = EInvoiceValue.code(number.text).utf8.prefix(2).allSatisfy { (65...90).contains($0) }
            if id == "VAT" || (id == nil && startsWithCountry) {
                if let name = names.vatID { found.code(name, number) }
            } else if let name = names.taxNumber {
                found.text(name, number)
            }
        }
    }

    private static func collectAddress(
        _ address: XMLPlace?, _ names: EInvoicePartyFields, into found: inout EInvoiceCollector
    ) {
        guard let address else { return }
        let streets = [
            address.value("StreetName"), address.value("AdditionalStreetName"), address.value("AddressLine", "Line"),
        ].compactMap(\.self)
        EInvoiceAddress(
            streets: streets, houseNumber: address.value("BuildingNumber"), city: address.value("CityName"),
            postCode: address.value("PostalZone"),
            region: address.value("CountrySubentity"), country: address.value("Country", "IdentificationCode")
        ).collect(names, from: address, into: &found)
    }
}
