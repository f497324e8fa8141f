#!/usr/bin/env python3
"""Looks from outside whether a batch kept its promise: every file of DIR has a whole result in OUT or is listed as ignored.

  check-batch.py DIR OUT [--expected DIR/expected.json]

With --expected, the outcome of each file must also be among those the file names (expect, also).
"""

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path

OUTCOMES = {"accepted", "review", "rejected", "failed"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--expected", type=Path)
    arguments = parser.parse_args()

    with open(arguments.out / "summary.csv", newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    with open(arguments.out / "ignored.csv", newline="", encoding="utf-8-sig") as file:
        ignored = {plain(row["file"]) for row in csv.DictReader(file)}
    expected = json.loads(arguments.expected.read_text(encoding="utf-8")) if arguments.expected else {}

    troubles, outcomes = [], Counter()
    results = {}
    for row in rows:
        name = plain(row["document"])
        if name in results:
            troubles.append(f"{name}: stands twice in summary.csv")
        results[name] = arguments.out / plain(row["result_file"])
    for name in sorted(str(p.relative_to(arguments.documents)) for p in arguments.documents.rglob("*") if p.is_file()):
        if name in ignored:
            if name in results:
                troubles.append(f"{name}: is ignored and has a result")
            continue
        if name not in results:
            troubles.append(f"{name}: has no result and is not listed as ignored")
            continue
        outcome, trouble = look(results.pop(name), name)
        if trouble:
            troubles.append(f"{name}: {trouble}")
            continue
        outcomes[outcome] += 1
        rule = expected.get(name)
        if rule and outcome not in {rule["expect"], *rule.get("also", [])}:
            troubles.append(f"{name}: became {outcome}, not {rule['expect']} ({rule['what']})")
    troubles += [f"{name}: has a result but no document" for name in results]

    if not outcomes:
        troubles.append("no document was looked at")
    for trouble in troubles:
        print("check-batch: " + trouble, file=sys.stderr)
    counts = ", ".join(f"{outcomes[one]} {one}" for one in sorted(outcomes))
    print(f"check-batch: {sum(outcomes.values())} documents ({counts}), {len(ignored)} ignored, {len(troubles)} troubles.")
    return 1 if troubles else 0


def look(path, name):
    """The outcome of a result file, or what is wrong with it."""
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return None, f"its result {path} cannot be read: {error}"
    if result.get("outcome") not in OUTCOMES:
        return None, f"outcome {result.get('outcome')!r}"
    if not result.get("reason"):
        return None, "no reason is given"
    if result.get("document", {}).get("name") != name:
        return None, f"its result is about {result.get('document', {}).get('name')!r}"
    return result["outcome"], None


def plain(cell):
    """Cells that a spreadsheet would take for a formula carry an apostrophe."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r") else cell


if __name__ == "__main__":
    sys.exit(main())
