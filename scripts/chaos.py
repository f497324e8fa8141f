#!/usr/bin/env python3
"""Real programs, real databases, everything that breaks: is a document lost, is anything booked twice?

    scripts/chaos.py PAYABLES [--cases 2000] [--workers 3] [--jobs 2] [--lease 5] [--rate 8] [--seed 1] [--without-key]

Two PostgreSQL servers of its own (the cases, the ledger) and several `payables serve` share a folder into which invoices
come. Until all of them are done: workers are killed (-9) and started again, both servers restarted (some as by a loss of
power), connections cut, workers frozen for longer than their lease, the way to the ledger and the way of one worker to its
database held up, answers of the ledger lost after it has booked, the disk of the documents filled. Prints a table and ends
with 1 when a document was lost, stands anywhere but at its end, was booked twice or not at all, when a dead worker's case
was not taken up within the lease and 2 seconds, or a password was seen in a list of processes or a log.

--without-key takes the ledger's key away, to show that this finds it.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import chaos_documents
from chaos_postgres import Client, Cluster, DatabaseError, Proxy
from chaos_programs import ROOT, Restarted

# What recovery may take beyond the lease, in seconds; and a worker's pause after its database was away.
SLACK, PAUSE = 2.0, 1.0

CLAIMS = """
CREATE TABLE chaos_claim (case_id uuid, token bigint, worker text, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO public.chaos_claim VALUES (NEW.case_id, NEW.token, NEW.worker); RETURN NULL; END $$;
CREATE TRIGGER note_claim AFTER UPDATE ON work FOR EACH ROW WHEN (NEW.token IS DISTINCT FROM OLD.token)
    EXECUTE FUNCTION note_claim();
"""

# A ledger that books whenever it is asked, and cannot be asked by key.
WITHOUT_KEY = """
ALTER TABLE ledger.entry DROP CONSTRAINT entry_key;
CREATE OR REPLACE FUNCTION ledger.find(the_key text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT NULL::bigint';
DO $$ BEGIN
    EXECUTE replace(pg_get_functiondef('ledger.post'::regproc), 'e.key = the_key', 'false');
END $$;
"""


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("payables")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--lease", type=float, default=5)
    parser.add_argument("--rate", type=float, default=8, help="documents that come in a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-key", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave the folder for a look")
    return parser.parse_args()


class Worker(Restarted):
    """A `payables serve` that is started again whenever it ends."""

    def __init__(self, number, command, environment, log):
        self.number = number
        super().__init__(command, environment, log, pause=0.3)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Chaos:
    def __init__(self, options):
        self.options, self.random = options, random.Random(options.seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="payables-chaos.", dir="/tmp"))
        self.folder.chmod(0o755)
        self.counts, self.breaches, self.notes = {}, [], []
        self.deaths, self.outages = [], []
        self.mounted = False
        self.is_over = threading.Event()

    # Setting up

    def prepare(self):
        self.cases, self.ledger = Cluster(self.folder / "cases"), Cluster(self.folder / "ledger")
        self.secrets = [self.cases.password, self.ledger.password, "owner-canary-4711", "booker-canary-4711"]
        admin = Client(self.cases.url("postgres"))
        admin(f"CREATE ROLE payables_app NOLOGIN; CREATE ROLE payables_owner LOGIN PASSWORD '{self.secrets[2]}' "
              "IN ROLE payables_app")
        admin("CREATE DATABASE payables OWNER payables_owner")
        admin.close()
        admin = Client(self.ledger.url("postgres"))
        admin(f"CREATE ROLE booker LOGIN PASSWORD '{self.secrets[3]}'")
        admin("CREATE DATABASE ledger")
        admin.close()
        self.line = Proxy(self.folder / "line", self.cases.folder / "socket", self.options.seed)
        self.bank = Proxy(self.folder / "bank", self.ledger.folder / "socket", self.options.seed)
        self.bank.mark, self.bank.loss = b"/post", 0.1
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PAYABLES_")}
        owner = environment | {"PAYABLES_DATABASE_URL": self.owner_url(None)}
        made = environment | {"PAYABLES_LEDGER_URL": self.ledger.url("ledger")}
        self.call(["ledger", "init", "--login", "booker"], made)
        self.call(["db", "migrate"], owner)
        self.call(["ledger", "test"], environment | {"PAYABLES_LEDGER_URL": self.booker_url()})
        Client(self.cases.url("payables"))(CLAIMS)
        if self.options.without_key:
            Client(self.ledger.url("ledger"))(WITHOUT_KEY)
        self.schemas()
        self.disk()
        for name in ("in", "logs"):
            (self.folder / name).mkdir()
        command = [
            self.options.payables, "serve", str(self.folder / "in"), "--master", str(ROOT / "fixtures/master"),
            "--schemas", str(self.folder / "schemas"), "--data", str(self.folder / "data"), "--jobs",
            str(self.options.jobs), "--lease", str(self.options.lease),
        ]
        self.workers = [
            Worker(
                number, command,
                environment | {
                    "PAYABLES_DATABASE_URL": self.owner_url(self.line.folder if number == 0 else None),
                    "PAYABLES_LEDGER_URL": self.booker_url(),
                },
                self.folder / f"logs/worker-{number}")
            for number in range(self.options.workers)
        ]

    def owner_url(self, host):
        return self.cases.url("payables", "payables_owner", self.secrets[2], host)

    def booker_url(self):
        return self.ledger.url("ledger", "booker", self.secrets[3], self.bank.folder)

    def call(self, arguments, environment):
        done = subprocess.run(
            [self.options.payables, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"payables {arguments[0]} ended with {done.returncode}: {done.stderr[-800:]}")

    def schemas(self):
        """The workflow as it is shipped, but steps are tried longer: so often nothing is away in daily use."""
        shutil.copytree(ROOT / "schemas", self.folder / "schemas")
        file = self.folder / "schemas/workflows/ap-approval.json"
        workflow = json.loads(file.read_text())
        for step in workflow["steps"]:
            step["retry"] |= {"attempts": 20}
            step["timeouts"] |= {"total": 3600}
        file.write_text(json.dumps(workflow))

    def disk(self):
        documents = self.folder / "data/documents"
        documents.mkdir(parents=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(documents)], capture_output=True, text=True)
        self.mounted = done.returncode == 0
        if not self.mounted:
            self.notes.append(f"the disk of the documents was not filled: {done.stderr.strip()}")

    # What goes wrong

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def alive(self):
        return [worker for worker in self.workers if not worker.frozen and worker.process.poll() is None]

    def held_by(self, process):
        """Which cases a worker has in hands, and the server's time."""
        client = Client(self.cases.url("payables"))
        try:
            return client(
                "SELECT case_id, token, extract(epoch FROM clock_timestamp()) FROM work "
                f"WHERE worker = 'serve {process.pid}' AND leased_until IS NOT NULL")
        except DatabaseError:
            return []
        finally:
            client.close()

    def strike(self, worker, how, blow):
        """Notes the cases that the worker has in hands before and after: what it had just sent is still done."""
        process = worker.process
        before = self.held_by(process)
        blow(process)
        if before:
            time.sleep(0.1)
            after = {row[1] for row in self.held_by(process)}
            self.deaths += [(case, int(token), float(at), how) for case, token, at in before if token in after]

    def kill(self):
        alive = self.alive()
        if not alive:
            return
        worker = self.random.choice(alive)
        # Its readers end with it.
        self.strike(worker, "killed", lambda process: (process.send_signal(signal.SIGKILL), process.wait()))
        self.count("worker killed (-9)")

    def freeze(self):
        alive = self.alive()
        if len(alive) < 2:
            return
        worker = self.random.choice(alive)
        process = worker.process
        worker.frozen = True
        self.strike(worker, "frozen", lambda process: os.killpg(process.pid, signal.SIGSTOP))
        time.sleep(self.options.lease * self.random.uniform(1.1, 2) + SLACK)
        try:
            os.killpg(process.pid, signal.SIGCONT)
        except ProcessLookupError:
            pass
        worker.frozen = False
        self.count("worker frozen beyond its lease")

    def restart(self):
        cluster, name = self.random.choice([(self.cases, "cases"), (self.ledger, "ledger")])
        mode = self.random.choice(["immediate", "fast"])
        began = time.time()
        cluster.stop(mode)
        time.sleep(self.random.uniform(0, 1.5))
        cluster.start()
        if name == "cases":
            self.outages.append((began, time.time() + PAUSE))
        self.count(f"server of the {name} restarted ({mode})")

    def cut(self):
        cluster, database = self.random.choice([(self.cases, "payables"), (self.ledger, "ledger")])
        client = Client(cluster.url(database))
        try:
            client(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                f"AND pid <> pg_backend_pid() ORDER BY random() LIMIT {self.random.randint(1, 3)}")
            self.count("connections cut")
        except DatabaseError:
            pass
        finally:
            client.close()

    def fill(self):
        if not self.mounted:
            return
        filler = self.folder / "data/documents/filler"
        try:
            with open(filler, "wb", buffering=0) as file:
                while True:
                    file.write(b"\0" * 1_000_000)
        except OSError:
            pass
        time.sleep(self.random.uniform(2, 4))
        filler.unlink()
        self.count("disk of the documents full")

    def stall(self):
        proxy, name = self.random.choice([(self.bank, "way to the ledger"), (self.line, "one worker's way to its database")])
        began = time.time()
        proxy.stall(self.random.uniform(0.5, 1.6) * self.options.lease)
        if proxy is self.bank:
            # Every worker waits there, so none is free.
            self.outages.append((began, time.time() + PAUSE))
        self.count(f"{name} held up")

    def again(self, act, least, most):
        random_ = random.Random(f"{self.options.seed} {act.__name__}")
        while not self.is_over.wait(random_.uniform(least, most)):
            try:
                act()
            except DatabaseError as error:
                self.notes.append(f"{act.__name__}: {error}")

    # The run

    def run(self):
        lease, options = self.options.lease, self.options
        quick = options.cases < 500
        faults = [
            (self.kill, 1.5, 4), (self.restart, 5, 8 if quick else 20), (self.cut, 0.3, 1.5),
            (self.fill, 4, 8 if quick else 15), (self.freeze, 2, lease * 2), (self.stall, 2, lease * 2),
        ]
        threads = [threading.Thread(target=self.again, args=fault, daemon=True) for fault in faults]
        watch = threading.Thread(target=self.watch, daemon=True)
        began = time.time()
        for thread in [watch, *threads]:
            thread.start()
        arrived = 0
        least = began + (40 if quick else 0)
        deadline = began + 120 + options.cases / options.rate * 6
        ended, shown = 0, 0
        while time.time() < deadline:
            due = min(options.cases, int((time.time() - began) * options.rate) + 1)
            chaos_documents.write(self.folder / "in", arrived, due)
            arrived = due
            ended = self.ended(ended)
            if ended >= options.cases and time.time() > least:
                break
            if time.time() - shown > 15:
                shown = time.time()
                print(f"  {time.time() - began:5.0f} s: {arrived} came, {ended} ended", file=sys.stderr)
            time.sleep(0.25)
        self.is_over.set()
        for thread in threads:
            thread.join(60)
        # What is left has all the time that it needs without disturbance, and no more.
        calm = time.time() + lease * 4 + 60
        while self.ended(0) < options.cases and time.time() < calm:
            time.sleep(0.5)
        self.seconds = time.time() - began
        self.stop()

    def ended(self, known):
        """Nothing more will happen to them, for good or ill."""
        try:
            if not hasattr(self, "client"):
                self.client = Client(self.cases.url("payables"))
            return int(self.client(
                "SELECT count(*) FROM invoice_case WHERE status NOT IN ('running', 'waiting')")[0][0])
        except DatabaseError:
            return known

    def watch(self):
        """Starts what has died, and looks for passwords where everybody can."""
        while not getattr(self, "is_stopped", False):
            for worker in self.workers:
                if not worker.frozen:
                    worker.watch()
            for line in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    text = line.read_bytes()
                except OSError:
                    continue
                if any(secret.encode() in text for secret in self.secrets):
                    self.breaches.append(f"a password stands in the list of processes: {text[:60]}")
            time.sleep(0.2)

    def stop(self):
        self.is_stopped = True
        time.sleep(0.6)
        for worker in getattr(self, "workers", []):
            if worker.process.poll() is None:
                worker.process.send_signal(signal.SIGINT)
        for worker in getattr(self, "workers", []):
            try:
                worker.process.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()

    # What came of it

    def judge(self):
        cases, ledger = Client(self.cases.url("payables")), Client(self.ledger.url("ledger"))
        by_name = {}
        for name, status, reason, case in cases("SELECT subject_name, status, reason, id FROM invoice_case"):
            by_name.setdefault(name, []).append((status, reason, case))
        names = {f"invoice-{number:05}.xml" for number in range(self.options.cases)}
        lost = sorted(names - set(by_name))
        double = sorted(name for name, found in by_name.items() if len(found) > 1)
        organisations = int(cases("SELECT count(*) FROM organisation")[0][0])
        open_ = [(name, *found[0][:2]) for name, found in sorted(by_name.items()) if found[0][0] != "completed"]
        entries = {}
        for case, count in ledger("SELECT case_id, count(*) FROM ledger.entry GROUP BY case_id"):
            entries[case] = int(count)
        # Under whatever case: each document has a number of its own.
        twice = [row[0] for row in ledger(
            "SELECT invoice_number FROM ledger.entry GROUP BY invoice_number HAVING count(*) > 1 ORDER BY 1")]
        complete = {found[0][2] for found in by_name.values() if found[0][0] == "completed"}
        unbooked = sorted(complete - set(entries))
        strange = sorted(set(entries) - {case for found in by_name.values() for _, _, case in found})
        halves = int(ledger(
            "SELECT count(*) FROM ledger.entry e WHERE NOT EXISTS (SELECT FROM ledger.line WHERE entry = e.number)")[0][0])
        gaps = int(ledger("SELECT coalesce(max(number), 0) - count(*) FROM ledger.entry")[0][0])
        for what, found in (
            ("documents lost", lost), ("documents with two cases", double), ("cases not completed", open_),
            ("invoices booked twice", twice), ("completed and not booked", unbooked), ("booked without a case", strange),
        ):
            if found:
                self.breaches.append(f"{what}: {len(found)}, such as {found[:3]}")
        if organisations != 1:
            self.breaches.append(f"one organisation was asked for, and {organisations} were made")
        if halves or gaps:
            self.breaches.append(f"entries without lines: {halves}; numbers missing in the ledger: {gaps}")
        for log in (self.folder / "logs").iterdir():
            if any(secret.encode() in log.read_bytes() for secret in self.secrets):
                self.breaches.append(f"a password stands in the log {log.name}")
        recoveries = self.recoveries(cases)
        late = [recovery for recovery in recoveries if recovery[1] > SLACK]
        if late:
            self.breaches.append(f"taken up too late: {len(late)} of {len(recoveries)}, such as {late[:3]}")
        self.table(by_name, entries, recoveries, dict(
            lost=len(lost), double=len(double), open=len(open_), twice=len(twice), unbooked=len(unbooked)))

    def recoveries(self, cases):
        """For each case of a dead worker: seconds until its next claim, and how many of them after the lease was over,
        while everything ran."""
        claims = {}
        for case, token, at in cases("SELECT case_id, token, extract(epoch FROM at) FROM chaos_claim ORDER BY at"):
            claims.setdefault(case, []).append((int(token), float(at)))
        found = []
        for case, token, died, how in self.deaths:
            # No claim after it: the case was done before the worker died.
            later = [at for other, at in claims.get(case, []) if other > token]
            if not later:
                continue
            over = died + self.options.lease
            overdue = max(0, later[0] - over) - self.away(over, later[0])
            found.append((round(later[0] - died, 2), round(overdue, 2), how, case))
        return sorted(found)

    def away(self, begin, end):
        """Seconds between two moments in which a database was down or nobody could get to the ledger."""
        sum_, reached = 0, begin
        for first, last in sorted(self.outages):
            first, last = max(first, reached), min(last, end)
            if last > first:
                sum_, reached = sum_ + last - first, last
        return sum_

    def table(self, by_name, entries, recoveries, wrong):
        states = {}
        for found in by_name.values():
            for status, _, _ in found:
                states[status] = states.get(status, 0) + 1
        times = [recovery[0] for recovery in recoveries] or [0]
        half = times[len(times) // 2]
        overdue = max((recovery[1] for recovery in recoveries), default=0)
        rows = [("seconds", f"{self.seconds:.0f}"), ("documents", self.options.cases)]
        rows += sorted(self.counts.items())
        rows += [
            ("answers of the ledger lost after it booked", self.bank.lost),
            ("workers started", sum(worker.starts for worker in self.workers)),
            ("workers that ended by themselves", sum(len(worker.ended_itself) for worker in self.workers)),
            ("cases by status", ", ".join(f"{count} {status}" for status, count in sorted(states.items()))),
            ("documents lost", wrong["lost"]), ("documents with two cases", wrong["double"]),
            ("cases not completed", wrong["open"]), ("entries in the ledger", sum(entries.values())),
            ("invoices booked twice", wrong["twice"]), ("completed and not booked", wrong["unbooked"]),
            ("cases of dead or frozen workers taken up", len(recoveries)),
            ("seconds until taken up, half / longest", f"{half:.2f} / {times[-1]:.2f}"),
            (f"of them beyond the lease of {self.options.lease:g} s, longest", f"{overdue:.2f}"),
            ("allowed beyond the lease", f"{SLACK:.2f}"),
        ]
        width = max(len(str(name)) for name, _ in rows)
        for name, value in rows:
            print(f"  {name:{width}}  {value}")

    def clear(self):
        self.is_over.set()
        self.bank_open()
        if hasattr(self, "workers") and not getattr(self, "is_stopped", False):
            self.stop()
        for cluster in (getattr(self, "cases", None), getattr(self, "ledger", None)):
            try:
                if cluster:
                    cluster.stop("immediate")
            except DatabaseError:
                pass
        if self.mounted:
            subprocess.run(["umount", str(self.folder / "data/documents")], capture_output=True)
        if self.options.keep:
            print(f"  kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def bank_open(self):
        for proxy in (getattr(self, "bank", None), getattr(self, "line", None)):
            if proxy:
                proxy.flowing.set()


def main():
    options = parse()
    options.payables = str(pathlib.Path(options.payables).resolve())
    chaos = Chaos(options)
    try:
        chaos.prepare()
        chaos.run()
        chaos.judge()
    finally:
        chaos.clear()
    for note in chaos.notes[:10]:
        print(f"chaos: note: {note}", file=sys.stderr)
    for breach in chaos.breaches[:20]:
        print(f"chaos: {breach}", file=sys.stderr)
    print("chaos: " + ("FAILED" if chaos.breaches else "nothing lost, nothing booked twice") + f" (seed {options.seed})")
    return 1 if chaos.breaches else 0


if __name__ == "__main__":
    sys.exit(main())
