"""Storyboard stills of the example: CPU seconds of each, as `setpiece boards` renders them.

The reference is the same picture with Cycles' own defaults at 16 samples, denoised: what the
settings and thinned looks of ``render_stills`` save.

Usage: ``python -m benchmarks.stills [--shots 2] [--json]``; exit code 1 when a ratio is missed.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import bpy

from benchmarks._table import machine, printed, row
from setpiece.build import Request, build, create
from setpiece_blender.jobs import _export, _sources, _stills, _thrift

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "low_tide.fountain"
WIDTH_PX, SAMPLES, PLAIN_SAMPLES = 480, 3, 16


def cpu_s() -> float:
    """User CPU seconds of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def measured(shots: int) -> list[dict[str, Any]]:
    """Means over ``shots`` of every scene; the reference over one of every scene."""
    ours: list[float] = []
    plain: list[float] = []
    showing: list[float] = []
    with tempfile.TemporaryDirectory(prefix="setpiece-bench-") as folder:
        root = create(EXAMPLE, Path(folder) / "film")
        build(root, Request(jobs=1))
        for source in _sources.sources(str(root)):
            plan = source.plan
            if plan is None:
                continue
            chosen = plan.shots[:: max(len(plan.shots) // shots, 1)][:shots]
            begun = cpu_s()
            scene = _shown(source)
            showing.append((cpu_s() - begun) / len(plan.shots))
            plain.append(_plain(scene, chosen[0], Path(folder)))
            _stills.set_engine(scene, "cycles", SAMPLES)
            _thrift.thin_looks()
            ours += [_took(scene, shot, Path(folder)) for shot in chosen]
    mean, reference = sum(ours) / len(ours), sum(plain) / len(plain)
    note = f"demanded <= 0.25; {WIDTH_PX} px, {SAMPLES} samples, {len(ours)} stills"
    rows = [row("stills: one, against Cycles' defaults", mean, reference, unit="s CPU", ok=mean <= 0.25 * reference,
                note=note)]  # fmt: skip
    rows.append(row("stills: dearest of them", max(ours), 0.0, unit="s CPU"))
    rows.append(row("stills: showing a scene, per shot of it", sum(showing) / len(showing), 0.0, unit="s CPU"))
    return rows


def _shown(source: _sources.Source) -> Any:
    _export.clean()
    return _sources.show(source, WIDTH_PX)[0].blender_scene


def _plain(scene: Any, shot: Any, folder: Path) -> float:
    _stills.set_engine(scene, "workbench", 1)
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.device = PLAIN_SAMPLES, True, "CPU"
    return _took(scene, shot, folder)


def _took(scene: Any, shot: Any, folder: Path) -> float:
    begun = cpu_s()
    _stills.shoot(scene, shot, folder / f"{shot.id}.png")
    return cpu_s() - begun


def main(argv: list[str]) -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shots", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    rows = measured(given.shots)
    table = {"format": "1.0", "machine": {**machine(), "blender": bpy.app.version_string}, "rows": rows}
    if given.json:
        print(json.dumps(table))
    else:
        print(printed(rows))
    return 0 if all(r["ok"] for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
