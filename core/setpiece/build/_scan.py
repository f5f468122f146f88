"""Brings what people did in a .blend back as edits, and takes back what they undid there."""

from __future__ import annotations

import tempfile
from hashlib import blake2b
from pathlib import Path

import msgspec

from ..errors import FormatError
from ..scene import Scan, compose, equivalent, merge_edits, quantised, write_atomic
from ..scene.model import CameraPayload, Edits, Node, Scene
from ..script.model import Finding
from ..worker import Worker
from ._blobs import digest, digest_of
from ._ledger import Ledger
from ._renumber import renumbered
from ._stamp import stamp_of
from ._state import Workspace
from ._told import Told, told
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
    findings: tuple[Finding, ...] = ()
    """What a person should know of the file: scenes that are cut, strange or new to the production."""
    scenes: dict[str, str] = {}
    """How people call the scenes named above: ``2 INT. OFFICE - DAY``."""
    told: dict[str, tuple[Told, ...]] = {}
    """The same in words, a line for each node."""


class _Found(msgspec.Struct, frozen=True):
    """The worker's answer for one scene; ``shown`` and ``current`` are paths of scene documents."""

    scan: Scan
    shown: str
    current: str
    locked: tuple[str, ...]
    mark: str


class _Answer(msgspec.Struct, frozen=True):
    """The worker's whole answer."""

    scenes: dict[str, _Found]
    strange: tuple[str, ...] = ()
    unstamped: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


class _Memory(msgspec.Struct, frozen=True):
    """Which file the edits of a scene came from, and their bytes after that scan."""

    file: str = ""
    edits: str = ""


def scan_blend(root: Path, blend: Path) -> ScanResult:
    """Compare a .blend with what Setpiece put into it and write the differences as edits.

    Work in scenes that are cut is kept as their edits, for a draft that brings them back. A property
    edited again keeps its first base value. Edits that the file had in it, and shows
    no more, are taken back; those it never saw stay.

    Raises:
        ProductionError: Nothing is built.
        FormatError: The .blend is not one of ours.
        InputError: It is another production's.
        ConflictError: Somebody else is committing, and does not end.
    """
    open_built(root)  # nothing built is said before Blender starts
    scans: dict[str, Scan] = {}
    taken_back: dict[str, tuple[str, ...]] = {}
    lines: dict[str, tuple[Told, ...]] = {}
    titles: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="setpiece-scan-") as out:
        with Worker() as worker:
            given = {
                "blend": str(blend.resolve()),
                "store": str((root / "store").resolve()),
                "out": out,
                "production": stamp_of(root).id,
            }
            answer = msgspec.convert(worker.run("scan", given), _Answer)
        with Workspace(root).locked():
            built = open_built(root)
            known = _known_scenes(built)
            findings = [*_of_file(answer, blend)]
            for scene_id, found in answer.scenes.items():
                if scene_id not in built.built_scenes:
                    findings += _of_lost_scene(built, scene_id, found, known)
                if scene_id not in known:
                    continue
                scans[scene_id], gone = _take(built, scene_id, found, blend)
                if gone:
                    taken_back[scene_id] = gone
                if said := _told(found, scans[scene_id], gone):
                    lines[scene_id] = said
                if said or found.scan.unknown:
                    titles[scene_id] = _title(built, scene_id, found)
    return ScanResult(
        changed={s: len(v.edits.records) for s, v in scans.items() if v.edits.records},
        added={s: tuple(v.edits.added) for s, v in scans.items() if v.edits.added},
        deleted={s: v.edits.excluded for s, v in scans.items() if v.edits.excluded},
        duplicated={s: v.duplicated for s, v in scans.items() if v.duplicated},
        unknown={s: v.unknown for s, v in scans.items() if v.unknown},
        locked={s: v.edits.locked for s, v in scans.items() if v.edits.locked},
        taken_back=taken_back,
        findings=tuple(findings),
        scenes=titles,
        told=lines,
    )


def _told(found: _Found, scan: Scan, taken_back: tuple[str, ...]) -> tuple[Told, ...]:
    shown, current = _scene(found.shown).nodes, _scene(found.current).nodes
    return told(scan, taken_back, {**shown, **current, **scan.edits.added})


def _title(built: Built, scene_id: str, found: _Found) -> str:
    place = next((s for s in built.index.scenes if s.id == scene_id), None)
    return f"{place.number} {place.heading}" if place else _scene(found.shown).name or scene_id


def _known_scenes(built: Built) -> frozenset[str]:
    """Ids of every scene that a draft of this production ever had, undone drafts' too."""
    blobs = built.space.blobs
    refs = [built.state.paths["ids.json"], *built.space.undone_ledgers()]
    ledgers = [blobs.get_struct(ref, Ledger) for ref in refs]
    return frozenset(s.id for known in ledgers for s in (*known.scenes, *known.retired_scenes))


def _of_file(answer: _Answer, blend: Path) -> list[Finding]:
    found = [
        Finding("warning", f"the scene {name} is another production's; nothing was taken from it", code="scan-strange")
        for name in answer.strange
    ]
    found += [
        Finding("warning", f"the scene {name} is a copy of a whole scene; nothing was taken from it",
                remedy="Work in the scene itself.", code="scan-scene-copy")
        for name in answer.copies
    ]  # fmt: skip
    if answer.unstamped:
        found.append(Finding(
            "note", f"{blend.name} does not say which production it is of: it was exported before files did so. "
            "It was taken as one of this one", remedy="The next export says it.", code="scan-no-stamp",
        ))  # fmt: skip
    return found


def _of_lost_scene(built: Built, scene_id: str, found: _Found, known: frozenset[str]) -> list[Finding]:
    """What becomes of the work in a scene that is in the file and not in the film."""
    edits = found.scan.edits
    count = len(edits.records) + len(edits.added) + len(edits.excluded) + len(edits.locked)
    name = _scene(found.shown).name or scene_id
    if not count:
        return []
    changes = f"{count} change{'' if count == 1 else 's'} in the scene {name} ({scene_id})"
    if scene_id not in known:
        text, remedy = f"{changes} were not taken: no draft of this production has it", "Scan into the folder it is of."
        return [Finding("warning", text.replace("1 change in", "One change in"), remedy=remedy, code="scan-no-scene")]
    if scene_id in built.state.order:
        text = f"{changes}: it is not built now; kept as its edits, the next build of it takes them up"
        return [Finding("note", text, code="scan-not-built")]
    text = f"{changes}: it is cut from the draft; kept as its edits, and there again when a draft brings it back"
    return [Finding("note", text, code="scan-cut-scene")]


def _take(built: Built, scene_id: str, found: _Found, blend: Path) -> tuple[Scan, tuple[str, ...]]:
    """Merge one scene's scan into its edits; returns what was merged, and what was taken back."""
    space, old = built.space, built.space.edits(scene_id)
    shown, current = _scene(found.shown), _scene(found.current)
    memory_path = space.root / "scenes" / scene_id / "scan.json"
    file = digest_of([str(blend.resolve()), digest_of(shown), found.mark])
    same_file = _memory(memory_path) == _Memory(file, digest(space.edits_bytes(scene_id)))
    showed_old = same_file or _had(built, scene_id, old, shown, found)
    held = _held(found.scan.edits, old if showed_old else Edits(), current)
    scan = msgspec.structs.replace(found.scan, edits=msgspec.structs.replace(found.scan.edits, held=held))
    if not showed_old:
        scan = renumbered(scan, old)
    new = merge_edits(old, scan.edits, current, showed_old=showed_old)
    if new != old:
        space.write_edits(scene_id, new)
    if showed_old:
        kept = _Memory(file, digest(space.edits_bytes(scene_id)))
        write_atomic(memory_path, msgspec.json.encode(kept))
    else:  # some of the edits are not this file's: it can take none of them back
        memory_path.unlink(missing_ok=True)
    return scan, tuple(sorted(_names(old) - _names(new)))


def _had(built: Built, scene_id: str, old: Edits, shown: Scene, found: _Found) -> bool:
    """Whether the file was written with these very edits in it."""
    ref = built.state.paths.get(f"scenes/{scene_id}/scene.json")
    if ref is None:  # cut or not built: only the very bytes can tell
        data = built.space.edits_bytes(scene_id)
        return found.mark == (blake2b(data, digest_size=16).hexdigest() if data else "")
    generated = built.space.blobs.get_struct(ref, Scene)
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
