#!/usr/bin/env python3
"""How well files of several documents are taken apart, and whether files of one stay whole.

  split-check.py PAYABLES GENERATOR-PYTHON [--count N] [--scans N] [--seed N] [--whole DIR]...

1. N files are joined of documents with known and N of documents with held-back layouts (fixtures/generator/join.py), and some of
   scanned ones, and read by `payables batch`. A boundary is right when a document begins on that page. At least 0.99 of the
   proposed ones must be.
2. Every PDF of more than one page in each --whole folder, and of the documents that were joined, is one document: none may be
   taken apart. E-invoice XML is taken out before, as a file that has it is never taken apart.
Everything made is kept in .build/split.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".build" / "split"
GENERATOR = ROOT / "fixtures" / "generator"
LEAST_PRECISION = 0.99
# Flags of make.py and of join.py by set. One firm has all documents of a combined layout.
SETS = {"known": (["--no-held-back"], []), "held-back": (["--held-back-only"], []),
        "scans": (["--no-held-back", "--mixed"], ["--scans"])}
# All pages of a PDF and nothing else of it.
STRIP = """
import sys, pikepdf
from pathlib import Path
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    try:
        with pikepdf.open(path) as pdf, pikepdf.new() as new:
            if len(pdf.pages) > 1:
                new.pages.extend(pdf.pages)
                new.save(Path(sys.argv[2]) / path.name)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        pass
"""


def run(*command, ok=(0,), **options):
    done = subprocess.run([str(part) for part in command], **options)
    if done.returncode not in ok:
        sys.exit(f"split-check: {Path(str(command[0])).name} ended with {done.returncode}")


def made(python, name, count, seed):
    """Folder of documents and of joined files, made once for each number and seed."""
    flags, more = SETS[name]
    folder = WORK / f"{name}-{count}-{seed}"
    if not (folder / ".done").exists():
        documents = folder / "documents"
        run(python, GENERATOR / "make.py", "--seed", seed, "--count", max(3 * count, 400), "--out", documents, "--one-supplier", *flags,
            stdout=subprocess.DEVNULL)
        run(python, GENERATOR / "join.py", "--seed", seed, "--count", count, "--from", documents, "--papers",
            ROOT / "fixtures" / "documents", "--out", folder / "streams", *more)
        (folder / ".done").touch()
    return folder


def proposed(payables, folder, name):
    """First pages by the file's name, as the results give them."""
    out = WORK / f"{name}.out"
    shutil.rmtree(out, ignore_errors=True)
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


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("payables")
    p.add_argument("python")
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--scans", type=int, default=0, help="files joined of scans; reading one takes seconds")
    p.add_argument("--seed", type=int, default=7001)
    p.add_argument("--whole", action="append", default=[], type=Path)
    p.add_argument("--verbose", action="store_true", help="name the files that came out otherwise (not of held-back layouts)")
    args = p.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    failed = False
    whole = list(args.whole)
    for name in SETS:
        count = args.scans if name == "scans" else args.count
        if not count:
            continue
        folder = made(args.python, name, count, args.seed)
        if name != "scans":
            whole.append(folder / "documents")
        found = proposed(args.payables, folder / "streams", name)
        tallies = score(folder / "streams", found, args.verbose and name != "held-back")
        for sort, (right, have, want, exact, files) in tallies.items():
            precision, recall = right / have if have else 1, right / want if want else 1
            print(f"{name}, {sort}: precision {precision:.3f} ({right} of {have}), recall {recall:.3f} ({right} of {want}), "
                  f"{exact} of {files} files exactly right")
            failed |= sort == "all" and precision < LEAST_PRECISION
    for folder in whole:
        several = WORK / "whole" / "-".join(folder.resolve().parts[-2:])
        shutil.rmtree(several, ignore_errors=True)
        several.mkdir(parents=True)
        run(args.python, "-c", STRIP, folder, several)
        found = proposed(args.payables, several, several.name + ".whole")
        split = sorted(name for name, firsts in found.items() if len(firsts) > 1)
        print(f"{folder.resolve().relative_to(ROOT) if folder.resolve().is_relative_to(ROOT) else folder}: {len(split)} of {len(found)} files of several pages were taken apart{': ' if split else ''}{', '.join(split)}")
        failed |= bool(split)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
