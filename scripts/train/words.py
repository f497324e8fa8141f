"""What the scripts that change pages of words share: NAME.words.json in, the same name in another folder out."""
import argparse
import json
import random
from pathlib import Path


def change_files(change, doc, with_truth=False):
    """Runs `change(pages, rng)` over the files of the command line; the same seed and name give the same page.

    With truth it is `change(pages, truth, rng)`: NAME.truth.json is read from one folder and written, changed, to another."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    if with_truth:
        parser.add_argument("--truth", required=True)
        parser.add_argument("--truth-out", required=True)
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    for path in map(Path, sorted(options.files)):
        pages = json.loads(path.read_text(encoding="utf-8"))
        rng = random.Random(f"{options.seed}/{path.name}")
        if with_truth:
            name = path.name.removesuffix(".words.json") + ".truth.json"
            truth = json.loads((Path(options.truth) / name).read_text(encoding="utf-8"))
            change(pages, truth, rng)
            folder = Path(options.truth_out)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
        else:
            change(pages, rng)
        (out / path.name).write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
