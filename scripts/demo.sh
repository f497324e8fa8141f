#!/bin/bash
# demo.sh PAYABLES OUT: the fixture documents through the whole way, into a fresh OUT.
set -euo pipefail
payables=$1 out=$2

if [[ -e $out ]]; then
    # Only what an earlier run wrote is removed.
    [[ -d $out/.payables ]] || { echo "demo: $out exists and is no output of payables; move it away." >&2; exit 1; }
    rm -rf "$out"
fi
status=0
# The day is set, so that the demo is the same in years to come.
"$payables" batch fixtures/documents --out "$out" --master fixtures/master --set today=2026-11-23 ${JOBS:+--jobs "$JOBS"} || status=$?
# The fixtures hold documents for review (2) and to be rejected (3) on purpose, but none that fails (4).
case $status in
    0 | 2 | 3) ;;
    *) echo "demo: payables batch ended with $status; see README.md, exit codes." >&2; exit 1 ;;
esac
echo
echo "demo: done. Open $out/report.html in a browser; one JSON per document and summary.csv are beside it."
