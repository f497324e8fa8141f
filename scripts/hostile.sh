#!/bin/bash
# hostile.sh PAYABLES [MUTANTS]: broken and malicious files through payables batch. It must live, end with a documented exit
# code, and give every file a result. The committed hostile files also have the outcome that expected.json names.
# 300 mutants by default; the full figure is 2000. SEED chooses others.
set -euo pipefail
payables=$1 count=${2:-300} seed=${SEED:-1}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/payables-hostile.XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() { printf 'hostile: %s (SEED=%s)\n' "$*" "$seed" >&2; exit 1; }

# batch NAME FOLDER: of the codes of README.md only those that speak of documents are right here.
batch() {
    local status=0
    "$payables" batch "$2" --out "$work/$1" --jobs 2 --explain none --set seconds_per_page=20 >"$work/$1.log" 2>&1 || status=$?
    case $status in 0 | 2 | 3 | 4) ;; *) tail -20 "$work/$1.log" >&2; fail "payables batch on $1 ended with $status" ;; esac
    echo "hostile: $1 ended with exit code $status."
}

batch files fixtures/hostile
"$here/check-batch.py" fixtures/hostile "$work/files" --expected fixtures/hostile/expected.json || fail "the hostile files"

# Needs nothing but Python itself.
python3 fixtures/generator/mutate.py --seed "$seed" --count "$count" --out "$work/mutants" >/dev/null
batch mutated "$work/mutants"
"$here/check-batch.py" "$work/mutants" "$work/mutated" || fail "the mutants"
echo "hostile: OK: hostile files and $count mutants, each with a result."
