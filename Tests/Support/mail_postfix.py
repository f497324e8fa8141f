"""A Postfix of its own in a folder, and before it OpenDKIM and OpenDMARC, which write what they found into each incoming mail.

Only as root, as Postfix wants it. The system's own Postfix is neither used nor touched.
"""
import os
import pathlib
import shutil
import socket
import subprocess

from mail_processes import Program, answers, free_ports, missing, until

HOST = "mx.payables.example"
# Of Debian.
DAEMONS = "/usr/lib/postfix/sbin"
QUEUES = ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid", "private", "public",
          "saved", "trace"]

# Who arrives where. Extensions (`approve+TOKEN`) are carried along.
ALIASES = """
{known}
approve@payables.example invoices@payables.example
bounces@payables.example invoices@payables.example
@payables.example catchall@payables.example
approver@office.example approver@office.example
supplier@supplier.example supplier@supplier.example
"""

# Who is taken in at all; others of these domains are refused at once. bounce.example takes all, and finds nobody.
MAILBOXES = """
@payables.example taken
approver@office.example taken
forward@office.example taken
supplier@supplier.example taken
@bounce.example taken
"""

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = {host}
mydomain = payables.example
myorigin = payables.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
virtual_alias_maps = texthash:{folder}/aliases
virtual_mailbox_domains = payables.example office.example supplier.example bounce.example
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
virtual_mailbox_limit = 0
transport_maps = inline:{{ forward@office.example=forward: }}
# Other domains do not exist.
default_transport = error:5.4.4 no such domain
disable_dns_lookups = yes
smtp_host_lookup = native
message_size_limit = 52428800
mailbox_size_limit = 0
lmtp_destination_recipient_limit = 1
forward_destination_recipient_limit = 1

# When Dovecot is away mails wait here, but not for long.
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 3s
transport_retry_time = 1s
in_flow_delay = 0
smtpd_error_sleep_time = 0

smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_relay_restrictions = reject_unauth_destination
smtpd_authorized_xclient_hosts = 127.0.0.0/8
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_client_connection_count_limit = 0
milter_default_action = tempfail
milter_protocol = 6
"""

MASTER = """
127.0.0.1:{smtp} inet n - n - - smtpd
  -o smtpd_milters={milters}
  -o cleanup_service_name=strangers
127.0.0.1:{submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
cleanup unix n - n - 0 cleanup
strangers unix n - n - 0 cleanup
  -o header_checks=regexp:{folder}/forgeries
pickup unix n - n 60 1 pickup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp flags=O
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
forward unix - n n - 5 pipe
  user=nobody argv=/usr/bin/python3 {forward} {smtp} ${{sender}} invoices@payables.example
"""

# Results in our name that a stranger brings along. OpenDKIM's RemoveARFrom would leave those that only speak of SPF or DMARC.
FORGERIES = r"""
/^Authentication-Results:[[:space:]]*mx\.payables\.example([[:space:];]|$)/ IGNORE
"""

OPENDKIM = """
Mode v
Socket local:{socket}
UMask 000
Background no
Syslog yes
UserID opendkim
AuthservID {host}
AlwaysAddARHeader yes
RemoveARFrom {host}
# Nobody is so near that his mail would be signed instead of verified.
InternalHosts 192.0.2.1
TestPublicKeys {folder}/public-keys
"""

OPENDMARC = """
Socket local:{socket}
UMask 000
Background no
Syslog no
UserID opendmarc
AuthservID {host}
TrustedAuthservIDs {host}
IgnoreHosts {folder}/ignored
SPFSelfValidate yes
SPFIgnoreResults yes
RejectFailures no
"""


class Milter:
    """A filter of mails that listens at a socket: over TCP each of its answers would wait for an acknowledgement (100 ms a mail)."""

    def __init__(self, name, command, sockets, log):
        # It makes its socket as a user of its own.
        (sockets / name).mkdir()
        shutil.chown(sockets / name, name)
        self.socket = sockets / name / "s"
        # It waits for connections that Postfix keeps.
        self.program = Program(name, command, log, patience=1)

    def start(self):
        self.socket.unlink(missing_ok=True)
        self.program.start()
        until(lambda: not self.program.alive() or self.listens(), 10, f"{self.program.name} listens")
        if not self.program.alive():
            raise RuntimeError(f"{self.program.name} ended: {self.program.log.read_text(errors='replace')[-500:]}")

    def listens(self):
        with socket.socket(socket.AF_UNIX) as tried:
            return tried.connect_ex(str(self.socket)) == 0

    def close(self):
        self.program.kill()


def opendkim(folder, sockets, names):
    """It has the keys in a file: its resolver does not stand several mails at a time (libunbound parses its settings for each)."""
    milter = Milter("opendkim", ["opendkim", "-f", "-x", str(folder / "opendkim.conf")], sockets, folder / "opendkim.out")
    (folder / "opendkim.conf").write_text(OPENDKIM.format(socket=milter.socket, host=HOST, folder=folder))
    keys = (f"{name} {value}\n" for name, value in names.keys.records.items() if "._domainkey." in name)
    (folder / "public-keys").write_text("".join(keys))
    return milter


def opendmarc(folder, sockets, names):
    """It knows no resolver but /etc/resolv.conf, so it sees another one there; the mount is its own and goes with it."""
    mounted = f"mount --bind {folder}/resolv.conf /etc/resolv.conf && exec opendmarc -f -c {folder}/opendmarc.conf"
    milter = Milter("opendmarc", ["unshare", "--mount", "sh", "-c", mounted], sockets, folder / "opendmarc.out")
    (folder / "opendmarc.conf").write_text(OPENDMARC.format(socket=milter.socket, host=HOST, folder=folder))
    # Without a list it would ignore mails from this machine.
    (folder / "ignored").write_text("192.0.2.1\n")
    (folder / "resolv.conf").write_text(f"nameserver {names.address}\n")
    return milter


class Postfix:
    def __init__(self, folder, certificates, dovecot, milters):
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.smtp, self.submission = free_ports(2)
        known = "\n".join(f"{person}@payables.example {person}@payables.example" for person in dovecot.people)
        forward = pathlib.Path(__file__).with_name("mail_forward.py")
        facts = {
            "folder": folder, "host": HOST, "lmtp": dovecot.lmtp, "sasl": dovecot.sasl, "certificate": certificates.certificate,
            "key": certificates.key, "smtp": self.smtp, "submission": self.submission, "forward": folder / forward.name,
            "milters": ",".join(f"unix:{milter.socket}" for milter in milters), "known": known,
        }
        # Where anybody may read it.
        shutil.copy(forward, folder)
        texts = {name: pattern.format(**facts) for name, pattern in
                 (("main.cf", MAIN), ("master.cf", MASTER), ("aliases", ALIASES), ("mailboxes", MAILBOXES))}
        for name, words in (texts | {"forgeries": FORGERIES}).items():
            (folder / name).write_text(words)
            # Postfix waits until a file has been left alone for a while.
            os.utime(folder / name, (0, 0))
        self.make_queue()
        self.program = Program("postfix", [f"{DAEMONS}/master", "-c", str(folder), "-d"], folder / "postfix.out")

    def make_queue(self):
        """As `postfix check` would, without its warnings and its time."""
        for name in ("data", "queue"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        for name in QUEUES:
            folder = self.folder / "queue" / name
            folder.mkdir(mode=0o700)
            if name != "pid":
                shutil.chown(folder, "postfix", "postdrop" if name in ("maildrop", "public") else None)
        for name, mode in (("pid", 0o755), ("maildrop", 0o730), ("public", 0o710)):
            (self.folder / "queue" / name).chmod(mode)

    def command(self, *arguments):
        done = subprocess.run([arguments[0], "-c", self.folder, *arguments[1:]], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stdout} {done.stderr}")
        return done.stdout

    def start(self):
        self.program.start()
        until(lambda: not self.program.alive() or answers(self.smtp), 20, "Postfix greets")
        if not self.program.alive():
            raise RuntimeError(f"Postfix ended: {(self.folder / 'postfix.out').read_text()}")

    def close(self):
        self.program.kill()

    def queue(self):
        """How many mails wait."""
        return len(self.command("postqueue", "-j").splitlines())

    def flush(self):
        """Tries again now what waits."""
        self.command("postqueue", "-f")


def why_no_postfix():
    """What keeps it from starting here, if anything does."""
    return "Postfix only starts as root" if os.geteuid() != 0 else missing("postfix", "opendkim")


def why_no_dmarc():
    """SPF and DMARC, and with them OpenDMARC, can be left out: a container may forbid the mount that it needs."""
    tried = subprocess.run(["unshare", "--mount", "mount", "--bind", "/etc/resolv.conf", "/etc/resolv.conf"], capture_output=True)
    return missing("opendmarc") or ("no mounts of one's own here (CAP_SYS_ADMIN)" if tried.returncode else None)
