#!/bin/sh
# Renews requirements.lock: within the ranges of pyproject.toml, for Linux and Python 3.11 to 3.13.
# Run with the oldest Python of these. Extra words go to pip-compile:  scripts/lock.sh --upgrade
set -eu
cd "$(dirname "$0")/.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
cp requirements.lock "$tools/pins" # what is pinned stays, where it may
.venv/bin/python -m venv "$tools/venv"
"$tools/venv/bin/pip" --quiet --disable-pip-version-check install pip-tools
{
    echo "# Every package of the project and its tests, pinned for Linux and Python 3.11 to 3.13."
    echo "# Made by make lock from pyproject.toml; do not edit."
    # the build needs setuptools and wheel, so that the project installs without fetching them
    "$tools/venv/bin/pip-compile" --quiet --extra dev --extra web --all-build-deps --allow-unsafe --strip-extras \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate --no-header \
        --output-file "$tools/pins" "$@" pyproject.toml >&2
    grep -E '^[a-z0-9._-]+==' "$tools/pins" | sort
} >"$tools/lock"
mv "$tools/lock" requirements.lock
