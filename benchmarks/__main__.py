"""Runs every benchmark in its own process, prints the table and writes docs/performance.md.

Usage: ``python -m benchmarks [NAME ...]``; exit code 1 when a stated ratio is missed. Naming some
prints them only: the page always holds all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks._table import machine, printed

ROOT = Path(__file__).resolve().parents[1]
NAMES = (
    "blender_push",
    "stills",
    "script_parse",
    "script_build",
    "tracking_osc",
    "tracking_prediction",
    "tracking_live",
)
PAGE = ROOT / "docs" / "performance.md"
HEAD = """\
# Performance

Written by `make bench`. Ratios are against a floor or a peer in the same run and decide; seconds
depend on the machine and decide nothing. Times are CPU seconds: other work on the machine does not
count, though it slows memory for all. The calibration loop is three million additions in Python.
"""


def main(names: list[str]) -> int:
    """Run, print, write, judge."""
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    tables = {name: _run(name) for name in (names or NAMES)}
    broken = [name for name, table in tables.items() if table is None]
    done = {name: table for name, table in tables.items() if table is not None}
    for table in done.values():
        print(printed(table["rows"]))
    if not names and not broken:
        PAGE.write_text(_page(done), encoding="utf-8")
    missed = [r["name"] for table in done.values() for r in table["rows"] if not r["ok"]]
    for name in missed:
        print(f"missed: {name}", file=sys.stderr)
    return 1 if missed or broken else 0


def _run(name: str) -> dict[str, Any] | None:
    paths = [str(ROOT), str(ROOT / "core"), str(ROOT / "blender_addon"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    # Blender talks on stdout too: the table is the last line that is one.
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"format"')]
    if not lines:
        print(f"{name} gave no table (exit code {done.returncode})", file=sys.stderr)
        return None
    table: dict[str, Any] = json.loads(lines[-1])
    return table


def _page(tables: dict[str, dict[str, Any]]) -> str:
    facts = {**machine(), "blender": tables["blender_push"]["machine"]["blender"]}
    lines = [HEAD, "| " + " | ".join(facts) + " |", "|" + "---|" * len(facts)]
    lines.append("| " + " | ".join(str(v) for v in facts.values()) + " |")
    lines += ["", "| name | ours | reference | ratio | unit | ok | note |", "|---|--:|--:|--:|---|---|---|"]
    for table in tables.values():
        for r in table["rows"]:
            figures = [f"{r[k]:g}" if r[k] else "" for k in ("ours", "reference", "ratio")]
            verdict = "yes" if r["ok"] else "**no**"
            lines.append(f"| {r['name']} | {' | '.join(figures)} | {r['unit']} | {verdict} | {r['note']} |")
    lines += ["", "## Where a build spends its time", "", "Own time of the first scenes under a profiler:", "", "```"]
    return "\n".join([*lines, *tables["script_build"]["profile"], "```", "", (_NOTES).strip(), ""])


_NOTES = """
## What the figures mean

**Pushing geometry.** Every way makes the same meshes, with a material and a smoothing flag for each
face. Our host does what a floor without checks, records, materials and collections does not; the
demand is three times that floor. "Naive per-vertex Python" is the row that assigns each vertex,
corner and face through RNA; it must be twenty times slower. The other rows are what people write
who know bmesh, `from_pydata` or the operators: part of their work is Blender's own C, and the note
of each says how far even the floor is from it.

**Stills.** One picture per shot at its middle frame. Fine octaves, bump and the reflection of rough
surfaces are left out at storyboard size, three samples and a denoiser with smoothed guides do the
rest, and the light tree, which costs a third of a lamp-lit room, is on only where a sun needs it.
F12 in an exported .blend keeps the whole looks.

**OSC and the show.** A listener's CPU time for each message, because other work on the machine delays both
sides alike; the live rows are waiting times, and a busy machine makes both of them longer. A trackers' crowd is
one process, the socket that echoes another, the show a third.

**Prediction.** Scored from outside on what it was told over a socket; "best of three" is the best of holding,
two-point velocity and a line through four samples for that recording and horizon.

**A show for an hour** (once, by hand): three trackers at 48 to 60 Hz, an OSC receiver, a GOTO every 15 seconds, two
zones' worth of reactions: 86.4 MB after a minute, 86.8 MB after an hour, 11 threads and 26 files, 10 % of a core.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
