"""Writes mails of every kind into a folder, and beside them what Python's parser finds in each."""

import base64
import email
import email.policy
import hashlib
import io
import json
import os
import struct
import sys
import zipfile
from email.message import EmailMessage

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
HEAD = (
    "Message-ID: <m1@supplier.example>\r\nFrom: Anna Beispiel <anna@supplier.example>\r\n"
    "To: invoices@office.example\r\nSubject: Invoice\r\nDate: Tue, 1 Dec 2026 08:00:00 +0100\r\nMIME-Version: 1.0\r\n"
)


def pdf(number):
    return PDF + b"% " + str(number).encode() + b"\n"


def b64(data):
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


def part(type_, body, *headers):
    return "\r\n".join(("Content-Type: " + type_,) + headers) + "\r\n\r\n" + body + "\r\n"


def multi(kind, boundary, *parts):
    inner = "".join(f"--{boundary}\r\n{p}" for p in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{inner}--{boundary}--\r\n'


def pdf_part(number, name, *headers, disposition="attachment"):
    return part(
        f'application/pdf; name="{name}"', b64(pdf(number)), "Content-Transfer-Encoding: base64",
        f'Content-Disposition: {disposition}; filename="{name}"', *headers)


def file_part(data, name, type_="application/octet-stream"):
    return part(
        f'{type_}; name="{name}"', b64(data), "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"')


def plain(text):
    return part("text/plain; charset=utf-8", text, "Content-Transfer-Encoding: 8bit")


def html(text):
    return part("text/html; charset=utf-8", text, "Content-Transfer-Encoding: 8bit")


def zipped(*files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def locked(data):
    """The flag of encryption, set in both heads of each file."""
    data = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def tnef(*files, html_text=None):
    def attribute(level, id_, value):
        return struct.pack("<BII", level, id_, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    def property_(id_, type_, value):
        padded = value + b"\0" * (-len(value) % 4)
        return struct.pack("<HHII", type_, id_, 1, len(value)) + padded

    out = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    out += attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    if html_text:
        out += attribute(1, 0x00069003, struct.pack("<I", 1) + property_(0x1013, 0x0102, html_text))
    for long_name, data in files:
        out += attribute(2, 0x00069002, b"\0" * 14)
        out += attribute(2, 0x00018010, b"SHORT~1.PDF\0")
        out += attribute(2, 0x0006800F, data)
        properties = property_(0x3707, 0x001F, (long_name + "\0").encode("utf-16-le"))
        properties += struct.pack("<HHI", 3, 0x0E20, len(data))
        out += attribute(2, 0x00069005, struct.pack("<I", 2) + properties)
    return out


def der(tag, value):
    length = len(value)
    head = bytes([length]) if length < 128 else b"\x82" + struct.pack(">H", length)
    return bytes([tag]) + head + value


def cms(type_, content):
    oid = bytes([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, type_])
    data = der(6, bytes([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 1]))
    capsule = der(0x30, data + der(0xA0, der(4, content)))
    return der(0x30, der(6, oid) + der(0xA0, der(0x30, der(2, b"\1") + der(0x31, b"") + capsule)))


def nested(levels):
    text = HEAD
    for level in range(levels):
        text += f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
    return text + "Content-Type: text/plain\r\n\r\nDeep\r\n" + "".join(
        f"--b{level}--\r\n" for level in reversed(range(levels)))


OUTLOOK_HTML = (
    '<html><head><style>p {color:red}</style><title>No</title></head><body><div class=WordSection1>'
    "<p class=MsoNormal>Guten Tag,<o:p></o:p></p><p class=MsoNormal>anbei&nbsp;die Rechnung &#8211; 1.200&nbsp;&euro;</p>"
    '<p class=MsoNormal><img src="cid:image001.png@01DB.EX"></p>'
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
    "<p class=MsoNormal><b>Von:</b> Office &lt;invoices@office.example&gt;</p></div>"
    "<p class=MsoNormal>Bitte senden Sie uns die Rechnung.</p></div></body></html>")

GMAIL_HTML = (
    '<div dir="ltr">APPROVE<br><br>Thanks <a href="https://www.example/?a=1&amp;b=2">here</a></div><br>'
    '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Tue, Office wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><div>Do you approve?</div>'
    "<blockquote><p>Older words</p></blockquote></blockquote></div>"
    '<div style="display:none">REJECT hidden</div><span style="font-size:0px">tiny</span><!-- REJECT comment -->')

MAILS = {
    "outlook": HEAD + multi(
        "mixed", "----=_NextPart_000",
        multi(
            "related", "----=_NextPart_001",
            multi("alternative", "----=_NextPart_002", plain("Guten Tag,\r\n\r\nanbei die Rechnung.\r\n"), html(OUTLOOK_HTML)),
            part(
                'image/png; name="image001.png"', b64(PNG), "Content-Transfer-Encoding: base64",
                "Content-ID: <image001.png@01DB.EX>", 'Content-Disposition: inline; filename="image001.png"')),
        pdf_part(1, "Rechnung 4711.pdf")),
    "outlook-html": HEAD + html(OUTLOOK_HTML),
    "gmail": HEAD + multi(
        "mixed", "000000000000a1",
        multi("alternative", "000000000000a2", plain(" \r\n"), html(GMAIL_HTML)),
        pdf_part(1, "invoice.pdf", "Content-ID: <f_abc>", "X-Attachment-Id: f_abc")),
    "apple": HEAD + multi(
        "alternative", "Apple-Mail=_1", plain("Please find it.\r\n"),
        multi(
            "mixed", "Apple-Mail=_2", html("<html><body>Please find it.</body></html>"),
            pdf_part(1, "Scan.pdf", disposition="inline"), html("<html><body>Regards</body></html>"))),
    "apple-plain": HEAD + multi(
        "mixed", "Apple-Mail=_3", plain("Above the file\r\n"), pdf_part(1, "Scan.pdf", disposition="inline"),
        plain("Below the file\r\n")),
    "thunderbird": HEAD + multi(
        "mixed", "------------7A", part(
            "text/plain; charset=UTF-8; format=flowed",
            "A line that \r\ngoes on.\r\n> quoted words \r\n> go on too\r\n>> older\r\n-- \r\nAnna\r\n"),
        part(
            "application/pdf", b64(pdf(1)), "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment;\r\n filename*0*=UTF-8''Rechnung%20M%C3%BCller;\r\n filename*1*=%20und%20S%C3%B6hne.pdf"),
        part(
            "application/pdf; name=\"=?UTF-8?Q?Gutschrift_=C3=9C.pdf?=\"", b64(pdf(2)),
            "Content-Transfer-Encoding: base64", "Content-Disposition: attachment")),
    "eight-bit": (HEAD + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n").encode()
    + "Gr\u00fc\u00dfe, 5 ".encode("latin-1") + b"\x80\r\n",
    "charset-lie": (HEAD + "Content-Type: text/plain; charset=us-ascii\r\n\r\n").encode() + "Grüße 5 €\r\n".encode(),
    "charset-utf8-lie": (HEAD + "Content-Type: text/plain; charset=utf-8\r\n\r\n").encode() + b"Gr\xfc\xdfe\r\n",
    "charset-unknown": (HEAD + "Content-Type: text/plain; charset=x-none-such\r\n\r\n").encode() + b"Gr\xfc\xdfe\r\n",
    "charset-japanese": (HEAD + "Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n").encode()
    + "請求書\r\n".encode("iso-2022-jp"),
    "uuencode": HEAD + "Content-Type: text/plain\r\n\r\nSee below.\r\n\r\nbegin 644 invoice.pdf\r\n" + "".join(
        __import__("binascii").b2a_uu(pdf(1)[i:i + 45]).decode().replace("\n", "\r\n") for i in range(0, len(pdf(1)), 45))
    + "`\r\nend\r\n\r\nbegin 2026 with us\r\n",
    "winmail": HEAD + multi(
        "mixed", "w", plain("See it.\r\n"),
        file_part(tnef(("Rechnung für Büro.pdf", pdf(1)), ("b.pdf", pdf(2))), "winmail.dat", "application/ms-tnef")),
    "winmail-body": HEAD + file_part(tnef(("a.pdf", pdf(1)), html_text=b"<p>Text in it</p>"), "winmail.dat", "application/ms-tnef"),
    "zip": HEAD + multi(
        "mixed", "z", plain("Two.\r\n"),
        file_part(zipped(("a/Übersicht.pdf", pdf(1)), ("../../etc/b.pdf", pdf(2)), ("run.exe", b"MZ")), "all.zip", "application/zip")),
    "zip-mac": HEAD + multi(
        "mixed", "z", plain("Mac.\r\n"), file_part(zipped(("a.pdf", pdf(1)), ("__MACOSX/._a.pdf", b"x"), (".DS_Store", b"y")), "all.zip")),
    "winmail-twice": HEAD + multi(
        "mixed", "w", plain("Words beside it.\r\n"),
        file_part(tnef(("a.pdf", pdf(1)), html_text=b"<p>Words in it</p>"), "winmail.dat", "application/ms-tnef")),
    "zip-in-zip": HEAD + multi(
        "mixed", "z", plain("Two.\r\n"), file_part(zipped(("in.zip", zipped(("c.pdf", pdf(3)))), ("x.pdf", pdf(4))), "all.zip")),
    "zip-bomb": HEAD + multi(
        "mixed", "z", plain("Small.\r\n"),
        file_part(zipped(("first.pdf", pdf(1)), ("bomb.pdf", b"\0" * 40_000_000), ("last.pdf", pdf(2))), "all.zip")),
    "zip-locked": HEAD + multi(
        "mixed", "z", plain("Locked.\r\n"), file_part(locked(zipped(("a.pdf", pdf(1)))), "all.zip")),
    "zip-damaged": HEAD + multi(
        "mixed", "z", plain("Half.\r\n"), file_part(zipped(("a.pdf", os.urandom(0) + pdf(1) * 40))[:60], "all.zip")),
    "docx": HEAD + multi(
        "mixed", "z", plain("Word.\r\n"), file_part(zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")), "a.docx")),
    "several": HEAD + multi("mixed", "s", plain("Three.\r\n"), *(pdf_part(n, f"{n}.pdf") for n in (1, 2, 3))),
    "forwarded": HEAD + multi(
        "mixed", "f", plain("Fwd.\r\n"),
        part("message/rfc822", HEAD + multi(
            "mixed", "g", plain("Inner words\r\n"), pdf_part(1, "in.pdf"),
            part("message/rfc822", HEAD + multi("mixed", "h", plain("Innermost\r\n"), pdf_part(2, "deep.pdf")))))),
    "forwarded-base64": HEAD + multi(
        "mixed", "f", plain("Fwd.\r\n"),
        file_part((HEAD + multi("mixed", "g", plain("Inner\r\n"), pdf_part(1, "in.pdf"))).encode(), "Mail.eml")),
    "no-end": HEAD + 'Content-Type: multipart/mixed; boundary="e"\r\n\r\n--e\r\n' + plain("Cut.") + "--e\r\n"
    + pdf_part(1, "a.pdf"),
    "wrong-border": HEAD + 'Content-Type: multipart/mixed; boundary="e"\r\n\r\n--other\r\n' + pdf_part(1, "a.pdf") + "--other--\r\n",
    "no-border": HEAD + "Content-Type: multipart/mixed\r\n\r\n--other\r\n" + pdf_part(1, "a.pdf") + "--other--\r\n",
    "no-head": "\r\nOnly words\r\n",
    "no-type": "From: a@b.example\r\n\r\nOnly words\r\n",
    "empty": "",
    "one-pdf": HEAD + pdf_part(1, "only.pdf"),
    "long-head": HEAD + "X-Long: " + "a" * 1_000_000 + "\r\n" + multi("mixed", "l", plain("Still here.\r\n"), pdf_part(1, "a.pdf")),
    "deep-1000": nested(1_000),
    "deep-50000": nested(50_000),
    "many": HEAD + multi("mixed", "m", *(pdf_part(n, f"{n}.pdf") for n in range(600))),
    "garbage": HEAD + multi("mixed", "g", plain("Noise.\r\n"), part(
        'application/pdf; name="a.pdf"', "!!!\u00a7%&/()=\r\n====AAAA*\x01\x02\r\n" * 50, "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment")),
    "names": HEAD + multi(
        "mixed", "n", plain("Names.\r\n"), pdf_part(1, "C:\\\\Users\\\\x\\\\bill.pdf"),
        part("application/octet-stream", b64(PDF), "Content-Transfer-Encoding: base64",
             "Content-Disposition: attachment; filename*=utf-8''bill%E2%80%AEfdp.exe"),
        part("application/octet-stream", b64(PDF), "Content-Transfer-Encoding: base64",
             "Content-Disposition: attachment; filename*=utf-8''a%00b%0A.pdf"),
        pdf_part(4, "x" * 4_000 + ".pdf"), pdf_part(5, "../../.."),
        part("application/pdf", b64(pdf(6)), "Content-Transfer-Encoding: base64", "Content-Disposition: attachment"),
        pdf_part(7, "setup.exe. ")),
    "encrypted-smime": HEAD + file_part(cms(3, b"secret"), "smime.p7m", "application/pkcs7-mime"),
    "signed-smime": HEAD + file_part(
        cms(2, multi("mixed", "c", plain("Signed words\r\n"), pdf_part(1, "a.pdf")).encode()), "smime.p7m",
        "application/pkcs7-mime; smime-type=signed-data"),
    "signed-detached": HEAD + multi(
        'signed; protocol="application/pkcs7-signature"; micalg=sha-256', "d",
        multi("mixed", "c", plain("Signed words\r\n"), pdf_part(1, "a.pdf")),
        file_part(cms(2, b"")[:30], "smime.p7s", "application/pkcs7-signature")),
    "encrypted-pgp": HEAD + multi(
        'encrypted; protocol="application/pgp-encrypted"', "p", part("application/pgp-encrypted", "Version: 1\r\n"),
        part('application/octet-stream; name="encrypted.asc"', "-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n")),
    "bounce": HEAD + multi(
        "report; report-type=delivery-status", "r", plain("It could not be delivered.\r\n"),
        part("message/delivery-status", "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\nStatus: 5.1.1\r\n"),
        part("message/rfc822", HEAD + "Content-Type: text/plain\r\n\r\nOurs\r\n")),
    "calendar": HEAD + multi(
        "alternative", "c", plain("Meet.\r\n"), part("text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")),
    "xml": HEAD + multi(
        "mixed", "x", plain("XML.\r\n"), file_part(b"\xef\xbb\xbf<?xml version='1.0'?><rsm:CrossIndustryInvoice/>", "a.xml"),
        file_part(b"<Invoice xmlns='urn:x'/>", "b.dat"), file_part("\ufeff<?xml version='1.0'?><a/>".encode("utf-16-le"), "c.xml")),
    "encoded-head": "From: =?iso-8859-1?Q?J=FCrgen?= <j@supplier.example>\r\nReceived: a\r\nReceived: b\r\n"
    "Subject: =?utf-8?B?UmVjaG51bmc=?= =?utf-8?Q?_f=C3=BCr_Sie?=\r\n\tund mehr\r\nX-Raw: ".encode()
    + "Grüße".encode("latin-1") + b"\r\nX-Control: a\x1b[31mb\x00c\r\n\r\nText\r\n",
}


def leaves(raw):
    """SHA-256 of every part that is a file, as Python decodes it, in order."""
    found = []

    def walk(message):
        if message.get_content_type() == "message/rfc822":
            for inner in message.get_payload():
                walk(inner)
        elif message.is_multipart():
            for inner in message.get_payload():
                walk(inner)
        elif message.get_filename() is not None:
            found.append(hashlib.sha256(message.get_payload(decode=True)).hexdigest())

    walk(email.message_from_bytes(raw))
    return found


def main(folder):
    opinions = {}
    for name, mail in MAILS.items():
        raw = mail if isinstance(mail, bytes) else mail.encode("utf-8", "surrogateescape")
        with open(os.path.join(folder, name + ".eml"), "wb") as file:
            file.write(raw)
        if not name.startswith("deep"):
            opinions[name] = leaves(raw)
    big = HEAD + multi("mixed", "b", plain("Big.\r\n"), file_part(PDF + os.urandom(22_000_000), "big.pdf"))
    with open(os.path.join(folder, "big.eml"), "wb") as file:
        file.write(big.encode())
    with open(os.path.join(folder, "opinions.json"), "w") as file:
        json.dump(opinions, file)


main(sys.argv[1])
