#!/usr/bin/python3
"""Signs mails with dkimpy (Debian's python3-dkim, python3-nacl) and openssl, with keys made now, and changes some on their way.

  argument 1: folder; each mail becomes NAME.eml, and keys.json has the TXT records: {name: [record, ...]}
"""
import base64
import json
import pathlib
import subprocess
import sys
import time

import dkim
import nacl.encoding
import nacl.signing
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import HASH_ALGORITHMS, parse_pem_private_key

OUT = pathlib.Path(sys.argv[1])
RECORDS = {}
KEYS = {}


def rsa_key(bits):
    private = subprocess.run(["openssl", "genrsa", "-traditional", str(bits)], capture_output=True, check=True).stdout
    public = subprocess.run(
        ["openssl", "rsa", "-pubout", "-outform", "DER"], input=private, capture_output=True, check=True).stdout
    return parse_pem_private_key(private), base64.b64encode(public).decode()


def publish(selector, key, record, domain="supplier.example"):
    KEYS[selector] = key
    RECORDS[f"{selector}._domainkey.{domain}"] = record if isinstance(record, list) else [record]


RSA, RSA_PUBLIC = rsa_key(2048)
OTHER, OTHER_PUBLIC = rsa_key(2048)
WEAK, WEAK_PUBLIC = rsa_key(1024)
TINY, TINY_PUBLIC = rsa_key(768)
LARGE, LARGE_PUBLIC = rsa_key(4096)
ED = nacl.signing.SigningKey.generate()
ED_PUBLIC = ED.verify_key.encode(nacl.encoding.Base64Encoder).decode()

publish("rsa", RSA, f"v=DKIM1; k=rsa; p={RSA_PUBLIC}")
publish("ed", ED, f"v=DKIM1; k=ed25519; p={ED_PUBLIC}")
publish("weak", WEAK, f"v=DKIM1; k=rsa; p={WEAK_PUBLIC}")
publish("tiny", TINY, f"v=DKIM1; k=rsa; p={TINY_PUBLIC}")
publish("large", LARGE, f"v=DKIM1; k=rsa; p={LARGE_PUBLIC}")
publish("plain", RSA, f"p={RSA_PUBLIC}")
publish("spaced", RSA, f"v=DKIM1 ; k = rsa ; p = {RSA_PUBLIC[:60]} {RSA_PUBLIC[60:]} ;")
publish("testing", RSA, f"v=DKIM1; k=rsa; t=y; p={RSA_PUBLIC}")
publish("strict", RSA, f"v=DKIM1; k=rsa; t=s; p={RSA_PUBLIC}")
publish("revoked", RSA, "v=DKIM1; k=rsa; p=")
publish("damaged", RSA, "v=DKIM1; k=rsa; p=AAAA")
publish("nonsense", RSA, "\x01\x02 this is no key")
publish("empty", RSA, "")
publish("version", RSA, f"v=DKIM2; k=rsa; p={RSA_PUBLIC}")
publish("sha1", RSA, f"v=DKIM1; k=rsa; h=sha1; p={RSA_PUBLIC}")
publish("service", RSA, f"v=DKIM1; k=rsa; s=tlsrpt; p={RSA_PUBLIC}")
publish("wrongkind", RSA, f"v=DKIM1; k=ed25519; p={ED_PUBLIC}")
publish("unknownkind", RSA, f"v=DKIM1; k=quantum; p={RSA_PUBLIC}")
publish("second", RSA, f"v=DKIM1; k=rsa; p={OTHER_PUBLIC}")
publish("twice", RSA, [f"v=DKIM1; p={RSA_PUBLIC}", f"v=DKIM1; p={OTHER_PUBLIC}"])
publish("relay", OTHER, f"v=DKIM1; k=rsa; p={OTHER_PUBLIC}", "relay.example")
publish("long", RSA, f"v=DKIM1; n={'x' * 9000}; p={RSA_PUBLIC}")
KEYS["absent"] = KEYS["silent"] = RSA

HEADERS = [
    b"From: Accounts <accounts@supplier.example>",
    b"To: invoices@buyer.example",
    b"Subject: Invoice 4711\r\n of the second quarter",
    b"Date: Mon, 02 Mar 2026 09:30:00 +0000",
    b"Message-ID: <4711@supplier.example>",
    b"MIME-Version: 1.0",
    b"Content-Type: text/plain; charset=utf-8",
]
BODY = b"Dear all,\r\n\r\nthe  invoice is attached. \r\nIBAN: DE02 1203 0000 0000 2020 51\r\n\r\nRegards\r\n\r\n\r\n"
SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]


def mail(headers=HEADERS, body=BODY):
    return b"\r\n".join(headers) + b"\r\n\r\n" + body


def sign(message, selector="rsa", domain="supplier.example", canon="relaxed/relaxed", headers=SIGNED, replace=None,
         algorithm=None, cut=None):
    """The mail with a signature on top.

    replace: tags of the signature, signed as they are given; None leaves one out. cut: signs so many bytes of the body.
    """
    key = KEYS[selector]
    signer = dkim.DKIM(message)
    kind = algorithm or (b"ed25519-sha256" if isinstance(key, nacl.signing.SigningKey) else b"rsa-sha256")
    signer.signature_algorithm = kind
    signer.hasher = HASH_ALGORITHMS[kind]
    policy = CanonicalizationPolicy.from_c_value(canon.encode())
    digest = signer.hasher()
    body = policy.canonicalize_body(signer.body)
    digest.update(body[:cut])
    tags = {
        b"v": b"1", b"a": kind, b"c": canon.encode(), b"d": domain.encode(), b"s": selector.encode(),
        b"t": str(int(time.time()) - 60).encode(), b"h": b":".join(headers), b"bh": base64.b64encode(digest.digest()),
    }
    if cut is not None:
        tags[b"l"] = str(cut).encode()
    tags.update(replace or {})
    fields = [(name, value) for name, value in tags.items() if value is not None] + [(b"b", b"0" * 60)]
    named = [name.strip().lower() for name in tags[b"h"].split(b":")] if tags[b"h"] else headers
    return b"DKIM-Signature: " + signer.gen_header(fields, named, policy, b"DKIM-Signature", key) + message


def write(name, message):
    (OUT / f"{name}.eml").write_bytes(message)


plain = mail()
write("unsigned", plain)
for canon in ["relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed", "relaxed", "simple"]:
    write("canon-" + canon.replace("/", "-"), sign(plain, canon=canon))
    write("ed-" + canon.replace("/", "-"), sign(plain, "ed", canon=canon))
for selector in KEYS:
    if selector != "relay":
        write("key-" + selector, sign(plain, selector))
write("key-sha1-algorithm", sign(plain, algorithm=b"rsa-sha1"))

whole = len(CanonicalizationPolicy.from_c_value(b"relaxed/relaxed").canonicalize_body(BODY))
write("length-whole", sign(plain, cut=whole))
write("length-appended", sign(plain, cut=whole) + b"Please pay to another account.\r\n")
write("length-part", sign(plain, cut=20))
write("length-none", sign(plain, cut=0))
write("length-beyond", sign(plain, cut=whole, replace={b"l": str(whole + 100).encode()}))
write("length-huge", sign(plain, replace={b"l": b"9" * 70}))
write("length-negative", sign(plain, replace={b"l": b"-1"}))

signed = sign(plain)
simple = sign(plain, canon="simple/simple")
write("two-froms-above", b"From: Boss <boss@buyer.example>\r\n" + signed)
write("two-froms-below", signed.replace(b"To: ", b"From: Boss <boss@buyer.example>\r\nTo: ", 1))
write("two-froms-signed", sign(b"From: Boss <boss@supplier.example>\r\n" + plain, headers=[b"from"] + SIGNED))
write("oversigned-from-added", b"From: Boss <boss@buyer.example>\r\n" + sign(plain, headers=[b"from"] + SIGNED))
write("oversigned", sign(plain, headers=[b"from", b"subject", b"reply-to"] + SIGNED))
write("oversigned-reply-to-added", b"Reply-To: x@evil.example\r\n" + sign(plain, headers=[b"reply-to"] + SIGNED))
write("from-spaced-above", b"From : Boss <boss@buyer.example>\r\n" + signed)
write("from-in-small-letters-above", b"from:boss@buyer.example\r\n" + signed)
write("from-unsigned", sign(plain, headers=[b"to", b"subject", b"date"]))
write("no-from", sign(mail(HEADERS[1:]), headers=[b"from"] + SIGNED))
write("subject-unsigned", sign(plain, headers=[b"from", b"to"]))
write("second-subject-above", b"Subject: Another\r\n" + signed)

write("refolded-relaxed", signed.replace(b"Invoice 4711\r\n of the second quarter", b"Invoice\r\n\t4711 of the\r\n second  quarter"))
write("refolded-simple", simple.replace(b"Invoice 4711\r\n of", b"Invoice\r\n 4711 of"))
write("folded-signature", signed.replace(b"; d=", b";\r\n\td=").replace(b"; s=", b";\r\n \t s="))
write("trailing-lines", signed + b"\r\n\r\n")
write("trace-added", b"Received: from a by b; Mon, 02 Mar 2026 09:31:00 +0000\r\n" + signed)

for base, kind in [(signed, "relaxed"), (simple, "simple")]:
    write(f"changed-subject-{kind}", base.replace(b"Invoice 4711", b"Invoice 4712"))
    write(f"changed-body-{kind}", base.replace(b"DE02 1203", b"DE02 1204"))
    write(f"changed-from-{kind}", base.replace(b"accounts@supplier", b"accounts@supp1ier"))
    write(f"list-footer-{kind}", base + b"-- \r\nThis list is run by relay.example\r\n")
    write(f"list-subject-{kind}", base.replace(b"Subject: ", b"Subject: [list] "))
write("list-signed-again", sign(signed + b"-- \r\nfooter\r\n", "relay", "relay.example"))

now = int(time.time())
write("expired", sign(plain, replace={b"t": str(now - 7200).encode(), b"x": str(now - 3600).encode()}))
write("expires-later", sign(plain, replace={b"x": str(now + 86400).encode()}))
write("expires-before-signed", sign(plain, replace={b"x": str(now - 3600).encode()}))
write("signed-tomorrow", sign(plain, replace={b"t": str(now + 86400).encode()}))
write("expired-nonsense", sign(plain, replace={b"x": b"soon"}))

write("several", sign(sign(plain), "ed"))
write("several-domains", sign(sign(plain), "relay", "relay.example"))
write("several-one-changed", sign(sign(plain, canon="simple/simple").replace(b"4711\r\n of", b"4711\r\n  of"), "ed"))
write("other-domain", sign(plain, "relay", "relay.example"))
many = plain
for _ in range(12):
    many = sign(many)
write("many", many)
write("several-one-absent", sign(sign(plain), "absent"))
write("several-one-silent", sign(sign(plain), "silent"))
write("several-one-malformed", b"DKIM-Signature: v=1; a=rsa-sha256; d=x\r\n" + signed)
write("several-one-refused", sign(sign(plain), replace={b"x": b"soon"}))
write("several-one-huge", b"DKIM-Signature: v=1; n=" + b"x" * 70000 + b"\r\n" + signed)
write("same-twice", signed[: signed.index(b"From: ")] + signed)

# Each signs its own tags as they are, so that only the tag can be what is wrong.
BAD = {
    "no-version": {b"v": None}, "version-2": {b"v": b"2"}, "no-algorithm": {b"a": None},
    "algorithm-unknown": {b"a": b"rsa-md5"}, "no-domain": {b"d": None}, "domain-empty": {b"d": b""},
    "no-selector": {b"s": None}, "selector-empty": {b"s": b""}, "no-headers": {b"h": None}, "headers-empty": {b"h": b""},
    "no-body-hash": {b"bh": None}, "body-hash-empty": {b"bh": b""}, "body-hash-nonsense": {b"bh": b"!!!!"},
    "body-hash-short": {b"bh": b"AAAA"}, "canon-unknown": {b"c": b"loose/loose"}, "query-unknown": {b"q": b"http"},
    "identity-elsewhere": {b"i": b"@evil.example"}, "identity-suffix": {b"i": b"x@evilsupplier.example"},
    "domain-odd": {b"d": b"supplier..example"}, "domain-slash": {b"d": b"../supplier.example"},
    "domain-bytes": {b"d": b"s\xc3\xbcpplier.example"}, "domain-long": {b"d": b"a" * 300 + b".example"},
    "domain-one-label": {b"d": b"localhost"}, "selector-odd": {b"s": b"rsa evil"}, "selector-wild": {b"s": b"*"},
}
for name, tags in BAD.items():
    write("bad-" + name, sign(plain, replace=tags))
start = signed.index(b"b=", signed.index(b"bh=") + 3)
end = signed.index(b"From: ")
write("bad-no-signature", signed[:start] + b"\r\n" + signed[end:])
write("bad-signature-empty", signed[:start] + b"b=\r\n" + signed[end:])
write("bad-signature-nonsense", signed[:start] + b"b=%%%%\r\n" + signed[end:])
write("bad-signature-short", signed[:start] + b"b=AAAA\r\n" + signed[end:])
write("bad-signature-long", signed[:start] + b"b=" + b"A" * 40000 + b"\r\n" + signed[end:])
write("bad-tags", b"DKIM-Signature: ;;;===;;a;b;c\r\n" + plain)
write("bad-nothing", b"DKIM-Signature:\r\n" + plain)
write("bad-huge", b"DKIM-Signature: v=1; n=" + b"x" * 70000 + signed[len(b"DKIM-Signature: v=1"):])
write("bad-tag-twice", sign(plain).replace(b"d=supplier.example", b"d=supplier.example; d=evil.example", 1))
write("identity-below", sign(plain, replace={b"i": b"x@mail.supplier.example"}))
write("identity-below-strict", sign(plain, "strict", replace={b"i": b"x@mail.supplier.example"}))
write("identity-same-strict", sign(plain, "strict", replace={b"i": b"accounts@supplier.example"}))
write("domain-case", sign(plain, domain="Supplier.EXAMPLE"))

write("line-feeds", signed.replace(b"\r\n", b"\n"))
write("line-feed-in-header", signed.replace(b"To: ", b"X-Note: a\nFrom: boss@buyer.example\r\nTo: ", 1))
write("return-in-header", signed.replace(b"To: ", b"X-Note: a\rFrom: boss@buyer.example\r\nTo: ", 1))
write("nul-in-header", signed.replace(b"To: ", b"X-Note: a\0b\r\nTo: ", 1))
write("form-feed-in-header", signed.replace(b"the second", b"the\x0csecond"))
write("form-feed-in-body", signed.replace(b"invoice is", b"invoice\x0cis"))
write("line-feed-in-body", sign(mail(body=b"one\ntwo\r\n")))
write("no-colon", signed.replace(b"To: ", b"what is this\r\nTo: ", 1))
write("first-line-odd", b">From someone\r\n" + signed)
write("mbox-line", b"From someone Mon Mar  2 09:30:00 2026\r\n" + signed)
write("no-body", sign(mail(body=b"")))
write("no-body-no-end", sign(mail(body=b""))[:-2])
write("empty", b"")
write("eight-bit", sign(mail(body="Grüße\r\n".encode() + bytes(range(128, 256)) + b"\r\n")))
write("long-line", sign(mail(body=b"x" * 200000 + b"\r\n")))
write("blank-lines", sign(mail(body=b"a" + b" \r\n" * 300000 + b"b\r\n")))
write("header-long", sign(mail(HEADERS + [b"X-Long: " + b"y" * 300000]), headers=SIGNED + [b"x-long"]))
write("headers-many", sign(mail([b"X-Trace: %d" % n for n in range(5000)] + HEADERS)))
line = base64.b64encode(bytes(range(57))) + b"\r\n"
long_body = line * 40000
write("line-feeds-long", sign(mail(body=long_body)).replace(b"\r\n", b"\n"))
write("length-long", sign(mail(body=long_body), cut=len(long_body)))
write("length-long-appended", sign(mail(body=long_body), cut=len(long_body)) + b"x\r\n")
write("large", sign(mail(body=line * (30 * 1024 * 1024 // len(line)))))
(OUT / "keys.json").write_text(json.dumps(RECORDS))
