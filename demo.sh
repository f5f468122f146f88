#!/usr/bin/env bash
# One command from nothing to a film: installs what is needed, then turns examples/ into demo/.
set -euo pipefail
cd "$(dirname "$0")"
bash tools/setup.sh run
setpiece="${VENV:-.venv}/bin/setpiece"
demo="demo"

# Findings (exit code 1) are things to read, not failures; everything above is one.
run() {
  local code=0
  "$setpiece" "$@" || code=$?
  [ "$code" -le 1 ] || exit "$code"
}

[ -f "$demo/production.toml" ] || run new examples/low_tide.fountain "$demo"
run build "$demo"
run boards "$demo"
run export blend "$demo" -o "$demo/exports/low_tide.blend"
cat <<END

Ready after $SECONDS s. Open these:
  $demo/boards/contact_sheet.png    every shot on one page (also contact_sheet.pdf)
  $demo/boards/shots.csv            the shot list
  $demo/exports/low_tide.blend      eight sets, lit, with a camera for every shot
END
