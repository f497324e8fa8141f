import Testing

@testable import Correspondence

@Suite("Forwarded mails") struct ForwardedMailTests {
    /// Sender and subject of each head in the text.
    static let texts: [(String, String, [String])] = [
        (
            "Gmail",
            "FYI\n\n---------- Forwarded message ---------\nFrom: Bills <bills@seller.example>\nDate: Tue, 1 Dec 2026 at 10:00\nSubject: Invoice 7\nTo: <ap@office.example>\n\nHello",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "Outlook",
            "\n________________________________\nFrom: Bills <bills@seller.example>\nSent: Tuesday, December 1, 2026 10:00 AM\nTo: Jane <jane@office.example>\nSubject: Invoice 7\n\nHello",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "Apple",
            "> Begin forwarded message:\n> \n> From: Bills <bills@seller.example>\n> Subject: Invoice 7\n> Date: 1 December 2026\n> To: ap@office.example\n> \n> Hello",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "Apple with blank lines",
            "From: bills@seller.example\n\nSubject: Invoice 7\n\nDate: 1 December\n\nTo: ap@office.example\n",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "Thunderbird",
            "-------- Forwarded Message --------\nSubject: \tInvoice 7\nDate: \tTue, 1 Dec 2026\nFrom: \tBills <bills@seller.example>\nTo: \tap@office.example\n\nHello",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "bold", "*From:* Bills <bills@seller.example>\n*Sent:* Tuesday\n*To:* x\n*Subject:* Invoice 7\n",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "German",
            "-----Ursprüngliche Nachricht-----\nVon: Rechnungen <bills@seller.example>\nGesendet: Dienstag\nAn: ap@office.example\nBetreff: Rechnung 7\n",
            ["bills@seller.example Rechnung 7"]
        ),
        (
            "French",
            "De : Factures <bills@seller.example>\nEnvoyé : mardi\nÀ : ap@office.example\nObjet : Facture 7\n",
            ["bills@seller.example Facture 7"]
        ),
        (
            "Dutch", "Van: bills@seller.example\nVerzonden: dinsdag\nAan: ap@office.example\nOnderwerp: Factuur 7\n",
            ["bills@seller.example Factuur 7"]
        ),
        (
            "Italian",
            "Da: Fatture <bills@seller.example>\nInviato: martedì\nA: ap@office.example\nOggetto: Fattura 7\n",
            ["bills@seller.example Fattura 7"]
        ),
        (
            "Spanish",
            "De: Facturas <bills@seller.example>\nEnviado el: martes\nPara: ap@office.example\nAsunto: Factura 7\n",
            ["bills@seller.example Factura 7"]
        ),
        (
            "Portuguese",
            "De: Faturas <bills@seller.example>\nEnviada em: terça\nPara: ap@office.example\nAssunto: Fatura 7\n",
            ["bills@seller.example Fatura 7"]
        ),
        (
            "Polish", "Od: Faktury <bills@seller.example>\nWysłano: wtorek\nDo: ap@office.example\nTemat: Faktura 7\n",
            ["bills@seller.example Faktura 7"]
        ),
        (
            "mailto", "From: Bills [mailto:bills@seller.example]\nSent: Tuesday\nTo: x\nSubject: Invoice 7",
            ["bills@seller.example Invoice 7"]
        ),
        (
            "two",
            "From: a@one.example\nDate: x\nSubject: One\nTo: x\n\nText\n\nFrom: b@two.example\nDate: y\nSubject: Two\nTo: y\n",
            ["a@one.example One", "b@two.example Two"]
        ),
        ("two different addresses", "From: a@one.example <b@two.example>\nDate: x\nSubject: One\n", ["? One"]),
        ("a sentence", "From: here on it is easy.\nThanks\n", []), ("a list", "To: do\nFrom: me\n", []),
        ("no sender", "Date: today\nSubject: x\nTo: y\n", []), ("nothing", "", []),
    ]

    @Test(arguments: texts) func stated(_ what: String, _ text: String, _ mails: [String]) {
        let found = ForwardedMail.stated(in: text)
        #expect(found.map { "\($0.sender?.address?.description ?? "?") \($0.subject)" } == mails, "\(what)")
        #expect(found.allSatisfy { $0.standing == .stated })
    }

    @Test func attached() {
        let head = MailHead(["From: Bills <bills@seller.example>", "Subject: Invoice 7", "Date: Tue"])
        #expect(ForwardedMail(attached: head).standing == .attached)
        #expect(ForwardedMail(attached: head).sender?.address?.description == "bills@seller.example")
        #expect(ForwardedMail(attached: head, vouching: "forward.example").standing == .vouched)
        #expect(ForwardedMail(attached: MailHead(["From: a@one.example, b@two.example"])).sender == nil)
    }

    static let subjects = [
        ("Fwd: Invoice", true), ("FW: Invoice", true), ("WG: Rechnung", true), ("TR : Facture", true),
        ("Doorst: factuur", true),
        ("I: Fattura", true), ("RV: Factura", true), ("ENC: Fatura", true), ("PD: Faktura", true),
        ("Re: Invoice", false), ("Forward", false),
        ("Invoice: FW", false),
    ]

    @Test(arguments: subjects) func isForward(_ subject: String, _ expected: Bool) {
        #expect(ForwardedMail.isForward(subject) == expected)
    }

    /// A text full of beginnings takes no more than its lines.
    @Test func manyBeginningsAreRead() {
        let text = String(repeating: "From: a@one.example\n\n\n", count: 20_000)
        #expect(ForwardedMail.stated(in: text).isEmpty)
    }
}
