#!/usr/bin/env bash
# Train the models that weigh candidates: schemas/scoring.json.
#
# usage: run.sh PAYABLES [CORPUS]
#
# Makes documents (fixtures/generator, fixed seeds, no held-back layouts), reads their words, copies them with decoys, and
# these once more with identifiers of other shapes, measures the candidates and trains. CORPUS, a folder of real documents
# with truth, is added with four times the weight.
# Words are kept in .build/train, for reading takes longest; remove the folder to begin anew.
set -euo pipefail
payables=$1 corpus=${2:-}
home=$(cd "$(dirname "$0")/../.." && pwd)
work=$home/.build/train
count=${COUNT:-1800} scans=${SCANS:-150}
python=$home/.venv/train/bin/python
make_documents=("$home/.venv/generator/bin/python" "$home/fixtures/generator/make.py" --no-held-back)

"$home/scripts/venv.sh" "$home/.venv/generator" "$home/fixtures/generator/requirements.txt"
"$home/scripts/venv.sh" "$home/.venv/train" "$home/scripts/train/requirements.txt"
mkdir -p "$work"

# words NAME FILE...: what the readers see, once. A file that cannot be read is tried again alone; if that fails, training
# stops: models must not come from fewer documents than their figures say.
words() {
  local name=$1
  shift
  [ -e "$work/$name.words/.done" ] && return
  echo "train: reading $# files of $name"
  rm -rf "$work/$name.words"
  mkdir -p "$work/$name.words"
  "$payables" words "$@" --out "$work/$name.words" || echo "train: trying files of $name again that could not be read" >&2
  local file stem
  for file in "$@"; do
    stem=$(basename "${file%.*}")
    [ -s "$work/$name.words/$stem.words.json" ] || "$payables" words "$file" --out "$work/$name.words" ||
      { echo "train: $file cannot be read; nothing was trained" >&2; exit 1; }
  done
  touch "$work/$name.words/.done"
}

[ -d "$work/text" ] || "${make_documents[@]}" --seed 20261101 --count "$count" --out "$work/text" > /dev/null
[ -d "$work/scans" ] || "${make_documents[@]}" --seed 20261102 --count "$scans" --mixed --out "$work/scans" > /dev/null
words text "$work"/text/*.pdf
words scans $(find "$work/scans" -type f ! -name '*.json' | sort)
"$python" "$home/scripts/train/augment.py" --seed 20261103 --out "$work/decoys.words" "$work"/text.words/*.words.json
"$python" "$home/scripts/train/reshape.py" --seed 20261105 --out "$work/shapes.words" --truth "$work/text" --truth-out "$work/shapes" \
  "$work"/decoys.words/*.words.json

# Orders learn from other shapes instead of from the decoys alone (docs/decisions/0072).
sets=("text=$work/text:0.6" "decoys=$work/text:0.6:-purchase_order" "shapes=$work/shapes:0.6:purchase_order" "scans=$work/scans:1")
if [ -n "$corpus" ]; then
  words real $(find "$corpus" -maxdepth 1 -name '*.pdf' | sort)
  sets+=("real=$corpus:4")
fi

# measure [OPTION...]: the candidates of all documents.
features=()
measure() {
  local set name
  features=()
  for set in "${sets[@]}"; do
    name=${set%%=*}
    "$payables" drafts "$work/$name.words"/*.words.json --features "$work/$name.jsonl" "$@"
    features+=(--features "$work/$name.jsonl=${set#*=}")
  done
}

# Items first: which rows are theirs is measured of every other candidate.
measure
"$python" "$home/scripts/train/train.py" "${features[@]}" --only line_item --out "$work/items.json"
measure --models "$work/items.json"
"$python" "$home/scripts/train/train.py" "${features[@]}" --out "$home/schemas/scoring.json" --folds "$work/folds"
echo "train: wrote schemas/scoring.json; the models of each fold are in $work/folds"
