#!/usr/bin/env bash
# One command from nothing to a film: installs what is needed, then turns examples/ into demo/.
set -euo pipefail
cd "$(dirname "$0")"
bash tools/setup.sh run
setpiece="${VENV:-.venv}/bin/setpiece"

demo="demo"
[ -f "$demo/production.toml" ] || "$setpiece" new examples/low_tide.fountain "$demo"
"$setpiece" build "$demo"
"$setpiece" boards "$demo"
"$setpiece" export blend "$demo" -o "$demo/exports/low_tide.blend"
cat <<END

Open these:
  $demo/boards/contact_sheet.png    every shot on one page (also contact_sheet.pdf)
  $demo/boards/shots.csv            the shot list
  $demo/exports/low_tide.blend      eight sets, lit, with a camera for every shot
END
