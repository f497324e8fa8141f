#!/usr/bin/env python3
"""Measures `payables batch` beside pdftotext and tesseract, over the same files, with the same number of jobs.

Called by run.sh, which makes the documents. Needs nothing but Python and Linux.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

# The bars: a plain tool does no more than give the words, so it is the least that reading can cost.
BARS = {
    "born-digital CPU / pdftotext -layout": ("at most", 2.0),
    "scans wall / tesseract": ("at most", 1.25),
    "peak memory, 2 jobs [MB]": ("at most", 600.0),
    "rate, many / few documents": ("at least", 0.95),
}
LANGUAGES = "eng+deu+fra"  # the default of `payables`
# Upright ones: plain tesseract does not turn pages.
SCANNED = {"scan", "fax"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payables", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    bench = Bench(parser.parse_args())
    bench.born_digital()
    bench.scans()
    bench.growth()
    bench.memory()
    return bench.report()


class Bench:
    def __init__(self, arguments):
        self.payables = str(Path(arguments.payables).resolve())
        self.work, self.json = arguments.work.resolve(), arguments.json
        self.jobs, self.repeats = arguments.jobs, arguments.repeats
        self.figures, self.runs = {}, []
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PAYABLES_") or k == "PAYABLES_SCHEMAS"}

    def born_digital(self):
        folder, files = self.work / "few", pdfs(self.work / "few")
        pairs = self.pairs(
            "born-digital", lambda: self.batch(folder), lambda: self.each(files, ["pdftotext", "-layout", "{}", "/dev/null"]))
        self.figures["born-digital CPU / pdftotext -layout"] = ratio(pairs, "cpu")
        self.figures["born-digital wall / pdftotext -layout"] = ratio(pairs, "wall")
        self.figures["born-digital documents per second"] = len(files) / median(pairs, 0, "wall")
        self.figures["born-digital CPU per document [ms]"] = 1000 * median(pairs, 0, "cpu") / len(files)

    def scans(self):
        folder, pages = self.scan_corpus()
        environment = {**self.environment, "OMP_THREAD_LIMIT": "1"}
        command = ["tesseract", "{}", "stdout", "-l", LANGUAGES]
        pairs = self.pairs("scans", lambda: self.batch(folder), lambda: self.each(pages, command, environment))
        self.figures["scans wall / tesseract"] = ratio(pairs, "wall")
        self.figures["scans CPU / tesseract"] = ratio(pairs, "cpu")
        self.figures["scanned pages per second"] = len(pages) / median(pairs, 0, "wall")

    def scan_corpus(self):
        """Scans among the mixed documents, and their pages as tesseract likes them best: grey, 300 dpi."""
        folder, drawn = self.work / "scans", self.work / "scan-pages"
        for one in (folder, drawn):
            shutil.rmtree(one, ignore_errors=True)
            one.mkdir()
        for truth in sorted((self.work / "mixed").glob("*.truth.json")):
            source = truth.with_name(truth.name.replace(".truth.json", ".pdf"))
            if source.exists() and json.loads(truth.read_text()).get("variant") in SCANNED:
                os.link(source, folder / source.name)
                subprocess.run(["pdftoppm", "-r", "300", "-gray", source, drawn / source.stem], check=True)
        pages = sorted(drawn.iterdir())
        if not pages:
            sys.exit("bench: the generator made no scans")
        return folder, pages

    def growth(self):
        few, many = self.work / "few", self.work / "many"
        counts = len(pdfs(few)), len(pdfs(many))
        pairs = self.pairs(f"{counts[1]} and {counts[0]} documents", lambda: self.batch(many), lambda: self.batch(few))
        rates = [(counts[0] / few_run["wall"], counts[1] / many_run["wall"]) for many_run, few_run in pairs]
        self.figures["rate, many / few documents"] = statistics.median(many / few for few, many in rates)
        self.figures["few documents"], self.figures["many documents"] = counts
        self.figures["documents per second, few"] = statistics.median(few for few, _ in rates)
        self.figures["documents per second, many"] = statistics.median(many for _, many in rates)

    def memory(self):
        """Not timed: looking at memory costs time. Scans need the most."""
        peaks = [self.batch(self.work / name, sampled=True)["memory"] for name in ("scans", "many")]
        self.figures["peak memory, 2 jobs [MB]"] = max(peak["pss"] for peak in peaks)
        self.figures["peak of the parent alone [MB]"] = max(peak["parent"] for peak in peaks)
        self.figures["peak of the largest reader [MB]"] = max(peak["reader"] for peak in peaks)
        self.figures["sum of high-water marks [MB]"] = max(peak["marks"] for peak in peaks)

    def pairs(self, name, ours, theirs):
        """One after the other, again and again, so that what else the machine does falls on both."""
        pairs = []
        for number in range(self.repeats):
            print(f"bench: {name}, run {number + 1} of {self.repeats} ...", file=sys.stderr)
            pairs.append((ours(), theirs()))
        self.runs.append({"name": name, "pairs": pairs})
        return pairs

    def batch(self, folder, sampled=False):
        with tempfile.TemporaryDirectory(prefix="payables-bench.") as out:
            # Explain pages are left out: they draw every page again for people, and stop at 200.
            command = [self.payables, "batch", str(folder), "--out", out, "--jobs", str(self.jobs), "--explain", "none"]
            run = measured(command, self.environment, sampled)
            if run["status"] not in (0, 2, 3):
                sys.exit(f"bench: payables batch ended with {run['status']}:\n{run['errors'][-2000:]}")
            return run

    def each(self, files, command, environment=None):
        """A process for each file, as a shell would: xargs -P."""
        with tempfile.NamedTemporaryFile("w", suffix=".list") as names:
            names.write("".join(f"{file}\0" for file in files))
            names.flush()
            xargs = ["xargs", "-0", "-a", names.name, "-P", str(self.jobs), "-I", "{}"] + command
            run = measured(xargs, environment or self.environment)
            if run["status"] != 0:
                sys.exit(f"bench: {command[0]} ended with {run['status']}:\n{run['errors'][-2000:]}")
            return run

    def report(self):
        missed = []
        print(f"\n{'figure':<42}{'measured':>10}  bar")
        for name, value in self.figures.items():
            text = f"{name:<42}{value:>10.2f}" if isinstance(value, float) else f"{name:<42}{value:>10}"
            if name in BARS:
                word, bar = BARS[name]
                holds = value <= bar if word == "at most" else value >= bar
                text += f"  {word} {bar:g}: {'reached' if holds else 'MISSED'}"
                missed += [] if holds else [name]
            print(text)
        facts = {"machine": platform.machine(), "processors": os.cpu_count(), "processor": processor(), "jobs": self.jobs,
                 "repeats": self.repeats, "pdftotext": version(["pdftotext", "-v"]), "tesseract": version(["tesseract", "--version"])}
        self.json.write_text(json.dumps({"facts": facts, "figures": self.figures, "runs": self.runs}, indent=1) + "\n")
        print(f"\nbench: {'OK' if not missed else 'missed: ' + ', '.join(missed)}. {facts['processors']} processors"
              f" ({facts['processor']}), {self.jobs} jobs, median of {self.repeats}. All runs: {self.json}")
        return 1 if missed else 0


def measured(command, environment, sampled=False):
    """Wall and CPU seconds of a command and of all it waited for."""
    with tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
        sampler = Sampler(process.pid) if sampled else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        run = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "status": process.returncode}
        if sampler:
            run["memory"] = sampler.stop()
        errors.seek(0)
        run["errors"] = errors.read().decode(errors="replace") if process.returncode not in (0, 2, 3) else ""
        return run


class Sampler:
    """Memory of a process and all below it, every 50 ms. PSS counts a page shared by several once in all."""

    def __init__(self, pid):
        self.pid, self.pss, self.marks, self.parents = pid, 0, {}, 0
        self.running = True
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while self.running:
            members = tree(self.pid)
            self.pss = max(self.pss, sum(map(pss, members)))
            for member in members:
                self.marks[member] = max(self.marks.get(member, 0), mark(member))
            time.sleep(0.05)

    def stop(self):
        self.running = False
        self.thread.join()
        readers = sorted((mark for pid, mark in self.marks.items() if pid != self.pid), reverse=True)
        parent = self.marks.get(self.pid, 0)
        # As many readers as can run at one time: those that were replaced are not counted with their successors.
        return {"pss": self.pss / 1024, "parent": parent / 1024, "reader": max(readers, default=0) / 1024,
                "marks": (parent + sum(readers[:2])) / 1024}


def tree(root):
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    children.setdefault(int(file.read().rpartition(")")[2].split()[1]), []).append(int(entry))
            except OSError:
                pass
    members, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        members.append(pid)
        waiting += children.get(pid, [])
    return members


def pss(pid):
    """kB; where the kernel does not tell PSS, all that is resident."""
    return field(f"/proc/{pid}/smaps_rollup", "Pss:") or field(f"/proc/{pid}/status", "VmRSS:")


def mark(pid):
    return field(f"/proc/{pid}/status", "VmHWM:")


def field(path, name):
    try:
        with open(path) as file:
            return next((int(line.split()[1]) for line in file if line.startswith(name)), 0)
    except OSError:
        return 0


def pdfs(folder):
    return sorted(folder.glob("*.pdf"))


def ratio(pairs, key):
    return statistics.median(ours[key] / theirs[key] for ours, theirs in pairs)


def median(pairs, side, key):
    return statistics.median(pair[side][key] for pair in pairs)


def processor():
    with open("/proc/cpuinfo") as file:
        return next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "unknown")


def version(command):
    answer = subprocess.run(command, capture_output=True, text=True)
    return (answer.stdout + answer.stderr).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
