import Testing

@testable import Correspondence

@Suite("What sent a mail") struct MailNatureTests {
    private static let own = OwnMails(messageDomain: "payables.office.example", addresses: ["ap@office.example"])

    /// Reason without a document, and with one.
    static let natures: [(String, [String], String, MailReason?, MailReason?)] = [
        ("a person", ["From: x@seller.example", "Subject: Invoice 7"], "Please see attached.", nil, nil),
        ("Auto-Submitted: no", ["Auto-Submitted: no"], "", nil, nil),
        ("an automatic answer", ["Auto-Submitted: auto-replied; owner=x"], "", .autoReply, .autoReply),
        ("an invoice made by a program", ["Auto-Submitted: auto-generated (invoices)"], "", .autoReply, nil),
        ("X-Autoreply", ["X-Autoreply: yes"], "", .autoReply, nil),
        ("X-Autoreply: no", ["X-Autoreply: no"], "", nil, nil),
        ("Precedence auto_reply", ["Precedence: auto_reply"], "", .autoReply, nil),
        ("suppressing answers alone", ["X-Auto-Response-Suppress: All", "Subject: Invoice"], "", nil, nil),
        (
            "suppressing, with such a subject", ["X-Auto-Response-Suppress: All", "Subject: Automatic reply: Invoice"],
            "", .autoReply, nil
        ),
        ("a null sender", ["Return-Path: < >", "Subject: x"], "", .autoReply, nil),
        ("a newsletter", ["List-Unsubscribe: <x>", "Subject: Offers"], "", .bulkMail, nil),
        ("bulk", ["Precedence: bulk"], "", .bulkMail, nil),
        ("a list", ["List-Id: <l.office.example>"], "", .bulkMail, nil),
        ("first class", ["Precedence: first-class"], "", nil, nil),
        ("a bounce", ["Content-Type: multipart/report; report-type=delivery-status"], "", .orphanBounce, .orphanBounce),
        ("an old bounce", ["Return-Path: <>", "From: MAILER-DAEMON@mx.example"], "", .orphanBounce, .orphanBounce),
        (
            "a read receipt", ["Content-Type: multipart/report; report-type=disposition-notification"], "", .autoReply,
            nil
        ),
        ("our own", ["From: ap@office.example", "Message-ID: <1@payables.office.example>"], "", .mailLoop, .mailLoop),
        ("of our house", ["From: jane@office.example", "Message-ID: <1@payables.office.example>"], "", nil, nil),
        (
            "of our address, from elsewhere", ["From: ap@office.example", "Message-ID: <1@mail.office.example>"], "",
            nil, nil
        ),
        (
            "a weak sign in the text", ["Subject: Re: Invoice"], "Hello,\nI am out of the office until Monday.",
            .autoReply, nil
        ),
        (
            "the words in what is quoted", ["Subject: Re: Invoice"], "Thanks.\n> I am out of the office until Monday.",
            nil, nil
        ),
    ]

    @Test(arguments: natures) func reason(
        _ what: String, _ lines: [String], _ text: String, _ alone: MailReason?, _ withDocument: MailReason?
    ) {
        let nature = MailNature(MailHead(lines), text: text, own: Self.own)
        #expect(nature.reason(hasDocument: false) == alone, "\(what)")
        #expect(nature.reason(hasDocument: true) == withDocument, "\(what)")
    }

    static let absences = [
        "Automatic reply: Invoice 7", "Out of Office: your mail", "Automatische Antwort: Rechnung",
        "Abwesenheitsnotiz: Rechnung 7",
        "Réponse automatique : Facture", "Message d’absence", "Automatisch antwoord: factuur", "Afwezig: factuur",
        "Risposta automatica: Fattura",
        "Fuori sede", "Respuesta automática: factura", "Resposta automática: fatura", "Fora do escritório",
        "Odpowiedź automatyczna: faktura",
        "Nieobecność: faktura",
    ]
    static let subjects = [
        "Invoice 7", "Rechnung: Büroausstattung", "Office supplies", "Re: Facture", "Automatic doors, invoice 9",
        "Faktura 7/2026",
    ]

    @Test(arguments: absences) func absence(_ subject: String) { #expect(AbsenceNotes.isSubject(subject)) }
    @Test(arguments: subjects) func noAbsence(_ subject: String) { #expect(!AbsenceNotes.isSubject(subject)) }

    static let texts = [
        "Guten Tag,\nich bin derzeit nicht im Büro.", "Bonjour,\nje suis actuellement absente du bureau.",
        "Ik ben momenteel afwezig.",
        "Buongiorno, sarò assente fino al 3.", "Estoy fuera de la oficina hasta el lunes.",
        "Estarei ausente até 3 de maio.",
        "Jestem nieobecny do poniedziałku.", "I'm out of the office.",
    ]

    @Test(arguments: texts) func absenceInTheText(_ text: String) { #expect(AbsenceNotes.isText(text)) }

    @Test func strongSignsForbidAnAnswer() {
        #expect(!MailNature(MailHead(["List-Id: <x>"])).mayBeAnswered)
        #expect(!MailNature(MailHead(["Return-Path: <>"])).mayBeAnswered)
        #expect(MailNature(MailHead(["Subject: Invoice"])).mayBeAnswered)
    }
}
