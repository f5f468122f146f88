"""What a build says of itself: steps, scenes, changes, edits, conflicts, findings, and the names for all these ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from ..scene import diff
from ..scene.model import Edits, Scene
from ..script.model import Finding
from ._blobs import Blobs
from ._ledger import Ledger, SceneChange, merged_into
from ._names import node_names
from ._scene_job import ComposeStep
from ._state import EDITS, State, Workspace
from ._steps import StepLog


class ChangeRow(msgspec.Struct, frozen=True):
    """One difference between two builds of a scene."""

    scene: str
    op: str
    target: str
    property: str


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did, or would do."""

    steps: tuple[StepLog, ...] = ()
    scenes: tuple[SceneChange, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    edits_kept: tuple[str, ...] = ()
    edits_orphaned: tuple[str, ...] = ()
    conflicts: tuple[dict[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    """The script's own, and what departments could not do, at the line of the scene's heading."""
    draft: str = ""
    """The draft's file, or the one it would be kept as."""
    notes: tuple[str, ...] = ()
    """What became of files that people know: a draft edited in place, edits of a merged scene, stale boards."""
    numbers: dict[str, str] = {}
    """Scene id -> number in this draft; ``numbers_before`` in the one before."""
    numbers_before: dict[str, str] = {}
    names: dict[str, str] = {}
    """Node id -> name, of what is mentioned above."""


def change_rows(blobs: Blobs, before: State | None, state: State) -> Iterable[ChangeRow]:
    """What is different in scenes that both states have, property by property."""
    if before is None:
        return
    for scene_id in state.order:
        key = f"scenes/{scene_id}/composed.json"
        old, new = before.paths.get(key), state.paths.get(key)
        if old == new or new is None or old is None:
            continue
        a, b = (blobs.get_struct(ref, Scene) for ref in (old, new))
        for c in diff(a, b):
            yield ChangeRow(scene_id, c.op, f"{c.target}/{c.id}" if c.id else c.target, c.property)


def edit_rows(
    space: Workspace, results: Mapping[str, ComposeStep], ledger: Ledger
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What people did: edits that are kept, and those whose nodes are gone."""
    kept, orphaned = list[str](), list[str]()
    minted = {s.id: frozenset(m.id for part in s.slices.values() for m in part.live.values()) for s in ledger.scenes}
    for scene_id in edited_scenes(space):
        nodes: frozenset[str] = frozenset()
        if scene_id in results:
            nodes = frozenset(space.blobs.get_struct(results[scene_id].generated, Scene).nodes)
        edits = space.edits(scene_id)
        there = nodes | set(edits.added if scene_id in results else ())
        holes = nodes | minted.get(scene_id, frozenset())
        rows = [(r.node in there, f"{r.node}#{r.property}") for r in edits.records]
        rows += [(n.split(":")[0] in holes, f"{n}#deleted") for n in edits.excluded]
        rows += [(scene_id in results, f"{n}#added") for n in sorted(edits.added)]
        rows += [(n in there, f"{n}#locked") for n in edits.locked]
        for found, row in rows:
            (kept if found else orphaned).append(f"{scene_id}:{row}")
    return tuple(kept), tuple(orphaned)


def edited_scenes(space: Workspace) -> list[str]:
    """Ids of the scenes that people edited, whether they live or not."""
    return sorted(p.parent.name for p in (space.root / "scenes").glob("*/edits.json"))


def waiting(space: Workspace, ledger: Ledger, numbers: Mapping[str, str]) -> Iterable[str]:
    """Where the edits of scenes are that were merged into others."""
    for scene_id in edited_scenes(space):
        into = merged_into(ledger, scene_id)
        if into not in ("", scene_id) and space.edits(scene_id) != Edits():
            yield (
                f"{scene_id} was merged into scene {numbers.get(into, into)} ({into}): its edits wait in "
                f"scenes/{scene_id}/{EDITS}, and come back with it"
            )


def with_names(report: BuildReport, space: Workspace, before: State | None, state: State) -> BuildReport:
    """The report with the names of what it mentions; only scenes that it mentions are read for them."""
    texts = [f"{c.scene} {c.target}" for c in report.changes]
    texts += [*report.edits_kept, *report.edits_orphaned]
    texts += [f"{c['scene']} {c['node']} {c['reason']}" for c in report.conflicts]
    texts += [f.message for f in report.findings if f.code == "department"]
    known = {*state.order, *(before.order if before is not None else ())}
    scenes = sorted(known & set(re.findall(r"\bs\d+\b", " ".join(texts))))
    states = [state] if before is None else [before, state]
    names = node_names(space.blobs, states, {s: space.edits(s) for s in scenes}, texts)
    return msgspec.structs.replace(report, names=names)
