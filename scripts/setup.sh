#!/bin/sh
# Makes .venv in the checkout with what requirements.lock pins, and this project in it, editable.
# A second run with the same lock, settings and place does nothing and needs no network.
#   PYTHON=/path/to/python3.12 scripts/setup.sh     takes that Python; any from 3.11 on will do
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/.setup-done
packages="python3 python3-venv"

say() { printf '%s\n' "$*" >&2; }

# A Python of 3.11 or later, by name; nothing where there is none.
find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

# System packages, where this user may install them.
install_system_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say "setup: installing $packages with apt-get"
    apt-get update -q >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages >&2
}

give_up() {
    say "setup: $1 Run: sudo apt-get install $packages   then again: make ${MAKECMDGOALS:-setup}"
    exit 1
}

python=$(find_python)
if [ -z "$python" ]; then
    [ -z "${PYTHON:-}" ] || give_up "$PYTHON is not Python 3.11 or later."
    install_system_packages || give_up "Python 3.11 or later is missing."
    python=$(find_python)
    [ -n "$python" ] || { say "setup: this system's Python is older than 3.11; set PYTHON=/path/to/python3.11."; exit 1; }
fi

# What the set-up depends on: the pins, the project's settings, this script and where the checkout lies.
key=$({ cat requirements.lock pyproject.toml scripts/setup.sh; pwd -P; } | cksum)
if [ -x "$venv/bin/kehoach" ] && "$venv/bin/python" -c '' 2>/dev/null && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; then
    exit 0
fi

if ! "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "setup: making $venv with $python"
    if ! "$python" -m venv --clear "$venv" >/dev/null 2>&1; then
        packages=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
        install_system_packages || give_up "$python -m venv does not work."
        "$python" -m venv --clear "$venv"
    fi
fi
rm -f "$stamp"
pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
say "setup: installing the packages of requirements.lock (the first time some minutes)"
$pip install --only-binary :all: --requirement requirements.lock
$pip install --no-deps --no-build-isolation --editable .
printf '%s\n' "$key" >"$stamp"
