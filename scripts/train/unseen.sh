#!/usr/bin/env bash
# How the models do on layouts they have not seen: the real documents of the last `make train CORPUS=...`, each weighed by the
# models of the fold without its layout, and generated documents of held-back layouts.
#
# usage: unseen.sh PAYABLES [CORPUS]
set -euo pipefail
payables=$1 corpus=${2:-}
home=$(cd "$(dirname "$0")/../.." && pwd)
work=$home/.build/train
[ -d "$work/folds" ] || { echo "unseen: run make train first; it writes the models of each fold" >&2; exit 1; }

if [ -n "$corpus" ] && [ -d "$work/real.words" ]; then
  for kind in text scan; do
    rm -rf "$work/unseen.$kind" "$work/unseen.$kind.truth"
    mkdir -p "$work/unseen.$kind" "$work/unseen.$kind.truth"
    for fold in "$work"/folds/*.json; do
      names=$(sed -n 's#.*/##p' <(grep "^$(basename "$corpus")/" "${fold%.json}.txt") | grep -E "$([ $kind = scan ] && echo '[-]scan$' || echo '.')" |
        { [ $kind = scan ] && cat || grep -v -- '-scan$' || true; })
      [ -n "$names" ] || continue
      files=()
      for name in $names; do
        files+=("$work/real.words/$name.words.json")
        cp "$corpus/$name.truth.json" "$work/unseen.$kind.truth/"
      done
      "$payables" drafts "${files[@]}" --models "$fold" --out "$work/unseen.$kind"
    done
    echo "== real documents ($kind), layout left out"
    "$payables" accuracy --truth "$work/unseen.$kind.truth" --pred "$work/unseen.$kind"
  done
fi

if [ ! -d "$work/held" ]; then
  "$home/.venv/generator/bin/python" "$home/fixtures/generator/make.py" --held-back-only --seed 4242 --count "${HELD:-400}" \
    --out "$work/held" > /dev/null
  "$payables" words "$work"/held/*.pdf --out "$work/held.words"
fi
rm -rf "$work/unseen.held"
"$payables" drafts "$work"/held.words/*.words.json --out "$work/unseen.held"
echo "== generated documents of held-back layouts"
"$payables" accuracy --truth "$work/held" --pred "$work/unseen.held"
