#!/usr/bin/python3
"""Signs mails for domains of the mail house, and hands them in as those domains' servers would.

    mail_sign.py KEY SELECTOR DOMAIN < unsigned.eml > signed.eml
"""
import base64
import smtplib
import sys

import dkim

SIGNED = [b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references", b"mime-version",
          b"content-type", b"content-transfer-encoding", b"auto-submitted", b"list-id"]


def crlf(raw):
    """With the ends of lines that mail has on its way."""
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def sign(raw, keys, domain, selector=None):
    """The mail with a signature of the domain above it. `keys`: those of the mail house's first line; `mail` is preferred."""
    selector = selector or ("mail" if "mail" in keys[domain] else "ed")
    raw = crlf(raw)
    names = [name for name in SIGNED if name in {line.split(b":", 1)[0].strip().lower() for line in head(raw)}]
    with open(keys[domain][selector], "rb") as key:
        key = key.read() if selector != "ed" else seed(key.read())
    algorithm = b"ed25519-sha256" if selector == "ed" else b"rsa-sha256"
    return dkim.sign(raw, selector.encode(), domain.encode(), key, canonicalize=(b"relaxed", b"relaxed"),
                     include_headers=names, signature_algorithm=algorithm) + raw


def head(raw):
    """Lines of the headers that begin one."""
    return [line for line in raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n") if line[:1] not in (b" ", b"\t") and b":" in line]


def seed(pem):
    """The 32 bytes of a private Ed25519 key, as the signer wants them: base64 of the end of its PEM."""
    body = b"".join(line for line in pem.splitlines() if not line.startswith(b"-"))
    return base64.b64encode(base64.b64decode(body)[-32:])


def send(raw, port, sender, recipients, address="198.51.100.10", name="mx.supplier.example"):
    """To the incoming port, as the server at that address. What was refused is raised."""
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        server.ehlo(name)
        code, words = server.docmd("XCLIENT", f"ADDR={address} NAME={name}")
        if code != 220:
            raise smtplib.SMTPResponseException(code, words)
        server.ehlo(name)
        return server.sendmail(sender, recipients, crlf(raw), mail_options=["BODY=8BITMIME"])


if __name__ == "__main__":
    key, selector, domain = sys.argv[1:]
    sys.stdout.buffer.write(sign(sys.stdin.buffer.read(), {domain: {selector: key}}, domain, selector))
