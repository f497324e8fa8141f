#!/bin/bash
# Installs the Debian packages of scripts/packages.txt that are missing. Does nothing, and asks nothing, when all are there.
set -euo pipefail
list="$(dirname "$0")/packages.txt"

fail() { printf 'install-packages: %s\n' "$*" >&2; exit 1; }

missing=()
while read -r name; do
    [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null || true) == *"ok installed"* ]] || missing+=("$name")
done < <(command -v dpkg-query >/dev/null && sed -E 's/[[:space:]]*#.*//; /^[[:space:]]*$/d' "$list")

if ! command -v dpkg-query >/dev/null; then
    command -v pkg-config >/dev/null \
        && pkg-config --exists poppler-glib tesseract lept libseccomp libcurl libpq gmime-3.0 libarchive opendkim \
        && { echo "install-packages: no Debian here, but the C libraries are found; going on."; exit 0; }
    fail "this is neither Debian nor Ubuntu. Install what $list names by hand, then run again."
fi

if ((${#missing[@]} == 0)); then
    echo "install-packages: every package is installed."
    exit 0
fi

echo "install-packages: these packages are missing and will be installed with apt-get:"
for name in "${missing[@]}"; do
    printf '  %-20s %s\n' "$name" "$(sed -nE "s/^$name[[:space:]]*#[[:space:]]*//p" "$list")"
done

root=()
if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || fail "not root and no sudo. Ask an administrator to run: apt-get install ${missing[*]}"
    root=(sudo)
fi
command -v apt-get >/dev/null || fail "apt-get is missing. Install by hand: ${missing[*]}"
# An unreachable mirror is no trouble as long as the packages themselves come.
"${root[@]}" apt-get -q update || echo "install-packages: apt-get update failed; trying with the lists at hand." >&2

# Mail and name servers are for the tests, which start their own: the installation starts none. Whoever has a policy keeps it.
policy=/usr/sbin/policy-rc.d
if "${root[@]}" test ! -e "$policy"; then
    trap '"${root[@]}" rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null
    "${root[@]}" chmod 755 "$policy"
fi
# Postfix asks what kind of mail server this is to be: none.
if [[ " ${missing[*]} " == *" postfix "* ]]; then
    echo "postfix postfix/main_mailer_type select No configuration" | "${root[@]}" debconf-set-selections
fi
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" \
    || fail "apt-get could not install: ${missing[*]}. Its own words stand above; is there a network?"
echo "install-packages: installed ${#missing[@]} packages."
servers=()
for name in postfix opendkim opendmarc unbound; do [[ " ${missing[*]} " != *" $name "* ]] || servers+=("$name"); done
if ((${#servers[@]} > 0)) && [[ -d /run/systemd/system ]]; then
    echo "install-packages: none of these was started, but they would be with the machine. To keep them off: systemctl disable ${servers[*]}"
fi
