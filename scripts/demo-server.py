#!/usr/bin/env python3
"""An invoice that waits for people, from its arrival to the booking, on a real database.

    scripts/demo-server.py PAYABLES OUT

PAYABLES: the program. OUT: a folder, made anew; messages to people, bookings and the report are in it afterwards. The database is the
program's own and is stopped at the end. Reminders come every two seconds here instead of every two days.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PAYABLES, OUT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
# One that a person has to approve, and one that a rule approves.
INVOICES = ["18-charges-over-turned.pdf", "01-letter-two-way.pdf"]
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="payables-demo.", dir=os.environ.get("TMPDIR", "/tmp")))
# The database's server runs as another user when this runs as root.
FOLDER.chmod(0o755)
DATA = ["--data", str(FOLDER / "data")]


def call(*words, quiet=False):
    done = subprocess.run([str(PAYABLES), *words, *DATA], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"demo-server: payables {' '.join(words)} ended with {done.returncode}: {done.stderr}")
    if not quiet:
        print(f"\n$ payables {' '.join(words)}")
        print(done.stdout, end="")
    return done.stdout


def cases():
    return [json.loads(line) for line in call("case", "list", "--json", quiet=True).splitlines()]


def messages():
    return [json.loads(file.read_text()) for file in sorted((OUT / "messages").glob("*.json"))]


def wait_for(what, ready):
    end = time.monotonic() + 90
    while time.monotonic() < end:
        found = ready()
        if found:
            return found
        time.sleep(0.5)
    raise SystemExit(f"demo-server: {what} did not come to pass in 90 seconds: {cases()}")


def prepare():
    if OUT.exists():
        if not (OUT / ".payables-demo").exists():
            raise SystemExit(f"demo-server: {OUT} exists and is no output of this demo; move it away.")
        shutil.rmtree(OUT)
    (OUT / "messages").mkdir(parents=True)
    (OUT / ".payables-demo").touch()
    inbox, records = FOLDER / "invoices", FOLDER / "records"
    inbox.mkdir()
    for name in INVOICES:
        shutil.copy(f"fixtures/documents/{name}", inbox)
    shutil.copytree("fixtures/master", records)
    # Who does not answer two reminders is joined by his superior.
    (records / "escalations.csv").write_text("step,after,to\n1,2r,A05\n")
    workflow = json.loads(pathlib.Path("schemas/workflows/ap-approval.json").read_text())
    workflow["name"] = "ap-demo"
    for step in workflow["steps"]:
        if step["id"] == "decide":
            step["settings"] = {"intervals": ["2s", "2s"]}
    (FOLDER / "ap-demo.json").write_text(json.dumps(workflow))
    channels = {
        "channels": {"desk": {"kind": "file", "folder": str(OUT.resolve() / "messages")}},
        "everybody": {"channels": ["desk"]},
    }
    (FOLDER / "channels.json").write_text(json.dumps(channels))
    return [
        str(PAYABLES), "serve", str(inbox), "--master", str(records), "--workflow", str(FOLDER / "ap-demo.json"),
        "--channels", str(FOLDER / "channels.json"), *DATA,
    ]


def told(occasion):
    return [one for one in messages() if occasion in json.dumps(one)]


def main():
    command = prepare()
    print("Two invoices arrive; one is approved by rule and booked, one waits for people.")
    service = subprocess.Popen(command, stderr=open(OUT / "serve.log", "w"))
    try:
        waiting = wait_for("a case that waits", lambda: next((one for one in cases() if one["step"] == "decide"), None))
        call("case", "list")
        print("\nNobody answers: a reminder, another one, then his superior is asked too.")
        wait_for("the escalation", lambda: told("Escalation"))
        call("case", "show", waiting["reference"])
        call("case", "approve", waiting["reference"], "--by", "A05", "--comment", "checked with the department")
        wait_for("the booking", lambda: next(one for one in cases() if one["id"] == waiting["id"])["status"] == "completed")
        call("case", "show", waiting["reference"])
        call("report")
        call("audit", "verify")
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait()
        ledger = FOLDER / "data" / "ledger.jsonl"
        if ledger.exists():
            shutil.copy(ledger, OUT)
        with open(OUT / "report.csv", "w", encoding="utf-8") as file:
            file.write(call("report", "--csv", quiet=True))
        subprocess.run([str(PAYABLES), "db", "stop", *DATA], capture_output=True)
        shutil.rmtree(FOLDER, ignore_errors=True)
    booked = {
        record["key"] for record in map(json.loads, (OUT / "ledger.jsonl").read_text().splitlines())
        if record["kind"] == "posted"
    }
    if len(booked) != len(INVOICES):
        raise SystemExit(f"demo-server: {len(booked)} of {len(INVOICES)} invoices were booked")
    print(f"\ndemo-server: done. {len(messages())} messages to people, ledger.jsonl and report.csv are in {OUT}.")


main()
