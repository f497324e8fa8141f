#!/usr/bin/env python3
"""Mails of many forms around the fixture documents, with what each must come to.

    scripts/mail_load.py COUNT FOLDER [--seed N] [--duplicates PERCENT] [--received] [--cheap] [--forms NAME,…]

Writes FOLDER/00001.eml … and FOLDER/truth.json. The same seed gives the same bytes, and a mail does not depend on how many follow.
--received: as the receiving server leaves them in the mailbox, with its results; else as they are sent.
--cheap: e-invoices that are quick to read instead of PDFs (scripts/chaos_documents.py), and no forms that need a certain file. No two
have the same number among the first 600 mails.

The truth, a list in the order of numbers:
    file, message_id, sha256     of the mail as it is sent, unsigned
    form, seed                   how it was made
    class                        case, rejected (with reason), duplicate (of = the number of the mail that it is)
    reason                       a reason of Sources/Correspondence/Mail/MailReason.swift; "" for cases
    documents                    name, sha256, fixture, fate: case, visible-copy, or the reason why it is none
    from, envelope               sender of the head, and of the envelope ("" = none)
    domain                       the domain whose server signs and sends it; null = somebody else does
Reasons suppose what docs/mail.md gives as usual: suppliers and users process, strangers review, mails must be authentic.
"""
import argparse
import csv
import hashlib
import json
import pathlib
import random
import sys

from chaos_documents import invoice
from mail_bytes import whole
from mail_forms import FORMS, INVOICES as RECIPIENT, Document, Writing

ROOT = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
# Whose content stands for a kind of file. Scans take long to read and PDFs with XML inside are no plain ones.
FILES = {"photo": ["20-hotel-photo.jpg"], "locked": ["56-password.pdf"], "xml": ["54-bare-ubl.xml", "55-bare-cii.xml"]}
# Whose bills those of chaos_documents.py are.
CHEAP = "Funkloch Telekom AG"
CERTAIN_FILE = {"photo", "locked_document"}
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class Load:
    """Makes mails one after the other: `(facts, bytes)`."""

    def __init__(self, seed=1, duplicates=4, cheap=False, forms=None):
        self.seed, self.duplicates, self.cheap = seed, duplicates, cheap
        self.forms = {form: weight for form, weight in FORMS.items()
                      if (not forms or form.__name__ in forms) and not (cheap and form.__name__ in CERTAIN_FILE)}
        self.papers = papers()
        self.suppliers = suppliers()

    def __iter__(self):
        originals, number = [], 0
        # Each form once before chance decides.
        first = random.Random(f"{self.seed}").sample(list(self.forms), len(self.forms))
        while True:
            number += 1
            dice = random.Random(f"{self.seed}-{number}")
            form = first.pop() if first else dice.choices(list(self.forms), list(self.forms.values()))[0]
            if originals and not first and dice.randrange(100) < self.duplicates:
                facts, raw = dice.choice(originals)
                yield facts | {"file": f"{number:05}.eml", "class": "duplicate", "reason": "DUPLICATE_MAIL", "of": facts["number"],
                               "number": number}, raw
                continue
            facts, raw = self.make(number, form, dice)
            if facts["class"] == "case":
                # Few are kept, so that half a million mails need no memory.
                originals = (originals + [(facts, raw)])[-20:]
            yield facts, raw

    def make(self, number, form, dice):
        fixture = Paper("", CHEAP) if self.cheap else dice.choice(self.papers)
        self.count = 0
        mail = form(Writing(number, dice, self.suppliers[fixture.supplier], lambda writing, kind: self.take(writing, kind, fixture)))
        sender = mail.sender[1]
        host = sender.partition("@")[2]
        minute = number - 1
        day, hour = minute // 1440, minute // 60 % 24
        message_id = f"<load-{self.seed}-{number}.{dice.getrandbits(48):012x}@{host}>"
        date = f"Date: {DAYS[day % 7]}, {2 + day % 27:02} Mar 2026 {hour:02}:{minute % 60:02}:00 +0000" if day < 27 else \
            "Date: Tue, 31 Mar 2026 12:00:00 +0000"
        raw = whole((mail.head + [date, f"Message-ID: {message_id}"] + mail.body[0], mail.body[1]))
        return {
            "number": number, "file": f"{number:05}.eml", "message_id": message_id, "sha256": hashlib.sha256(raw).hexdigest(),
            "form": form.__name__, "seed": self.seed, "class": "rejected" if mail.reason else "case", "reason": mail.reason,
            "documents": [{"name": each.name, "sha256": hashlib.sha256(each.data).hexdigest(), "fixture": each.fixture,
                           "fate": each.fate} for each in mail.documents],
            "from": sender, "envelope": sender if mail.envelope is None else mail.envelope, "domain": host if mail.authentic else None,
        }, raw

    def take(self, writing, kind, fixture):
        """A document that no other mail has."""
        self.count += 1
        mark = f"payables load {self.seed} {writing.number} {self.count}"
        if self.cheap and kind == "copy":
            return Document(f"rechnung-{writing.number}-{self.count}.pdf", f"%PDF-1.4\n% {mark}\n%%EOF\n".encode(), "")
        if self.cheap and kind in ("pdf", "xml"):
            raw = invoice((writing.number * 5 + self.count) % 3000)
            return Document(f"rechnung-{writing.number}-{self.count}.xml", raw + f"<!-- {mark} -->\n".encode(), "cii")
        path = ROOT / "documents" / (fixture.name if kind in ("pdf", "copy") else writing.dice.choice(FILES[kind]))
        # Another one of the same supplier, where a mail holds several.
        if kind in ("pdf", "copy") and self.count > 1:
            path = ROOT / "documents" / writing.dice.choice([each.name for each in self.papers if each.supplier == fixture.supplier])
        raw, suffix = path.read_bytes(), path.suffix
        ends = {".pdf": f"\n% {mark}\n", ".xml": f"<!-- {mark} -->\n", ".jpg": mark}
        return Document(f"{path.stem}-{writing.number}-{self.count}{suffix}", raw + ends[suffix].encode(), path.name)


class Paper:
    def __init__(self, name, supplier):
        self.name, self.supplier = name, supplier


def papers():
    """Invoices and credit notes in PDF whose supplier is known, in the order of their names."""
    found, known = [], suppliers()
    for path in sorted((ROOT / "documents").glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        pdf = path.with_name(path.name.removesuffix(".truth.json") + ".pdf")
        names = truth["fields"].get("supplier_name")
        name = names[0] if isinstance(names, list) else names
        is_plain = truth.get("variant", "clean") != "scan" and pdf.name not in FILES["locked"]
        if pdf.exists() and name in known and truth["document_kind"] in ("invoice", "credit-note") and is_plain:
            found.append(Paper(pdf.name, name))
    return found


def suppliers():
    """Name and mail address by each of a supplier's names."""
    with (ROOT / "master" / "suppliers.csv").open(encoding="utf-8", newline="") as rows:
        return {name: (row["name"], f"billing@{row['email_domains'].split(';')[0]}")
                for row in csv.DictReader(rows) for name in [row["name"], *row["aliases"].split(";")] if name}


def domains():
    """Of all who may send: what `mail_house.py --domain` is told."""
    hosts = {address.partition("@")[2] for _, address in suppliers().values()}
    return sorted(hosts | {"quellstein.example", "stranger.example"})


def post(facts, raw, house):
    """Hands a mail in at a mail house (the first line that it printed), as the server that it comes from."""
    sys.path.insert(0, str(ROOT.parent / "Tests" / "Support"))
    from mail_sign import send, sign
    if facts["domain"] in house["keys"]:
        return send(sign(raw, house["keys"], facts["domain"]), house["smtp"], facts["envelope"], [RECIPIENT])
    return send(raw, house["smtp"], facts["envelope"], [RECIPIENT], "203.0.113.66", "mx.elsewhere.example")


def received(facts, raw):
    """The mail as the receiving server leaves it in the mailbox, for where no such server is at hand."""
    host, sender = facts["from"].partition("@")[2], facts["envelope"]
    good = "pass" if facts["domain"] else "fail"
    results = (f"dkim={good} header.d={host}", f"spf={good if sender else 'none'} smtp.mailfrom={host}", f"dmarc={good} header.from={host}")
    lines = [f"Return-Path: <{sender}>", f"Delivered-To: {RECIPIENT}", f"X-Original-To: {RECIPIENT}",
             *(f"Authentication-Results: mx.payables.example; {result}" for result in results),
             f"Received: from mx.{host} (mx.{host} [198.51.100.10]) by mx.payables.example with ESMTP id {facts['number']}; "
             "Tue, 31 Mar 2026 12:00:00 +0000"]
    forged = b"Authentication-Results: mx.payables.example;"
    kept = b"\r\n".join(line for line in raw.split(b"\r\n") if not line.startswith(forged))
    return "".join(f"{line}\r\n" for line in lines).encode() + kept


def write(folder, count, as_received=False, **options):
    """COUNT mails and their truth; answers the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = []
    for (facts, raw), _ in zip(Load(**options), range(count)):
        (folder / facts["file"]).write_bytes(received(facts, raw) if as_received else raw)
        truth.append(facts)
    (folder / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return truth


def main():
    given = argparse.ArgumentParser()
    given.add_argument("count", type=int)
    given.add_argument("folder", type=pathlib.Path)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--duplicates", type=int, default=4)
    given.add_argument("--received", action="store_true")
    given.add_argument("--cheap", action="store_true")
    given.add_argument("--forms")
    given = given.parse_args()
    truth = write(given.folder, given.count, seed=given.seed, as_received=given.received, duplicates=given.duplicates, cheap=given.cheap,
                  forms=given.forms and given.forms.split(","))
    counts = {}
    for facts in truth:
        counts[facts["class"]] = counts.get(facts["class"], 0) + 1
    cases = sum(part["fate"] == "case" for facts in truth if facts["class"] == "case" for part in facts["documents"])
    print(f"{len(truth)} mails: {', '.join(f'{value} {key}' for key, value in sorted(counts.items()))}; {cases} documents of cases")


if __name__ == "__main__":
    sys.exit(main())
