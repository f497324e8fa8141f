#!/bin/bash
# surroundings.sh PAYABLES: a batch that is interrupted by Ctrl-C and goes on, one by an ordinary user, and one without landlock
# come to the same results as an undisturbed one. DOCUMENTS and MASTER choose other folders.
set -euo pipefail
payables=$(realpath "$1")
documents=${DOCUMENTS:-fixtures/documents} master=${MASTER:-fixtures/master}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/payables-surroundings.XXXXXX")
child=
trap '[[ -z $child ]] || kill -9 "$child" 2>/dev/null || true; rm -rf "$work"' EXIT

fail() { printf 'surroundings: %s\n' "$*" >&2; exit 1; }
arguments=(batch "$documents" --master "$master" --jobs 2 --explain none)

# Ends with the status of the batch; 0, 2 and 3 are outcomes of documents, all else is trouble.
finish() {
    local name=$1 status=0
    shift
    "$@" "${arguments[@]}" --out "$work/$name" >>"$work/$name.log" 2>&1 || status=$?
    case $status in 0 | 2 | 3) ;; *) tail -20 "$work/$name.log" >&2; fail "$name ended with $status" ;; esac
}
same() { "$here/compare-batches.py" "$work/calm" "$work/$1" >&2 || fail "$1 differs from the undisturbed run"; }
results() { find "$work/$1" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l; }

finish calm "$payables"
echo "surroundings: undisturbed: $(results calm) results."

# Ctrl-C once a few documents are done. A shell's background job ignores SIGINT, so Python gives it its meaning back.
python3 -c 'import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])' \
    "$payables" "${arguments[@]}" --out "$work/interrupted" >>"$work/interrupted.log" 2>&1 &
child=$!
until (($(results interrupted) >= 3)); do
    kill -0 "$child" 2>/dev/null || fail "the batch ended before it was interrupted"
    sleep 0.02
done
kill -INT "$child"
status=0
wait "$child" || status=$?
child=
((status == 75)) || { tail -20 "$work/interrupted.log" >&2; fail "the interrupted batch ended with $status, not 75"; }
left=$(($(results calm) - $(results interrupted)))
((left > 0)) || fail "the batch was interrupted too late"
grep -q 'resume' "$work/interrupted/report.html" || fail "the report does not say that documents are left"
[[ -z $(find "$work/interrupted" -name '*.part') ]] || fail "files are left half written"
arguments+=(--resume)
finish interrupted "$payables"
unset "arguments[-1]"
same interrupted
echo "surroundings: Ctrl-C with $left documents left ends with 75, and --resume comes to the same results."

if ((EUID == 0)); then
    chmod 755 "$work"
    install -d -o 65534 -g 65534 "$work/ordinary"
    finish ordinary setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs env HOME="$work/ordinary" "$payables"
    same ordinary
    echo "surroundings: an ordinary user comes to the same results."
else
    echo "surroundings: this is an ordinary user already."
fi

finish bare "$here/without-landlock.py" "$payables"
grep -q 'not fully shut in: files are not shut off' "$work/bare.log" || fail "it is not told that landlock is absent"
same bare
echo "surroundings: OK: without landlock it is said, and the results are the same."
