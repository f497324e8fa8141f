"""What the scripts that change pages of words share: NAME.words.json in, the same name in another folder out."""
import argparse
import json
import random
from pathlib import Path


def change_files(change, doc):
    """Runs `change(pages, rng)` over the files of the command line; the same seed and name give the same page."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    for path in map(Path, sorted(options.files)):
        pages = json.loads(path.read_text(encoding="utf-8"))
        change(pages, random.Random(f"{options.seed}/{path.name}"))
        (out / path.name).write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
