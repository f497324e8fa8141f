"""The forms of mails that arrive where invoices are awaited: how programs and people write them, and what each must come to.

A form takes a `Writing` and answers a `Mail`. Its name in the truth is the function's.
"""
import dataclasses
import random

from mail_bytes import (attached, base64_lines, docx, encoded_word, multipart, parameter, part, png, text, uuencoded, whole, winmail,
                        zip_of)

INVOICES = "invoices@payables.example"
COLLEAGUE = ("Juna Feldrain", "juna.feldrain@quellstein.example")
STRANGER = ("Erwan Nobody", "erwan@stranger.example")
LOGO = png(120, 40, (20, 90, 160))


@dataclasses.dataclass
class Document:
    """`name`: as a reader should show it. `fixture`: whose content it is. `fate`: case, or why it is none."""
    name: str
    data: bytes
    fixture: str
    fate: str = "case"


@dataclasses.dataclass
class Mail:
    head: list
    body: tuple
    documents: list = dataclasses.field(default_factory=list)
    reason: str = ""
    sender: tuple = ()
    # Empty = the null sender of a bounce; None = that of the head.
    envelope: str = None
    # Whether the sender's own server signs and sends it.
    authentic: bool = True


@dataclasses.dataclass
class Writing:
    """What a form has at hand: its number, its own dice, the supplier's name and address, and documents that nobody else has."""
    number: int
    dice: random.Random
    supplier: tuple
    take: object

    def boundary(self, style="="):
        return style.replace("=", f"{self.dice.getrandbits(64):016x}")

    def pdf(self):
        return self.take(self, "pdf")

    def subject(self):
        return self.dice.choice([f"Rechnung {self.number}", f"Invoice no. {self.number} - thank you", f"Facture n° {self.number}",
                                 f"Ihre Bestellung / Rechnung für März ({self.number})", "Invoice attached", "Rechnungsversand"])

    def words(self):
        return self.dice.choice([
            "Sehr geehrte Damen und Herren,\n\nanbei erhalten Sie unsere Rechnung. Bitte überweisen Sie fristgerecht.\n\nMit freundlichen "
            "Grüßen\n", "Dear customer,\n\nplease find our invoice attached.\n\nKind regards\n",
            "Bonjour,\n\nveuillez trouver ci-joint notre facture.\n\nCordialement\n", "see attached\n"])


def head(writing, sender, subject, *more, to=INVOICES):
    """Without a date and a Message-ID, which the load adds."""
    name, address = sender
    shown = name if name.isascii() else encoded_word(name)
    shown = f'"{shown}"' if any(letter in ",.&" for letter in shown) else shown
    return [f"From: {shown} <{address}>", f"To: {to}", f"Subject: {subject if subject.isascii() else encoded_word(subject)}",
            "MIME-Version: 1.0", *more]


def from_supplier(writing, body, documents=(), reason="", more=(), **facts):
    return Mail(head(writing, writing.supplier, writing.subject(), *more), body, list(documents), reason, writing.supplier, **facts)


def html(words, logo=""):
    lines = "".join(f"<p>{line}</p>" for line in words.splitlines() if line)
    return f'<html><head><style>p {{ margin: 0 }}</style></head><body>{lines}{logo}</body></html>\n'


# Mails with documents.

def plain(writing):
    paper = writing.pdf()
    return from_supplier(writing, multipart("mixed", writing.boundary("----=_Part_="), text(writing.words()),
                                            attached(paper.data, paper.name)), [paper])


def outlook(writing):
    paper, words, cid = writing.pdf(), writing.words(), f"image001.png@01D9{writing.dice.getrandbits(32):08X}"
    alternative = multipart("alternative", writing.boundary("_000_=_"), text(words, charset="windows-1252"),
                            text(html(words, f'<img src="cid:{cid}">'), "html", "windows-1252"))
    related = multipart("related", writing.boundary("_005_=_"), alternative,
                        attached(LOGO, "image001.png", "image/png", "inline", [f"Content-ID: <{cid}>"]),
                        parameters='; type="multipart/alternative"')
    named = f"Rechnung_Größe_{writing.number}.pdf"
    paper.name = named
    return from_supplier(writing, multipart("mixed", writing.boundary("_006_=_"), related, attached(
        paper.data, encoded_word(named, "iso-8859-1"), more=[f"Content-Description: {encoded_word(named, 'iso-8859-1')}"])), [paper],
        more=["Thread-Topic: Rechnung", "X-MS-Has-Attach: yes", "Content-Language: de-DE"])


def gmail(writing):
    paper, words = writing.pdf(), writing.words()
    alternative = multipart("alternative", writing.boundary("000000000000="), text(words), text(html(words), "html"))
    return from_supplier(writing, multipart("mixed", writing.boundary("000000000000="), alternative, attached(
        paper.data, paper.name, more=[f"Content-ID: <f_{writing.number}>", f"X-Attachment-Id: f_{writing.number}"])), [paper])


def apple(writing):
    """The document stands in the text, between two pieces of HTML."""
    paper, words = writing.pdf(), writing.words()
    mixed = multipart("mixed", writing.boundary("Apple-Mail=_="), text(html(words), "html"),
                      attached(paper.data, paper.name, disposition="inline"), text("<html><body><br></body></html>\n", "html"))
    return from_supplier(writing, multipart("alternative", writing.boundary("Apple-Mail=_="), text(words), mixed), [paper],
                         more=["X-Mailer: Apple Mail (2.3774.500.171)"])


def html_only_with_document(writing):
    paper = writing.pdf()
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(html(writing.words()), "html", encoding="base64"),
                                            attached(paper.data, paper.name)), [paper])


def eight_bit(writing):
    """Text as it is, and a file name as it is."""
    paper = writing.pdf()
    paper.name = f"Rechnung März {writing.number}.pdf"
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words(), encoding="8bit"),
                                            attached(paper.data, paper.name)), [paper])


def long_name(writing):
    paper = writing.pdf()
    paper.name = f"Rechnung über Lieferungen und Leistungen im März, Nr. {writing.number} – zweite Ausfertigung.pdf"
    headers = ["Content-Type: application/pdf", "Content-Transfer-Encoding: base64",
               "Content-Disposition: attachment" + parameter("filename", paper.name)]
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()),
                                            part(headers, base64_lines(paper.data))), [paper])


def nameless_octets(writing):
    """A program that knows neither types nor names."""
    paper = writing.pdf()
    paper.name = ""
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()),
                                            attached(paper.data, None, "application/octet-stream")), [paper])


def document_alone(writing):
    """The mail is the document."""
    paper = writing.pdf()
    return from_supplier(writing, attached(paper.data, paper.name), [paper])


def several(writing):
    papers = [writing.pdf() for _ in range(writing.dice.randint(2, 4))]
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()),
                                            *(attached(paper.data, paper.name) for paper in papers)), papers)


def same_twice(writing):
    paper = writing.pdf()
    copy = Document("copy of " + paper.name, paper.data, paper.fixture, "DUPLICATE_DOCUMENT")
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()), attached(paper.data, paper.name),
                                            attached(copy.data, copy.name)), [paper, copy])


def zipped(writing):
    papers = [writing.pdf() for _ in range(writing.dice.randint(1, 3))]
    archive = zip_of({paper.name: paper.data for paper in papers})
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()),
                                            attached(archive, "rechnungen.zip", "application/zip")), papers)


def winmail_dat(writing):
    paper = writing.pdf()
    return from_supplier(writing, multipart("mixed", writing.boundary("_000_="), text(writing.words()), attached(
        winmail({paper.name: paper.data}), "winmail.dat", "application/ms-tnef")), [paper], more=["X-MS-TNEF-Correlator: <1>"])


def uuencoded_text(writing):
    paper = writing.pdf()
    return from_supplier(writing, part(["Content-Type: text/plain; charset=us-ascii"],
                                       "The invoice.\n\n" + uuencoded(paper.data, paper.name)), [paper])


def nested(writing):
    """A colleague passes the supplier's mail on as an attachment."""
    inner = plain(writing)
    inner_head = inner.head + ["Date: Mon, 02 Mar 2026 07:00:00 +0000", f"Message-ID: <inner-{writing.number}@supplier.example>"]
    message = part(["Content-Type: message/rfc822", "Content-Disposition: attachment"],
                   whole((inner_head + inner.body[0], inner.body[1])))
    return Mail(head(writing, COLLEAGUE, "FW: invoice for you"),
                multipart("mixed", writing.boundary(), text("Please pay.\n"), message), inner.documents, sender=COLLEAGUE)


def forwarded(writing):
    """A colleague passes it on in the text, with the document."""
    paper = writing.pdf()
    quoted = (f"Please pay.\n\n---------- Forwarded message ---------\nFrom: {writing.supplier[0]} <{writing.supplier[1]}>\n"
              f"Date: Mon, 2 Mar 2026\nSubject: invoice\n\n{writing.words()}")
    return Mail(head(writing, COLLEAGUE, "Fwd: invoice"), multipart("mixed", writing.boundary(), text(quoted),
                                                                   attached(paper.data, paper.name)), [paper], sender=COLLEAGUE)


def photo(writing):
    """A picture in the text that is large enough to be a paper."""
    picture, cid = writing.take(writing, "photo"), f"photo{writing.number}@phone.example"
    related = multipart("related", writing.boundary(), text(html("The bill:\n", f'<img src="cid:{cid}">'), "html"), attached(
        picture.data, picture.name, "image/jpeg", "inline", [f"Content-ID: <{cid}>"]))
    return Mail(head(writing, COLLEAGUE, "bill of the hotel"), related, [picture], sender=COLLEAGUE)


def e_invoice(writing):
    paper = writing.take(writing, "xml")
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()),
                                            attached(paper.data, paper.name, "application/xml")), [paper])


def e_invoice_with_copy(writing):
    invoice, copy = writing.take(writing, "xml"), writing.take(writing, "copy")
    copy.fate, copy.name = "visible-copy", invoice.name.replace(".xml", ".pdf")
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()), attached(copy.data, copy.name),
                                            attached(invoice.data, invoice.name, "text/xml")), [copy, invoice])


def generated(writing):
    """A billing system says that nobody wrote this. It is an invoice all the same."""
    paper = writing.pdf()
    return from_supplier(writing, multipart("mixed", writing.boundary(), text("Automatically generated.\n"), attached(
        paper.data, paper.name)), [paper], more=["Auto-Submitted: auto-generated", "X-Mailer: billing/4.2"])


# Mails without a document.

def question(writing):
    return from_supplier(writing, text("When will you pay our last invoice?\n"), reason="NO_ATTACHMENT")


def html_only(writing):
    return from_supplier(writing, text(html("Your invoice is in our portal.\n"), "html"), reason="NO_ATTACHMENT")


def logo_only(writing):
    cid = f"logo{writing.number}@supplier.example"
    return from_supplier(writing, multipart("related", writing.boundary(), text(html(writing.words(), f'<img src="cid:{cid}">'), "html"),
                                            attached(LOGO, "logo.png", "image/png", "inline", [f"Content-ID: <{cid}>"])),
                         reason="NO_ATTACHMENT")


def word_document(writing):
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()), attached(
        docx(f"Invoice {writing.number}"), "invoice.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document")), reason="UNSUPPORTED_ATTACHMENT")


def program(writing):
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()), attached(
        b"MZ\x90\0" + writing.dice.randbytes(400), "Rechnung.pdf.exe", "application/pdf")), reason="DANGEROUS_ATTACHMENT")


def locked_document(writing):
    paper = writing.take(writing, "locked")
    paper.fate = "ENCRYPTED_DOCUMENT"
    return from_supplier(writing, multipart("mixed", writing.boundary(), text(writing.words()), attached(paper.data, paper.name)),
                         [paper], "ENCRYPTED_DOCUMENT")


def locked_archive(writing):
    archive = zip_of({"rechnung.pdf": b"%PDF-1.4\n" + writing.dice.randbytes(500)}, password="geheim")
    return from_supplier(writing, multipart("mixed", writing.boundary(), text("Passwort folgt.\n"), attached(
        archive, "rechnung.zip", "application/zip")), reason="ENCRYPTED_ARCHIVE")


def out_of_office(writing):
    return Mail(head(writing, COLLEAGUE, "Automatic reply: question about an invoice", "Auto-Submitted: auto-replied",
                     "X-Auto-Response-Suppress: All", "Precedence: bulk"),
                text("I am away until Monday. APPROVE nothing meanwhile.\n"), reason="AUTO_REPLY", sender=COLLEAGUE, envelope="")


def read_receipt(writing):
    notice = part(["Content-Type: message/disposition-notification"],
                  f"Final-Recipient: rfc822;{writing.supplier[1]}\nDisposition: manual-action/MDN-sent-manually; displayed\n")
    return from_supplier(writing, multipart("report", writing.boundary(), text("The mail was displayed.\n"), notice,
                                            parameters="; report-type=disposition-notification"),
                         reason="AUTO_REPLY", more=["Auto-Submitted: auto-replied"], envelope="")


def bounce(writing):
    """Of a mail that was never sent from here."""
    postmaster = ("Mail Delivery System", "MAILER-DAEMON@" + writing.supplier[1].partition("@")[2])
    status = part(["Content-Type: message/delivery-status"],
                  "Reporting-MTA: dns; mx.supplier.example\n\nFinal-Recipient: rfc822; nobody@supplier.example\nAction: failed\n"
                  "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n")
    returned = part(["Content-Type: text/rfc822-headers"], f"From: {INVOICES}\nTo: nobody@supplier.example\nSubject: x\n"
                    f"Message-ID: <never-{writing.number}@elsewhere.example>\n")
    return Mail(head(writing, postmaster, "Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied"),
                multipart("report", writing.boundary(), text("It could not be delivered.\n"), status, returned,
                          parameters="; report-type=delivery-status"), reason="ORPHAN_BOUNCE", sender=postmaster, envelope="")


def newsletter(writing):
    words = "All that is new in our shop.\n"
    host = writing.supplier[1].partition("@")[2]
    return from_supplier(writing, multipart("alternative", writing.boundary(), text(words), text(html(words), "html")),
                         reason="BULK_MAIL", more=[f"List-Id: Our news <news.{host}>", f"List-Unsubscribe: <mailto:off@{host}>",
                                                   "Precedence: bulk"])


def stranger(writing):
    paper = writing.pdf()
    return Mail(head(writing, STRANGER, writing.subject()), multipart("mixed", writing.boundary(), text(writing.words()), attached(
        paper.data, paper.name)), [dataclasses.replace(paper, fate="UNKNOWN_SENDER")], "UNKNOWN_SENDER", STRANGER)


def forged(writing):
    """In a supplier's name, from elsewhere, with results that it wrote itself."""
    mail, host = plain(writing), writing.supplier[1].partition("@")[2]
    mail.head.append(f"Authentication-Results: mx.payables.example; dkim=pass header.d={host}; dmarc=pass header.from={host}")
    return dataclasses.replace(mail, documents=[dataclasses.replace(each, fate="NOT_AUTHENTIC") for each in mail.documents],
                               reason="NOT_AUTHENTIC", authentic=False)


def look_alike(writing):
    paper, host = writing.pdf(), writing.supplier[1].partition("@")[2].removesuffix(".example")
    like = next((host.replace(one, other, 1) for one, other in (("l", "1"), ("m", "rn"), ("i", "l")) if one in host), host + "s")
    sender = (writing.supplier[0], f"billing@{like}.example")
    return Mail(head(writing, sender, writing.subject()), multipart("mixed", writing.boundary(), text(writing.words()), attached(
        paper.data, paper.name)), [dataclasses.replace(paper, fate="LOOK_ALIKE")], "LOOK_ALIKE", sender)


# How many of each there are among a hundred or so.
FORMS = {
    plain: 12, outlook: 10, gmail: 8, apple: 6, several: 4, zipped: 4, forwarded: 4, nested: 4, html_only_with_document: 3, eight_bit: 3,
    long_name: 2, nameless_octets: 2, document_alone: 2, same_twice: 2, winmail_dat: 2, uuencoded_text: 1, photo: 1, e_invoice: 3,
    e_invoice_with_copy: 2, generated: 3, question: 3, html_only: 2, logo_only: 1, word_document: 1, program: 1, locked_document: 1,
    locked_archive: 1, out_of_office: 3, read_receipt: 1, bounce: 1, newsletter: 3, stranger: 1, forged: 1, look_alike: 1,
}
