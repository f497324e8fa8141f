import Foundation

/// Self-made e-invoices of firms that do not exist, one per syntax, each with something the others lack.
enum EInvoiceSamples {
    static func data(_ text: String) -> Data { Data(text.utf8) }

    private static let ciiNamespaces = """
        xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" \
        xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" \
        xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
        """

    static let cii = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rsm:CrossIndustryInvoice \(ciiNamespaces)>
          <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
            <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
          </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
          <rsm:ExchangedDocument>
            <ram:ID>R-2026-17</ram:ID><ram:TypeCode>380</ram:TypeCode>
            <ram:IssueDateTime><udt:DateTimeString format="102">20260131</udt:DateTimeString></ram:IssueDateTime>
            <ram:IncludedNote><ram:Content>First note
               on two lines</ram:Content></ram:IncludedNote>
            <ram:IncludedNote><ram:Content><![CDATA[Second & last]]></ram:Content></ram:IncludedNote>
          </rsm:ExchangedDocument>
          <rsm:SupplyChainTradeTransaction>
            <ram:IncludedSupplyChainTradeLineItem>
              <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
              <ram:SpecifiedTradeProduct>
                <ram:GlobalID schemeID="0160">4000000000013</ram:GlobalID>
                <ram:SellerAssignedID>S-1</ram:SellerAssignedID><ram:BuyerAssignedID/>
                <ram:Name>Rope &amp; hook</ram:Name><ram:Description>10 m</ram:Description>
              </ram:SpecifiedTradeProduct>
              <ram:SpecifiedLineTradeAgreement>
                <ram:BuyerOrderReferencedDocument><ram:LineID>7</ram:LineID></ram:BuyerOrderReferencedDocument>
                <ram:GrossPriceProductTradePrice><ram:ChargeAmount>12.5000</ram:ChargeAmount></ram:GrossPriceProductTradePrice>
                <ram:NetPriceProductTradePrice>
                  <ram:ChargeAmount>11.0000</ram:ChargeAmount>
                  <ram:BasisQuantity unitCode="C62">100</ram:BasisQuantity>
                </ram:NetPriceProductTradePrice>
              </ram:SpecifiedLineTradeAgreement>
              <ram:SpecifiedLineTradeDelivery>
                <ram:BilledQuantity unitCode="C62">1000.0000</ram:BilledQuantity>
              </ram:SpecifiedLineTradeDelivery>
              <ram:SpecifiedLineTradeSettlement>
                <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
                  <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
                <ram:SpecifiedTradeAllowanceCharge>
                  <ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
                  <ram:ActualAmount>6</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>
                <ram:SpecifiedTradeAllowanceCharge>
                  <ram:ChargeIndicator><udt:Indicator>false</udt:Indicator></ram:ChargeIndicator>
                  <ram:ActualAmount>4.5</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>
                <ram:SpecifiedTradeAllowanceCharge>
                  <ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>
                  <ram:ActualAmount>0.5</ram:ActualAmount></ram:SpecifiedTradeAllowanceCharge>
                <ram:SpecifiedTradeSettlementLineMonetarySummation>
                  <ram:LineTotalAmount>100</ram:LineTotalAmount>
                </ram:SpecifiedTradeSettlementLineMonetarySummation>
              </ram:SpecifiedLineTradeSettlement>
            </ram:IncludedSupplyChainTradeLineItem>
            <ram:IncludedSupplyChainTradeLineItem>
              <ram:AssociatedDocumentLineDocument><ram:LineID>2</ram:LineID>
                <ram:LineStatusReasonCode>INFORMATION</ram:LineStatusReasonCode></ram:AssociatedDocumentLineDocument>
              <ram:SpecifiedTradeProduct><ram:Name>Only told</ram:Name></ram:SpecifiedTradeProduct>
            </ram:IncludedSupplyChainTradeLineItem>
            <ram:ApplicableHeaderTradeAgreement>
              <ram:BuyerReference>04011000-12345-34</ram:BuyerReference>
              <ram:SellerTradeParty>
                <ram:ID>77</ram:ID><ram:Name>Seilerei Nordwind GmbH</ram:Name>
                <ram:SpecifiedLegalOrganization><ram:ID>HRB 1</ram:ID></ram:SpecifiedLegalOrganization>
                <ram:DefinedTradeContact><ram:PersonName>Office</ram:PersonName>
                  <ram:EmailURIUniversalCommunication><ram:URIID>office@nordwind.example</ram:URIID>
                  </ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>
                <ram:PostalTradeAddress><ram:PostcodeCode>20095</ram:PostcodeCode><ram:LineOne>Kai 1</ram:LineOne>
                  <ram:LineTwo>Hof 2</ram:LineTwo><ram:CityName>Hamburg</ram:CityName><ram:CountryID>de</ram:CountryID>
                </ram:PostalTradeAddress>
                <ram:URIUniversalCommunication><ram:URIID schemeID="EM">in@nordwind.example</ram:URIID>
                </ram:URIUniversalCommunication>
                <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/345/67890</ram:ID></ram:SpecifiedTaxRegistration>
                <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE 123456789</ram:ID></ram:SpecifiedTaxRegistration>
              </ram:SellerTradeParty>
              <ram:BuyerTradeParty><ram:ID>K-9</ram:ID><ram:Name>Bergbahn Talstation AG</ram:Name></ram:BuyerTradeParty>
              <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>PO-5</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
              <ram:ContractReferencedDocument><ram:IssuerAssignedID>V-3</ram:IssuerAssignedID></ram:ContractReferencedDocument>
              <ram:SpecifiedProcuringProject><ram:ID>P-8</ram:ID></ram:SpecifiedProcuringProject>
            </ram:ApplicableHeaderTradeAgreement>
            <ram:ApplicableHeaderTradeDelivery>
              <ram:ShipToTradeParty><ram:Name>Lager Ost</ram:Name></ram:ShipToTradeParty>
              <ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>
                <udt:DateTimeString format="102">20260130</udt:DateTimeString></ram:OccurrenceDateTime>
              </ram:ActualDeliverySupplyChainEvent>
              <ram:DespatchAdviceReferencedDocument><ram:IssuerAssignedID>LS-4</ram:IssuerAssignedID></ram:DespatchAdviceReferencedDocument>
            </ram:ApplicableHeaderTradeDelivery>
            <ram:ApplicableHeaderTradeSettlement>
              <ram:CreditorReferenceID>DE98ZZZ09999999999</ram:CreditorReferenceID>
              <ram:PaymentReference>R-2026-17/9</ram:PaymentReference>
              <ram:TaxCurrencyCode>CHF</ram:TaxCurrencyCode><ram:InvoiceCurrencyCode>eur</ram:InvoiceCurrencyCode>
              <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>
                <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DE02 1203 0000 0000 2020 51</ram:IBANID>
                  <ram:AccountName>Nordwind</ram:AccountName></ram:PayeePartyCreditorFinancialAccount>
                <ram:PayeeSpecifiedCreditorFinancialInstitution><ram:BICID>byladem1001</ram:BICID>
                </ram:PayeeSpecifiedCreditorFinancialInstitution></ram:SpecifiedTradeSettlementPaymentMeans>
              <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode>
                <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>DE02500105170137075030</ram:IBANID>
                </ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
              <ram:ApplicableTradeTax><ram:CalculatedAmount>19.95</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
                <ram:BasisAmount>105</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>
                <ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
              <ram:BillingSpecifiedPeriod>
                <ram:StartDateTime><udt:DateTimeString format="102">20260101</udt:DateTimeString></ram:StartDateTime>
                <ram:EndDateTime><udt:DateTimeString format="102">20260131</udt:DateTimeString></ram:EndDateTime>
              </ram:BillingSpecifiedPeriod>
              <ram:SpecifiedTradeAllowanceCharge>
                <ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>
                <ram:ActualAmount>5</ram:ActualAmount><ram:Reason>Freight</ram:Reason></ram:SpecifiedTradeAllowanceCharge>
              <ram:SpecifiedTradePaymentTerms><ram:Description>2 % until February 10</ram:Description>
                <ram:DueDateDateTime><udt:DateTimeString format="102">20260210</udt:DateTimeString></ram:DueDateDateTime>
                <ram:ApplicableTradePaymentDiscountTerms><ram:CalculationPercent>2</ram:CalculationPercent>
                </ram:ApplicableTradePaymentDiscountTerms></ram:SpecifiedTradePaymentTerms>
              <ram:SpecifiedTradePaymentTerms><ram:Description>30 days net</ram:Description>
                <ram:DueDateDateTime><udt:DateTimeString format="102">20260302</udt:DateTimeString></ram:DueDateDateTime>
                <ram:DirectDebitMandateID>M-1</ram:DirectDebitMandateID></ram:SpecifiedTradePaymentTerms>
              <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
                <ram:LineTotalAmount>100</ram:LineTotalAmount><ram:ChargeTotalAmount>5</ram:ChargeTotalAmount>
                <ram:TaxBasisTotalAmount>105</ram:TaxBasisTotalAmount>
                <ram:TaxTotalAmount currencyID="CHF">18.70</ram:TaxTotalAmount>
                <ram:TaxTotalAmount currencyID="EUR">19.95</ram:TaxTotalAmount>
                <ram:GrandTotalAmount>124.95</ram:GrandTotalAmount><ram:TotalPrepaidAmount>24.95</ram:TotalPrepaidAmount>
                <ram:DuePayableAmount>100.0</ram:DuePayableAmount>
              </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
              <ram:InvoiceReferencedDocument><ram:IssuerAssignedID>R-2025-99</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>
            </ram:ApplicableHeaderTradeSettlement>
          </rsm:SupplyChainTradeTransaction>
        </rsm:CrossIndustryInvoice>
        """

    /// Factur-X MINIMUM: no lines, no tax breakdown; reverse charge is told by nothing.
    static let minimum = """
        <rsm:CrossIndustryInvoice \(ciiNamespaces)>
          <rsm:ExchangedDocument><ram:ID>F-1</ram:ID><ram:TypeCode>381</ram:TypeCode>
            <ram:IssueDateTime><udt:DateTimeString format="102">20260228</udt:DateTimeString></ram:IssueDateTime>
          </rsm:ExchangedDocument>
          <rsm:SupplyChainTradeTransaction>
            <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Atelier Vide SARL</ram:Name>
            </ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement>
            <ram:ApplicableHeaderTradeDelivery/>
            <ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
              <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
                <ram:TaxBasisTotalAmount>10,5</ram:TaxBasisTotalAmount>
                <ram:GrandTotalAmount currencyID="USD">12.6</ram:GrandTotalAmount>
                <ram:DuePayableAmount>12.6</ram:DuePayableAmount>
              </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
            </ram:ApplicableHeaderTradeSettlement>
          </rsm:SupplyChainTradeTransaction>
        </rsm:CrossIndustryInvoice>
        """

    static let zugferd1 = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:ram="urn:r" xmlns:udt="urn:u">
          <rsm:SpecifiedExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
            <ram:ID>urn:ferd:CrossIndustryDocument:invoice:1p0:extended</ram:ID>
          </ram:GuidelineSpecifiedDocumentContextParameter></rsm:SpecifiedExchangedDocumentContext>
          <rsm:HeaderExchangedDocument><ram:ID>Z1</ram:ID><ram:Name>RECHNUNG</ram:Name><ram:TypeCode>380</ram:TypeCode>
            <ram:IssueDateTime><udt:DateTimeString format="102">20140703</udt:DateTimeString></ram:IssueDateTime>
          </rsm:HeaderExchangedDocument>
          <rsm:SpecifiedSupplyChainTradeTransaction>
            <ram:ApplicableSupplyChainTradeAgreement>
              <ram:SellerTradeParty><ram:Name>Gärtnerei Süd</ram:Name></ram:SellerTradeParty>
              <ram:BuyerOrderReferencedDocument><ram:IssueDateTime>2014-06-01T00:00:00</ram:IssueDateTime>
                <ram:ID>B-2</ram:ID></ram:BuyerOrderReferencedDocument>
            </ram:ApplicableSupplyChainTradeAgreement>
            <ram:ApplicableSupplyChainTradeDelivery>
              <ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>
                <udt:DateTimeString format="610">201406</udt:DateTimeString></ram:OccurrenceDateTime>
              </ram:ActualDeliverySupplyChainEvent>
              <ram:DeliveryNoteReferencedDocument><ram:ID>L-6</ram:ID></ram:DeliveryNoteReferencedDocument>
            </ram:ApplicableSupplyChainTradeDelivery>
            <ram:ApplicableSupplyChainTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
              <ram:ApplicableTradeTax><ram:CalculatedAmount currencyID="EUR">0.00</ram:CalculatedAmount>
                <ram:BasisAmount currencyID="EUR">50.00</ram:BasisAmount><ram:CategoryCode>AE</ram:CategoryCode>
                <ram:ApplicablePercent>0.00</ram:ApplicablePercent></ram:ApplicableTradeTax>
              <ram:SpecifiedLogisticsServiceCharge><ram:Description>Versand</ram:Description>
                <ram:AppliedAmount currencyID="EUR">5.00</ram:AppliedAmount></ram:SpecifiedLogisticsServiceCharge>
              <ram:SpecifiedTradeSettlementMonetarySummation>
                <ram:TaxBasisTotalAmount currencyID="EUR">50.00</ram:TaxBasisTotalAmount>
                <ram:TaxTotalAmount currencyID="EUR">0.00</ram:TaxTotalAmount>
                <ram:GrandTotalAmount currencyID="EUR">50.00</ram:GrandTotalAmount>
              </ram:SpecifiedTradeSettlementMonetarySummation>
            </ram:ApplicableSupplyChainTradeSettlement>
            <ram:IncludedSupplyChainTradeLineItem>
              <ram:AssociatedDocumentLineDocument><ram:IncludedNote><ram:Content>A text, no item.</ram:Content>
              </ram:IncludedNote></ram:AssociatedDocumentLineDocument>
            </ram:IncludedSupplyChainTradeLineItem>
            <ram:IncludedSupplyChainTradeLineItem>
              <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
              <ram:SpecifiedSupplyChainTradeAgreement><ram:NetPriceProductTradePrice>
                <ram:ChargeAmount currencyID="EUR">4.5000</ram:ChargeAmount></ram:NetPriceProductTradePrice>
              </ram:SpecifiedSupplyChainTradeAgreement>
              <ram:SpecifiedSupplyChainTradeDelivery><ram:BilledQuantity unitCode="KGM">10.0000</ram:BilledQuantity>
              </ram:SpecifiedSupplyChainTradeDelivery>
              <ram:SpecifiedSupplyChainTradeSettlement>
                <ram:ApplicableTradeTax><ram:ApplicablePercent>0.00</ram:ApplicablePercent></ram:ApplicableTradeTax>
                <ram:SpecifiedTradeSettlementMonetarySummation>
                  <ram:LineTotalAmount currencyID="EUR">45.00</ram:LineTotalAmount>
                </ram:SpecifiedTradeSettlementMonetarySummation></ram:SpecifiedSupplyChainTradeSettlement>
              <ram:SpecifiedTradeProduct><ram:Name>Blumenerde</ram:Name></ram:SpecifiedTradeProduct>
            </ram:IncludedSupplyChainTradeLineItem>
          </rsm:SpecifiedSupplyChainTradeTransaction>
        </rsm:CrossIndustryDocument>
        """

    private static func ublNamespaces(_ root: String) -> String {
        """
        xmlns="urn:oasis:names:specification:ubl:schema:xsd:\(root)-2" \
        xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
        xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
        """
    }

    static let ublInvoice = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Invoice \(ublNamespaces("Invoice"))>
          <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
          <cbc:ID>U-1</cbc:ID><cbc:IssueDate>2026-03-01+01:00</cbc:IssueDate><cbc:DueDate>2026-03-31</cbc:DueDate>
          <cbc:InvoiceTypeCode>389</cbc:InvoiceTypeCode><cbc:Note>#REG#Registered somewhere</cbc:Note>
          <cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode><cbc:AccountingCost>4711</cbc:AccountingCost>
          <cac:OrderReference><cbc:ID>NA</cbc:ID><cbc:SalesOrderID>SO-1</cbc:SalesOrderID></cac:OrderReference>
          <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>U-0</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate>
          </cac:InvoiceDocumentReference></cac:BillingReference>
          <cac:AccountingSupplierParty><cac:Party>
            <cbc:EndpointID schemeID="0088">7300000000000</cbc:EndpointID>
            <cac:PartyIdentification><cbc:ID schemeID="SEPA">SE97ZZZ123</cbc:ID></cac:PartyIdentification>
            <cac:PartyIdentification><cbc:ID>99</cbc:ID></cac:PartyIdentification>
            <cac:PartyName><cbc:Name>Snickeri Tall</cbc:Name></cac:PartyName>
            <cac:PostalAddress><cbc:StreetName>Gatan</cbc:StreetName><cbc:BuildingNumber>1</cbc:BuildingNumber><cbc:CityName>Umea</cbc:CityName>
              <cbc:PostalZone>90320</cbc:PostalZone><cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode>
              </cac:Country></cac:PostalAddress>
            <cac:PartyTaxScheme><cbc:CompanyID>SE000000000001</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
              </cac:TaxScheme></cac:PartyTaxScheme>
            <cac:PartyTaxScheme><cbc:CompanyID>Godkänd för F-skatt</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID>
              </cac:TaxScheme></cac:PartyTaxScheme>
            <cac:PartyLegalEntity><cbc:RegistrationName>Tall Snickeri AB</cbc:RegistrationName>
              <cbc:CompanyID>5500000000</cbc:CompanyID></cac:PartyLegalEntity>
          </cac:Party></cac:AccountingSupplierParty>
          <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Kund AB</cbc:Name></cac:PartyName></cac:Party>
          </cac:AccountingCustomerParty>
          <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>123</cbc:PaymentID>
            <cac:PayeeFinancialAccount><cbc:ID>5050-1055</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
          <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
            <cac:PayeeFinancialAccount><cbc:ID>SE45 5000 0000 0583 9825 7466</cbc:ID>
              <cac:FinancialInstitutionBranch><cbc:ID>ESSESESS</cbc:ID></cac:FinancialInstitutionBranch>
            </cac:PayeeFinancialAccount></cac:PaymentMeans>
          <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
            <cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric><cbc:AllowanceChargeReason>Loyal</cbc:AllowanceChargeReason>
            <cbc:Amount currencyID="SEK">20</cbc:Amount><cbc:BaseAmount currencyID="SEK">200</cbc:BaseAmount>
          </cac:AllowanceCharge>
          <cac:TaxTotal><cbc:TaxAmount currencyID="SEK">45</cbc:TaxAmount>
            <cac:TaxSubtotal><cbc:TaxableAmount currencyID="SEK">180</cbc:TaxableAmount>
              <cbc:TaxAmount currencyID="SEK">45</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>
              <cbc:Percent>25</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
          <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="SEK">200</cbc:LineExtensionAmount>
            <cbc:TaxExclusiveAmount currencyID="SEK">180</cbc:TaxExclusiveAmount>
            <cbc:TaxInclusiveAmount currencyID="SEK">225</cbc:TaxInclusiveAmount>
            <cbc:AllowanceTotalAmount currencyID="SEK">20</cbc:AllowanceTotalAmount>
            <cbc:PayableRoundingAmount currencyID="SEK">-0.4</cbc:PayableRoundingAmount>
            <cbc:PayableAmount currencyID="SEK">224.6</cbc:PayableAmount></cac:LegalMonetaryTotal>
          <cac:InvoiceLine><cbc:ID>10</cbc:ID><cbc:Note>By hand</cbc:Note>
            <cbc:InvoicedQuantity unitCode="HUR">2.50</cbc:InvoicedQuantity>
            <cbc:LineExtensionAmount currencyID="SEK">200</cbc:LineExtensionAmount>
            <cac:OrderLineReference><cbc:LineID>3</cbc:LineID></cac:OrderLineReference>
            <cac:Item><cbc:Description>Long words</cbc:Description><cbc:Name>Work</cbc:Name>
              <cac:SellersItemIdentification><cbc:ID>W</cbc:ID></cac:SellersItemIdentification>
              <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
            <cac:Price><cbc:PriceAmount currencyID="SEK">80</cbc:PriceAmount></cac:Price>
            <cac:SubInvoiceLine><cbc:ID>10.1</cbc:ID><cbc:LineExtensionAmount>200</cbc:LineExtensionAmount></cac:SubInvoiceLine>
          </cac:InvoiceLine>
        </Invoice>
        """

    static let ublCreditNote = """
        <CreditNote \(ublNamespaces("CreditNote"))>
          <cbc:ID>C-1</cbc:ID><cbc:IssueDate>2026-04-02</cbc:IssueDate>
          <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
          <cac:PaymentMeans><cbc:PaymentMeansCode>1</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-05-02</cbc:PaymentDueDate>
          </cac:PaymentMeans>
          <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">-1.9</cbc:TaxAmount></cac:TaxTotal>
          <cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">-11.9</cbc:TaxInclusiveAmount>
            <cbc:PayableAmount currencyID="EUR">-11.9</cbc:PayableAmount></cac:LegalMonetaryTotal>
          <cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:CreditedQuantity unitCode="EA">-1</cbc:CreditedQuantity>
            <cbc:LineExtensionAmount currencyID="EUR">-10</cbc:LineExtensionAmount>
            <cac:Item><cbc:Name>Returned</cbc:Name></cac:Item></cac:CreditNoteLine>
        </CreditNote>
        """
}
