#!/usr/bin/env python3
"""Compares two output folders of one batch: all must be equal but the time it took. Also looks at the ledger of both.

  compare-batches.py ONE OTHER
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

TIMES = {"timing", "seconds"}


def main():
    one, other = Path(sys.argv[1]), Path(sys.argv[2])
    troubles = double_bookings(one) + double_bookings(other)
    left, right = contents(one), contents(other)
    if not any(name.endswith(".json") for name in left):
        troubles.append(f"{one} holds no results")
    for name in sorted(left.keys() | right.keys()):
        if name not in left or name not in right:
            troubles.append(f"{name}: only in {one if name in left else other}")
        elif left[name] != right[name]:
            troubles.append(f"{name}: differs{where(left[name], right[name])}")
    for trouble in troubles:
        print("compare-batches: " + trouble, file=sys.stderr)
    print(f"compare-batches: {len(left)} files compared, {len(troubles)} troubles.")
    return 1 if troubles else 0


def contents(folder):
    """Path → content without times. Pages for people (HTML) and the batch's own journal are left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if not path.is_file() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix == ".json":
            found[name] = without_times(json.loads(path.read_text(encoding="utf-8")))
        elif path.suffix == ".csv":
            with open(path, newline="", encoding="utf-8-sig") as file:
                found[name] = [without_times(row) for row in csv.DictReader(file)]
        elif path.suffix == ".jsonl":
            # A kill may leave an intent more than once or out of turn; the last word for each key counts.
            found[name] = {line["key"]: line for line in lines(path) if "key" in line}
    return found


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(inner) for key, inner in value.items() if key not in TIMES}
    if isinstance(value, list):
        return [without_times(inner) for inner in value]
    return value


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def double_bookings(folder):
    """Every key of ledger and outbox is carried out exactly once: one intent, one confirmation, one number."""
    troubles = []
    files = sorted(folder.rglob("ledger.jsonl"))
    if not files:
        return [f"{folder} holds no ledger.jsonl"]
    for path in files:
        kinds, numbers = {}, {}
        for line in lines(path):
            kinds.setdefault(line["key"], Counter())[line["kind"]] += 1
            numbers.setdefault(line["number"], set()).add(line["key"])
        if not kinds:
            troubles.append(f"{path} holds no booking")
        for key, count in kinds.items():
            if count["intent"] != 1 or count["posted"] != 1:
                troubles.append(f"{path}: key {key} has {dict(count)}, not one intent and one posting")
        troubles += [f"{path}: number {n} was given to {len(keys)} keys" for n, keys in numbers.items() if len(keys) > 1]
    for path in sorted(folder.rglob("outbox.jsonl")):
        sent = Counter(line["key"] for line in lines(path))
        troubles += [f"{path}: key {key} was sent {count} times" for key, count in sent.items() if count > 1]
    return troubles


def where(left, right, path=""):
    """The first place that differs; never its value, which belongs to other people."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            if left.get(key) != right.get(key):
                return where(left.get(key), right.get(key), f"{path}/{key}")
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, (a, b) in enumerate(zip(left, right)):
            if a != b:
                return where(a, b, f"{path}/{number}")
    return f" at {path or '/'}"


if __name__ == "__main__":
    sys.exit(main())
