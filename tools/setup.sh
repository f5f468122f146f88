#!/usr/bin/env bash
# Make .venv with what is asked for: `setup.sh run` (demo) or `setup.sh test` or `setup.sh docs`.
# Idempotent, and quick when nothing changed: a stamp remembers pyproject.toml.
set -euo pipefail
cd "$(dirname "$0")/.."
what="${1:-test}"
venv="${VENV:-.venv}"

# What Blender's Python module links against, by Debian package.
system_packages=(libx11-6 libxrender1 libxxf86vm1 libxfixes3 libxi6 libxkbcommon0 libsm6 libice6 libgl1 libegl1 libgomp1)

# Typefaces for names that are not Latin; installed where that is possible, done without where not.
typefaces=fonts-dejavu-core

fail() { echo "setup: $*" >&2; exit 2; }

missing_system() {
  command -v dpkg-query >/dev/null || return 0
  local p
  for p in python3-venv "${system_packages[@]}"; do
    [ "$p" = python3-venv ] && ! needs_venv_package && continue
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q "install ok installed" || echo "$p"
  done
}

needs_venv_package() { ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
  local name
  for name in "${PYTHON:-}" python3.11 python3 python3.13 python3.12; do
    [ -n "$name" ] && command -v "$name" >/dev/null || continue
    if "$name" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))' 2>/dev/null; then
      echo "$name"; return
    fi
  done
}

python="$(find_python || true)"
missing=()
if [ -z "$python" ]; then
  command -v python3 >/dev/null && fail "Python 3.11, 3.12 or 3.13 is needed, not $(python3 --version 2>&1). On Debian 12: apt-get install python3-venv"
  missing+=(python3)
  python=python3
fi
while read -r p; do [ -n "$p" ] && missing+=("$p"); done < <(missing_system)
if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "setup: installing system packages: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    fail "these system packages are missing: ${missing[*]}. Run: sudo apt-get install ${missing[*]}"
  fi
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! dpkg-query -W "$typefaces" >/dev/null 2>&1; then
  echo "setup: installing typefaces: $typefaces"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$typefaces" >/dev/null \
    || echo "setup: without $typefaces, names that are not Latin are drawn as boxes and PDF drafts refuse them"
fi

# A dictionary that tests look into where it is there; they say so where it is not.
wordnet=wordnet-base
if [ "$what" = test ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! dpkg-query -W "$wordnet" >/dev/null 2>&1; then
  echo "setup: installing a dictionary: $wordnet"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$wordnet" >/dev/null \
    || echo "setup: without $wordnet, the breakdown is not tested against a real dictionary"
fi

# What `make e2e` drives or listens to; its tests skip, and say so, where these are missing.
if [ "$what" = test ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  peers=()
  command -v chromium >/dev/null || peers+=(chromium)
  command -v oscsend >/dev/null || peers+=(liblo-tools)
  dpkg-query -W libltc11 >/dev/null 2>&1 || peers+=(libltc11)
  if [ "${#peers[@]}" -gt 0 ]; then
    echo "setup: installing what the end-to-end tests need: ${peers[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${peers[@]}" >/dev/null; } \
      || echo "setup: WITHOUT ${peers[*]}: end-to-end tests that need them are skipped"
  fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))' \
  || fail "$venv holds an unsupported Python; remove it and run again"

extras="blender,pdf,xlsx"
[ "$what" = test ] && extras="blender,pdf,xlsx,tracking,openxr,web,test"
[ "$what" = docs ] && extras="blender,pdf,xlsx,tracking,openxr,web,test,docs"
stamp="$venv/.setpiece-$what"
now="$(cat pyproject.toml tools/setup.sh | sha256sum)"
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$now" ]; then
  echo "setup: installing into $venv (about 1.1 GB with Blender's module; the first time takes minutes)"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade pip
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e ".[$extras]"
  echo "$now" > "$stamp"
fi
