"""A Dovecot of its own in a folder: IMAP, IMAP over TLS and LMTP on ports of this machine, as root or as anybody else."""
import base64
import grp
import hashlib
import hmac
import json
import os
import pathlib
import pwd
import secrets
import shutil
import smtplib
import subprocess
import tempfile
import time

from mail_processes import Program, answers, free_ports, until

PASSWORD = "right"
OAUTH, LIMITED = "oauth", "limited"
# Connections of one person from one address. Clients of a test share one.
CONNECTIONS, FEW_CONNECTIONS = 1000, 2
# Who comes in by this address is no neighbour: no password before TLS.
FAR = "127.0.0.2"
# As it calls itself in `Received`.
STORE = "store.payables.example"

CONFIGURATION = """
protocols = imap lmtp
hostname = {store}
listen = 127.0.0.1, {far}
base_dir = {sockets}
state_dir = {folder}/state
log_path = {folder}/dovecot.log
auth_verbose = yes
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
default_process_limit = 200
default_client_limit = 1000

ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_format = %Ln
auth_failure_delay = 0
recipient_delimiter = +

mail_location = maildir:~/Maildir
first_valid_uid = 1
mail_max_userip_connections = {connections}
mail_fsync = never
# Connections are counted before it is known whose they are: whom a limit is for comes in by this address.
local {far} {{
  protocol imap {{
    mail_max_userip_connections = {few_connections}
  }}
}}
imap_idle_notify_interval = 30 secs
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Processed {{
    auto = create
  }}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  {chroot}
  process_min_avail = 1
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
  unix_listener lmtp {{
    mode = 0
  }}
}}
service auth {{
  inet_listener sasl {{
    port = {sasl}
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service ipc {{
  {chroot}
}}
service stats {{
  {chroot}
}}
lda_mailbox_autocreate = yes
lmtp_save_to_detail_mailbox = no
lmtp_hdr_delivery_address = original
postmaster_address = postmaster@payables.example
!include_try {folder}/more.conf
"""

# The key lies in a folder, the tokens are checked by Dovecot itself.
OAUTH_CONFIGURATION = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/tokens/
username_attribute = sub
"""


class Dovecot:
    def __init__(self, folder, certificates, people):
        self.folder, self.people = folder, people
        # The names of sockets may only be 107 characters long.
        self.sockets = pathlib.Path(tempfile.mkdtemp(prefix="mail-house.", dir="/tmp"))
        self.sockets.chmod(0o755)
        if Program.guard:
            Program.guard.tell("folder", self.sockets)
        self.imap, self.imaps, self.lmtp, self.sasl = free_ports(4)
        root = os.geteuid() == 0
        me, mine = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
        # Dovecot lets nobody read mail as root.
        self.owner = (65534, 65534) if root else (os.geteuid(), os.getegid())
        self.configuration = folder / "dovecot.conf"
        self.configuration.write_text(CONFIGURATION.format(
            folder=folder, sockets=self.sockets, store=STORE, certificate=certificates.certificate, key=certificates.key,
            connections=CONNECTIONS, far=FAR, few_connections=FEW_CONNECTIONS, imap=self.imap, imaps=self.imaps,
            lmtp=self.lmtp, sasl=self.sasl, internal="dovecot" if root else me, login="dovenull" if root else me, group="dovecot" if root else mine,
            chroot="" if root else "chroot ="))
        self.secret = secrets.token_bytes(32)
        key = folder / "tokens" / "default" / "HS256" / "default"
        key.parent.mkdir(parents=True)
        key.write_bytes(base64.b64encode(self.secret))
        (folder / "oauth2.conf").write_text(OAUTH_CONFIGURATION.format(folder=folder))
        for person in people:
            self.home(person).mkdir(parents=True)
            os.chown(self.home(person), *self.owner)
        (folder / "users").write_text("".join(map(self.entry, people)))
        self.program = Program("dovecot", ["/usr/sbin/dovecot", "-F", "-c", str(self.configuration)], folder / "dovecot.out")

    def entry(self, person):
        """A line of the password file. Who has a token has no password."""
        password = secrets.token_hex() if person == OAUTH else PASSWORD
        more = f"proxy_maybe=y host={FAR} port={self.imap} starttls=any-cert" if person == LIMITED else ""
        return f"{person}:{password}:{self.owner[0]}:{self.owner[1]}::{self.home(person)}::{more}\n"

    def home(self, person):
        return self.folder / "homes" / person

    def start(self):
        self.program.start()
        until(lambda: not self.program.alive() or (answers(self.imap) and answers(self.lmtp)), 20, "Dovecot greets")
        if not self.program.alive():
            raise RuntimeError(f"Dovecot ended: {self.words()}")

    def words(self):
        return " ".join(path.read_text(errors="replace")[-500:] for path in
                        (self.folder / "dovecot.out", self.folder / "dovecot.log") if path.exists())

    def close(self):
        self.program.kill()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def token(self, person=OAUTH, seconds=86400):
        """A bearer token that is good for so many seconds from now; negative ones have run out."""
        now = int(time.time())
        claims = {"sub": person, "iat": now - 60, "nbf": now - 60, "exp": now + seconds}
        signed = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        return signed + "." + base64url(hmac.digest(self.secret, signed.encode(), hashlib.sha256))

    def doveadm(self, *arguments):
        done = subprocess.run(["doveadm", "-c", self.configuration, *arguments], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"doveadm {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def deliver(self, person, raw, recipient=None, sender="stranger@outside.example"):
        """`recipient`: to whom it was written, where that is another address; Delivered-To says it."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as server:
            server.ehlo()
            original = [f"ORCPT=rfc822;{xtext(recipient)}"] if recipient else []
            server.sendmail(sender, [f"{person}@payables.example"], raw, rcpt_options=original)

    def validity(self, person, mailbox, number=None):
        """UIDVALIDITY, after setting it if a number is given."""
        if number is not None:
            self.doveadm("mailbox", "update", "-u", person, "--uid-validity", str(number), mailbox)
        return int(self.status(person, "uidvalidity", mailbox))

    def recreate(self, person, mailbox):
        """Deletes a mailbox with all mails and makes it anew: it counts from one under another UIDVALIDITY."""
        before = self.validity(person, mailbox)
        if mailbox == "INBOX":
            self.recreate_inbox(person)
        else:
            self.doveadm("mailbox", "delete", "-u", person, mailbox)
            self.doveadm("mailbox", "create", "-u", person, mailbox)
        after = self.validity(person, mailbox)
        return before, after if after != before else self.validity(person, mailbox, before + 1)

    def recreate_inbox(self, person):
        """The inbox cannot be deleted by a command, so its files go; other mailboxes stay."""
        inbox = self.home(person) / "Maildir"
        for path in inbox.iterdir():
            if path.name in ("cur", "new", "tmp"):
                shutil.rmtree(path)
            elif path.name.startswith(("dovecot.index", "dovecot-uidlist", "dovecot-keywords")):
                path.unlink()

    def status(self, person, what, mailbox):
        return self.doveadm("-f", "flow", "mailbox", "status", "-u", person, what, mailbox).rsplit("=", 1)[1]

    def count(self, person, mailbox):
        return int(self.status(person, "messages", mailbox))

    def flags(self, person, mailbox):
        """UID and flags of each mail, in the order of UIDs."""
        out = self.doveadm("-f", "tab", "fetch", "-u", person, "uid flags", "mailbox", mailbox)
        rows = (line.split("\t") for line in out.splitlines()[1:])
        return [{"uid": int(uid), "flags": flags.split()} for uid, flags in rows]

    def bulk(self, person, mailbox, count):
        """Lays so many tiny mails into the Maildir, past the server, and lets it count them."""
        folder, now = self.maildir(person, mailbox), int(time.time())
        before = self.count(person, mailbox)
        for number in range(before + 1, before + count + 1):
            self.put(folder, f"{now}.M{number:06}P{os.getpid()}.localhost", (
                f"From: bulk@outside.example\r\nTo: {person}@payables.example\r\nSubject: Bulk {number}\r\n"
                f"Message-ID: <bulk-{number}.{now}@outside.example>\r\nDate: Tue, 03 Mar 2026 08:00:00 +0000\r\n\r\n"
                f"Number {number}.\r\n").encode())
        return self.count(person, mailbox)

    def lay(self, person, mailbox, source):
        """Lays the .eml files of a folder into the Maildir, past the server, in the order of their names."""
        folder, now = self.maildir(person, mailbox), int(time.time())
        for number, path in enumerate(sorted(source.glob("*.eml"))):
            self.put(folder, f"{now}.M{number:06}L{os.getpid()}.localhost", path.read_bytes())
        return self.count(person, mailbox)

    def maildir(self, person, mailbox):
        if mailbox == "INBOX":
            # It is made when it is first looked at.
            self.count(person, mailbox)
        elif not self.exists(person, mailbox):
            self.doveadm("mailbox", "create", "-u", person, mailbox)
        return self.home(person) / "Maildir" / ("" if mailbox == "INBOX" else "." + mailbox.replace("/", "."))

    def put(self, folder, name, raw):
        path = folder / "cur" / f"{name},S={len(raw)}:2,"
        path.write_bytes(raw)
        os.chown(path, *self.owner)

    def capabilities(self, words):
        """What the server says that it can do; none = all that it can. It starts again."""
        (self.folder / "more.conf").write_text(f"imap_capability = {' '.join(words)}\n" if words else "")
        self.program.stop()
        self.start()

    def exists(self, person, mailbox):
        return mailbox in self.doveadm("mailbox", "list", "-u", person).splitlines()


def xtext(address):
    """As RFC 3461 writes addresses in parameters."""
    return address.replace("+", "+2B").replace("=", "+3D")


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
