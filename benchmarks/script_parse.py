"""Reading a feature-length script: ours against screenplain and screenplay-tools in one run, and writing it back.

The scenes written for the gold and the example, round and round to 230,000 characters, with the blanks behind lines
and the emphasis of real drafts; and the same as a shooting draft: scene numbers, notes, typographic quotes.
Each reader's figure is the median of several turns, taken in turn, so that none has the quiet minute to itself,
and none pays for another's garbage.

Usage: ``python -m benchmarks.script_parse [--json]``; exit code 1 when we are not five times faster.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks._table import machine, printed, row
from setpiece.script import open_document, read_screenplay, write_fountain

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ROOT / "tests" / "data" / "gold" / "written"
CHARACTERS = 230_000
TURNS = 15
DEMANDED = 5.0
PEERS = (("screenplain", "0.12"), ("screenplay-tools", "0.0.10"))


def script(*, shooting: bool = False) -> str:
    """A feature made of our own scenes.

    Args:
        shooting: With numbers on its headings, a note below every third, and typographic quotes, which are no ASCII.
    """
    found: list[str] = ["Title: Round and Round", "Author: The benchmark", ""]
    length = sum(map(len, found))
    for line in _lines(shooting):
        found.append(line)
        length += len(line) + 1
        if length >= CHARACTERS:
            break
    text = "\n".join(found)
    return (text.replace("'", "\u2019") if shooting else text)[:CHARACTERS]


def _lines(shooting: bool) -> Iterator[str]:
    """Lines without end: every 12th with blanks behind it, every 60th with emphasis."""
    drafts = [*sorted(WRITTEN.glob("w[0-2]*.fountain")), ROOT / "examples" / "low_tide.fountain"]
    texts = [path.read_text(encoding="utf-8") for path in drafts]
    bodies = [text.splitlines() for text in texts[:-1]] + [texts[-1].partition("\n\n")[2].splitlines()]
    scenes = at = 0
    for body in cycle(bodies):
        for line in ["", *body]:
            at += 1
            if line.startswith(("INT.", "EXT.")):
                scenes += 1
                yield line.partition(" #")[0] + (f" #{scenes}#" if shooting else "")
                if shooting and scenes % 3 == 0:
                    yield f"[[Ask the writer about scene {scenes}.]]"
            elif line and at % 60 == 0 and line[0].isalpha() and not line.isupper():
                first, _, rest = line.partition(" ")
                yield f"*{first}* {rest}"
            else:
                yield line + "  " if line and at % 12 == 0 else line


def median_s(jobs: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """CPU seconds of each job, the median of its turns."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(TURNS):
        for name, job in jobs.items():
            gc.collect()
            begun = time.process_time()
            job()
            found[name].append(time.process_time() - begun)
    return {name: statistics.median(times) for name, times in found.items()}


def readers_s(text: str) -> dict[str, float]:
    """CPU seconds of ours and of each peer for one script."""
    from screenplain.parsers import fountain
    from screenplay_tools.fountain.parser import Parser

    data = text.encode("utf-8")
    return median_s(
        {
            "ours": lambda: read_screenplay(data, "script"),
            "screenplain": lambda: fountain.parse(io.StringIO(text)),
            "screenplay-tools": lambda: Parser().add_text(text),
        }
    )


def measured() -> list[dict[str, Any]]:
    """The table's rows."""
    text, noted = script(), script(shooting=True)
    data = text.encode("utf-8")
    play = read_screenplay(data, "script")
    document = open_document(data, "script")
    heading = next(i for i, e in enumerate(play.elements) if e.kind == "heading")
    readers, harder = readers_s(text), readers_s(noted)
    rows = [_peer(f"script: read, against {name}", name, version, readers, DEMANDED) for name, version in PEERS]
    rows += [_peer(f"shooting draft: read, against {name}", name, version, harder, 0.0) for name, version in PEERS]
    times = median_s(
        {
            "once": lambda: read_screenplay(data, "script"),
            "twice": lambda: read_screenplay(data * 2, "script"),
            "write": lambda: write_fountain(play),
            "edit": lambda: document.replace(heading, play.elements[heading]),
        }
    )
    linear = times["twice"] <= 2.6 * times["once"]
    rows.append(
        row("script: twice the text", times["twice"], times["once"], unit="s CPU", ok=linear, note="demanded <= 2.6x")
    )
    rows.append(row("script: write it all", times["write"], 0.0, unit="s CPU", note=f"{len(play.elements)} elements"))
    rows.append(row("script: one edit in place", times["edit"], 0.0, unit="s CPU", note="written and read again"))
    return rows


def _peer(name: str, peer: str, version: str, times: dict[str, float], demanded: float) -> dict[str, Any]:
    faster = times[peer] / times["ours"]
    note = f"{peer} {version}, {CHARACTERS // 1000}k characters"
    note += f"; demanded {demanded:g}x faster" if demanded else " with numbers, notes and typographic quotes"
    return row(name, times["ours"], times[peer], unit="s CPU", ok=faster >= demanded, note=note, slower=False)


def main(argv: list[str]) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    rows = measured()
    if given.json:
        print(json.dumps({"format": "1.0", "machine": machine(), "rows": rows}))
    else:
        print(printed(rows))
    return 0 if all(r["ok"] for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
