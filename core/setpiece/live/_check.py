"""What would go wrong with a cue file in a scene, said before the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from ..scene.host import ArraySource
from ..scene.model import CameraPayload, Scene, ShotRange
from ..tracking.model import Overscan
from ._fades import Value
from ._gate import view_of
from ._program import NS, Program, Ready, ReadyCue, ReadyList, compiled
from ._state import Pending
from ._work import Ground, pops
from .model import CueFile, Finding, View

_VIEWS_A_SHOT = 12
"""A moving camera is looked through at so many moments."""


def check_show(
    file: CueFile,
    scene: Scene,
    arrays: ArraySource | None = None,
    overscan: Overscan | None = None,
    shot_names: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Everything that is to be said of a cue file for a scene, in the file's order.

    Args:
        arrays: Where the samples of moving cameras lie; without it their shots are not looked at.
        overscan: How far the inner frustum reaches beyond the lens.
        shot_names: What people call a shot, by its id.
    """
    program = compiled(file, scene)
    found = [Finding("target", "error", where, e.what, e.remedy) for where, e in program.problems]
    faults = [(r.id, r.fault) for r in program.rules.values() if r.fault]
    found += [Finding("reaction", "error", id_, fault, "Until then it is disabled.") for id_, fault in faults]
    if not file.show.safe_look:
        remedy = 'Add safe_look = "list/cue", best a cue that names all light, in a list of its own.'
        found.append(Finding("safe look", "warning", "show", "PANIC has nowhere to go.", remedy))
    for rule in program.rules.values():
        if rule.map is not None and rule.map.target.path.startswith("transform.") and not rule.map.spec.smooth_s:
            text = f"it moves {rule.map.target.slot} without smooth_s: a subject that is found again makes it jump."
            found.append(Finding("map", "note", rule.id, text, "Add smooth_s."))
    for ready in program.lists.values():
        found += _loops(ready)
        found += _unreached(ready, program)
    names = shot_names or {}
    ground = Ground(file, scene, program)
    shots = [(names.get(s.id, s.id), _views(ground, scene, s, arrays, overscan)) for s in scene.sequence.shots]
    found += _pops(ground, shots)
    return tuple(found)


# --- the way through a list --------------------------------------------------------------------------


def _auto(ready: ReadyList, index: int) -> int | None:
    """The cue that follows by itself, as long as its links last for ever; ``None``: GO is needed, or the end."""
    cue = ready.cues[index].cue
    if cue.follow_s is None and cue.hang_s is None:
        return None
    if cue.link in ready.index and not cue.loop:
        return ready.index[cue.link]
    return index + 1 if index + 1 < len(ready.cues) else None


def _length_ns(cue: ReadyCue) -> int:
    """From a cue's start to its follow-on."""
    if cue.cue.follow_s is not None:
        return round(cue.cue.follow_s * NS)
    moved = max((m.delay_ns + m.fade_ns for m in cue.moves), default=0)
    return moved + round((cue.cue.hang_s or 0.0) * NS)


def _loops(ready: ReadyList) -> Iterator[Finding]:
    told: set[int] = set()
    for first in range(len(ready.cues)):
        path: list[int] = []
        at: int | None = first
        while at is not None and at not in path:
            path.append(at)
            at = _auto(ready, at)
        if at is None or told & set(path[path.index(at) :]):
            continue
        circle = path[path.index(at) :]
        told |= set(circle)
        names = ", ".join(ready.cues[i].cue.id for i in circle)
        where = f"list {ready.id}, cue {ready.cues[circle[0]].cue.id}"
        if sum(_length_ns(ready.cues[i]) for i in circle) == 0:
            yield Finding("loop", "error", where, f"the circle {names} takes no time.", "Give it a hang_s or follow_s.")
        else:
            text = f"the circle {names} has no exit but STOP, BACK and GOTO."
            yield Finding("loop", "warning", where, text, "Give the link a loop = N, or leave a GO in it.")


def _unreached(ready: ReadyList, program: Program) -> Iterator[Finding]:
    called = {r.play[1] for r in program.rules.values() if r.play[0] == ready.id}
    waiting = [0] if ready.cues else []
    waiting += [ready.index[c] for c in called if c in ready.index]
    reached: set[int] = set()
    while waiting:
        at = waiting.pop()
        if at in reached or at >= len(ready.cues):
            continue
        reached.add(at)
        cue = ready.cues[at].cue
        if cue.link in ready.index:
            waiting.append(ready.index[cue.link])
        if not cue.link or cue.loop:
            waiting.append(at + 1)
    for i, cue in enumerate(ready.cues):
        if i not in reached:
            text = "a link that always holds leads past it: only GOTO plays it."
            yield Finding("unreached", "note", f"list {ready.id}, cue {cue.cue.id}", text)


# --- pops in the picture -----------------------------------------------------------------------------


def _pops(ground: Ground, shots: Sequence[tuple[str, list[View] | None]]) -> Iterator[Finding]:
    blind = [name for name, views in shots if views is None]
    if blind:
        text = f"the cameras of {', '.join(blind[:6])} move and their samples are not here: pops in them are unknown."
        yield Finding("pop", "note", "shots", text)
    for ready in ground.program.lists.values():
        before: dict[str, Value] = {}
        for cue in ready.cues:
            after = {slot: written.value for slot, written in cue.look.items()}
            for move in cue.moves:
                seen = [name for name, views in shots if views and _seen(ground, move, before, after, views)]
                if seen:
                    text = f"{move.slot} pops in the frame of {', '.join(seen[:6])}; during a take it is held."
                    remedy = "Give it a fade, move it by a cue that is out of frame, or expect it at the cut."
                    yield Finding("pop", "note", f"list {ready.id}, cue {cue.cue.id}", text, remedy)
            before = after


def _seen(
    ground: Ground, move: Ready, before: dict[str, Value], after: dict[str, Value], views: list[View]
) -> bool:
    target = ground.target(move.slot)
    was = before.get(move.slot, target.base)
    pending = Pending(move.slot, "", 0, move.fade_ns, move.curve, move.value)
    if was == move.value or not pops(ground, target, pending, was):
        return False

    def look(values: dict[str, Value], slot: str) -> Value:
        return values[slot] if slot in values else ground.target(slot).base

    return any(
        ground.gate.in_view(view, target.owner, lambda slot: look(before, slot))
        or ground.gate.in_view(view, target.owner, lambda slot: look(after, slot))
        for view in views
    )


def _views(
    ground: Ground, scene: Scene, shot: ShotRange, arrays: ArraySource | None, overscan: Overscan | None
) -> list[View] | None:
    """The frusta of a shot; ``None``: they cannot be known here."""
    camera = scene.nodes.get(shot.camera)
    if camera is None or not isinstance(camera.payload, CameraPayload):
        return []
    lens = camera.payload
    filmback = (lens.filmback_width_mm, lens.filmback_height_mm)
    channel = next((c for c in camera.channels if c.property == "transform"), None)
    if channel is None:
        place, turn = ground.gate.stood(camera.id, lambda slot: ground.target(slot).base)
        return [view_of(place, turn, lens.focal_mm, filmback, overscan)]
    if arrays is None or camera.parent is not None:
        return None
    try:
        rows = cast("Any", arrays.array(channel.samples))
    except KeyError:
        return None
    begin, end = (min(max(f - channel.first_frame, 0), len(rows) - 1) for f in (shot.first_frame, shot.last_frame))
    step = max(1, (end - begin) // (_VIEWS_A_SHOT - 1))
    views: list[View] = []
    for i in sorted({*range(begin, end + 1, step), end}):
        x, y, z, qw, qx, qy, qz = (float(v) for v in rows[i])
        views.append(view_of((x, y, z), (qw, qx, qy, qz), lens.focal_mm, filmback, overscan))
    return views
