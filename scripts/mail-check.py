#!/usr/bin/python3
"""Invoices by mail, approved by mail, between real mail servers, from the sender's mail to the booking; and what attackers try.

    scripts/mail-check.py PAYABLES [--keep]

PAYABLES: the program. --keep: the folder with everything stays, and is named.

As root, for Postfix. Prints a line for each step, and ends with 1 where something is not so.
"""
import csv
import email.utils
import json
import os
import pathlib
import re
import shutil
import sys
import time
import traceback

from mail_letters import delivery_report, enclosing, letter, packed, passed_on, plain, reply, token
from mail_world import REPOSITORY, Fault, World

DOCUMENTS = REPOSITORY / "fixtures" / "documents"
INVOICES, SUPPLIER = "invoices@payables.example", "supplier@supplier.example"
# Of approvers; all but one arrive in the same mailbox.
A01, A02, A03, A05 = "nobody@bounce.example", "approver+a02@office.example", "approver+a03@office.example", "approver+a05@office.example"
LOOK_ALIKE = "supp1ier.example"
OTHER = "lindqvale"

began = time.monotonic()
faults = []


def check(said, true, shown=""):
    print(f"{'ok ' if true else 'NO '} {time.monotonic() - began:5.1f} s  {said}", flush=True)
    if not true:
        faults.append(f"{said}: {str(shown)[:1500]}" if shown != "" else said)


def document(number):
    return next(path for path in sorted(DOCUMENTS.glob(f"{number}-*")) if not path.name.endswith(".truth.json"))


def prepare(world):
    """Records with addresses of this house, and rules under which people decide."""
    records = world.folder / "records"
    shutil.copytree(REPOSITORY / "fixtures" / "master", records)

    def change(name, work, *before):
        with open(records / name, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            work(row)
        rows = [dict.fromkeys(rows[0], "") | row for row in before] + rows
        with open(records / name, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

    change("approvers.csv", lambda row: row.update(
        email=A01 if row["id"] == "A01" else f"approver+{row['id'].lower()}@office.example"))
    change("suppliers.csv", lambda row: row.update(
        email_domains="supplier.example" if row["id"] == "S001" else row["email_domains"]))
    both = {"rule": "both", "amount_from": "0", "amount_to": "5000", "currency": "EUR", "supplier_id": "S002", "approvers": "A02;A05",
            "mode": "all", "auto_approve": "no", "without_order": "no"}
    change("approvals.csv", lambda row: row.update(
        auto_approve="no" if row["rule"] in ("small", "medium") else row["auto_approve"]), both)
    (world.folder / "password").write_text("right\n")
    facts = world.house.facts
    account = {"host": "localhost", "port": facts["imaps"], "password_file": "password", "trust": facts["ca"],
               "private_addresses": True, "mark": {"keyword": "$Payables"}}
    (world.folder / "mail.json").write_text(json.dumps({
        "accounts": {"invoices": account | {"user": "invoices"}, "hosted": account | {"user": "catchall", "shared": True}},
        "receiving_hosts": [facts["border"]], "relays": [facts["store"]], "own_domains": ["payables.example", "office.example"],
        "senders": {"accepts": "suppliers"}, "organisations": {OTHER: {"master": "records"}},
        "approval": {"domain": "payables.example", "ceilings": {"EUR": "3000.00"}, "days": 14}, "poll": 5,
        "sender": "payables@payables.example"}))
    (world.folder / "channels.json").write_text(json.dumps({
        "channels": {"mail": {
            "kind": "smtp", "server": f"smtp://localhost:{facts['submission']}", "user": "invoices", "password_file": "password",
            "trust": facts["ca"], "from": "Accounts Payable <payables@payables.example>"}},
        "everybody": {"channels": ["mail"]}, "recipients": {"A05": {"channels": ["mail"], "language": "de"}}}))


class Check:
    def __init__(self, world):
        self.world, self.house = world, world.house
        # What must never stand in the log.
        self.secrets = set()
        # Documents of cases that were approved.
        self.approved = []

    def supplier(self, subject, *files, text="Please find our invoice attached.", heads=()):
        """A mail of the supplier."""
        self.house.send(letter(SUPPLIER, INVOICES, subject, text, files, heads), "supplier.example")

    def comes_to(self, subject, expected, count=1, organisation="default"):
        """A mail's outcome, or its reason."""
        rows = self.world.came_to(subject, count, organisation)
        found = rows[-1].get("reason") or rows[-1]["outcome"]
        check(f"“{subject[:60]}” comes to {expected}", found == expected,
              "" if found == expected else f"{found}\n{self.world.call('mail', 'explain', rows[-1]['id'], '--organisation', organisation)}")
        return rows[-1]

    def asked(self, name, recipient, than=()):
        mail = self.world.asked(name, recipient, than)
        if token(mail):
            self.secrets |= {token(mail), token(mail).split(".")[1]}
        return mail

    def answer(self, asked, words, expected, sender=A02, program="gmail", domain="office.example", subject=None, **more):
        """Sends a reply, and looks what it comes to."""
        ways = {name: more.pop(name) for name in ("signed", "server") if name in more}
        mail = reply(asked, sender, words, program, **more)
        del mail["Subject"]
        mail["Subject"] = subject or f"Re: {words.splitlines()[0][:30] if words else ''} ({program}, {len(self.house.mails('invoices'))})"
        subject = mail["Subject"]
        self.house.send(mail, domain, **ways)
        self.comes_to(subject, expected)
        return mail

    def still_waits(self, name):
        case = self.world.waiting(name)
        check(f"{name} still waits, and nothing is booked", case["id"] not in " ".join(self.world.booked()), self.world.booked())

    def is_booked(self, name):
        case = self.world.case(name, "completed", "review", "failed", "rejected")
        numbers = [numbers for key, numbers in self.world.booked().items() if case["id"] in key or case["reference"] in key]
        check(f"{name} is approved and booked once", case["status"] == "completed" and [len(each) for each in numbers] == [1],
              f"{case} {self.world.booked()}")
        self.approved.append(name)


def arrivals(it):
    """Everything that can come in, in all its wrappings."""
    world, house = it.world, it.house
    it.supplier("star", document("12"))
    it.supplier("order beside the invoice", document("57"), document("01"))
    it.supplier("two invoices in one mail", document("04"), document("30"))
    it.supplier("zip", ("march.zip", packed(document("50"))))
    inner = letter("billing@morgenrot-kaffee.example", "office@supplier.example", "Invoice", files=[document("33")])
    house.send(enclosing(inner, SUPPLIER, INVOICES, "attached mail"), "supplier.example")
    it.supplier("e-invoice and copy", document("55"), ("55-bare-cii.pdf", document("46").read_bytes()))
    it.supplier("plain invoice", document("49"))
    it.supplier("nothing attached")
    it.supplier("locked", document("56"))
    house.send(letter("boss@lax.example", INVOICES, "stranger", files=[document("35")]), "lax.example")
    house.send(letter(f"billing@{LOOK_ALIKE}", INVOICES, "look-alike", files=[document("45")]), LOOK_ALIKE)
    house.send(letter(SUPPLIER, INVOICES, "forged supplier", files=[document("45")]), "supplier.example", signed=False, server="evil.example")
    house.send(letter("news@supplier.example", INVOICES, "newsletter", "Read all about it.", heads=[
        ("List-Unsubscribe", "<https://news.supplier.example/out>"), ("List-Id", "<news.supplier.example>"), ("Precedence", "bulk")]),
        "supplier.example")
    twice = letter(SUPPLIER, INVOICES, "twice", files=[document("54")])
    house.send(twice, "supplier.example")
    it.comes_to("twice", "cases")
    house.send(twice, "supplier.example")
    it.comes_to("twice", "DUPLICATE_MAIL", 2)
    for subject, count in (("star", 1), ("order beside the invoice", 1), ("two invoices in one mail", 2), ("zip", 1), ("attached mail", 1),
                           ("e-invoice and copy", 1), ("plain invoice", 1)):
        row = it.comes_to(subject, "cases")
        check(f"“{subject}” began {count}", len(row["cases"]) == count, row)
    for subject, reason in (
            ("nothing attached", "NO_ATTACHMENT"), ("locked", "ENCRYPTED_DOCUMENT"), ("stranger", "UNKNOWN_SENDER"),
            ("look-alike", "LOOK_ALIKE"), ("forged supplier", "NOT_AUTHENTIC"), ("newsletter", "BULK_MAIL")):
        it.comes_to(subject, reason)
    shown = {subject: world.call("mail", "show", world.came_to(subject)[0]["id"])
             for subject in ("order beside the invoice", "e-invoice and copy")}
    check("the order is linked to the mail, as an order", "purchase-order" in shown["order beside the invoice"], shown)
    check("the copy is linked to the mail, as a copy", "visible-copy" in shown["e-invoice and copy"], shown)


def question_mail(it):
    """What the approver gets."""
    mail = it.asked("12-alias-name.pdf", A02)
    text = plain(mail)
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    page = mail.get_body(("html",)).get_content()
    check("the approver's mail has text and HTML", mail.is_multipart() and "multipart/alternative" in
          [part.get_content_type() for part in mail.walk()])
    check("it has the page as a picture within it", len(pictures) == 1 and pictures[0].get_content_disposition() == "inline"
          and pictures[0].get_content().startswith(b"\x89PNG") and f"cid:{pictures[0]['Content-ID'].strip('<>')}" in page)
    check("it tells the total, its parts, supplier, number and order",
          all(word in text and word in page for word in ("2,941.68", "2,472.00", "469.68", "Habichtswald", "4510")), text)
    check("it can be answered: a token in Reply-To, the same in the text", token(mail) and token(mail) in text, mail["Reply-To"])
    check("no program answers it", mail["Auto-Submitted"] == "auto-generated", mail["Auto-Submitted"])
    check("nothing in it is fetched from elsewhere",
          not re.search(r"\b(?:src|href|background|action)\s*=\s*(?![\"'](?:cid:|mailto:|#))|url\(|@import|<(?:script|link|iframe|form)", page, re.I), page)
    check("what comes back names the delivery", re.fullmatch(r"<?bounce\+\d+\.[a-z2-7]{26}@payables\.example>?", mail["Return-Path"] or ""),
          mail["Return-Path"])
    german = it.asked("12-alias-name.pdf", A05)
    check("whoever reads German is asked in German", "2.941,68" in plain(german), plain(german))
    check("each has a token of his own", token(german) != token(mail))


def attacks(it):
    """On one case, each with a token that is good."""
    name = "49-facturx-de.pdf"
    asked = it.asked(name, A02)
    it.answer(asked, "APPROVE", "NOT_AUTHENTIC", signed=False, server="evil.example", subject="forged: unsigned")
    it.answer(asked, "APPROVE", "NOT_AUTHENTIC", domain="lax.example", subject="forged: signed by another domain")
    it.answer(asked, "APPROVE", "LOOK_ALIKE", sender=f'"Tilo Marchbrook {A02}" <boss@lax.example>', domain="lax.example",
              subject="forged: only the name shown")
    it.answer(asked, "APPROVE", "OTHER_APPROVER", sender=A03, subject="token of a colleague")
    it.answer(asked, "APPROVE", "OTHER_APPROVER", sender=SUPPLIER, domain="supplier.example", subject="token at the supplier")
    it.answer(asked, "I am out of the office until Monday.\n\nAPPROVE", "AUTO_REPLY", subject="Automatic reply: out of office",
              heads=[("Auto-Submitted", "auto-replied")])
    it.answer(asked, "Ich bin bis Montag nicht im Büro und lese meine Mails nicht.", "AUTO_REPLY",
              subject="Abwesenheitsnotiz", program="german")
    stranger = "partner@lax.example"
    forwarded = passed_on(asked, A02, stranger)
    it.answer(forwarded, "APPROVE", "OTHER_APPROVER", sender=stranger, domain="lax.example", subject="forwarded to somebody else",
              recipient=asked["Reply-To"])
    it.answer(asked, "Approve, if the price is right.", "REPLY_UNCLEAR", subject="a condition")
    wrong = asked["Reply-To"].replace(token(asked)[-4:], "aaaa")
    it.answer(asked, "APPROVE", "REPLY_UNCLEAR", recipient=wrong, subject="two tokens", program="gmail")
    it.answer(asked, "APPROVE", "TOKEN_FORGED", recipient=wrong, subject="made-up token", program="bare")
    it.answer(asked, "APPROVE", "TOKEN_UNKNOWN", recipient=f"approve+{'a' * 26}.{'a' * 26}@payables.example", program="bare",
              subject="unknown token")
    it.still_waits(name)
    colleague = it.asked(name, A05)
    it.answer(colleague, "Freigegeben", "approval", sender=A05, program="german", subject="AW: 49 frei")
    it.is_booked(name)


def answers(it):
    world = it.world
    star = "12-alias-name.pdf"
    mail, german = it.asked(star, A02), it.asked(star, A05)
    it.still_waits(star)
    approval = it.answer(mail, "APPROVE\n\nThanks\nTilo", "approval", program="outlook", subject="RE: star approved")
    it.is_booked(star)
    it.house.send(approval, "office.example")
    it.comes_to("RE: star approved", "TOKEN_USED", 2)
    it.answer(mail, "APPROVE", "TOKEN_USED", program="apple", subject="star again")
    it.answer(german, "Genehmigt", "NOTHING_ASKED", sender=A05, program="german", subject="star by the other one")

    name = "04-facture-bureau.pdf"
    asked = it.asked(name, A02)
    it.answer(asked, "QUESTION Who has ordered this?", "comment", subject="a question")
    it.still_waits(name)
    check("the question stands on the case", "Who has ordered this?" in world.show(world.waiting(name)), world.show(world.waiting(name)))
    it.answer(asked, "Approved", "approval", program="apple", subject="after the question")
    it.is_booked(name)

    name = "55-bare-cii.xml"
    first, second = it.asked(name, A02), it.asked(name, A05)
    it.answer(first, "APPROVE", "approval", program="html", subject="the first of both")
    it.answer(first, "APPROVE", "TOKEN_USED", subject="the first of both again")
    it.answer(first, "APPROVE", "OTHER_APPROVER", sender=A05, subject="the second of both with the token of the first")
    it.still_waits(name)
    it.answer(second, "Genehmigt", "approval", sender=A05, program="german", subject="the second of both")
    it.is_booked(name)

    name = "30-held-1.pdf"
    asked = it.asked(name, A02)
    it.answer(asked, "REJECT", "REPLY_UNCLEAR", subject="a refusal without a reason")
    it.answer(asked, "REJECT never ordered by us", "approval", program="outlook", subject="a refusal")
    case = world.case(name, "rejected")
    check("the case is rejected, with the reason, and not booked", "never ordered by us" in world.show(case)
          and not any(case["id"] in key for key in world.booked()), world.show(case))

    name = "50-facturx-fr.pdf"
    asked = it.asked(name, A03)
    case = world.waiting(name)

    def alter(gross, than):
        world.call("case", "continue", case["reference"], "validate", "--by", "A05", "--reason", "a digit was misread",
                   "--value", f"gross_total={gross}")
        return it.asked(name, A03, than)

    newer = alter("554.89", [asked])
    before = len(it.house.mails("approver"))
    late = it.answer(asked, "APPROVE", "INVOICE_CHANGED", sender=A03, subject="to the invoice as it was")
    notice = world.wait("a note that the answer was not taken", lambda: next(
        (mail for mail in it.house.mails("approver")[before:] if mail["Auto-Submitted"] == "auto-replied"), None))
    check("the approver hears that it was not taken, under his mail, and nothing can answer that",
          email.utils.parseaddr(notice["To"])[1] == A03 and notice["In-Reply-To"] == late["Message-ID"]
          and notice["Return-Path"] == "<>" and not token(notice) and "changed" in plain(notice), notice.as_string()[:1500])
    it.still_waits(name)
    newest = alter("554.88", [asked, newer])
    check("altered, it is asked anew, each time with another token", len({token(asked), token(newer), token(newest)}) == 3)
    it.answer(newer, "APPROVE", "INVOICE_CHANGED", sender=A03, subject="to the invoice as it was in between")
    it.answer(newest, "APPROVE", "approval", sender=A03, subject="to the invoice as it is")
    it.is_booked(name)

    name = "01-letter-two-way.pdf"
    asked = it.asked(name, A02)
    check("above the ceiling no token is offered", not token(asked) and "approve+" not in asked.as_string() and "Ref:" not in plain(asked),
          plain(asked))
    it.answer(asked, "APPROVE", "NO_ATTACHMENT", recipient=INVOICES, subject="above the ceiling", program="bare")
    it.still_waits(name)
    world.call("case", "approve", world.waiting(name)["reference"], "--by", "A02")
    it.is_booked(name)


def bounces(it):
    world, name = it.world, "33-held-4.pdf"
    dead = world.wait("the mail to nobody comes back", lambda: world.lines("notify", "list", "--state", "dead"))
    check("what came back is told", any("came back" in json.dumps(row) for row in dead), dead)
    case = world.waiting(name)
    check("and stands on the case", "came back" in world.show(case), world.show(case))
    asked = it.asked(name, A03)
    for subject, recipient, reason in (
            ("a bounce of nothing", INVOICES, "ORPHAN_BOUNCE"), ("a made-up bounce", f"bounce+1.{'a' * 26}@payables.example", "ORPHAN_BOUNCE")):
        raw = delivery_report(recipient, A03).replace(b"Undelivered Mail Returned to Sender", subject.encode())
        it.house.send(raw, "office.example", signed=False, sender="", recipient=recipient)
        it.comes_to(subject, reason)
    check("no more deliveries are dead", len(world.lines("notify", "list", "--state", "dead")) == len(dead))
    it.answer(asked, "Approve", "approval", sender=A03, subject="33 by the one who got it")
    it.is_booked(name)


def again(it):
    """A mail that was refused, when a person vouches for it."""
    world = it.world
    mail = world.came_to("stranger")[0]
    said = world.call("mail", "reprocess", mail["id"], "--by", "A05", "--mail", str(world.folder / "mail.json"),
                      "--master", str(world.folder / "records"))
    check("decided again it stays refused", "UNKNOWN_SENDER" in said, said)
    said = world.call("mail", "reprocess", mail["id"], "--accept", "--by", "A05", "--mail", str(world.folder / "mail.json"),
                      "--master", str(world.folder / "records"))
    it.comes_to("stranger", "cases")
    world.case("35-credit-letter.pdf")
    check("vouched for it becomes a case", said.startswith("cases"), said)
    world.call("mail", "reprocess", mail["id"], "--accept", "--by", "A05", "--mail", str(world.folder / "mail.json"),
               "--master", str(world.folder / "records"), fails=True)
    check("and not a second time", len([case for case in world.cases() if case["document"] == "35-credit-letter.pdf"]) == 1)


def addresses(it):
    """Two organisations in one mailbox."""
    world, house = it.world, it.house
    made = {}
    for what, organisation in (("mine", "default"), ("theirs", OTHER), ("retired", "default")):
        made[what] = world.call("mail", "address", "new", "--organisation", organisation).strip() + "@payables.example"
    world.call("mail", "address", "retire", made["retired"].split("@")[0])
    made["nobody's"] = "in-guessed@payables.example"
    for what, number in (("mine", "23"), ("theirs", "21"), ("retired", "22"), ("nobody's", "22")):
        house.send(letter(SUPPLIER, made[what], f"address: {what}", files=[document(number)]), "supplier.example")
    it.comes_to("address: mine", "cases")
    it.comes_to("address: theirs", "cases", organisation=OTHER)
    it.comes_to("address: retired", "RETIRED_ADDRESS")
    it.comes_to("address: nobody's", "UNKNOWN_ADDRESS")
    theirs = [case["document"] for case in world.cases(OTHER)]
    check("each organisation sees its own", theirs == [document("21").name]
          and document("21").name not in [case["document"] for case in world.cases()], theirs)


def validity(it):
    """The mailbox gets other numbers while it is read."""
    world, house = it.world, it.house
    before, counted = len(world.cases()), json.loads(world.call("mail", "count", "--json"))
    now = house("validity invoices INBOX")["validity"]
    house(f"validity invoices INBOX {now + 7}")
    it.supplier("after the change", document("32"))
    it.comes_to("after the change", "cases")
    world.wait("everything is read anew", lambda: json.loads(world.call("mail", "count", "--json"))["in_flight"] == 0)
    after = json.loads(world.call("mail", "count", "--json"))
    check(f"UIDVALIDITY changed: one case more, nothing twice ({counted['seen']} seen, then {after['seen']})",
          len(world.cases()) == before + 1 and after["cases"] == counted["cases"] + 1, f"{counted} {after}")
    check("and the count is whole: each mail once under each number", not after["faults"]
          and after["seen"] == counted["seen"] + house.count("invoices"), after)


def sums(it):
    world, house = it.world, it.house
    counted = json.loads(world.call("mail", "count", "--json"))
    there = house.count("invoices") + house.count("catchall")
    check(f"all {there} mails of the mailboxes are counted, each as one thing",
          counted["seen"] == there and not counted["faults"] and counted["in_flight"] == 0, counted)
    world.call("mail", "count", "--organisation", OTHER)
    marked = house("flags invoices INBOX")["mails"]
    check("each is marked in the mailbox", all("$Payables" in mail["flags"] for mail in marked), marked)


def end(it):
    world, house = it.world, it.house
    code = world.stop()
    check("the program ends at SIGTERM", code == 0, code)
    booked, cases = world.booked(), {case["document"]: case for case in world.cases()}
    expected = {cases[name]["id"] for name in it.approved} | {case["id"] for case in world.cases() if case["status"] == "completed"}
    found = {identity for identity in expected if any(identity in key for key in booked)}
    check(f"the ledger has the {len(booked)} approved invoices, each once",
          found == expected and len(booked) == len(expected) and all(len(numbers) == 1 for numbers in booked.values()), booked)
    check("the supplier got nothing", house.count("supplier") == 0, [mail["Subject"] for mail in house.mails("supplier")])
    allowed = re.compile(r"(approver\+a\d\d@office|nobody@bounce|[^@]+@payables)\.example")
    strangers = {address for address in house.recipients() if not allowed.fullmatch(address)}
    check("nothing was ever sent to anybody but approvers", not strangers, strangers)
    mails = house.mails("approver")
    check(f"all {len(mails)} mails to approvers say that a program wrote them",
          mails and {mail["Auto-Submitted"] for mail in mails} <= {"auto-generated", "auto-replied"},
          [(mail["Subject"], mail["Auto-Submitted"]) for mail in mails])
    logged = world.log.read_text(errors="replace") + "".join(
        path.read_text(errors="replace") for path in (world.folder / "data" / "postgres").glob("log*") if path.is_file())
    values = {"2941.68", "2,941.68", "2.941,68", "554.8", "1611.26", "3359.13", "Habichtswald", "RE-2026", "DE34999900005479511861",
              "never ordered", "Who has ordered"}
    told = [value for value in it.secrets | values if value.lower() in logged.lower()]
    check(f"no value and no token in {len(logged.splitlines())} lines of the log", it.secrets and not told, told)


def step(work, *given):
    """The steps after one that broke off are done all the same, where they can be."""
    try:
        return work(*given)
    except Fault as fault:
        faults.append(f"{work.__name__}: {fault}")
    except Exception:
        faults.append(f"{work.__name__}: {traceback.format_exc()}")
    print(f"NO  {time.monotonic() - began:5.1f} s  {work.__name__} broke off: {faults[-1].splitlines()[0][:300]}", flush=True)
    return None


def main():
    if os.geteuid() != 0:
        raise SystemExit("mail-check: Postfix only starts as root")
    keep, world = "--keep" in sys.argv, None
    try:
        world = World(sys.argv[1], LOOK_ALIKE)
        prepare(world)
        world.serve()
        it = Check(world)
        for work in (arrivals, question_mail, attacks, answers, bounces, again, addresses, sums, validity, end):
            step(work, it)
    except Fault as fault:
        faults.append(str(fault))
    finally:
        if world:
            world.close(keep)
            if keep:
                print(f"mail-check: everything is in {world.folder}")
    for fault in faults:
        print(f"mail-check: {fault}", file=sys.stderr)
    print("mail-check: " + ("FAILED" if faults else f"from the mail to the booking, {time.monotonic() - began:.0f} s"))
    raise SystemExit(1 if faults else 0)


main()
