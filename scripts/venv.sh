#!/bin/bash
# venv.sh FOLDER REQUIREMENTS: makes a Python environment with the pinned packages, once per content of REQUIREMENTS.
set -euo pipefail
folder=$1 requirements=$2
mark="$folder/made-for"
digest=$(sha256sum <"$requirements")
[[ -f $mark && $(<"$mark") == "$digest" ]] && exit 0

fail() { printf 'venv: %s\n' "$*" >&2; exit 1; }

rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
"${PYTHON:-python3}" -m venv "$folder" || fail "python3 -m venv does not work; is the package python3-venv installed?"
"$folder/bin/pip" install -q --disable-pip-version-check -r "$requirements" \
    || fail "pip could not install what $requirements names; is there a network?"
echo "$digest" >"$mark"
echo "venv: made $folder from $requirements."
