#!/bin/bash
# kill-resume.sh PAYABLES [KILLS]: kills a batch with SIGKILL at random moments, goes on with --resume, and holds the results
# against those of a run that nobody disturbed. SEED makes the moments repeatable; DOCUMENTS and MASTER choose other folders.
set -euo pipefail
payables=$1 kills=${2:-10}
documents=${DOCUMENTS:-fixtures/documents} master=${MASTER:-fixtures/master}
seed=${SEED:-$RANDOM}
RANDOM=$seed
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/payables-kill.XXXXXX")
child=
trap '[[ -z $child ]] || kill -9 "$child" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { printf 'kill-resume: %s (SEED=%s)\n' "$*" "$seed" >&2; exit 1; }
now() { date +%s%N | cut -c1-13; }
batch() { exec "$payables" batch "$documents" --master "$master" --jobs 2 --explain none "$@" >>"$work/log" 2>&1; }

# Ends with the status of the batch; 0, 2 and 3 are outcomes of documents, all else is trouble.
finish() {
    local status=0
    (batch "$@") || status=$?
    case $status in 0 | 2 | 3) ;; *) tail -20 "$work/log" >&2; fail "payables batch $* ended with $status" ;; esac
}

began=$(now)
finish --out "$work/calm"
span=$(($(now) - began))
echo "kill-resume: undisturbed run took $span ms; killing $kills times (SEED=$seed)."

round=1 done=0
while ((done < kills)); do
    # Some kills early in a folder's life, some late: a folder gets about four kills, then comes to its end.
    wait_ms=$(((RANDOM * 32768 + RANDOM) % (span * 2 / 5 + 1) + 20))
    batch --out "$work/round-$round" --resume &
    child=$!
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    readers=$(pgrep -P "$child" || true)
    kill -9 "$child" 2>/dev/null || true
    status=0
    wait "$child" 2>/dev/null || status=$?
    child=
    case $status in
        137)
            done=$((done + 1))
            for reader in $readers; do
                for _ in $(seq 50); do kill -0 "$reader" 2>/dev/null || continue 2; sleep 0.1; done
                fail "reader $reader outlived its parent by five seconds"
            done
            ;;
        # It had come to its end before.
        0 | 2 | 3) round=$((round + 1)) ;;
        *) tail -20 "$work/log" >&2; fail "payables batch --resume ended with $status" ;;
    esac
done
for number in $(seq "$round"); do
    finish --out "$work/round-$number" --resume
    "$here/compare-batches.py" "$work/calm" "$work/round-$number" || fail "round $number differs from the undisturbed run"
done
echo "kill-resume: OK: $done kills in $round folders, every result as undisturbed, every booking made once."
