#!/usr/bin/python3
"""Whether the mail servers of the tests (Tests/Support/mail_house.py) do what mail servers do, and are gone afterwards.

    scripts/mail-house-check.py

As root with Postfix and all, then once more as an ordinary user with Dovecot alone; as an ordinary user only the latter.
Prints what it did, and ends with 1 where something is not so.
"""
import email
import imaplib
import json
import os
import pathlib
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import time

SUPPORT = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Support"
sys.path.insert(0, str(SUPPORT))
sys.dont_write_bytecode = True

MINE = "mx.payables.example"


def check(said, true):
    print(f"{'ok ' if true else 'NO '} {said}", flush=True)
    if not true:
        raise SystemExit(1)


class House:
    """The launcher, asked line by line."""

    def __init__(self, *arguments):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mail-house-check."))
        self.folder.chmod(0o755)
        begun = time.monotonic()
        self.launcher = subprocess.Popen(["/usr/bin/python3", "-B", SUPPORT / "mail_house.py", self.folder / "house", *arguments],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.launcher.stdout.readline())
        print(f"--  ready after {time.monotonic() - begun:.1f} s: {', '.join(self.facts['processes'])}", flush=True)

    def __call__(self, command):
        self.launcher.stdin.write(command + "\n")
        self.launcher.stdin.flush()
        return json.loads(self.launcher.stdout.readline())

    def ports(self):
        return [self.facts[name] for name in ("imap", "imaps", "lmtp", "smtp", "submission", "dns") if self.facts[name]]

    def processes(self):
        """Whoever was started with its folder in the command, or works in it."""
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().decode(errors="replace") + os.readlink(process / "cwd")
            except OSError:
                continue
            if str(self.folder) in words and int(process.name) != self.launcher.pid:
                found.append(int(process.name))
        return found

    def is_gone(self):
        told = [process for each in self.facts["processes"].values() for process in each]
        return not self.processes() and not any(map(runs, told)) and not any(map(listens, self.ports()))

    def imap(self, user="invoices", password="right"):
        context = ssl.create_default_context(cafile=self.facts["ca"])
        connection = imaplib.IMAP4("localhost", self.facts["imap"])
        connection.starttls(context)
        connection.login(user, password)
        return connection

    def mails(self, user="invoices", mailbox="INBOX"):
        connection = self.imap(user)
        connection.select(mailbox, readonly=True)
        numbers = connection.search(None, "ALL")[1][0].split()
        mails = [email.message_from_bytes(connection.fetch(each, "(BODY.PEEK[])")[1][0][1]) for each in numbers]
        connection.logout()
        return mails

    def wait(self, count, user="invoices"):
        for _ in range(200):
            if len(mails := self.mails(user)) >= count:
                return mails
            time.sleep(0.05)
        check(f"{count} mails for {user}, not {len(mails)}", False)

    def close(self):
        shutil.rmtree(self.folder)


def runs(process):
    """Remains that nobody has asked for do not run."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def refused(act, expected):
    """Whether it fails with such an error; answers its words."""
    try:
        act()
    except expected as error:
        return str(error)
    return ""


def mail(sender, recipient, subject, *headers):
    lines = [f"From: {sender}", f"To: {recipient}", f"Subject: {subject}", f"Message-ID: <{subject.replace(' ', '-')}@outside.example>",
             "Date: Tue, 03 Mar 2026 08:00:00 +0000", *headers, "", "Good day.", ""]
    return "\r\n".join(lines).encode()


def results(message):
    """What the receiving server says of it, on one line."""
    return " ".join(" ".join(value.split()) for value in message.get_all("Authentication-Results", []))


def dovecot(house):
    mailed = house.folder / "mail.eml"
    mailed.write_bytes(mail("billing@supplier.example", "invoices@payables.example", "by LMTP"))
    house(f"deliver invoices {mailed} approve+TOKEN@payables.example")
    message, = house.wait(1)
    check("a mail by LMTP arrives, with the recipient it had first", message["Delivered-To"] == "approve+TOKEN@payables.example")
    check("fetched with PEEK it is still unseen", house("flags invoices INBOX")["mails"] == [{"uid": 1, "flags": ["\\Recent"]}])
    words = refused(lambda: house.imap(password="wrong"), imaplib.IMAP4.error)
    check(f"a wrong password is refused: {words}", "AUTHENTICATIONFAILED" in words)
    far = imaplib.IMAP4(house.facts["far"], house.facts["imap"])
    check("at the other address there is no login before TLS", "LOGINDISABLED" in far.capabilities)
    token = house.facts["oauth_token"]
    for what, user, token, good in (
            ("a token", "oauth", token, True), ("a token of another", "invoices", token, False),
            ("a token that has run out", "oauth", house("token oauth -1000")["token"], False)):
        connection = imaplib.IMAP4_SSL("localhost", house.facts["imaps"], ssl_context=ssl.create_default_context(cafile=house.facts["ca"]))
        answer = f"user={user}\1auth=Bearer {token}\1\1".encode()
        words = refused(lambda: connection.authenticate("XOAUTH2", lambda _: answer), imaplib.IMAP4.error)
        check(f"XOAUTH2 with {what}: {words or 'logged in'}", bool(words) != good)
    held = [house.imap("limited") for _ in range(2)]
    words = refused(lambda: house.imap("limited"), imaplib.IMAP4.error)
    check(f"the third connection of one is too many: {words}", "Maximum number of connections" in words)
    for each in held:
        each.logout()
    answer = house("recreate invoices INBOX")
    check(f"a mailbox made anew has another UIDVALIDITY: {answer}", answer["before"] != answer["after"] and not house.mails())
    check("UIDVALIDITY can be chosen", house("validity invoices INBOX 4711") and house("validity invoices INBOX")["validity"] == 4711)
    begun = time.monotonic()
    check("5,000 mails in a mailbox", house("bulk invoices Processed 5000")["count"] == 5000)
    print(f"--  laid there in {time.monotonic() - begun:.1f} s")
    laid = house.folder / "laid"
    laid.mkdir()
    for number in (2, 1, 3):
        (laid / f"{number}.eml").write_bytes(mail("a@outside.example", "invoices@payables.example", f"laid {number}"))
    check("mails of a folder, in their order", house(f"lay invoices Laid {laid}")["count"] == 3
          and [each["Subject"] for each in house.mails(mailbox="Laid")] == ["laid 1", "laid 2", "laid 3"])
    house("capabilities IMAP4rev1 UIDPLUS")
    check("a server that says it can do little", not {"IDLE", "ENABLE", "ID"} & set(house.imap().capabilities))
    house("capabilities")
    check("and much again", "IDLE" in house.imap().capabilities)
    stranger = ssl.create_default_context(cafile=house.facts["other_ca"])
    words = refused(lambda: imaplib.IMAP4_SSL("localhost", house.facts["imaps"], ssl_context=stranger), ssl.SSLError)
    check("another authority does not vouch for it", "certificate verify failed" in words)
    connection = house.imap()
    house("kill dovecot")
    check("SIGKILL ends connections and ports", refused(connection.noop, (imaplib.IMAP4.abort, OSError)) and not listens(house.facts["imap"]))
    house("start dovecot")
    check("started again it has the same port and the same mails", house("count invoices Processed")["count"] == 5000 and house.mails() == [])
    check("an unknown command is told", "error" in house("dance"))


def postfix(house):
    from mail_sign import send, sign
    port, keys = house.facts["smtp"], house.facts["keys"]
    supplier, invoices = "billing@supplier.example", "invoices@payables.example"
    forgeries = ["Authentication-Results: mx.payables.example; dkim=pass header.d=supplier.example; dmarc=pass",
                 "authentication-results: MX.payables.example; dmarc=pass header.from=supplier.example",
                 "Authentication-Results: mx.elsewhere.example; dkim=pass header.d=supplier.example"]
    evil = {"address": "203.0.113.66", "name": "mx.evil.example"}
    before = len(house.mails())
    for raw, origin in (
            (sign(mail(supplier, invoices, "signed"), keys, "supplier.example"), {}),
            (sign(mail(supplier, invoices, "signed by Ed25519"), keys, "supplier.example", "ed"), evil),
            (sign(mail(supplier, invoices, "changed"), keys, "supplier.example").replace(b"Good day", b"Bad day"), evil),
            (sign(mail(supplier, invoices, "revoked"), keys, "supplier.example", "revoked"), evil),
            (mail(supplier, invoices, "forged", *forgeries), evil)):
        send(raw, port, supplier, [invoices], **origin)
        # One at a time, so that they lie in this order.
        before += 1
        house.wait(before)
    signed, ed25519, changed, revoked, forged = house.mails()[-5:]
    for name, message, expected in (
            ("a signed mail of the right server", signed, ("dkim=pass", "spf=pass", "dmarc=pass")),
            ("a signed mail of another server", ed25519, ("dkim=pass", "spf=fail", "dmarc=pass")),
            ("a mail that was changed", changed, ("dkim=fail", "spf=fail", "dmarc=fail")),
            ("a revoked key", revoked, ("dkim=fail", "key revoked", "dmarc=fail")),
            ("a mail without a signature", forged, ("dkim=none", "spf=fail", "dmarc=fail"))):
        if house.facts["no_dmarc"]:
            expected = [word for word in expected if not word.startswith(("spf", "dmarc"))]
        check(f"{name}: {', '.join(expected)}", all(word in results(message) for word in expected))
    check("results that it brought along in our name are gone, others stay",
          "pass" not in results(forged).replace("mx.elsewhere.example; dkim=pass", "") and "mx.elsewhere.example" in results(forged))

    send(sign(mail("approver@office.example", "approve+TOKEN@payables.example", "answer"), keys, "office.example"),
         port, "approver@office.example", ["approve+TOKEN@payables.example"], "198.51.100.20", "mx.office.example")
    answer = house.wait(before + 1)[-1]
    check("approve+TOKEN arrives with the invoices, and says so", answer["X-Original-To"] == "approve+TOKEN@payables.example")
    send(mail(supplier, "anybody@payables.example", "whoever"), port, supplier, ["anybody@payables.example"])
    check("whoever has no mailbox is caught", house.wait(1, "catchall")[0]["X-Original-To"] == "anybody@payables.example")
    send(sign(mail(supplier, "forward@office.example", "passed on"), keys, "supplier.example"), port, supplier, ["forward@office.example"])
    passed = house.wait(before + 2)[-1]
    check("passed on by another house: dkim=pass, and no spf=pass of the first way",
          "dkim=pass" in results(passed) and "spf=pass" not in results(passed))
    words = refused(lambda: send(mail(supplier, "who@office.example", "x"), port, supplier, ["who@office.example"]),
                    smtplib.SMTPRecipientsRefused)
    check("an unknown recipient of office.example is refused at once", "550" in words)

    with smtplib.SMTP("localhost", house.facts["submission"]) as server:
        server.starttls(context=ssl.create_default_context(cafile=house.facts["ca"]))
        words = refused(lambda: server.login("invoices", "wrong"), smtplib.SMTPAuthenticationError)
        check("submission refuses a wrong password", "535" in words)
        server.login("invoices", "right")
        server.sendmail("bounces+7@payables.example", ["nobody@bounce.example"], mail(invoices, "nobody@bounce.example", "question"))
        server.sendmail("bounces+8@payables.example", ["approver@office.example"], mail(invoices, "approver@office.example", "question 8"))
    bounce = house.wait(before + 3)[-1]
    status = [part for part in bounce.walk() if part.get_content_type() == "message/delivery-status"]
    check(f"an unknown recipient comes back: {bounce['Subject']}", bounce.get_content_type() == "multipart/report" and len(status) == 1
          and "Status: 5.1.1" in status[0].as_string() and bounce["X-Original-To"] == "bounces+7@payables.example")
    check("what is handed in arrives", house.wait(1, "approver")[0]["Subject"] == "question 8")

    house("kill dovecot")
    send(mail(supplier, invoices, "while it is away"), port, supplier, [invoices])
    check("while Dovecot is away mails wait in the queue", house("queue")["count"] == 1)
    house("kill postfix")
    check("SIGKILL ends Postfix", not listens(port))
    house("start dovecot")
    house("start postfix")
    house("flush")
    check("the mail survives it and arrives", house.wait(before + 4)[-1]["Subject"] == "while it is away")


def run():
    house = House()
    begun_as = "root" if os.geteuid() == 0 else f"user {os.geteuid()}"
    print(f"--  as {begun_as}; Postfix: {house.facts['no_smtp'] or 'here'}; SPF and DMARC: {house.facts['no_dmarc'] or 'here'}")
    check("as root Postfix is here, else it is told why not", bool(house.facts["smtp"]) == (os.geteuid() == 0))
    dovecot(house)
    if house.facts["smtp"]:
        postfix(house)
    processes = house.processes()
    begun = time.monotonic()
    house.launcher.stdin.close()
    check("the launcher ends with its input", house.launcher.wait(20) == 0)
    check(f"{len(processes)} processes and {len(house.ports())} ports are gone ({time.monotonic() - begun:.1f} s)",
          processes and house.is_gone())
    house.close()

    house = House()
    house.launcher.send_signal(signal.SIGKILL)
    house.launcher.wait()
    for _ in range(100):
        if house.is_gone():
            break
        time.sleep(0.1)
    check(f"they are gone, too, when the launcher is killed {house.processes() or ''}", house.is_gone())
    house.close()


run()
if os.geteuid() == 0:
    sys.exit(subprocess.run(["runuser", "-u", "nobody", "--", "/usr/bin/python3", "-B", __file__]).returncode)
