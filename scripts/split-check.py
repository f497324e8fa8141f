#!/usr/bin/env python3
"""How well files of several documents are taken apart, and whether files of one stay whole.

  split-check.py PAYABLES GENERATOR-PYTHON [--count N] [--whole DIR]...

1. N files are joined of documents with known and N of documents with held-back layouts (fixtures/generator/join.py), and read by
   `payables batch`. A boundary is right when a document begins on that page. At least 0.99 of the proposed ones must be.
2. Every file of more than one page in each --whole folder, and of the documents that were joined, is one document: none may be
   taken apart.
Everything made is kept in .build/split.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".build" / "split"
GENERATOR = ROOT / "fixtures" / "generator"
LEAST_PRECISION = 0.99
# Flags of make.py by set. Each layout is drawn twice for one firm, so that firms have several documents.
SETS = {"known layouts": ["--no-held-back"], "held-back layouts": ["--held-back-only"]}


def run(*command, ok=(0,), **options):
    done = subprocess.run([str(part) for part in command], **options)
    if done.returncode not in ok:
        sys.exit(f"split-check: {Path(str(command[0])).name} ended with {done.returncode}")


def made(python, name, flags, count):
    """Folder of joined files, made once for each number."""
    folder = WORK / f"{name.split()[0]}-{count}"
    if not (folder / ".done").exists():
        documents = folder / "documents"
        run(python, GENERATOR / "make.py", "--seed", 7001, "--count", 3 * count, "--out", documents, "--one-supplier", *flags,
            stdout=subprocess.DEVNULL)
        run(python, GENERATOR / "join.py", "--seed", 7002, "--count", count, "--from", documents, "--papers",
            ROOT / "fixtures" / "documents", "--out", folder / "streams")
        (folder / ".done").touch()
    return folder / "streams"


def proposed(payables, folder, name):
    """First pages by the file's name, as the results give them."""
    out = WORK / f"{name}.out"
    run("rm", "-rf", out)
    run(payables, "batch", folder, "--out", out, "--explain", "none", "--set", "today=2026-06-01", ok=(0, 2, 3, 4),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    firsts = defaultdict(list)
    for file in out.rglob("*.json"):
        if ".payables" in file.parts:
            continue
        document = json.loads(file.read_text(encoding="utf-8"))["document"]
        firsts[document["name"]].append(document.get("part", {}).get("first_page", 1))
    return {name: sorted(pages) for name, pages in firsts.items()}


def score(streams, found, verbose):
    """Per sort: boundaries right, proposed, true; files exactly right, files."""
    tallies = defaultdict(lambda: [0, 0, 0, 0, 0])
    for file in sorted(streams.glob("*.stream.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        name = file.name.replace(".stream.json", ".pdf")
        want, have = set(truth["first_pages"]) - {1}, set(found.get(name, [])) - {1}
        for key in (truth["sort"], "all"):
            tally = tallies[key]
            for index, more in enumerate((len(want & have), len(have), len(want), want == have, 1)):
                tally[index] += more
        if verbose and want != have:
            print(f"  {name}: begins on {sorted(want)}, proposed {sorted(have)}; {', '.join(truth['made_of'])}")
    return tallies


def pages(file):
    done = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True)
    count = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("Pages:")]
    return int(count[0]) if count else 0


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("payables")
    p.add_argument("python")
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--whole", action="append", default=[], type=Path)
    p.add_argument("--verbose", action="store_true", help="name the files that came out otherwise (not of held-back layouts)")
    args = p.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    failed = False
    for name, flags in SETS.items():
        streams = made(args.python, name, flags, args.count)
        tallies = score(streams, proposed(args.payables, streams, name.split()[0]), args.verbose and name.startswith("known"))
        for sort, (right, have, want, exact, files) in tallies.items():
            precision, recall = right / have if have else 1, right / want if want else 1
            print(f"{name}, {sort}: precision {precision:.3f} ({right} of {have}), recall {recall:.3f} ({right} of {want}), "
                  f"{exact} of {files} files exactly right")
            failed |= sort == "all" and precision < LEAST_PRECISION
    generated = [WORK / f"{name.split()[0]}-{args.count}" / "documents" for name in SETS]
    for folder in args.whole + generated:
        several = WORK / "whole" / "-".join(folder.resolve().parts[-2:])
        run("rm", "-rf", several)
        several.mkdir(parents=True)
        for file in sorted(folder.glob("*.pdf")):
            if pages(file) > 1:
                (several / file.name).write_bytes(file.read_bytes())
        found = proposed(args.payables, several, several.name + ".whole")
        split = sorted(name for name, firsts in found.items() if len(firsts) > 1)
        print(f"{folder.resolve().relative_to(ROOT) if folder.resolve().is_relative_to(ROOT) else folder}: {len(split)} of {len(found)} files of several pages were taken apart{': ' if split else ''}{', '.join(split)}")
        failed |= bool(split)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
