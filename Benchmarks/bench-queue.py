#!/usr/bin/env python3
"""What the queue costs beside plain SQL on the same server in the same run.

    Benchmarks/bench-queue.py PAYABLES [--seconds 8] [--rounds 3] [--clients 4]

A PostgreSQL server of its own on a unix socket, with durable commits. pgbench (prepared statements) makes the same writes in
as many transactions, without row security, fences and functions; `payables bench-queue` works off cases through the store that
`payables serve` uses. Rates alone say more about the machine than about the program, so what counts is their ratio, the
median of paired rounds. Prints a table, writes .build/bench/queue.json, and ends with 1 when a bar is missed.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
from chaos_postgres import Client, Cluster  # noqa: E402

BATCH, ORGANISATIONS, FLOOD = 50, 10, 20_000

CLAIM = """UPDATE work SET leased_until = clock_timestamp() + interval '30 s', worker = 'plain',
    token = nextval('claim_token'), deliveries = deliveries + 1, is_hailed = false
    WHERE case_id IN (SELECT case_id FROM work WHERE leased_until IS NULL
        ORDER BY organisation_id, priority DESC, since, case_id LIMIT {count} FOR UPDATE SKIP LOCKED)
    RETURNING case_id"""
EVENT = """INSERT INTO case_event (organisation_id, case_id, kind, actor, words)
    SELECT organisation_id, id, 'plain', 'plain', '' FROM invoice_case WHERE id = {id};"""
CASE = """UPDATE invoice_case SET status = '{status}', place = 'plain', version = version + 1,
    changed = clock_timestamp() WHERE id = {id};"""
COMPLETE = "BEGIN;\n" + CASE.format(status="completed", id="{id}") + "\n" + EVENT + (
    "\nDELETE FROM work WHERE case_id = {id};\nCOMMIT;\n")
STEP = "BEGIN;\n" + CASE.format(status="running", id="{id}") + "\n" + EVENT + """
INSERT INTO step_record (organisation_id, case_id, step, kind, line)
    SELECT organisation_id, id, 's{number}', 'output', 'a line as long as that of a step with a short output, and more'
    FROM invoice_case WHERE id = {id};
UPDATE work SET leased_until = clock_timestamp() + interval '30 s', deliveries = 1 WHERE case_id = {id};
COMMIT;
"""
TOUCH = "UPDATE work SET leased_until = clock_timestamp() + interval '30 s' WHERE case_id = :one;\n"


def scripts():
    one = CLAIM.format(count=1) + " AS one \\gset\n"
    many = f"WITH c AS ({CLAIM.format(count=BATCH)}) SELECT array_agg(case_id) AS many FROM c \\gset\n"
    return {
        "single": one + COMPLETE.format(id=":one"),
        "batch": many + "".join(COMPLETE.format(id=f"(:many::uuid[])[{k}]") for k in range(1, BATCH + 1)),
        # Claim and dossier; then the effect's intent and seven steps, the last of which lets go of the case.
        "flow": one + TOUCH + "".join(STEP.format(id=":one", number=k) for k in range(7)) + COMPLETE.format(id=":one"),
    }


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="payables-bench.", dir="/tmp"))
        self.folder.chmod(0o755)
        self.cluster = Cluster(self.folder / "server", ["shared_buffers=512MB", "max_wal_size=4GB"])
        admin = Client(self.cluster.url("postgres"))
        admin("CREATE ROLE payables_app NOLOGIN; CREATE ROLE payables_owner LOGIN PASSWORD 'o' IN ROLE payables_app")
        admin("CREATE DATABASE payables OWNER payables_owner")
        admin.close()
        self.url = self.cluster.url("payables", "payables_owner", "o")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PAYABLES_")}
        self.environment |= {"PAYABLES_DATABASE_URL": self.url, "PGPASSWORD": self.cluster.password}
        self.call("db", "migrate")
        self.sql = Client(self.cluster.url("payables"))
        self.sql("CREATE SEQUENCE bench_number")
        self.sql(f"INSERT INTO organisation (id, name) SELECT gen_random_uuid(), 'o' || n FROM generate_series(1, {ORGANISATIONS}) n")
        self.organisations = [row[0] for row in self.sql("SELECT id FROM organisation ORDER BY name")]
        for name, text in scripts().items():
            (self.folder / f"{name}.sql").write_text(text)

    def call(self, *arguments):
        done = subprocess.run(
            [self.options.payables, *arguments], env=self.environment, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            raise SystemExit(f"payables {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-800:]}")
        return done.stdout

    def fill(self, count, organisation=None):
        """The queue holds just these."""
        which = f"(ARRAY{self.organisations})[1 + n % {ORGANISATIONS}]::uuid"
        if organisation:
            which = f"'{organisation}'::uuid"
        else:
            # Events are never removed by the program; the bench is the server's master.
            self.sql(
                "SET session_replication_role = replica; "
                "TRUNCATE work, timer, step_record, case_event, case_effect, case_key, invoice_case CASCADE")
        self.sql(f"""
            WITH fresh AS (
                INSERT INTO invoice_case (id, organisation_id, year, number, workflow_name, workflow_version,
                    workflow_digest, subject_name, subject_sha256, subject_size, status, place, priority)
                SELECT gen_random_uuid(), {which}, 1, nextval('bench_number'), 'bench', 1, 'bench', 'bench', '0', 1,
                    'running', '{{"attempt":1,"step":"s1"}}', 5 FROM generate_series(1, {count}) n
                RETURNING id, organisation_id)
            INSERT INTO work (case_id, organisation_id, priority) SELECT id, organisation_id, 5 FROM fresh""")
        if not organisation:
            self.sql("VACUUM ANALYZE")
            self.sql("CHECKPOINT")

    def plain(self, name):
        """Scripts a second."""
        url = self.cluster.url("payables", password="x").replace(":x@", "@")
        done = subprocess.run(
            [str(self.cluster.binaries / "pgbench"), "-n", "-M", "prepared", "-c", str(self.options.clients), "-j", "2",
             "-T", str(round(self.options.seconds)), "-f", str(self.folder / f"{name}.sql"), url],
            env=self.environment, capture_output=True, text=True)
        line = next((line for line in done.stdout.splitlines() if line.startswith("tps = ")), None)
        if line is None or done.returncode:
            raise SystemExit(f"pgbench {name}: {done.stderr[-800:]}")
        return float(line.split()[2])

    def ours(self, mode, *arguments, seconds=None):
        return json.loads(self.call(
            "bench-queue", mode, "--clients", str(self.options.clients), "--seconds",
            str(seconds or self.options.seconds), *arguments))

    def paired(self, name, mode, per_script, *arguments):
        """(median of ratios, ours, plain) in cases a second."""
        pairs = []
        for turn in range(self.options.rounds):
            both = {}
            for which in ("ours", "plain") if turn % 2 else ("plain", "ours"):
                self.fill(self.options.fill)
                both[which] = self.plain(name) * per_script if which == "plain" else self.ours(mode, *arguments)["rate"]
            pairs.append(both)
        ratio = statistics.median(pair["ours"] / pair["plain"] for pair in pairs)
        return ratio, statistics.median(p["ours"] for p in pairs), statistics.median(p["plain"] for p in pairs)

    def held(self):
        """Rate while a snapshot is held, beside the rate without."""
        ratios = []
        for turn in range(self.options.rounds):
            rates = {}
            for is_held in (False, True) if turn % 2 else (True, False):
                self.fill(self.options.fill)
                holder = Client(self.cluster.url("payables"))
                if is_held:
                    holder("BEGIN ISOLATION LEVEL REPEATABLE READ")
                    holder("SELECT count(*) FROM work")
                rates[is_held] = self.ours("drain", seconds=self.options.seconds * 2)["rate"]
                holder.close()
            ratios.append(rates[True] / rates[False])
        return 1 - statistics.median(ratios)

    def waits(self, rate, poll, flood=0):
        self.fill(0)
        if flood:
            self.fill(flood, self.organisations[0])
        return self.ours(
            "arrive", "--rate", f"{rate:.2f}", "--poll", str(poll), "--organisation", *self.organisations[1:],
            seconds=self.options.seconds * 2)

    def close(self):
        self.sql.close()
        self.cluster.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("payables")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--fill", type=int, default=60_000)
    options = parser.parse_args()
    options.payables = str(pathlib.Path(options.payables).resolve())
    bench, rows, figures = Bench(options), [], {}

    def row(name, value, bar="", is_met=True):
        rows.append((name, value, bar, "" if not bar else "met" if is_met else "MISSED"))
        print(f"  {name:58} {value:>22}  {bar:>10}  {rows[-1][3]}", flush=True)

    try:
        for name, mode, per_script, bar, arguments in (
            ("batch", "drain", BATCH, 0.6, ["--batch", str(BATCH)]), ("single", "drain", 1, 0.8, []),
            ("flow", "flow", 1, None, []),
        ):
            ratio, ours, plain = bench.paired(name, mode, per_script, *arguments)
            figures[name] = {"ratio": ratio, "ours": ours, "pgbench": plain}
            what = {"batch": f"claim {BATCH} and complete each", "single": "claim and complete one", "flow": "7 steps, stub agents"}[name]
            row(f"{what}: cases/s, ours of pgbench", f"{ours:.0f} of {plain:.0f} = {ratio:.0%}",
                f">= {bar:.0%}" if bar else "", bar is None or ratio >= bar)
        rate = figures["flow"]["ours"] * 0.3
        for poll in (200, 5):
            wait = bench.waits(rate, poll)
            figures[f"wait poll {poll} ms"] = wait
            row(f"wait for a worker at 30 % load, poll {poll} ms: p50, p99", f"{wait['p50']:.1f}, {wait['p99']:.1f} ms",
                "p99<=10 ms", wait["p99"] <= 10)
            flooded = bench.waits(rate, poll, FLOOD)
            figures[f"wait flooded poll {poll} ms"] = flooded
            times = flooded["p95"] / max(wait["p95"], 0.1)
            row(f"others' p95, one organisation floods {FLOOD:,}, poll {poll} ms",
                f"{wait['p95']:.1f} to {flooded['p95']:.1f} ms", "<= 2 x", times <= 2)
        cost = bench.held()
        figures["held snapshot cost"] = cost
        row("cost of a snapshot that is held all the time", f"{cost:.0%}", "<= 20%", cost <= 0.2)
    finally:
        bench.close()
    out = ROOT / ".build/bench"
    out.mkdir(parents=True, exist_ok=True)
    (out / "queue.json").write_text(json.dumps(figures, indent=2) + "\n")
    missed = [name for name, _, _, verdict in rows if verdict == "MISSED"]
    print(f"bench-queue: {len(missed)} bars missed" if missed else "bench-queue: all bars met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
