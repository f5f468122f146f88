"""Brings what people did in a .blend back as edits, and takes back what they undid there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from ..errors import FormatError
from ..scene import Scan, compose, equivalent, merge_edits, quantised, write_atomic
from ..scene.model import CameraPayload, Edits, Node, Scene
from ..worker import Worker
from ._blobs import digest, digest_of
from ._state import Workspace
from ._views import Built, open_built


class ScanResult(msgspec.Struct, frozen=True):
    """What was found, by scene id."""

    changed: dict[str, int]
    added: dict[str, tuple[str, ...]]
    deleted: dict[str, tuple[str, ...]]
    duplicated: dict[str, dict[str, str]]
    unknown: dict[str, tuple[str, ...]]
    locked: dict[str, tuple[str, ...]] = {}
    taken_back: dict[str, tuple[str, ...]] = {}
    """Edits of an earlier scan that the file shows no more: ``node#property``, or the node's id."""


class _Found(msgspec.Struct, frozen=True):
    """The worker's answer for one scene; ``shown`` and ``current`` are paths of scene documents."""

    scan: Scan
    shown: str
    current: str
    locked: tuple[str, ...]
    mark: str


class _Memory(msgspec.Struct, frozen=True):
    """Which file the edits of a scene came from, and their bytes after that scan."""

    file: str = ""
    edits: str = ""


def scan_blend(root: Path, blend: Path) -> ScanResult:
    """Compare a .blend with what Setpiece put into it and write the differences as edits.

    A property edited again keeps its first base value. Edits that the file had in it, and shows
    no more, are taken back; those it never saw stay.

    Raises:
        ProductionError: Nothing is built.
        FormatError: The .blend is not one of ours.
        ConflictError: Somebody else is committing, and does not end.
    """
    open_built(root)  # nothing built is said before Blender starts
    scans: dict[str, Scan] = {}
    taken_back: dict[str, tuple[str, ...]] = {}
    with tempfile.TemporaryDirectory(prefix="setpiece-scan-") as out:
        with Worker() as worker:
            answer = worker.run("scan", {
                "blend": str(blend.resolve()),
                "store": str((root / "store").resolve()),
                "out": out,
            })  # fmt: skip
        with Workspace(root).locked():
            built = open_built(root)
            for scene_id, value in answer["scenes"].items():
                if scene_id not in built.built_scenes:
                    continue
                found = msgspec.convert(value, _Found)
                scans[scene_id] = found.scan
                gone = _take(built, scene_id, found, blend)
                if gone:
                    taken_back[scene_id] = gone
    return ScanResult(
        changed={s: len(v.edits.records) for s, v in scans.items() if v.edits.records},
        added={s: tuple(v.edits.added) for s, v in scans.items() if v.edits.added},
        deleted={s: v.edits.excluded for s, v in scans.items() if v.edits.excluded},
        duplicated={s: v.duplicated for s, v in scans.items() if v.duplicated},
        unknown={s: v.unknown for s, v in scans.items() if v.unknown},
        locked={s: v.edits.locked for s, v in scans.items() if v.edits.locked},
        taken_back=taken_back,
    )


def _take(built: Built, scene_id: str, found: _Found, blend: Path) -> tuple[str, ...]:
    """Merge one scene's scan into its edits; returns what was taken back."""
    space, old = built.space, built.space.edits(scene_id)
    shown, current = _scene(found.shown), _scene(found.current)
    memory_path = space.root / "scenes" / scene_id / "scan.json"
    file = digest_of([str(blend.resolve()), digest_of(shown), found.mark])
    same_file = _memory(memory_path) == _Memory(file, digest(space.edits_bytes(scene_id)))
    showed_old = same_file or _had(built, scene_id, old, shown, found)
    held = _held(found.scan.edits, old if showed_old else Edits(), current)
    scanned = msgspec.structs.replace(found.scan.edits, held=held)
    new = merge_edits(old, scanned, current, showed_old=showed_old)
    if new != old:
        space.write_edits(scene_id, new)
    if showed_old:
        kept = _Memory(file, digest(space.edits_bytes(scene_id)))
        write_atomic(memory_path, msgspec.json.encode(kept))
    else:  # some of the edits are not this file's: it can take none of them back
        memory_path.unlink(missing_ok=True)
    return tuple(sorted(_names(old) - _names(new)))


def _had(built: Built, scene_id: str, old: Edits, shown: Scene, found: _Found) -> bool:
    """Whether the file was written with these very edits in it."""
    generated = built.space.blobs.get_struct(built.state.paths[f"scenes/{scene_id}/scene.json"], Scene)
    locked = {i for i in old.locked if i in shown.nodes}
    return locked == set(found.locked) and equivalent(compose(generated, old).scene, shown)


def _held(scanned: Edits, old: Edits, current: Scene) -> dict[str, Node]:
    """Whole nodes for locks to hold on to: everything locked, and every camera that was touched."""
    touched = {r.node for r in (*scanned.records, *old.records)}
    cameras = {i for i in touched & current.nodes.keys() if isinstance(current.nodes[i].payload, CameraPayload)}
    nodes = quantised(current).nodes
    return {i: nodes[i] for i in sorted({*scanned.locked, *cameras}) if i in nodes}


def _names(edits: Edits) -> set[str]:
    records = {f"{r.node}#{r.property}" for r in edits.records}
    return records | {*edits.added, *edits.excluded, *(f"{i}#locked" for i in edits.locked)}


def _scene(path: str) -> Scene:
    return msgspec.json.decode(Path(path).read_bytes(), type=Scene)


def _memory(path: Path) -> _Memory | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Memory)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Delete this file.") from e
