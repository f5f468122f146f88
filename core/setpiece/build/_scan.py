"""Brings what people did in a .blend back as edits."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..scene import Scan, merge_edits
from ..worker import Worker
from ._views import open_built


class ScanResult(msgspec.Struct, frozen=True):
    """What was found, by scene id."""

    changed: dict[str, int]
    added: dict[str, tuple[str, ...]]
    deleted: dict[str, tuple[str, ...]]
    duplicated: dict[str, dict[str, str]]
    unknown: dict[str, tuple[str, ...]]


def scan_blend(root: Path, blend: Path) -> ScanResult:
    """Compare a .blend with what Setpiece put into it and write the differences as edits.

    The edits already there stay; a property edited again keeps its first base value.

    Raises:
        ProductionError: Nothing is built.
        FormatError: The .blend is not one of ours.
    """
    built = open_built(root)
    with Worker() as worker:
        found = worker.run("scan", {"blend": str(blend.resolve()), "store": str((root / "store").resolve())})
    scans = {s: msgspec.convert(v, Scan) for s, v in found["scenes"].items() if s in built.built_scenes}
    for scene_id, scan in scans.items():
        old = built.space.edits(scene_id)
        new = merge_edits(old, scan.edits)
        if new != old:
            built.space.write_edits(scene_id, new)
    return ScanResult(
        changed={s: len(v.edits.records) for s, v in scans.items() if v.edits.records},
        added={s: tuple(v.edits.added) for s, v in scans.items() if v.edits.added},
        deleted={s: v.edits.excluded for s, v in scans.items() if v.edits.excluded},
        duplicated={s: v.duplicated for s, v in scans.items() if v.duplicated},
        unknown={s: v.unknown for s, v in scans.items() if v.unknown},
    )
