#!/usr/bin/env python3
"""Measure reading on layouts the models have not seen, and write docs/accuracy.md.

usage: accuracy_page.py PAYABLES [--corpus DIR] [--train DIR] [--count N] [--out docs/accuracy.md]

Three sets, none of which the models that weigh it were trained on:
  held-back   N documents of layouts kept for measuring, read with the models as shipped;
  generated   documents of the other layouts, each weighed by the models of the fold without its layout;
  real        the same of NAME.pdf with NAME.truth.json in DIR, when a corpus is given.
The folds are those of the last `make train` (DIR of --train, .build/train), which also holds its documents. Without them a small
training of N documents is done here. Everything made is kept in .build/accuracy and used again.
"""
import argparse
import json
import platform
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME / "scripts" / "train"))
from truth import ADDRESSES, AMOUNTS, DATES, NAMES, is_right  # noqa: E402

WORK = HOME / ".build" / "accuracy"
PICTURES = (".png", ".jpg", ".tiff", ".tif")
HELD_SEED, KNOWN_SEED = 20261204, 20261205
PRINTED_APART = NAMES | ADDRESSES
# Why a value is wrong, in the order of the way: read, found, chosen, written down.
CAUSES = {
    "text": "the value is not in the words that were read",
    "candidate missing": "it is in the words, but was never taken for a possible value of the field",
    "wrong choice": "it was a candidate; another was chosen",
    "left out": "it was a candidate; none was sure enough",
    "normalisation": "the right characters in another form: cut, joined with a neighbour, day and month changed, a separator misread",
    "invented": "the document does not have the field",
    "rule": "wrong or missing; no model weighs this field, so its candidates are not recorded",
}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, **options)


def python_of(name, requirements):
    folder = HOME / ".venv" / name
    run(HOME / "scripts" / "venv.sh", folder, requirements)
    return folder / "bin" / "python"


def stem(path):
    return path.name.removesuffix(".words.json").removesuffix(".truth.json")


# What is made

class Documents:
    """Documents with truth, their words and their candidates."""

    def __init__(self, name, payables, truths, words):
        self.name, self.payables, self.truths, self.words = name, payables, Path(truths), Path(words)
        self.work = WORK / name

    def read(self, files):
        """The words of the files, once. A reading that broke off must not pass for a small corpus."""
        done = self.words / ".done"
        if not done.exists():
            print(f"accuracy: reading {len(files)} files of {self.name}", flush=True)
            status = subprocess.run([str(self.payables), "words", *map(str, files), "--out", str(self.words)]).returncode
            # 1: some files could not be read, each named on standard error. Anything else broke off.
            if status not in (0, 1):
                sys.exit(f"accuracy: payables words ended with {status} in {self.name}")
            if status == 0 and len(self.paths()) != len(files):
                sys.exit(f"accuracy: {len(self.paths())} of {len(files)} files of {self.name} have words")
            done.touch()

    def require_complete(self):
        """Says which documents have no words, for those read by another run, too."""
        lost = {stem(p) for p in self.truths.glob("*.truth.json")} - {stem(p) for p in self.paths()}
        if lost and self.name != "real":
            print(f"accuracy: {len(lost)} documents of {self.name} have no words, such as {min(lost)}", file=sys.stderr)

    def paths(self, names=None):
        return [p for p in sorted(self.words.glob("*.words.json")) if names is None or stem(p) in names]

    def candidates(self, *options):
        file = self.work / "candidates.jsonl"
        file.parent.mkdir(parents=True, exist_ok=True)
        run(self.payables, "drafts", *self.paths(), "--features", file, *options)
        return file

    def draft(self, folds=None):
        """NAME.json of every document: with the models as shipped, or each with those of its fold."""
        out = self.work / "drafts"
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob("*.json"):
            old.unlink()
        if folds is None:
            self.extract(self.paths(), "--out", out)
            return self.judged(out, {stem(p) for p in self.truths.glob("*.truth.json")})
        prefix, drafted = self.truths.name + "/", set()
        for models in sorted(folds.glob("*.json")):
            names = {n.removeprefix(prefix) for n in models.with_suffix(".txt").read_text().split("\n") if n.startswith(prefix)}
            paths = self.paths(names)
            drafted |= names
            if paths:
                self.extract(paths, "--models", models, "--out", out)
        return self.judged(out, drafted)

    def extract(self, paths, *flags):
        """Pictures are told from PDFs, as the program does by the bytes."""
        pictures = [p for p in paths if any((self.truths / (stem(p) + end)).exists() for end in PICTURES)]
        for files, more in ((pictures, ["--picture"]), ([p for p in paths if p not in pictures], [])):
            if files:
                run(self.payables, "drafts", *files, *flags, *more)

    def judged(self, drafts, names):
        """A folder with the truths of these documents only; words that gave no draft count as all missing."""
        truths = self.work / "truth"
        truths.mkdir(parents=True, exist_ok=True)
        for old in truths.glob("*"):
            old.unlink()
        for name in sorted(names):
            if (self.truths / f"{name}.truth.json").exists():
                (truths / f"{name}.truth.json").symlink_to(self.truths.resolve() / f"{name}.truth.json")
        figures = self.work / "figures.json"
        run(self.payables, "accuracy", "--truth", truths, "--pred", drafts, "--calibration", "--json", figures,
            stdout=subprocess.DEVNULL)
        return json.loads(figures.read_text(encoding="utf-8")), truths


def generated(payables, name, seed, count, *flags):
    """Documents of the generator, made once for each seed and number."""
    folder = WORK / f"{name}-{seed}-{count}"
    if not (folder / ".done").exists():
        print(f"accuracy: making {count} documents ({name})", flush=True)
        python = python_of("generator", HOME / "fixtures/generator/requirements.txt")
        run(python, HOME / "fixtures/generator/make.py", "--seed", seed, "--count", count, "--out", folder, *flags,
            stdout=subprocess.DEVNULL)
        (folder / ".done").touch()
    documents = Documents(name, payables, folder, folder.with_name(folder.name + ".words"))
    documents.read(sorted(p for p in folder.iterdir() if p.suffix == ".pdf" or p.suffix in PICTURES))
    return documents


def small_training(sets):
    """Models of five folds, items first, as scripts/train/run.sh trains them; made and real documents weigh 1 and 4."""
    python = python_of("train", HOME / "scripts/train/requirements.txt")

    def measured(*options):
        features = []
        for documents in sets:
            weight = 4 if documents.name == "real" else 1
            features += ["--features", f"{documents.candidates(*options)}={documents.truths}:{weight}"]
        return features

    folds, items = WORK / "folds", WORK / "items.json"
    print("accuracy: training the models of each fold", flush=True)
    run(python, HOME / "scripts/train/train.py", *measured(), "--only", "line_item", "--out", items, stdout=subprocess.DEVNULL)
    features = measured("--models", items)
    run(python, HOME / "scripts/train/train.py", *features, "--out", WORK / "scoring.json", "--folds", folds,
        stdout=subprocess.DEVNULL)
    return folds


# Why a value is wrong

def plain(value):
    return "".join(c for c in unicodedata.normalize("NFKC", str(value)).casefold() if c.isalnum())


def digits(value):
    return "".join(c for c in str(value) if c.isdigit())


class Text:
    """The words of a document, to be asked whether a value can be read off them."""

    def __init__(self, file=None):
        """Without a file: a document that could not be read."""
        pages = json.loads(file.read_text(encoding="utf-8")) if file else []
        words = [w["text"] for page in pages for w in page["words"]]
        self.words = words
        self.whole = "".join(map(plain, words))
        self.set = {plain(part) for word in words for part in re.findall(r"\w+", word)}
        self.starts = set()
        at = 0
        for word in words:
            self.starts.add(at)
            at += len(plain(word))
        self.starts.add(at)

    def has(self, field, value):
        if field in AMOUNTS:
            return self.has_amount(value)
        if field in DATES:
            return self.has_date(str(value))
        if field in PRINTED_APART:
            # In two columns, or broken at a line's end: each word has to be there, not all in one run.
            return all(part in self.set or len(part) > 3 and part in self.whole for part in map(plain, re.findall(r"\w+", str(value))))
        return self.has_letters(plain(value))

    def has_letters(self, wanted):
        """As one run of letters and digits; short ones have to be words of their own, or any "4" would be found."""
        at = self.whole.find(wanted)
        while wanted and at >= 0:
            if len(wanted) >= 6 or (at in self.starts and at + len(wanted) in self.starts):
                return True
            at = self.whole.find(wanted, at + 1)
        return False

    def has_amount(self, value):
        text = str(value).lstrip("-")
        wanted = {digits(text), digits(text).lstrip("0")}
        if "." in text and not text.split(".")[1].strip("0"):
            wanted.add(text.split(".")[0])
        runs = [digits(w) for w in self.words]
        for start in range(len(runs)):
            joined = ""
            for part in runs[start:start + 4]:
                if joined and not part:
                    break
                joined += part
                if joined and joined in wanted:
                    return True
        return False

    def has_date(self, value):
        match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)
        if not match:
            return self.has_letters(plain(value))
        year, month, day = match.groups()
        text = " ".join(self.words)
        y, m, d = rf"(?:{year}|{year[2:]})", f"0?{int(month)}", f"0?{int(day)}"
        between, name = r"[^\w]{1,4}", r"[^\W\d]{3,12}"
        orders = [(d, m, y), (m, d, y), (y, m, d), (d, name, y), (name, d, y), (y, name, d), (year, month, day)]
        patterns = [rf"(?<!\d){a}(?:{between}|(?:st|nd|rd|th|er|º|\.)?\W{{1,4}}(?:de |of |den )?){b}(?:{between}(?:de |del )?){c}(?!\d)"
                    for a, b, c in orders]
        patterns += [rf"(?<!\d){year}{month}{day}(?!\d)", rf"(?<!\d){day}{month}{year}(?!\d)",
                     rf"(?<!\d){d}\W?{name}\W?{y}(?!\d)"]
        return any(re.search(p, text, re.IGNORECASE) for p in patterns)


def same_form(field, truth, predicted):
    """Whether the reading has the truth's characters, in another form."""
    a, b = plain(truth), plain(predicted)
    if field in AMOUNTS:
        left, right = (digits(x).strip("0") for x in (truth, predicted))
        return bool(left) and left == right
    if field in DATES:
        return sorted(re.findall(r"\d+", str(truth))) == sorted(re.findall(r"\d+", str(predicted)))
    return len(a) >= 3 and len(b) >= 3 and (a in b or b in a)


def cause_of(field, truths, predicted, text, candidates):
    """One of CAUSES. The first that holds, in the order of the way: read, found, chosen, written down."""
    if truths is None:
        return "invented"
    truths = truths if isinstance(truths, list) else [truths]
    if predicted is not None and any(same_form(field, t, predicted) for t in truths):
        return "normalisation"
    if field in ("currency", "document_type"):
        return "rule"
    if not any(text.has(field, t) for t in truths):
        return "text"
    if candidates is None:
        return "rule"
    if not any(is_right(field, c, t) for c in candidates for t in truths):
        return "candidate missing"
    return "left out" if predicted is None else "wrong choice"


def errors(documents, figures):
    """Counts of (field, cause)."""
    lines = documents.candidates().read_text(encoding="utf-8").splitlines()
    models = set(json.loads(lines[0]))
    candidates = {}
    for line in lines[1:]:
        found = defaultdict(list)
        row = json.loads(line)
        for example in row["examples"]:
            found[example["model"]].append(example["value"])
        candidates[row["doc"]] = found
    counts = Counter()
    for document in figures["documents"]:
        text = None
        for fault in document["errors"]:
            field = fault["field"]
            file = documents.words / f"{document['name']}.words.json"
            if text is None:
                text = Text(file) if file.exists() else Text()
            known = candidates.get(document["name"], {}).get(field, []) if field in models else None
            counts[field, cause_of(field, fault["truth"], fault["predicted"], text, known)] += 1
    return counts


# The page

def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def share(value):
    return f"{value:.3f}"


def percent(value):
    return f"{100 * value:.2f} %"


def tally_row(name, tally):
    items = tally["line_items"]
    return [name, tally["documents"], *(share(tally["micro"][k]) for k in ("precision", "recall", "f1")),
            f"{tally['all_header_fields_right']['documents']} ({tally['all_header_fields_right']['rate']:.0%})",
            share(items["f1"]) if items["documents"] else "–",
            f"{items['documents_all_right']} of {items['documents']}" if items["documents"] else "–"]


TALLY = ["documents", "precision", "recall", "F1", "all fields right", "line items F1", "all rows right"]


def section(title, method, figures, counts, layouts_named):
    overall, calibration = figures["overall"], figures["calibration"]
    parts = [f"## {title}\n", method + "\n", table(["", *TALLY], [tally_row("all", overall)]),
             f"Mean F1 over {len(figures['by_layout_f1'])} layouts: **{share(figures['layout_macro_f1'])}**.\n"]
    parts += ["### By field\n", table(
        ["field", "in truth", "read", "right", "precision", "recall", "F1"],
        [[f, t["truth"], t["predicted"], t["correct"], share(t["precision"]), share(t["recall"]), share(t["f1"])]
         for f, t in sorted(overall["fields"].items())])]
    for key, word in (("by_kind", "kind"), ("by_language", "language")):
        parts += [f"### By {word}\n", table([word, *TALLY], [tally_row(n, t) for n, t in sorted(figures[key].items())])]
    by_layout = sorted(figures["by_layout_f1"].items(), key=lambda pair: (pair[1], pair[0]))
    steps = [(1.0, 1.01), (0.98, 1.0), (0.95, 0.98), (0.9, 0.95), (0.8, 0.9), (0.0, 0.8)]
    parts += ["### By layout\n", table(
        ["F1 of the layout", "layouts"],
        [[f"{low:g}" if low == 1 else f"{low:g} to {high:g}", sum(low <= f < high for _, f in by_layout)] for low, high in steps])]
    if layouts_named:
        parts += ["The weakest: " + ", ".join(f"{n} {share(f)}" for n, f in by_layout[:12]) + ".\n"]
    parts += ["### Errors by cause\n", error_table(counts)]
    parts += ["### Confidence\n", calibration_tables(calibration)]
    return "\n".join(parts)


def error_table(counts):
    used = [c for c in CAUSES if any(cause == c for _, cause in counts)]
    rows = []
    for field in sorted({f for f, _ in counts}, key=lambda f: (-sum(n for (g, _), n in counts.items() if g == f), f)):
        cells = [counts[field, c] or "" for c in used]
        rows.append([field, *cells, sum(n for (f, _), n in counts.items() if f == field)])
    rows.append(["**all**", *(sum(n for (_, c), n in counts.items() if c == cause) for cause in used), sum(counts.values())])
    return table(["field", *used, "all"], rows)


def calibration_tables(calibration):
    groups = [(n, g) for n, g in sorted(calibration["fields"].items()) if g["reliability"]["count"]]
    groups += [("**fields of payment**", calibration["payment"]), ("**all fields**", calibration["overall"])]
    groups += [("**documents**", calibration["documents"])]
    rows = []
    for name, group in groups:
        r, least = group["reliability"], group["acceptance"].get("least")
        rows.append([name, r["count"], share(r["predicted"]), share(r["observed"]), share(r["ece"]), share(r["adaptive_ece"]),
                     share(r["brier"]), f"{least['threshold']:.4f}" if least else "none",
                     percent(least["automation"]) if least else "–"])
    parts = [table(["", "values", "confidence", "right", "ECE", "ECE, equal bins", "Brier", "threshold", "automation"], rows),
             "`threshold` keeps false accepts within 0.5 %, measured on these documents.\n"]
    parts += ["All fields, bins of equally many values:\n", table(
        ["confidence", "values", "predicted", "right"],
        [[f"{b['from']:.3f} to {b['to']:.3f}", b["count"], share(b["predicted"]), share(b["observed"])]
         for b in calibration["overall"]["reliability"]["quantiles"]])]
    documents, required = (calibration[k]["acceptance"]["thresholds"] for k in ("documents", "documents_by_required_fields"))
    parts += ["Documents that would pass without a person, by all fields of payment, and by the required ones, which the workflow asks for:\n",
              table(["threshold", "pass", "automation", "wrong", "false accepts", "95 % bound", "right, incomplete",
                     "by required: pass", "wrong", "false accepts", "95 % bound"],
                    [[f"{t['threshold']:g}", *passing(t), d, *(passing(r)[i] for i in (0, 2, 3, 4))]
                     for t, d, r in zip(documents, calibration["incomplete"], required)]), verdict(calibration)]
    return "\n".join(parts)


def passing(row):
    return [row["accepted"], percent(row["automation"]), row["wrong"], percent(row["false_accepts"]),
            percent(row["bound"]) if row["accepted"] else "–"]


def verdict(calibration):
    least, target = calibration["documents"]["acceptance"].get("least"), calibration["target"]
    if not least:
        return f"No threshold keeps false accepts within {percent(target)}.\n"
    text = (f"Least threshold within {percent(target)}: **{least['threshold']:.4f}**, {least['accepted']} of {least['total']} documents, "
            f"{least['wrong']} wrong.")
    if least["bound"] > target:
        text += (f" Too few documents to tell: with 95 % certainty it is only below {percent(least['bound'])}. With none wrong "
                 f"(rule of three) {round(3 / target)} accepted documents would do.")
    return text + "\n"


def machine():
    try:
        info = Path("/proc/cpuinfo").read_text()
        cpu = re.search(r"model name\s*:\s*(.+)", info)
        return f"{cpu.group(1) if cpu else platform.machine()}, {info.count('processor' + chr(9))} processors"
    except OSError:
        return platform.machine()


def head(digest, commit):
    causes = "\n".join(f"* **{c}**: {text}" for c, text in CAUSES.items())
    return f"""# Accuracy

Made by `make accuracy-page`; do not edit. {date.today().isoformat()}, commit {commit}, models {digest[:12]},
{machine()}. Longer history and what is aimed at: [quality.md](quality.md).

**Method.** A value is right by the rules of [0061](decisions/0061-our-own-scorer.md); a value read of a field that the truth lists
as absent is wrong. No document is weighed by models that were trained on its layout. Words are read once (`payables words`),
drafts are made from them (`payables drafts`) and scored (`payables accuracy --calibration`). Rules and lists of words were written
with the not held-back layouts and the development corpus in sight; only the held-back layouts are free of that, too. Receipts and
e-invoices are not in these figures: receipts are read without models, e-invoices from their XML.

**Confidence.** ECE: mean |share right − mean confidence| over ten bins of equal width, each weighed by its values. Which fields count
for a document, and why its confidence is the least of theirs: [0063](decisions/0063-confidence-of-documents-and-thresholds.md).
The curves of the folds were fitted to all of these predictions, so ECE with the layout left out flatters a little; that of the
held-back layouts does not. The 95 % bound takes documents for independent; those of one layout are not, so the truth is less certain still.

**Causes of errors**, the first that holds:

{causes}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("payables", type=Path)
    parser.add_argument("--corpus", type=Path, help="folder of NAME.pdf with NAME.truth.json")
    parser.add_argument("--train", type=Path, default=HOME / ".build" / "train", help="what make train left behind")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--out", type=Path, default=HOME / "docs" / "accuracy.md")
    options = parser.parse_args()
    options.payables = options.payables.resolve()
    WORK.mkdir(parents=True, exist_ok=True)

    held = generated(options.payables, "held-back", HELD_SEED, options.count, "--held-back-only")
    real, trained = None, (options.train / "folds").is_dir()
    if trained:
        folds = options.train / "folds"
        known = [Documents(n, options.payables, options.train / n, options.train / f"{n}.words") for n in ("text", "scans")]
        if options.corpus and (options.train / "real.words").is_dir():
            real = Documents("real", options.payables, options.corpus, options.train / "real.words")
        source = "The folds are those of `make train`, which the shipped models come from, too."
    else:
        known = [generated(options.payables, "generated", KNOWN_SEED, options.count, "--no-held-back")]
        if options.corpus:
            real = Documents("real", options.payables, options.corpus, WORK / "real.words")
            real.read(sorted(options.corpus.glob("*.pdf")))
        folds = small_training(known + ([real] if real else []))
        source = (f"The folds were trained on these {options.count} documents{' and the corpus' if real else ''} only, a part of what "
                  "the shipped models saw: after `make train` the page uses its folds.")

    titles = {
        "held-back": ("Generated, held-back layouts", f"Seed {HELD_SEED}, the models as shipped. Nobody who works on extraction looks at "
                      "these layouts."),
        "generated": ("Generated, layout left out", f"Seed {KNOWN_SEED}. {source}"),
        "text": ("Generated, layout left out", source),
        "scans": ("Generated with scans, faxes and pictures among them, layout left out", source),
        "real": ("Real documents, layout left out", "The development corpus: its PDFs, each weighed by models without its layout."),
    }
    pages, summary = [], []
    for documents in [held, *known, *([real] if real else [])]:
        documents.require_complete()
        figures, _ = documents.draft(None if documents is held else folds)
        counts = errors(documents, figures)
        title, method = titles[documents.name]
        missing = figures["overall"]["missing_predictions"]
        if missing:
            method += f" **{missing} could not be read at all; they count as all fields missing.**"
        pages.append(section(title, method, figures, counts, documents.name not in ("real", "held-back")))
        summary.append(tally_row(title, figures["overall"]) + [share(figures["calibration"]["overall"]["reliability"]["ece"])])
        print(f"accuracy: {documents.name}: F1 {figures['overall']['micro']['f1']}", flush=True)
    about = json.loads((HOME / "schemas/scoring.json").read_text(encoding="utf-8"))["about"]
    commit = subprocess.run(["git", "-C", HOME, "describe", "--always", "--dirty"], capture_output=True, text=True).stdout.strip()
    page = [head(about["data"], commit or "unknown"), "## Summary\n", table(["", *TALLY, "ECE"], summary), *pages]
    options.out.write_text("\n".join(page), encoding="utf-8")
    print(f"accuracy: wrote {options.out}")


if __name__ == "__main__":
    main()
