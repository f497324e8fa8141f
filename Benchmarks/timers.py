#!/usr/bin/env python3
"""Whether times that are still to come slow down those that have come.

Two databases on one private server, alike but for the number of waiting timers. In each, again and again, the same number
of timers becomes due and the tick of the program (its own SQL, read from the source) is timed; the two take turns, so that
whatever else the machine does hits both. pgbench on the same server gives the scale.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

# An index on the due time finds what has come without looking at the rest. Its tree is deeper by a page or two, and
# fewer of its pages are in the processor's cache; the bar leaves room for that, and for what a shared machine adds.
BAR = 1.2
SOURCE = Path(__file__).resolve().parent.parent / "Sources/Storage/Cases/QueueStatements.swift"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payables", required=True, help="the program")
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=100, help="timers that become due before each tick")
    parser.add_argument("--ticks", type=int, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="payables-timers-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        data = folder + "/data"
        try:
            subprocess.run([arguments.payables, "db", "up", "--data", data], check=True, stdout=subprocess.DEVNULL)
            sys.exit(measure(arguments, data))
        finally:
            subprocess.run([arguments.payables, "db", "stop", "--data", data], stdout=subprocess.DEVNULL)


def measure(arguments, data):
    server = Server(data)
    few = server.database("few", arguments.few)
    many = server.database("many", arguments.many)
    print(f"{platform.node()}: {os.cpu_count()} processors, PostgreSQL {few.ask('SHOW server_version')}")
    times = {few: [], many: []}
    for number in range(arguments.ticks + 20):
        for session in (few, many) if number % 2 else (many, few):
            session.ask(f"INSERT INTO timer SELECT gen_random_uuid(), gen_random_uuid(), 5, now() - interval '1 second' "
                        f"FROM generate_series(1, {arguments.due})")
            milliseconds = session.time(server.tick)
            fired = int(session.ask("WITH gone AS (DELETE FROM work RETURNING 1) SELECT count(*) FROM gone"))
            assert fired == arguments.due, f"{fired} of {arguments.due} timers went off"
            if number >= 20:
                times[session].append(milliseconds)
    for session, count in ((few, arguments.few), (many, arguments.many)):
        left = int(session.ask("SELECT count(*) FROM timer"))
        assert left == count, f"{left} of {count} timers are left"
        ordered = sorted(times[session])
        print(f"tick with {count:>9,} waiting, {arguments.due} due: median {statistics.median(ordered):.2f} ms, "
              f"p95 {ordered[int(len(ordered) * 0.95)]:.2f} ms")
    idle = {session: [session.time(server.tick) for _ in range(100)] for session in (few, many)}
    for session, count in ((few, arguments.few), (many, arguments.many)):
        print(f"tick with {count:>9,} waiting, none due: median {statistics.median(idle[session]):.2f} ms")
    ratio = statistics.median(b / a for a, b in zip(times[few], times[many]))
    server.pgbench()
    verdict = "kept" if ratio <= BAR else "BROKEN"
    print(f"median of the paired ratios: {ratio:.3f}; bar: at most {BAR}: {verdict}")
    return 0 if ratio <= BAR else 1


class Server:
    """The private server. Ticks are the program's, under row security; the rest is the administrator's."""

    def __init__(self, data):
        folder = data + "/postgres"
        environments = [
            dict(os.environ, PGHOST=folder + "/socket", PGUSER=user, PGPASSWORD=Path(folder + "/secrets/" + user).read_text())
            for user in ("postgres", "payables_app")]
        self.environment, self.app = environments
        source = SOURCE.read_text()
        self.tick = r"BEGIN\;" + sql(source, "SetScheduler") + r"\;" + sql(source, "FireTimers") + r"\;" \
            + sql(source, "FreeLeases") + r"\; COMMIT;"
        self.bin = "/usr/lib/postgresql/15/bin/"
        if not os.path.exists(self.bin):
            self.bin = ""

    def database(self, name, waiting):
        subprocess.run([self.bin + "createdb", "-T", "payables", name], check=True, env=self.environment)
        owner = Session(self, name, self.environment)
        owner.ask(f"GRANT CONNECT ON DATABASE {name} TO payables_app")
        owner.ask(f"INSERT INTO timer SELECT gen_random_uuid(), gen_random_uuid(), 5, "
                  f"now() + interval '1 day' + random() * interval '364 days' FROM generate_series(1, {waiting})")
        owner.ask("VACUUM ANALYZE timer")
        session = Session(self, name, self.app)
        session.ask("SELECT set_config('payables.scheduler', 'on', false)")
        return session

    def pgbench(self):
        subprocess.run([self.bin + "createdb", "scale"], check=True, env=self.environment)
        run = lambda *more: subprocess.run(
            [self.bin + "pgbench", *more, "scale"], check=True, env=self.environment, capture_output=True, text=True).stdout
        run("-i", "-q", "-s", "10")
        for words, more in (("TPC-B", []), ("only reading", ["-S"])):
            out = run("-n", "-c", "2", "-j", "2", "-T", "10", *more)
            tps = float(re.search(r"tps = ([0-9.]+)", out).group(1))
            print(f"pgbench on the same server, {words}, 2 clients, scale 10: {tps:,.0f} transactions/s")


class Session:
    """One psql that stays."""

    def __init__(self, server, name, environment):
        self.process = subprocess.Popen(
            [server.bin + "psql", "-X", "-q", "-A", "-t", "-d", name, "-v", "ON_ERROR_STOP=1"], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def send(self, text):
        self.process.stdin.write(text + "\n\\echo END\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) != "END\n":
            if not line:
                raise SystemExit("psql ended: see above")
            lines.append(line.rstrip("\n"))
        return lines

    def ask(self, text):
        return "\n".join(self.send(text + ";"))

    def time(self, text):
        lines = self.send("\\timing on\n" + text + "\n\\timing off")
        return sum(float(found.group(1)) for line in lines if (found := re.match(r"Time: ([0-9.]+) ms", line)))


def sql(source, name):
    """The text of a statement, which needs no parameters."""
    found = re.search(r"struct " + name + r": Statement \{\s*static let sql = (\"\"\"(.*?)\"\"\"|\"([^\"\n]*)\")", source, re.S)
    if not found:
        raise SystemExit(f"{SOURCE} has no statement {name}")
    return " ".join((found.group(2) or found.group(3)).split())


if __name__ == "__main__":
    main()
