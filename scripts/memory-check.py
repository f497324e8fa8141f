#!/usr/bin/env python3
"""What one correction is worth, and what a wrong one costs.

  memory-check.py PAYABLES GENERATOR-PYTHON [--layouts a,b] [--seed N] [--count N]

1. For each layout, one firm's documents are made. Of every field that is wrong on at least a third of them, the first wrong
   one is corrected; the share of the *other* documents that are then right is told. At least 95 % are asked for.
2. The correction is undone: every result is what it was before, byte for byte (but for the time that reading took).
3. A wrong correction for one supplier changes nothing for the others: over all fixture documents, and over suppliers with the same layout.
4. The same memory gives the same results twice, whatever the number of jobs.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = "combo-007,combo-008,combo-013,combo-016,combo-037,combo-038,combo-039,combo-041,combo-053,combo-064,combo-066,combo-071,combo-090,combo-100,combo-105,combo-109,combo-146,combo-149,combo-158"


def key(text):
    return re.sub(r"[\W_]", "", text).lower()


def right(field, value, truth):
    if value is None:
        return False
    for one in truth if isinstance(truth, list) else [truth]:
        if field in ("net_total", "tax_total", "gross_total", "amount_due"):
            if abs(abs(float(value)) - abs(float(one))) < 0.006:
                return True
        elif key(value) == key(one):
            return True
    return False


def printed(truth, field):
    """Of the values that count as right the one that the page shows."""
    values = truth["fields"][field]
    values = values if isinstance(values, list) else [values]
    return next((v for v in values if key(v) == key(truth.get("printed", {}).get(field) or "")), values[0])


class Check:
    def __init__(self, payables):
        self.payables = payables
        self.failures = []

    def run(self, *arguments, ok=(0,), errors=False):
        done = subprocess.run([self.payables, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode not in ok:
            sys.exit(f"payables {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
        return done.stderr if errors else done.stdout

    def read(self, documents, memory=None, jobs=2):
        """Results by file name, without their timing."""
        if not documents:
            return {}
        more = ["--memory", memory] if memory else []
        lines = self.run("read", "--set", f"jobs={jobs}", "--set", "today=2026-01-31", *more, *documents, ok=(0, 2, 3, 4))
        lines = [lines] if len(documents) == 1 else lines.splitlines()
        results = {}
        for line in lines:
            result = json.loads(line)
            result.pop("timing", None)
            results[result["document"]["name"]] = result
        return results

    def expect(self, holds, text):
        print(("ok    " if holds else "FAILS ") + text)
        if not holds:
            self.failures.append(text)


def fields(result):
    return {name: field["value"] for name, field in result["fields"].items()}


def correct(check, folder, memory, document, result, changes, ok=(0,)):
    stored = folder / "result.json"
    stored.write_text(json.dumps({"timing": {}, **result}))
    sets = [part for field, value in changes.items() for part in ("--set", f"{field}={value}")]
    return check.run("correct", stored, "--memory", memory, "--document", document, "--by", "memory-check", *sets, ok=ok, errors=True)


def learning(check, folder, layouts, verbose):
    """Part 1 and 2."""
    counts, before_counts, misses = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0]), []
    harmed = kept = 0
    undone = True
    sure = []
    for layout, documents in sorted(layouts.items()):
        whole = {d.name: json.loads(d.with_suffix(".truth.json").read_text()) for d in documents}
        truths = {name: truth["fields"] for name, truth in whole.items()}
        before = check.read(documents)
        wrong = defaultdict(list)
        for document in documents:
            for field, truth in truths[document.name].items():
                if not right(field, fields(before[document.name]).get(field), truth):
                    wrong[field].append(document)
        for field, at in sorted(wrong.items()):
            have = [d for d in documents if field in truths[d.name]]
            if len(at) * 3 < len(have) or len(have) < 4:
                continue
            memory = folder / f"{layout}-{field}.jsonl"
            # As a person would: the first wrong one is corrected; one that cannot be taught from (its value is printed
            # nowhere as such) is left as it is, and counts as an other.
            first, refused = None, ""
            for document in at:
                value = printed(whole[document.name], field)
                changes = {field: value}
                # What is no invoice has other fields: its kind is put right together with them.
                kind = printed(whole[document.name], "document_type")
                if not right("document_type", fields(before[document.name]).get("document_type"), kind):
                    changes["document_type"] = kind
                refused = correct(check, folder, memory, document, before[document.name], changes, ok=(0, 1, 64))
                if memory.exists():
                    first = document
                    break
            if first is None:
                misses.append(f"{layout} {field}: not learnt: {refused.strip()}")
                counts[field][1] += len(have) - 1
                before_counts[field][1] += len(have) - 1
                continue
            after = check.read(documents, memory)
            for document in documents:
                if document == first:
                    continue
                now, then = fields(after[document.name]), fields(before[document.name])
                if field in truths[document.name]:
                    is_right = right(field, now.get(field), truths[document.name][field])
                    counts[field][0] += is_right
                    counts[field][1] += 1
                    before_counts[field][0] += right(field, then.get(field), truths[document.name][field])
                    before_counts[field][1] += 1
                    if now.get(field) is not None:
                        sure.append((after[document.name]["fields"][field]["confidence"], is_right))
                    if not is_right:
                        misses.append(f"{layout} {field} {document.name}: {now.get(field)!r} for {truths[document.name][field]!r}")
                for other, value in truths[document.name].items():
                    if other != field and right(other, then.get(other), value):
                        kept += 1
                        harmed += not right(other, now.get(other), value)
            check.run("memory", "undo", "S1", "--memory", memory, "--by", "memory-check")
            again = check.read(documents, memory)
            for name in before:
                if json.dumps(again.get(name)) != json.dumps(before[name]):
                    undone = False
                    print(f"after the undo for {layout} {field}, {name} differs: {(again.get(name) or {}).get('reason')}")
    print(f"{'field':<20}{'others':>8}{'before':>8}{'after':>8}")
    for field, (good, total) in sorted(counts.items()):
        print(f"{field:<20}{total:>8}{before_counts[field][0] / max(1, before_counts[field][1]):>8.3f}{good / max(1, total):>8.3f}")
    good, total = sum(c[0] for c in counts.values()), sum(c[1] for c in counts.values())
    then = sum(c[0] for c in before_counts.values())
    print(f"{'all':<20}{total:>8}{then / max(1, total):>8.3f}{good / max(1, total):>8.3f}")
    if verbose:
        print("\n".join(misses))
    if sure:
        print(f"mean confidence {sum(c for c, _ in sure) / len(sure):.3f}, right {sum(r for _, r in sure) / len(sure):.3f}, values {len(sure)}")
    check.expect(total > 0 and good / total >= 0.95, f"after one correction {good} of {total} other documents have the field right")
    check.expect(harmed * 200 <= kept, f"{harmed} of {kept} other right values were lost")
    check.expect(undone, "an undo restores the earlier results, byte for byte")


def wrong_changes(values):
    """Plausible and wrong: a number in place of another, sums interchanged, the customer for the supplier."""
    changes = {}
    if "purchase_order" in values:
        changes["invoice_number"] = values["purchase_order"]
    elif "invoice_date" in values and "due_date" in values:
        changes["invoice_date"] = values["due_date"]
    if "net_total" in values and values["net_total"] != values.get("gross_total"):
        changes["gross_total"] = values["net_total"]
    if "customer_name" in values:
        changes["supplier_name"] = values["customer_name"]
    return changes if len(changes) > 1 else {}


def same_layout(check, folder, generate, names):
    """Part 3 for the hardest others: suppliers that use the same program, and so the same layout and labels."""
    documents = generate("strangers", 4 * len(names), names)
    before = check.read(documents)
    layouts = defaultdict(list)
    for document in documents:
        layouts[document.stem[6:]].append(document)
    memory, poisoned = folder / "strangers.jsonl", []
    for layout, group in sorted(layouts.items()):
        changes = wrong_changes(fields(before[group[0].name]))
        if changes:
            size = memory.stat().st_size if memory.exists() else 0
            correct(check, folder, memory, group[0], before[group[0].name], changes, ok=(0, 1, 64))
            if memory.exists() and memory.stat().st_size > size:
                poisoned.append(group[0].name)
    after = check.read(documents, memory)
    others = [n for n in before if n not in poisoned]
    changed = [n for n in others if json.dumps(before[n]) != json.dumps(after[n])]
    hit = sum(json.dumps(before[n]) != json.dumps(after[n]) for n in poisoned)
    check.expect(not changed, f"{len(poisoned)} poisoned suppliers changed {len(changed)} of {len(others)} documents of others, most with the same layouts {changed}")
    check.expect(hit > 0, f"they did change {hit} of their own {len(poisoned)}")


def poison(check, folder):
    """Part 3 and 4: wrong corrections for some suppliers, and what became of all others."""
    kinds = {".pdf", ".png", ".jpg", ".tiff", ".tif", ".xml"}
    documents = sorted(p for p in (ROOT / "fixtures/documents").iterdir() if p.suffix in kinds and p.with_suffix(".truth.json").exists())
    truths = {d.name: json.loads(d.with_suffix(".truth.json").read_text()).get("fields", {}) for d in documents}
    before = check.read(documents)
    suppliers = {}
    for document in documents:
        name = truths[document.name].get("supplier_name")
        suppliers[document.name] = key(name[0] if isinstance(name, list) else name or "?")
    poisoned, memory = [], folder / "poison.jsonl"
    for document in documents:
        result = before[document.name]
        if suppliers[document.name] in poisoned or "invoice_number" not in result["fields"]:
            continue
        values = fields(result)
        changes = wrong_changes(values)
        if not changes:
            continue
        size = memory.stat().st_size if memory.exists() else 0
        correct(check, folder, memory, document, result, changes, ok=(0, 1, 64))
        if memory.exists() and memory.stat().st_size > size:
            poisoned.append(suppliers[document.name])
        if len(poisoned) >= 12:
            break
    after = check.read(documents, memory)
    others = [d.name for d in documents if suppliers[d.name] not in poisoned]
    changed = [n for n in others if json.dumps(before[n]) != json.dumps(after[n])]
    own = [d.name for d in documents if suppliers[d.name] in poisoned]
    hit = sum(json.dumps(before[n]) != json.dumps(after[n]) for n in own)
    check.expect(not changed, f"{len(poisoned)} poisoned suppliers changed {len(changed)} of {len(others)} documents of others {changed}")
    check.expect(hit > 0, f"they did change {hit} of their own {len(own)}")
    sums = [n for n in own if any("net + tax = gross" in (f.get("evidence", {}).get("reason") or "") for f in [before[n]["fields"].get("gross_total", {})])]
    kept = [n for n in sums if fields(before[n]).get("gross_total") == fields(after[n]).get("gross_total")]
    check.expect(len(kept) == len(sums), f"no poison moved a gross total that adds up ({len(kept)} of {len(sums)} kept)")
    check.expect(json.dumps(after) == json.dumps(check.read(documents, memory, jobs=1)), "the same memory, the same results")
    lines = check.run("memory", "list", "--memory", memory, "--json")
    for row in json.loads(lines):
        for version in row["in_force"]:
            check.run("memory", "undo", "--version", version, "--memory", memory, "--by", "memory-check")
    check.expect(json.dumps(before) == json.dumps(check.read(documents, memory)), "all undone: the results of the beginning, byte for byte")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("payables")
    parser.add_argument("python")
    parser.add_argument("--layouts", default=LAYOUTS)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--count", type=int, default=10, help="documents of each layout")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--skip-poison", action="store_true")
    args = parser.parse_args()
    check = Check(str(Path(args.payables).resolve()))
    with tempfile.TemporaryDirectory(prefix="payables-memory.") as name:
        folder = Path(name)
        names = args.layouts.split(",")

        def generate(name, count, names, *more):
            subprocess.run([args.python, ROOT / "fixtures/generator/make.py", "--seed", str(args.seed), "--count", str(count),
                            "--out", folder / name, "--layouts", ",".join(names), *more], check=True)
            return sorted((folder / name).glob("*.pdf"))

        layouts = defaultdict(list)
        for path in generate("documents", args.count * len(names), names, "--one-supplier"):
            layouts[path.stem[6:]].append(path)
        learning(check, folder, layouts, args.verbose)
        if not args.skip_poison:
            same_layout(check, folder, generate, names)
            poison(check, folder)
    if check.failures:
        sys.exit(1)


if __name__ == "__main__":
    main()
