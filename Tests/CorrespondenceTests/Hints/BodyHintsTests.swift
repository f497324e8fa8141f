import Testing

@testable import Correspondence

@Suite("Hints in a mail's text") struct BodyHintsTests {
    static let orders: [(String, [String])] = [
        ("Our invoice for purchase order 4500012345 is attached.", ["4500012345"]), ("PO: 4711-22", ["4711-22"]),
        ("PO #PO-2026-0017,", ["PO-2026-0017"]),
        ("Your order no. 88123", ["88123"]), ("P.O. Number 99887", ["99887"]),
        ("zu Ihrer Bestellung Nr. 4500077 vom 3.12.2026", ["4500077"]),
        ("Bestellnummer: B-7781", ["B-7781"]), ("Bon de commande n° CMD-10023", ["CMD-10023"]),
        ("votre commande 50012", ["50012"]),
        ("Inkooporder: 4600123", ["4600123"]), ("Uw bestelling 77120", ["77120"]),
        ("Ordine d'acquisto n. 2026/118", ["2026/118"]),
        ("Numero ordine: 55123", ["55123"]), ("Pedido de compra nº 70099", ["70099"]),
        ("Orden de compra: OC-3311", ["OC-3311"]),
        ("Nota de encomenda 33012", ["33012"]), ("Zamówienie nr ZAM/2026/0192", ["ZAM/2026/0192"]),
        ("PO 4711001 and PO 4711002", ["4711001", "4711002"]),
        ("We thank you for your order.", []), ("in order to pay 4500 euros", []), ("Order of 12.03.2026", []),
        ("Bestellung vom 12.03.2026", []),
        ("purchase order 1.234,56", []), ("PO 12", []), ("The post office 4711", []),
        ("Purchase order attached. 4500012345 pieces", []),
        ("Bestellung 12.03.2026", []), ("pedido urgente", []), ("our po box 4711", []),
    ]

    @Test(arguments: orders) func orderNumbers(_ line: String, _ numbers: [String]) {
        #expect(BodyHints.all(in: line).filter { $0.kind == .purchaseOrder }.map(\.text) == numbers)
    }

    static let changes = [
        "Please note that our bank details have changed.", "We have changed our bank account.",
        "Our IBAN has changed, see below.",
        "Kindly use our new bank account for all payments.", "Please update our banking information.",
        "Our account details were updated: our new IBAN is below.",
        "Unsere Bankverbindung hat sich geändert.", "Bitte verwenden Sie ab sofort unsere neue Bankverbindung.",
        "Wir haben eine neue IBAN.",
        "Änderung unserer Bankverbindung", "Nos coordonnées bancaires ont changé.", "Veuillez noter notre nouveau RIB.",
        "Changement de coordonnées bancaires", "Nous avons changé de compte bancaire.",
        "Onze bankgegevens zijn gewijzigd.",
        "Ons nieuwe rekeningnummer vindt u hieronder, ons rekeningnummer is gewijzigd.",
        "Wijziging van ons rekeningnummer",
        "Le nostre coordinate bancarie sono cambiate.", "Vi comunichiamo il nuovo conto corrente.",
        "Abbiamo cambiato le coordinate bancarie.",
        "Nuestros datos bancarios han cambiado.", "Hemos cambiado nuestra cuenta bancaria.",
        "Utilicen nuestra nueva cuenta bancaria.",
        "Os nossos dados bancários mudaram.", "Os dados bancários foram alterados.", "Temos uma nova conta bancária.",
        "Zmienił się numer naszego konta: nowy numer konta poniżej.",
        "Informujemy o zmianie numeru rachunku bankowego.", "Nasz numer konta uległ zmianie.",
        "Please note that our bank\ndetails have changed.",
    ]
    static let others = [
        "Our bank details are on the invoice.", "Our bank details have not changed.",
        "Our bank details haven't changed.",
        "If your bank details have changed, tell us.", "We will never change our bank details by mail.",
        "Please update your bank details in the portal.",
        "The delivery date has changed.", "The new price list is attached.", "We have a new office.",
        "Beware of mails that say our bank account has changed.",
        "Unsere Bankverbindung ist unverändert.", "Unsere Bankverbindung hat sich nicht geändert.",
        "Falls sich Ihre Bankverbindung geändert hat, melden Sie sich.",
        "Unsere Bankverbindung steht auf der Rechnung.", "Die Lieferanschrift hat sich geändert.",
        "Nos coordonnées bancaires n'ont pas changé.",
        "Nos coordonnées bancaires figurent sur la facture.",
        "Si vos coordonnées bancaires ont changé, merci de nous le dire.",
        "Notre adresse a changé.", "Onze bankgegevens zijn niet gewijzigd.", "Onze bankgegevens staan op de factuur.",
        "Ons adres is gewijzigd.",
        "Le nostre coordinate bancarie non sono cambiate.", "Le coordinate bancarie sono in fattura.",
        "Il nostro indirizzo è cambiato.",
        "Nuestros datos bancarios no han cambiado.", "Los datos bancarios figuran en la factura.",
        "Nuestra dirección ha cambiado.",
        "Os nossos dados bancários não mudaram.", "Os dados bancários constam da fatura.", "O nosso endereço mudou.",
        "Numer konta nie uległ zmianie.", "Numer konta znajduje się na fakturze.", "Nasz adres uległ zmianie.",
        "The bank holiday changed our delivery.",
        "Payment details are attached. The delivery has changed.",
    ]

    @Test(arguments: changes) func bankDetailsHaveChanged(_ text: String) {
        #expect(BodyHints.all(in: text).contains { $0.kind == .bankChange })
    }

    @Test(arguments: others) func otherSentences(_ text: String) {
        #expect(!BodyHints.all(in: text).contains { $0.kind == .bankChange })
    }

    @Test func linesCountFromOneAndTextsAreShort() {
        let hints = BodyHints.all(
            in: "Hello\nPO 4711\n" + String(repeating: "very ", count: 50) + "our bank details have changed")
        #expect(hints.map(\.line) == [2, 3])
        #expect(hints.allSatisfy { $0.text.count <= 80 })
    }
}
