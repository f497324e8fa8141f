"""Mail servers, a database, a ledger and the program among them, in one folder, for scripts/mail-check.py."""
import email
import email.policy
import imaplib
import json
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time

from chaos_postgres import Client, Cluster

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "Tests" / "Support"))
sys.dont_write_bytecode = True

import mail_sign  # noqa: E402

# Longer than anything takes here, also on a slow machine.
PATIENCE = 120


class Fault(Exception):
    """What is not so."""


class House:
    """The mail servers, asked line by line."""

    def __init__(self, folder, *domains):
        command = ["/usr/bin/python3", "-B", REPOSITORY / "Tests/Support/mail_house.py", folder]
        for domain in domains:
            command += ["--domain", domain]
        self.launcher = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.launcher.stdout.readline() or '{"error": "mail_house.py said nothing"}')
        if error := self.facts.get("error") or self.facts.get("no_smtp") or self.facts.get("no_dmarc"):
            raise Fault(f"the mail servers do not start: {error}")
        self.folder = folder

    def __call__(self, command):
        self.launcher.stdin.write(command + "\n")
        self.launcher.stdin.flush()
        answer = json.loads(self.launcher.stdout.readline())
        if "error" in answer:
            raise Fault(f"mail house: {answer}")
        return answer

    def send(self, mail, domain, signed=True, sender=None, recipient=None, server=None):
        """Hands a mail in as the server of a domain, signed by it unless said otherwise."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        if signed:
            raw = mail_sign.sign(raw, self.facts["keys"], domain)
        if not isinstance(mail, bytes):
            sender = sender if sender is not None else email.utils.parseaddr(mail["From"])[1]
            recipient = recipient or email.utils.parseaddr(mail["To"])[1]
        places = {"office.example": "198.51.100.20", "lax.example": "198.51.100.30", "evil.example": "203.0.113.66"}
        server = server or domain
        mail_sign.send(raw, self.facts["smtp"], sender or "", [recipient], places.get(server, "198.51.100.10"), f"mx.{server}")

    def mails(self, user, mailbox="INBOX"):
        connection = imaplib.IMAP4("localhost", self.facts["imap"])
        connection.starttls(ssl.create_default_context(cafile=self.facts["ca"]))
        connection.login(user, self.facts["password"])
        connection.select(mailbox, readonly=True)
        numbers = connection.search(None, "ALL")[1][0].split()
        mails = [email.message_from_bytes(connection.fetch(each, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default)
                 for each in numbers]
        connection.logout()
        return mails

    def count(self, user):
        return self(f"count {user} INBOX")["count"]

    def recipients(self):
        """Whoever a mail was ever delivered to, or should have been, by Postfix's log."""
        log = (self.folder / "postfix" / "postfix.log").read_text(errors="replace")
        return {address.lower() for address in re.findall(r"\bto=<([^>]*)>", log)}

    def close(self):
        self.launcher.stdin.close()
        self.launcher.wait(30)


class World:
    """The house and the program in it."""

    def __init__(self, program, *domains):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="payables-mail.", dir=os.environ.get("TMPDIR", "/tmp")))
        # Servers run as other users.
        self.folder.chmod(0o755)
        self.data = ["--data", str(self.folder / "data")]
        self.service = self.house = self.ledger = None
        os.environ.setdefault("PAYABLES_SCHEMAS", str(REPOSITORY / "schemas"))
        self.log = self.folder / "serve.log"
        self.house = House(self.folder / "house", *domains)
        self.make_ledger()

    def make_ledger(self):
        self.ledger = Cluster(self.folder / "ledger")
        admin = Client(self.ledger.url("postgres"))
        admin("CREATE ROLE booker LOGIN PASSWORD 'booker'")
        admin("CREATE DATABASE ledger")
        admin.close()
        subprocess.run([self.program, "ledger", "init", "--login", "booker"], check=True, capture_output=True,
                       env=os.environ | {"PAYABLES_LEDGER_URL": self.ledger.url("ledger")})
        os.environ["PAYABLES_LEDGER_URL"] = self.ledger.url("ledger", "booker", "booker")

    def settings(self, *more):
        folder = self.folder
        return [*more, "--mail", str(folder / "mail.json"), "--channels", str(folder / "channels.json"),
                "--master", str(folder / "records")]

    def serve(self):
        (self.folder / "nothing").mkdir(exist_ok=True)
        command = [self.program, "serve", str(self.folder / "nothing"), *self.settings(), "--jobs", "2", *self.data]
        self.service = subprocess.Popen(command, stdout=open(self.log, "a"), stderr=subprocess.STDOUT)

    def stop(self):
        """- Returns: the program's exit code."""
        self.service.send_signal(signal.SIGTERM)
        code = self.service.wait(60)
        self.service = None
        return code

    def call(self, *words, fails=False):
        done = subprocess.run([self.program, *words, *self.data], capture_output=True, text=True)
        if (done.returncode != 0) != fails:
            raise Fault(f"payables {' '.join(words)} ended with {done.returncode}: {done.stdout[-500:]} {done.stderr[-1500:]}")
        return done.stdout

    def lines(self, *words):
        return [json.loads(line) for line in self.call(*words, "--json").splitlines()]

    def wait(self, what, find):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := find():
                return found
            if self.service and self.service.poll() is not None:
                raise Fault(f"payables serve ended with {self.service.returncode}: {self.log.read_text()[-1500:]}")
            time.sleep(0.3)
        raise Fault(f"{what} did not come to pass in {PATIENCE} seconds.\n{self.call('mail', 'list')}{self.call('case', 'list')}"
                    f"{self.call('notify', 'list')}{self.log.read_text()[-1500:]}")

    def came_to(self, subject, count=1, organisation="default"):
        """What became of the mails with this subject, the oldest first, when all have come to something."""
        def find():
            rows = self.lines("mail", "list", "--most", "1000", "--organisation", organisation)
            found = [row for row in reversed(rows) if row["subject"] == subject]
            return found if len(found) >= count else None
        return self.wait(f"{count} mails with the subject {subject!r}", find)

    def cases(self, organisation="default"):
        return self.lines("case", "list", "--organisation", organisation)

    def case(self, document, *statuses):
        """The case of a document, when it has one of these statuses."""
        def find():
            found = [case for case in self.cases() if case["document"] == document]
            return found[0] if found and (not statuses or found[0]["status"] in statuses) else None
        return self.wait(f"{document} as a case that is {' or '.join(statuses) or 'there'}", find)

    def waiting(self, document):
        """The case of a document, when people are asked about it."""
        def find():
            found = [case for case in self.cases() if case["document"] == document]
            return found[0] if found and (found[0]["status"], found[0]["step"]) == ("waiting", "decide") else None
        return self.wait(f"{document} waits for people", find)

    def asked(self, document, recipient, than=()):
        """The mail that asks a person about a document; another one than those."""
        def find():
            known = [mail["Message-ID"] for mail in than]
            for mail in self.house.mails("approver"):
                text = mail.get_body(("plain",))
                if email.utils.parseaddr(mail["To"])[1] == recipient and text and document in text.get_content() \
                        and mail["Message-ID"] not in known:
                    return mail
            return None
        return self.wait(f"a mail to {recipient} about {document}", find)

    def booked(self):
        """Numbers of entries by case."""
        client, found = Client(self.ledger.url("ledger")), {}
        for key, number in client("SELECT key, number FROM ledger.entry"):
            found.setdefault(key, []).append(number)
        client.close()
        return found

    def show(self, case):
        return self.call("case", "show", case["reference"])

    def close(self, keep=False):
        for end in (lambda: self.service and self.stop(), lambda: self.house and self.house.close(), lambda: self.ledger and self.ledger.stop(),
                    lambda: subprocess.run([self.program, "db", "stop", *self.data], capture_output=True)):
            try:
                end()
            except Exception as error:  # The others are ended all the same.
                print(f"mail-check: {type(error).__name__}: {error}", file=sys.stderr)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
