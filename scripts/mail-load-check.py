#!/usr/bin/env python3
"""Whether the truth of scripts/mail_load.py is true: Python's own mail reader finds the documents it tells of.

    scripts/mail-load-check.py [COUNT]
"""
import binascii
import email
import email.policy
import hashlib
import io
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import mail_load
from mail_bytes import winmail

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 300


def files(message):
    """Names and bytes of all that lies in a mail."""
    for part in message.walk():
        data, kind = part.get_payload(decode=True) or b"", part.get_content_type()
        if kind == "application/zip":
            archive = zipfile.ZipFile(io.BytesIO(data))
            for name in archive.namelist():
                yield name, archive.read(name, b"geheim")
        elif kind == "application/ms-tnef":
            yield from unpacked(data)
        elif b"\nbegin 644 " in data:
            name, lines = re.search(rb"begin 644 (\S+)\r\n(.*)\r\n`\r\nend", data, re.DOTALL).groups()
            yield name.decode(), b"".join(binascii.a2b_uu(line) for line in lines.split(b"\r\n"))
        else:
            yield part.get_filename(), data


def unpacked(data):
    """With the program `tnef` where it is installed; else nothing is known of it."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run(["tnef", "-C", folder], input=data, check=True)
        except FileNotFoundError:
            return
        for path in pathlib.Path(folder).iterdir():
            yield path.name, path.read_bytes()


def troubles(facts, raw, seen):
    if raw.replace(b"\r\n", b"").count(b"\n") or max(map(len, raw.split(b"\r\n"))) > 998:
        yield "lines that no server takes"
    if facts["class"] == "duplicate":
        return
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if message["Message-ID"] != facts["message_id"] or hashlib.sha256(raw).hexdigest() != facts["sha256"]:
        yield "another mail"
    yield from (f"defect: {defect}" for part in message.walk() for defect in part.defects)
    found = {}
    for name, data in files(message):
        found.setdefault(hashlib.sha256(data).hexdigest(), []).append(name)
    for document in facts["documents"]:
        names = found.get(document["sha256"])
        if names is None:
            if facts["form"] != "winmail_dat" or found_tnef():
                yield f"no document {document['name']}"
        elif document["name"] and document["name"] not in names:
            yield f"{document['name']} is called {names}"
        if document["fate"] == "case" and document["sha256"] in seen:
            yield f"{document['name']} was there before"
        if document["fate"] == "case":
            seen.add(document["sha256"])
    if facts["class"] == "case" and not any(document["fate"] == "case" for document in facts["documents"]):
        yield "a case without a document"


def found_tnef():
    return any(True for _ in unpacked(winmail({"x": b"x"})))


def main():
    bad, forms, seen, mails = 0, set(), set(), []
    for (facts, raw), _ in zip(mail_load.Load(seed=7), range(COUNT)):
        forms.add(facts["form"])
        mails.append(raw)
        told = list(troubles(facts, raw, seen))
        if facts["class"] == "duplicate" and raw != mails[facts["of"] - 1]:
            told.append("not the mail that it should be")
        for trouble in told:
            print(f"{facts['file']} {facts['form']}: {trouble}")
            bad += 1
    again = [raw for (_, raw), _ in zip(mail_load.Load(seed=7), range(50))]
    if again != mails[:50]:
        print("the same seed gives other bytes")
        bad += 1
    missing = {form.__name__ for form in mail_load.FORMS} - forms
    if missing:
        print(f"forms that do not occur: {', '.join(sorted(missing))}")
        bad += 1
    print(f"{COUNT} mails of {len(forms)} forms, {len(seen)} documents of cases, all different; {bad} troubles")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
