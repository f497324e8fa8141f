#!/usr/bin/env python3
"""Checks that relative links of all Markdown files lead somewhere, and that docs/decisions/README.md lists every decision."""

import re
import subprocess
import sys
from pathlib import Path

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def main():
    root = Path(__file__).resolve().parent.parent
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=root, capture_output=True, text=True, check=True)
    troubles, count = [], 0
    for name in files.stdout.split():
        page = root / name
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            count += 1
            if not (page.parent / target).exists():
                troubles.append(f"{name}: {target} does not exist")
    decisions = root / "docs/decisions"
    index = (decisions / "README.md").read_text(encoding="utf-8")
    for page in sorted(decisions.glob("[0-9]*.md")):
        if page.name not in index:
            troubles.append(f"docs/decisions/README.md does not list {page.name}")
    for trouble in troubles:
        print("check-links: " + trouble, file=sys.stderr)
    print(f"check-links: {count} links, {len(troubles)} troubles.")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
