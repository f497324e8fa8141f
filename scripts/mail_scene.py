"""What scripts/mail-chaos.py and Benchmarks/mail.py are played on: mail servers (Tests/Support/mail_house.py), a PostgreSQL of
its own, and programs that read the mailboxes."""
import imaplib
import json
import os
import pathlib
import shutil
import signal
import smtplib
import ssl
import subprocess
import tempfile
import threading
import time

from chaos_postgres import Client, Cluster
from chaos_programs import ROOT, Restarted

# As it is written on the mails of scripts/mail_load.py.
RECIPIENT = "invoices@payables.example"


class House:
    """The mail servers, asked line by line; by one thread at a time."""

    def __init__(self, folder, users, *options):
        self.lock, self.laid = threading.Lock(), 0
        self.launcher = subprocess.Popen(
            ["/usr/bin/python3", "-B", ROOT / "Tests/Support/mail_house.py", *options, folder, *users],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.launcher.stdout.readline())
        if "error" in self.facts:
            raise SystemExit(f"the mail servers did not start: {self.facts['error']}")

    def __call__(self, command):
        with self.lock:
            self.launcher.stdin.write(command + "\n")
            self.launcher.stdin.flush()
            answer = json.loads(self.launcher.stdout.readline())
        if "error" in answer:
            raise OSError(f"{command}: {answer['error']}")
        return answer

    def imap(self, user, port=None):
        connection = imaplib.IMAP4("localhost", port or self.facts["imap"], timeout=30)
        connection.starttls(ssl.create_default_context(cafile=self.facts["ca"]))
        connection.login(user, self.facts["password"])
        return connection

    def deliver(self, user, raw, sender):
        """By LMTP, as the server before it hands mails on."""
        with smtplib.LMTP("127.0.0.1", self.facts["lmtp"], timeout=30) as server:
            server.ehlo()
            server.sendmail(sender, [f"{user}@payables.example"], raw, rcpt_options=[f"ORCPT=rfc822;{RECIPIENT}"])

    def place(self, user, mailbox):
        """The folder of a mailbox that exists."""
        inner = "" if mailbox == "INBOX" else "." + mailbox
        return pathlib.Path(self.facts["folder"]) / "homes" / user / "Maildir" / inner

    def lay(self, user, mailbox, raw):
        """Into the folder, past the server, as an archive is put back. Nothing is over another."""
        place = self.place(user, mailbox)
        with self.lock:
            self.laid += 1
            number = self.laid
        path = place / "tmp" / f"{int(time.time())}.M{number:06}S{os.getpid()}.localhost,S={len(raw)}:2,"
        path.write_bytes(raw)
        owner = place.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
        path.rename(place / "cur" / path.name)

    def stored(self, user, mailbox):
        """Bytes of each mail, in the order in which they came."""
        place = self.place(user, mailbox)
        paths = [path for part in ("cur", "new") for path in (place / part).iterdir()]
        return [path.read_bytes() for path in sorted(paths, key=lambda path: path.name.split(",")[0])]

    def close(self):
        self.launcher.stdin.close()
        self.launcher.wait(60)


class Office:
    """The database, and what programs that read mailboxes are started with."""

    def __init__(self, payables, folder, house, accounts, settings=(), **more):
        """`accounts`: user and folders; `more`: further keys of the mail file."""
        self.payables, self.folder = payables, folder
        self.cluster = Cluster(folder / "cases", settings)
        admin = Client(self.cluster.url("postgres"))
        admin("CREATE ROLE payables_app NOLOGIN; CREATE ROLE payables_owner LOGIN PASSWORD 'owner' IN ROLE payables_app")
        admin("CREATE DATABASE payables OWNER payables_owner")
        admin.close()
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("PAYABLES_")} | {
            "PAYABLES_DATABASE_URL": self.cluster.url("payables", "payables_owner", "owner"),
            "PAYABLES_SCHEMAS": str(ROOT / "schemas")}
        (folder / "password").write_text(house.facts["password"] + "\n")
        (folder / "password").chmod(0o600)
        self.settings = {
            "accounts": {
                user: {
                    "host": "localhost", "port": house.facts["imap"], "security": "starttls", "user": user,
                    "password_file": "password", "trust": house.facts["ca"], "private_addresses": True, "folders": folders,
                } for user, folders in accounts.items()},
            "receiving_hosts": ["mx.payables.example"], "relays": [house.facts["store"]], "check_signatures": False,
            "own_domains": ["payables.example", "quellstein.example"], "limits": {"mails_a_day": 1_000_000}, "poll": 5,
        } | more
        self.write("mail.json", self.settings)
        self.call("db", "migrate")

    def write(self, name, settings):
        (self.folder / name).write_text(json.dumps(settings, indent=1) + "\n")

    def command(self, *words, file="mail.json"):
        return [self.payables, *words, "--mail", str(self.folder / file), "--master", str(ROOT / "fixtures/master"),
                "--data", str(self.folder / "data")]

    def call(self, *words, status=(0,)):
        done = subprocess.run([self.payables, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True)
        if done.returncode not in status:
            raise SystemExit(f"payables {' '.join(words)} ended with {done.returncode}: {done.stderr[-800:]}")
        return done.stdout

    def count(self):
        """What `payables mail count` says."""
        return json.loads(self.call("mail", "count", "--json", status=(0, 1)))

    def client(self):
        return Client(self.cluster.url("payables"))


class Watcher(Restarted):
    """A `payables mail watch` that is started again whenever it ends."""

    def __init__(self, office, log, *options, file="mail.json"):
        command = office.command("mail", "watch", *options, file=file)
        super().__init__(command, office.environment, log, well=(-signal.SIGKILL, 0, 130))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def folder(name):
    """That servers of other users can enter."""
    made = pathlib.Path(tempfile.mkdtemp(prefix=f"payables-{name}.", dir="/tmp"))
    made.chmod(0o755)
    return made


def clear(*things, folder=None):
    """Ends what was begun, the last first, whatever happens."""
    for thing in things:
        try:
            thing()
        except Exception as error:  # noqa: BLE001 - the others are to end, too
            print(f"while clearing away: {error}")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
