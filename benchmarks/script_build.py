"""A feature-length script through parse, breakdown and build: CPU seconds by step, and a profile.

The largest script of a folder named by ``SETPIECE_SCRIPTS`` (or ``../shared/scripts`` beside the
checkout) is used when there is one; else the example's scenes, repeated to 120 pages.

Usage: ``python -m benchmarks.script_build [--scenes 1-20] [--json]``. Seconds fail nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks._table import machine, printed, row
from setpiece.build import Request, _blobs, _draft, _run, _scene_job, _state, build, create, open_built

ROOT = Path(__file__).resolve().parents[1]
PAGES, LINES_A_PAGE = 120, 55
PROFILED = 12
"""Scenes under the profiler, which doubles their time."""
STEPS: tuple[tuple[str, Any, str], ...] = (
    ("script: read", _run, "read_script"),
    ("breakdown", _draft, "break_down_scene"),
    ("set", _scene_job, "generate"),
    ("cast", _scene_job, "block"),
    ("light", _scene_job, "light"),
    ("camera", _scene_job, "cover"),
    ("compose", _scene_job, "compose"),
    ("store: arrays", _state.Workspace, "put_arrays"),
    ("store: blobs", _blobs.Blobs, "put"),
    ("commit", _state.Workspace, "commit"),
)
"""(what it is called, who looks it up, under which name)."""


def script() -> tuple[bytes, str]:
    """The script and what to call it."""
    folder = Path(os.environ.get("SETPIECE_SCRIPTS", ROOT.parent / "shared" / "scripts"))
    found = sorted(folder.glob("*.fountain"), key=lambda p: p.stat().st_size)
    if found:
        return found[-1].read_bytes(), found[-1].stem
    print(f"no scripts in {folder}: the example, repeated to {PAGES} pages", file=sys.stderr)
    text = (ROOT / "examples" / "low_tide.fountain").read_text(encoding="utf-8")
    title, _, body = text.partition("\n\n")
    times = -(-PAGES * LINES_A_PAGE // max(body.count("\n"), 1))
    return (title + "\n\n" + "\n\n".join([body] * times)).encode("utf-8"), f"example x{times}"


def cpu_s() -> float:
    """CPU seconds of this process so far, its own work and the system's for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Watch:
    """Counts CPU seconds inside functions while it is on; what one calls of another counts once."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._open: list[float] = []
        self._undo: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> Watch:
        for name, owner, attribute in STEPS:
            inner = getattr(owner, attribute)
            self._undo.append((owner, attribute, inner))
            setattr(owner, attribute, self._timed(name, inner))
        return self

    def __exit__(self, *_: object) -> None:
        for owner, attribute, inner in self._undo:
            setattr(owner, attribute, inner)

    def _timed(self, name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            self._open.append(0.0)
            begun = time.process_time()
            try:
                return inner(*args, **named)
            finally:
                took = time.process_time() - begun
                self.spent[name] += took - self._open.pop()
                if self._open:
                    self._open[-1] += took

        return run


def measured(scenes: str = "") -> tuple[list[dict[str, Any]], list[str]]:
    """Rows of CPU seconds, and the profile's top functions as lines."""
    data, name = script()
    with tempfile.TemporaryDirectory(prefix="setpiece-bench-") as folder:
        source = Path(folder) / "script.fountain"
        source.write_bytes(data)
        root = create(source, Path(folder) / "film")
        begun, started = cpu_s(), time.perf_counter()
        with Watch() as watch:
            build(root, Request(scenes=scenes, jobs=1))
        whole, wall = cpu_s() - begun, time.perf_counter() - started
        count = len(open_built(root).built_scenes)
        again = cpu_s()
        build(root, Request(scenes=scenes, jobs=1))
        again = cpu_s() - again
        top = _profile(create(source, Path(folder) / "profiled"))
    note = f"{name}, {count} scenes, one process; {wall:.0f} s by the clock"
    rows = [row("build: whole script", whole, 0.0, unit="s CPU", note=note)]
    rows.append(row("build: per scene", whole / count, 0.0, unit="s CPU"))
    rows.append(row("build: again, nothing changed", again, 0.0, unit="s CPU"))
    for step, *_ in STEPS:
        share = f"{100 * watch.spent[step] / whole:.0f} %"
        rows.append(row(f"build: {step}", watch.spent[step], 0.0, unit="s CPU", note=share))
    rest = whole - sum(watch.spent.values())
    rows.append(row("build: everything else", rest, 0.0, unit="s CPU", note=f"{100 * rest / whole:.0f} %"))
    return rows, top


def _profile(root: Path) -> list[str]:
    profile = cProfile.Profile()
    profile.enable()
    build(root, Request(scenes=f"1-{PROFILED}", jobs=1))
    profile.disable()
    stats: Any = pstats.Stats(profile)
    total = stats.total_tt
    rows = sorted(stats.stats.items(), key=lambda item: -item[1][2])[:15]
    return [
        f"{100 * own / total:5.1f} %  {calls:>8} calls  {_where(*place)}" for place, (_, calls, own, _c, _b) in rows
    ]


def _where(path: str, line: int, function: str) -> str:
    inside = path.replace("\\", "/").partition("/setpiece/")[2]
    return f"{inside}:{line} {function}" if inside else function


def main(argv: list[str]) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", default="")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    rows, top = measured(given.scenes)
    if given.json:
        print(json.dumps({"format": "1.0", "machine": machine(), "rows": rows, "profile": top}))
    else:
        print(printed(rows), *top, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
