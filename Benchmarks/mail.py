#!/usr/bin/python3
"""What reading mailboxes costs: bytes over the wire, seconds from arrival to case, mails a second, memory.

    Benchmarks/mail.py PAYABLES [--only wire,arrival,rate,memory] [--folder 50000] [--arrivals 200] [--mails 500] [--megabytes 30]

A Dovecot and a PostgreSQL of its own on this machine. Rates alone say more about the machine than about the program, so the rate
is held against a plain download of the same mails in the same run. Prints a table with the bars, writes .build/bench/mail.json,
and asserts nothing: who reads it knows what else the machine did.
"""
import argparse
import base64
import json
import os
import pathlib
import random
import re
import select
import signal
import socket
import statistics
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import chaos_documents  # noqa: E402
from mail_scene import House, Office, Watcher, clear, folder  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
USERS = ["wire", "arrival", "rate", "memory", "idle"]
SUPPLIER = "funkloch.example"


class Line:
    """Stands before the IMAP server and counts what passes, with TLS and all."""

    def __init__(self, port):
        self.upstream, self.bytes = port, 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        try:
            with client, socket.create_connection(("127.0.0.1", self.upstream)) as server:
                while True:
                    for source in select.select([client, server], [], [])[0]:
                        data = source.recv(65536)
                        if not data:
                            return
                        self.bytes += len(data)
                        (server if source is client else client).sendall(data)
        except OSError:
            pass


def mail(number, attachment, name, kind):
    """As the receiving server leaves it in the mailbox, from a supplier of fixtures/master."""
    lines = base64.encodebytes(attachment).replace(b"\n", b"\r\n")
    head = "".join(f"{line}\r\n" for line in (
        f"Return-Path: <billing@{SUPPLIER}>",
        f"Authentication-Results: mx.payables.example; dkim=pass header.d={SUPPLIER}",
        f"Authentication-Results: mx.payables.example; spf=pass smtp.mailfrom={SUPPLIER}",
        f"Authentication-Results: mx.payables.example; dmarc=pass header.from={SUPPLIER}",
        f"Received: from mx.{SUPPLIER} (mx.{SUPPLIER} [198.51.100.10]) by mx.payables.example with ESMTP id {number}; "
        "Tue, 31 Mar 2026 12:00:00 +0000",
        f"From: Funkloch Telekom AG <billing@{SUPPLIER}>", "To: invoices@payables.example", f"Subject: Rechnung {number}",
        f"Message-ID: <bench-{number}@{SUPPLIER}>", "Date: Tue, 31 Mar 2026 12:00:00 +0000", "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="=_bench"', "", "--=_bench", "Content-Type: text/plain; charset=utf-8", "",
        "Please find our invoice attached.", "--=_bench", f'Content-Type: {kind}; name="{name}"', "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"', ""))
    return head.encode() + b"\r\n" + lines + b"--=_bench--\r\n"


def padded(number, size):
    """A PDF of that many bytes that no other mail has."""
    raw = (ROOT / "fixtures/documents/01-letter-two-way.pdf").read_bytes()
    noise = random.Random(number).randbytes(max(0, size - len(raw) - 3)).replace(b"\n", b"x").replace(b"\r", b"x")
    return raw + b"\n%" + noise + b"\n"


def memory(process, key="VmHWM"):
    """Megabytes; 0 for a process that is gone."""
    try:
        text = pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(rf"{key}:\s+(\d+)", text)
    return int(found.group(1)) / 1024 if found else 0


def seconds_of(process):
    """Of the processor: its own, and of its children that have ended."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICK, sum(map(int, fields[13:15])) / TICK


class Readers(threading.Thread):
    """Looks for the children that take mails apart, and keeps what they needed at most."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.most, self.is_over = process, 0, False

    def run(self):
        while not self.is_over:
            try:
                children = [child for thread in pathlib.Path(f"/proc/{self.process}/task").iterdir()
                            for child in (thread / "children").read_text().split()]
            except OSError:
                children = []
            for child in children:
                try:
                    words = pathlib.Path(f"/proc/{child}/cmdline").read_bytes()
                except OSError:
                    continue
                if b"mail-reader" in words:
                    self.most = max(self.most, memory(child))
            time.sleep(0.002)


class Bench:
    def __init__(self, options):
        self.options, self.folder = options, folder("mail-bench")
        self.rows, self.open = [], []
        self.house = House(self.folder / "house", USERS, "--imap")
        self.open.append(self.house.close)
        self.line = Line(self.house.facts["imap"])
        self.office = Office(options.payables, self.folder, self.house, {user: ["INBOX"] for user in USERS})
        self.open.insert(0, lambda: self.office.cluster.stop("immediate"))
        for user in USERS:
            account = self.office.settings["accounts"][user] | {"port": self.line.port}
            self.office.write(f"{user}.json", self.office.settings | {"accounts": {user: account}})

    def row(self, name, value, bar=""):
        self.rows.append((name, value, bar))
        print(f"  {name:66}  {value:>12}  {bar}", flush=True)

    def watcher(self, user):
        watcher = Watcher(self.office, self.folder / f"{user}.log", "--log-json", file=f"{user}.json")
        self.open.insert(0, watcher.stop)
        return watcher

    def until(self, sql, wanted, seconds=600):
        client, end = self.office.client(), time.time() + seconds
        try:
            while int(client(sql)[0][0] or 0) < wanted:
                if time.time() > end:
                    raise SystemExit(f"not within {seconds} s: {sql}; see {self.folder}")
                time.sleep(0.05)
        finally:
            client.close()

    # The figures

    def wire(self):
        count = self.options.folder
        self.house(f"bulk wire INBOX {count}")
        # The server's own index is made, as it would be by any look.
        self.house.imap("wire").select("INBOX")
        idle = self.watcher("idle")
        self.until("SELECT count(validity) FROM mailbox WHERE account = 'idle'", 1)
        time.sleep(2)
        usual = memory(idle.process.pid)
        idle.stop()
        before, begun = self.line.bytes, time.time()
        watcher = self.watcher("wire")
        self.until("SELECT max(noted) FROM mailbox WHERE account = 'wire'", count)
        took, most = time.time() - begun, memory(watcher.process.pid)
        noted = self.line.bytes - before
        watcher.process.kill()
        watcher.process.wait()
        self.row(f"noting {count} new mails: KB over the wire", f"{noted / 1000:.0f}", f"{noted / count:.0f} bytes a mail")
        self.row("  seconds, with the program's start", f"{took:.1f}")
        self.row("  memory at most above a program that is idle, MB", f"{most - usual:.0f}", f"idle {usual:.0f}")
        client = self.office.client()
        # They were read before; how is not the question here.
        client("UPDATE mail_seen SET kind = 'rejected', reason = 'NO_ATTACHMENT', is_dropped = true WHERE kind = 'open'")
        client.close()
        time.sleep(self.lease())
        before = self.line.bytes
        self.office.call(*self.office.command("mail", "run", file="wire.json")[1:])
        self.row(f"an empty look at {count} mails, with login: KB over the wire", f"{(self.line.bytes - before) / 1000:.1f}", "bar 100")
        watcher = self.watcher("wire")
        time.sleep(8)
        before = self.line.bytes
        time.sleep(20)
        self.row("  a look on an open connection (every 5 s): KB", f"{(self.line.bytes - before) / 4 / 1000:.2f}")
        watcher.stop()

    def lease(self):
        """Until nobody has a mailbox whose reader was killed."""
        client = self.office.client()
        left = client("SELECT greatest(0, extract(epoch FROM max(leased_until) - clock_timestamp())) FROM mailbox")[0][0]
        client.close()
        return float(left or 0) + 0.5

    def arrival(self):
        watcher = self.watcher("arrival")
        self.until("SELECT count(validity) FROM mailbox WHERE account = 'arrival'", 1)
        time.sleep(2)
        dice, sent = random.Random(1), {}
        for number in range(self.options.arrivals):
            time.sleep(dice.expovariate(1 / 0.4))
            raw = mail(f"a{number}", chaos_documents.invoice(number), f"rechnung-{number}.xml", "application/xml")
            sent[f"bench-a{number}@{SUPPLIER}"] = time.time()
            self.house.deliver("arrival", raw, f"billing@{SUPPLIER}")
        self.until(f"SELECT count(*) FROM mail WHERE message_id LIKE '%bench-a%'", self.options.arrivals)
        watcher.stop()
        client = self.office.client()
        waits = sorted(float(at) - sent[name.strip("<>")] for name, at in client(
            "SELECT message_id, extract(epoch FROM decided) FROM mail WHERE message_id LIKE '%bench-a%'"))
        cases = client("SELECT count(*) FROM mail WHERE message_id LIKE '%bench-a%' AND kind = 'cases'")[0][0]
        client.close()
        self.row(f"from handing in to case, {len(waits)} mails: seconds p50", f"{statistics.median(waits):.3f}")
        self.row("  p95", f"{waits[int(len(waits) * 0.95) - 1]:.3f}", "bar 2")
        self.row("  longest", f"{waits[-1]:.3f}")
        self.row("  of them cases", cases)

    def rate(self):
        count = self.options.mails
        # It is made when it is first looked at.
        self.house("count rate INBOX")
        for number in range(count):
            self.house.lay("rate", "INBOX", mail(f"r{number}", padded(number, 60_000), f"r-{number}.pdf", "application/pdf"))
        download = [self.download()]
        watcher = self.watcher("rate")
        self.until("SELECT count(*) FROM mail WHERE message_id LIKE '%bench-r%'", 5)
        begun, here = self.burned(watcher), time.time()
        known = self.counted()
        self.until("SELECT count(*) FROM mail WHERE message_id LIKE '%bench-r%'", count)
        took, ended = time.time() - here, self.burned(watcher)
        done = self.counted() - known
        watcher.stop()
        download.append(self.download())
        plain = statistics.mean(download)
        self.row(f"{count} mails with a PDF of 60 KB, fetched to case: mails/s", f"{done / took:.1f}")
        self.row("  plain IMAP download, one by one: mails/s", f"{plain:.1f}")
        self.row("  time of a mail beside that of a download", f"{plain / (done / took):.1f}")
        self.row("  milliseconds a mail", f"{took / done * 1000:.1f}")
        for name, spent in sorted(ended.items(), key=lambda item: begun[item[0]] - item[1]):
            self.row(f"    processor: {name}", f"{(spent - begun[name]) / done * 1000:.1f}", "ms a mail")

    def counted(self):
        client = self.office.client()
        found = int(client("SELECT count(*) FROM mail WHERE message_id LIKE '%bench-r%'")[0][0])
        client.close()
        return found

    def burned(self, watcher):
        own, children = seconds_of(watcher.process.pid)
        return {"the program": own, "its readers": children, "PostgreSQL": self.server(b"postgres"),
                "Dovecot": self.server(b"dovecot")}

    def server(self, name):
        """Of all processes of ours that are called so."""
        sum_ = 0
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes()
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
                above = pathlib.Path(f"/proc/{parent}/cmdline").read_bytes() if parent > 1 else b""
                if name in words[:60] and str(self.folder).encode() in words + above:
                    sum_ += sum(seconds_of(process.name))
            except OSError:
                continue
        return sum_

    def download(self):
        """Mails a second."""
        connection = self.house.imap("rate", self.line.port)
        connection.select("INBOX", readonly=True)
        uids = connection.uid("SEARCH", "ALL")[1][0].split()
        begun = time.time()
        for uid in uids:
            connection.uid("FETCH", uid, "(BODY.PEEK[])")
        took = time.time() - begun
        connection.shutdown()
        return len(uids) / took

    def memory(self):
        watcher = self.watcher("memory")
        self.until("SELECT count(validity) FROM mailbox WHERE account = 'memory'", 1)
        small = mail("m0", padded(0, 60_000), "small.pdf", "application/pdf")
        readers = Readers(watcher.process.pid)
        readers.start()
        self.house.deliver("memory", small, f"billing@{SUPPLIER}")
        self.until("SELECT count(*) FROM mail WHERE message_id LIKE '%bench-m%'", 1)
        time.sleep(2)
        idle, child = memory(watcher.process.pid, "VmRSS"), readers.most
        peak = memory(watcher.process.pid)
        large = mail("m1", padded(1, self.options.megabytes * 1_000_000 * 57 // 78), "large.pdf", "application/pdf")
        begun = time.time()
        self.house.deliver("memory", large, f"billing@{SUPPLIER}")
        self.until("SELECT count(*) FROM mail WHERE message_id LIKE '%bench-m%'", 2)
        took = time.time() - begun
        readers.is_over = True
        after = memory(watcher.process.pid)
        watcher.stop()
        self.row(f"a mail of {len(large) / 1e6:.1f} MB: the program's peak above idle, MB", f"{after - idle:.0f}",
                 f"bar 128; idle {idle:.0f}, its peak so far {peak:.0f}")
        self.row("  its reader's peak above that of a small mail, MB", f"{readers.most - child:.0f}", f"bar 128; small {child:.0f}")
        self.row("  both, MB", f"{after - idle + readers.most - child:.0f}")
        self.row("  seconds from handing in to its case", f"{took:.1f}")

    def clear(self):
        clear(*self.open, folder=None if self.options.keep else self.folder)


def main():
    # Whatever was begun is ended, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser()
    parser.add_argument("payables")
    parser.add_argument("--only", default="wire,arrival,rate,memory")
    parser.add_argument("--folder", type=int, default=50_000)
    parser.add_argument("--arrivals", type=int, default=200)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--megabytes", type=int, default=30)
    parser.add_argument("--keep", action="store_true", help="leave the folder for a look")
    options = parser.parse_args()
    options.payables = str(pathlib.Path(options.payables).resolve())
    bench = Bench(options)
    try:
        for part in options.only.split(","):
            getattr(bench, part)()
    finally:
        bench.clear()
    made = ROOT / ".build/bench"
    made.mkdir(parents=True, exist_ok=True)
    (made / "mail.json").write_text(json.dumps([dict(zip(("name", "value", "bar"), row)) for row in bench.rows], indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
