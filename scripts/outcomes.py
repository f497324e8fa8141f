#!/usr/bin/env python3
"""Holds what became of each document against what should have, by the fixtures' truth (`scenario.expect`).

  outcomes.py TRUTH OUT

A document that was booked though it should not have been is trouble: money would have moved. All else is told only.
"""

import json
import sys
from collections import Counter
from pathlib import Path

OUTCOMES = ("accepted", "review", "rejected", "failed")


def main():
    truths, out = Path(sys.argv[1]), Path(sys.argv[2])
    table, booked, wrong, differing = Counter(), 0, [], []
    for path in sorted(truths.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        expected = truth.get("scenario", {}).get("expect")
        result = out / (path.name.removesuffix(".truth.json") + ".json")
        if expected is None or not result.exists():
            continue
        got = json.loads(result.read_text(encoding="utf-8"))
        table[expected, got["outcome"]] += 1
        is_booked = got.get("posting") is not None
        booked += is_booked
        if is_booked and expected != "accepted":
            wrong.append(f"{path.stem.removesuffix('.truth')}: booked, should be {expected}: {truth['scenario']['why']}")
        elif got["outcome"] != expected:
            differing.append(f"  {path.stem.removesuffix('.truth')}: {got['outcome']}, expected {expected}")
    if not table:
        print(f"outcomes: {out} holds no result of {truths}", file=sys.stderr)
        return 1
    print(f"{'expected':<12}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for expected in OUTCOMES[:3]:
        print(f"{expected:<12}" + "".join(f"{table[expected, outcome]:>10}" for outcome in OUTCOMES))
    print("\n".join(differing))
    for trouble in wrong:
        print("outcomes: " + trouble, file=sys.stderr)
    right = sum(table[outcome, outcome] for outcome in OUTCOMES)
    print(f"outcomes: {right} of {sum(table.values())} as expected, {booked} booked, {len(wrong)} of them wrongly.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
