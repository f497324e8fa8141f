#!/usr/bin/env python3
"""The fixture documents as cases in a real database: the same results as the batch's, through kill -9.

    scripts/serve-check.py PAYABLES BATCH

PAYABLES: the program. BATCH: results of `payables batch fixtures/documents --master fixtures/master`.

A private database in a temporary folder; the service is killed three times on its way, then goes on to its end. Then one case
is approved, and booked once. Prints what differs and ends with 1, else with 0.
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

PAYABLES, BATCH = sys.argv[1], pathlib.Path(sys.argv[2])
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="payables-serve.", dir=os.environ.get("TMPDIR", "/tmp")))
# The server runs as another user when this runs as root.
FOLDER.chmod(0o755)
DATA = ["--data", str(FOLDER)]
SERVE = [PAYABLES, "serve", "fixtures/documents", "--master", "fixtures/master", "--once", "--jobs", "1", *DATA]
SAME = {"accepted": {"completed"}, "rejected": {"rejected"}, "review": {"review", "waiting"}, "failed": {"review", "failed"}}


def cases():
    out = subprocess.run([PAYABLES, "case", "list", "--json", *DATA], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def booked():
    """Entries by case; every confirmation once."""
    numbers = {}
    for line in (FOLDER / "ledger.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["kind"] == "posted":
            numbers.setdefault(record["key"], []).append(record["number"])
    return numbers


def batch_outcomes():
    outcomes = {}
    with open(BATCH / "summary.csv", newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            outcomes.setdefault(row["document"].split("#")[0], []).append(row["outcome"])
    return outcomes


def main():
    faults = []
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
    before = booked()
    if len(before) != entries or any(len(set(numbers)) != 1 for numbers in before.values()):
        faults.append(f"the batch booked {entries}, the cases {before}")
    faults += approve(before)
    return faults


def approve(before):
    """Of the first case that waits, by those who are asked."""
    case = next((case for case in cases() if case["status"] == "waiting"), None)
    if case is None:
        return ["no case waits for approval"]
    shown = subprocess.run([PAYABLES, "case", "show", case["reference"], *DATA], capture_output=True, text=True).stdout
    asked = next(line for line in shown.splitlines() if line.startswith("asked: ")).split(": ")[1].split(", ")
    for person in asked:
        order = [PAYABLES, "case", "approve", case["reference"], "--by", person, *DATA]
        subprocess.run(order, check=True, capture_output=True)
        subprocess.run(SERVE, check=True, capture_output=True)
    after = next(one for one in cases() if one["id"] == case["id"])
    if after["status"] not in ("completed", "review") or (after["status"] == "completed" and len(booked()) != len(before) + 1):
        return [f"{case['reference']} was approved by {asked}: {after}, booked {len(booked())}, before {len(before)}"]
    print(f"serve-check: {case['reference']} approved by {', '.join(asked)}: {after['status']}")
    return []


try:
    problems = main()
finally:
    subprocess.run([PAYABLES, "db", "stop", *DATA], capture_output=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
for problem in problems:
    print("serve-check: " + problem, file=sys.stderr)
print("serve-check: " + ("FAILED" if problems else "the same results as the batch, through three kills; nothing booked twice"))
sys.exit(1 if problems else 0)
