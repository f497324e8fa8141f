#!/bin/bash
# run.sh [PAYABLES]: how fast and how big payables is beside the plain tools it is built on. See Benchmarks/README.md.
# FULL=1 grows to 5,000 documents instead of 1,000. Documents are made once and kept in .build/bench.
set -euo pipefail
cd "$(dirname "$0")/.."
payables=${1:-.build/release/payables}
work=.build/bench
many=${MANY:-$([[ ${FULL:-} == 1 ]] && echo 5000 || echo 1000)}

fail() { printf 'bench: %s\n' "$*" >&2; exit 1; }
[[ -x $payables ]] || fail "$payables is not built; run make build"
for tool in pdftotext pdftoppm tesseract python3; do
    command -v $tool >/dev/null || fail "$tool is missing; run make install-deps"
done

python=${GENERATOR_PYTHON:-.venv/generator/bin/python}
[[ -x $python ]] || scripts/venv.sh .venv/generator fixtures/generator/requirements.txt

# made FOLDER ARGUMENTS...: made again when the arguments, or the generator, are others than last time.
made() {
    local folder=$work/$1
    shift
    local mark
    mark="$* $(find fixtures/generator -name '*.py' -print0 | sort -z | xargs -0 cat | sha256sum)"
    [[ -f $folder.made && $(<"$folder.made") == "$mark" ]] && return
    rm -rf "$folder" "$folder.made"
    mkdir -p "$folder"
    "$python" fixtures/generator/make.py "$@" --out "$folder" >/dev/null
    echo "$mark" >"$folder.made"
}

mkdir -p "$work"
echo "bench: making documents (kept in $work) ..." >&2
made few --seed 7 --count 100
made many --seed 7 --count "$many"
made mixed --seed 8 --count 330 --mixed

python3 Benchmarks/bench.py --payables "$payables" --work "$work" --json "${JSON:-$work/results.json}" \
    --jobs "${JOBS:-2}" --repeats "${REPEATS:-3}"
