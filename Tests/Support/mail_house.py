#!/usr/bin/python3
"""Real mail servers in a folder, for as long as the standard input stays open.

    mail_house.py FOLDER [--imap] [--domain DOMAIN]… [USER…]

--imap: Dovecot and nothing else. --domain: a further domain of senders, with the keys, server and policy of supplier.example.

Prints one line of JSON when they answer (or with `error` when they would not start), then takes commands, a line each, and answers
each with a line of JSON, which has `error` where it could not:
    restart|stop|start|kill SERVER      dovecot, postfix, opendkim, opendmarc, unbound; kill is SIGKILL for every process of it; ports stay
    recreate USER MAILBOX               deletes it and makes it anew: before and after are its UIDVALIDITY
    validity USER MAILBOX [NUMBER]      tells UIDVALIDITY, or sets it
    deliver USER FILE [RECIPIENT]       by LMTP, with RECIPIENT as what was on the envelope first
    bulk USER MAILBOX COUNT             COUNT tiny mails more
    lay USER MAILBOX FOLDER             the .eml files of a folder, in the order of their names, as if they had arrived
    capabilities [WORD…]                what Dovecot says that it can do, such as IMAP4rev1 UIDPLUS; none = all; restarts it
    count USER MAILBOX                  how many mails
    flags USER MAILBOX                  uid and flags of each
    queue                               how many mails wait in Postfix
    flush                               Postfix tries again what waits
    token USER SECONDS                  for XOAUTH2; good for so long, or run out where negative
Users are invoices, catchall, approver and supplier unless named; each has the password `right`. Besides, `oauth` has a token
instead of a password, and `limited` no more than two connections at a time.
"""
import argparse
import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys

from mail_certificates import Certificates
from mail_dovecot import FAR, LIMITED, OAUTH, PASSWORD, STORE, Dovecot
from mail_names import Names
from mail_postfix import HOST, Postfix, opendkim, opendmarc, why_no_dmarc, why_no_postfix
from mail_processes import Guard, Program, missing

USERS = ["invoices", "catchall", "approver", "supplier"]


class House:
    def __init__(self, folder, users, only_imap=False, domains=()):
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            # Root's servers read their mail as others.
            folder.chmod(folder.stat().st_mode | 0o055)
            closed = [str(parent) for parent in folder.parents if not parent.stat().st_mode & 0o001]
            if closed:
                raise ValueError(f"other users cannot enter {' and '.join(closed)}; chmod o+x there")
        self.folder, self.users = folder, users
        self.certificates = Certificates(folder)
        self.dovecot = Dovecot(folder, self.certificates, [*users, OAUTH, LIMITED])
        # In the order of starting.
        self.servers = {"dovecot": self.dovecot}
        self.names = self.postfix = None
        self.without_dmarc = "no Postfix"
        self.without = "not asked for" if only_imap else missing("unbound")
        if not self.without:
            self.names = self.servers["unbound"] = Names(folder, domains)
            self.without = why_no_postfix()
        if not self.without:
            mails = folder / "postfix"
            mails.mkdir()
            self.without_dmarc = why_no_dmarc()
            milters = {make.__name__: make(mails, self.dovecot.sockets, self.names)
                       for make in ((opendkim,) if self.without_dmarc else (opendkim, opendmarc))}
            self.postfix = Postfix(mails, self.certificates, self.dovecot, milters.values())
            self.servers |= milters | {"postfix": self.postfix}

    def open(self):
        for server in self.servers.values():
            server.start()
        return {
            "folder": str(self.folder), "ca": str(self.certificates.ca), "other_ca": str(self.certificates.other_ca),
            "users": self.users, "password": PASSWORD,
            "imap": self.dovecot.imap, "imaps": self.dovecot.imaps, "far": FAR, "border": HOST, "store": STORE, "lmtp": self.dovecot.lmtp,
            "oauth_user": OAUTH, "oauth_token": self.dovecot.token(), "limited_user": LIMITED,
            "smtp": self.postfix and self.postfix.smtp, "submission": self.postfix and self.postfix.submission,
            "no_smtp": self.without, "no_dmarc": self.without_dmarc,
            "dns": self.names and self.names.port, "keys": self.names and self.names.keys.private,
            "processes": {name: server.program.processes() for name, server in self.servers.items()},
        }

    def close(self):
        for server in reversed(self.servers.values()):
            server.close()

    def obey(self, words):
        match words:
            case ["start", name]:
                self.servers[name].start()
            case ["stop", name]:
                self.servers[name].program.stop()
            case ["kill", name]:
                self.servers[name].program.kill()
            case ["restart", name]:
                self.servers[name].program.stop()
                self.servers[name].start()
            case ["recreate", user, mailbox]:
                return dict(zip(("before", "after"), self.dovecot.recreate(user, mailbox)))
            case ["validity", user, mailbox, *number]:
                return {"validity": self.dovecot.validity(user, mailbox, *map(int, number))}
            case ["deliver", user, file, *recipient]:
                self.dovecot.deliver(user, pathlib.Path(file).read_bytes(), *recipient)
            case ["bulk", user, mailbox, count]:
                return {"count": self.dovecot.bulk(user, mailbox, int(count))}
            case ["lay", user, mailbox, source]:
                return {"count": self.dovecot.lay(user, mailbox, pathlib.Path(source))}
            case ["capabilities", *words]:
                self.dovecot.capabilities(words)
            case ["count", user, mailbox]:
                return {"count": self.dovecot.count(user, mailbox)}
            case ["flags", user, mailbox]:
                return {"mails": self.dovecot.flags(user, mailbox)}
            case ["queue"]:
                return {"count": self.postfix.queue()}
            case ["flush"]:
                self.postfix.flush()
            case ["token", user, seconds]:
                return {"token": self.dovecot.token(user, int(seconds))}
            case _:
                raise ValueError("no such command; see the top of mail_house.py")
        return {}


def say(answer):
    print(json.dumps(answer), flush=True)


def end(signal, frame):
    """Also on SIGTERM everything is taken down in order."""
    raise SystemExit(0)


def main():
    signal.signal(signal.SIGTERM, end)
    given = argparse.ArgumentParser()
    given.add_argument("folder", type=pathlib.Path)
    given.add_argument("users", nargs="*", default=USERS)
    given.add_argument("--imap", action="store_true")
    given.add_argument("--domain", action="append", default=[])
    given = given.parse_args()
    Program.guard = Guard()
    house = None
    try:
        house = House(given.folder.resolve(), given.users, given.imap, given.domain)
        say(house.open())
    except (OSError, RuntimeError, ValueError, LookupError, subprocess.CalledProcessError) as error:
        say({"error": str(error)})
        raise SystemExit(1)
    else:
        obey_lines(house)
    finally:
        if house:
            house.close()
        Program.guard.close()


def obey_lines(house):
    for line in sys.stdin:
        try:
            say({"did": line.strip()} | house.obey(shlex.split(line)))
        except (OSError, RuntimeError, ValueError, KeyError) as error:
            say({"did": line.strip(), "error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
