#!/usr/bin/env python3
"""The fixture documents as cases in a real database: the same results as the batch's, through kill -9.

    scripts/serve-check.py PAYABLES BATCH [DOCUMENTS MASTER]

PAYABLES: the program. BATCH: results of `payables batch DOCUMENTS --master MASTER`; without them of the fixtures.

A private database in a temporary folder, and a ledger in a database of its own on another server; the service is killed three times on its way, then goes on to its end. Then one case
is approved, and booked once; and goods are received while the service runs, for which an invoice waits. Prints what differs and ends with 1, else with 0.
"""
import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from chaos_postgres import Client, Cluster

PAYABLES, BATCH = sys.argv[1], pathlib.Path(sys.argv[2])
DOCUMENTS, RECORDS = sys.argv[3:5] or ["fixtures/documents", "fixtures/master"]
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="payables-serve.", dir=os.environ.get("TMPDIR", "/tmp")))
# The server runs as another user when this runs as root.
FOLDER.chmod(0o755)
DATA = ["--data", str(FOLDER)]
# A copy, for goods arrive on the way.
MASTER = FOLDER / "records"
SERVING = [PAYABLES, "serve", DOCUMENTS, "--master", str(MASTER), "--jobs", "1", *DATA]
SERVE = [*SERVING, "--once"]
BEFORE_GOODS = "17-before-goods.pdf"
RECEIPTS = "GR9901,4510016,1,2026-03-30,30,Stk\nGR9902,4510016,2,2026-03-30,100,Stk\n"
SAME = {"accepted": {"completed"}, "rejected": {"rejected"}, "review": {"review", "waiting"}, "failed": {"review", "failed"}}


def cases():
    out = subprocess.run([PAYABLES, "case", "list", "--json", *DATA], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


class Ledger:
    """A ledger of the program's making, in a database that is not the cases'."""

    def __init__(self):
        self.cluster = Cluster(FOLDER / "ledger")
        admin = Client(self.cluster.url("postgres"))
        admin("CREATE ROLE booker LOGIN PASSWORD 'booker'")
        admin("CREATE DATABASE ledger")
        admin.close()
        made = os.environ | {"PAYABLES_LEDGER_URL": self.cluster.url("ledger")}
        subprocess.run([PAYABLES, "ledger", "init", "--login", "booker"], env=made, check=True, capture_output=True)
        os.environ["PAYABLES_LEDGER_URL"] = self.cluster.url("ledger", "booker", "booker")

    def booked(self):
        """Numbers of entries by key."""
        client, numbers = Client(self.cluster.url("ledger")), {}
        for key, number in client("SELECT key, number FROM ledger.entry"):
            numbers.setdefault(key, []).append(number)
        client.close()
        return numbers


def batch_outcomes():
    outcomes = {}
    with open(BATCH / "summary.csv", newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            outcomes.setdefault(row["document"].split("#")[0], []).append(row["outcome"])
    return outcomes


def main(ledger):
    faults = []
    shutil.copytree(RECORDS, MASTER)
    for pause in (2.5, 4, 6):
        service = subprocess.Popen(SERVE, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        service.send_signal(signal.SIGKILL)
        service.wait()
    ended = subprocess.run(SERVE, capture_output=True, text=True)
    if ended.returncode:
        faults.append(f"payables serve ended with {ended.returncode}: {ended.stderr[-500:]}")
    by_name = {}
    for case in cases():
        by_name.setdefault(case["document"], []).append(case)
    expected = batch_outcomes()
    if set(by_name) != set(expected):
        faults.append(f"other documents: {sorted(set(by_name) ^ set(expected))}")
    for name, outcomes in sorted(expected.items()):
        found = sorted(case["status"] for case in by_name.get(name, []))
        if len(found) != len(outcomes) or not all(
            any(status in SAME[outcome] for outcome in outcomes) for status in found
        ):
            faults.append(f"{name}: batch {outcomes}, cases {found} {[c['reason'] for c in by_name.get(name, [])]}")
    with open(BATCH / "ledger.csv", newline="", encoding="utf-8-sig") as file:
        entries = len(list(csv.DictReader(file)))
    before = ledger.booked()
    if len(before) != entries or any(len(numbers) != 1 for numbers in before.values()):
        faults.append(f"the batch booked {entries}, the cases {before}")
    if RECORDS == "fixtures/master":
        faults += approve(before, ledger)
        faults += receive()
    return faults


def show(case):
    return subprocess.run([PAYABLES, "case", "show", case["reference"], *DATA], capture_output=True, text=True).stdout


def receive():
    """The goods of the invoice that waits for them, while the service runs."""
    def case():
        return next(one for one in cases() if one["document"] == BEFORE_GOODS)

    before = case()
    if (before["status"], before["step"]) != ("waiting", "match"):
        return [f"{BEFORE_GOODS} does not wait for its goods: {before}"]
    service = subprocess.Popen(SERVING, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        with open(MASTER / "goods-receipts.csv", "a", encoding="utf-8") as file:
            file.write(RECEIPTS)
        end = time.monotonic() + 60
        while time.monotonic() < end and case()["step"] == "match":
            time.sleep(0.5)
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait()
    subprocess.run(SERVE, check=True, capture_output=True)
    after, shown = case(), show(before)
    if after["step"] == "match" or "step-done match" not in shown:
        return [f"{BEFORE_GOODS} was not matched when its goods came: {after}\n{shown}"]
    print(f"serve-check: {BEFORE_GOODS} waited for its goods, then went on: {after['status']} {after['step']}")
    return []


def approve(before, ledger):
    """Of the first case that waits, by those who are asked."""
    case = next((case for case in cases() if case["status"] == "waiting" and case["step"] == "decide"), None)
    if case is None:
        return ["no case waits for approval"]
    shown = show(case)
    asked = next(line for line in shown.splitlines() if line.startswith("asked: ")).split(": ")[1].split(", ")
    for person in asked:
        order = [PAYABLES, "case", "approve", case["reference"], "--by", person, *DATA]
        subprocess.run(order, check=True, capture_output=True)
        subprocess.run(SERVE, check=True, capture_output=True)
    after = next(one for one in cases() if one["id"] == case["id"])
    if after["status"] not in ("completed", "review") or (after["status"] == "completed" and len(ledger.booked()) != len(before) + 1):
        return [f"{case['reference']} was approved by {asked}: {after}, booked {len(ledger.booked())}, before {len(before)}"]
    print(f"serve-check: {case['reference']} approved by {', '.join(asked)}: {after['status']}")
    return []


books = Ledger()
try:
    problems = main(books)
finally:
    books.cluster.stop()
    subprocess.run([PAYABLES, "db", "stop", *DATA], capture_output=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
for problem in problems:
    print("serve-check: " + problem, file=sys.stderr)
print("serve-check: " + ("FAILED" if problems else "the same results as the batch, through three kills; booked once each, in a database"))
sys.exit(1 if problems else 0)
