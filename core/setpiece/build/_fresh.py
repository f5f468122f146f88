"""What is still true: boards after a build, and a build after people edited.

A panel goes with its scene: picture, slate number and what its strip tells. The sheets go with the
film: one panel less, one scene more, and they would lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ..camera.model import Shot, ShotPlan
from ..editorial import csv_bytes, shot_rows
from ..script.model import Finding
from ._blobs import digest, digest_of
from ._drafts import edited_draft
from ._state import CORRECTIONS, PROPOSALS
from ._views import Built

SHEET = "boards/contact_sheet.png"
SHEET_PDF = "boards/contact_sheet.pdf"
SHOT_LIST = "boards/shots.csv"
OUT_OF_DATE = "boards are out of date: run `setpiece boards`"


def telling(built: Built, scene_id: str, shot: Shot) -> Shot:
    """The shot described by what happens in it: its lens and size are printed anyway."""
    return msgspec.structs.replace(shot, description=built.told(scene_id, shot))


def shot_list(built: Built) -> bytes:
    """The shot list of every scene that is built, as CSV."""
    plans = {s: _telling_plan(built, s) for s in built.built_scenes}
    numbers = {s.id: s.number for s in built.index.scenes}
    rows = shot_rows(built.breakdown, plans, built.numbers(), numbers, built.breakdown.cast, rate=built.rate)
    return csv_bytes(rows)


def _telling_plan(built: Built, scene_id: str) -> ShotPlan:
    plan = built.plan(scene_id)
    return msgspec.structs.replace(plan, shots=tuple(telling(built, scene_id, s) for s in plan.shots))


def boards_that_hold(before: Built, after: Built, title: str) -> dict[str, str]:
    """The boards of ``before`` that are true of ``after``, and of the production's title, too: path -> content hash."""
    drawn = {p: ref for p, ref in before.state.paths.items() if is_board(p)}
    if not drawn:
        return {}
    scenes = [s for s in after.built_scenes if s in before.built_scenes and _same(before, after, s)]
    held = {p: ref for p, ref in drawn.items() if _scene(p) in scenes}
    panels = {p for p in drawn if p.startswith("scenes/")}
    if panels == held.keys() and before.built_scenes == after.built_scenes and before.state.titled == title:
        held.update({p: drawn[p] for p in (SHEET, SHEET_PDF) if p in drawn})
    if SHOT_LIST in drawn and digest(shot_list(after)) == drawn[SHOT_LIST]:
        held[SHOT_LIST] = drawn[SHOT_LIST]
    return held


def boards_out_of_date(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether boards went with a build, or some that are left are without their sheet."""
    was, now = {p for p in before if is_board(p)}, {p for p in after if is_board(p)}
    return bool(was - now) or (any(map(_scene, now)) and not {SHEET, SHOT_LIST} <= now)


def is_board(path: str) -> bool:
    """Whether a state's path is a picture, a sheet or the shot list."""
    return "boards/" in path


def _scene(path: str) -> str:
    return path.split("/")[1] if path.startswith("scenes/") else ""


def _same(before: Built, after: Built, scene_id: str) -> bool:
    """Whether a scene's panels would come out as they are."""
    files = [f"scenes/{scene_id}/{name}.json" for name in ("composed", "shots")]
    if any(before.state.paths.get(f) != after.state.paths.get(f) for f in files):
        return False
    return _printed(before, scene_id) == _printed(after, scene_id)


def _printed(built: Built, scene_id: str) -> object:
    """What is written on a scene's panels: its number and heading, slates, strips, names."""
    place = next(s for s in built.index.scenes if s.id == scene_id)
    names = built.names()
    people = {c.cast_id: names.get(c.cast_id) for c in built.breakdown.scenes[scene_id].cast}
    strips = [built.told(scene_id, shot) for shot in built.plan(scene_id).shots]
    return place.number, place.heading, [(s.id, s.number) for s in place.shots], strips, people


def newer_than_build(built: Built, scenes: Sequence[str]) -> tuple[Finding, ...]:
    """What people changed since the build and it therefore does not show, as warnings."""
    space, state, found = built.space, built.state, list[str]()
    if edited_draft(space, state) is not None:
        found.append(f"{state.draft} was edited")
    for name, built_from in ((CORRECTIONS, state.corrections), (PROPOSALS, state.proposals)):
        if built_from and digest(space.people_wrote(name)) != built_from:
            found.append(f"{name} was edited")
    numbers = {s.id: s.number for s in built.index.scenes}
    for scene_id in scenes:
        record = state.steps.get(f"{scene_id}/compose")
        if record is not None and digest_of(space.edits(scene_id)) != record.inputs.get("edits"):
            found.append(f"scene {numbers[scene_id]} ({scene_id}) was edited")
    remedy = "What follows shows the former state: run `setpiece build` first."
    return tuple(Finding("warning", f"{what} after the build", remedy=remedy, code="edited-since") for what in found)
