"""What a locked camera truly shows: size, people, kind and move as measured, nothing solved."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from ..geometry import Quat, Vec3
from ._grammar import SIZE_ORDER
from ._lens_view import F64, Cameras, half_tangents, one_camera, project
from ._plan import Wish
from ._search import Pick
from ._sight import in_frame, seen
from ._solved import LockedCamera, Setup, Stage
from ._subjects import Subject
from ._verify import FILL_TOLERANCE, fill_error
from .model import Filmback, Kind, Move, Size

_TRAVEL_M = 0.02
"""A camera that goes less far than this stands."""
_TURN = math.cos(math.radians(0.5) / 2.0)
"""Cosine of half the least turn that counts as one."""


def film(camera: LockedCamera, stage: Filmback) -> Filmback:
    """The production's delivery rectangle on the locked camera's own film back.

    Hosts render the production's pixels over the width of the camera's film back.
    """
    width = camera.lens.filmback_width_mm
    return msgspec.structs.replace(stage, width_mm=width, height_mm=stage.height_mm * (width / stage.width_mm))


def tangents(setup: Setup, stage: Filmback) -> tuple[float, float]:
    """Half extents of a setup's frame at unit depth."""
    return half_tangents(film(setup.kept, stage) if setup.kept else stage, setup.pick.lens_mm)


def row_pose(rows: F64, index: int) -> tuple[Vec3, Quat]:
    """Position and rotation of one row of a transform channel."""
    r = [float(v) for v in rows[index]]
    return (r[0], r[1], r[2]), (r[3], r[4], r[5], r[6])


def span(camera: LockedCamera) -> tuple[int, int] | None:
    """First and last frame of the move, None when there is none to be measured."""
    channel = next((c for c in camera.node.channels if c.property == "transform"), None)
    if channel is None or camera.rows is None or not len(camera.rows):
        return None
    return channel.first_frame, channel.first_frame + len(camera.rows) - 1


def travelled(camera: LockedCamera, first: int) -> tuple[LockedCamera, int]:
    """The camera with its move begun at frame ``first``, where its shot now begins, and by how many frames it went.

    Nothing of the move itself changes: every channel is shifted alike.
    """
    range_ = span(camera)
    by = first - range_[0] if range_ is not None else 0
    if not by:
        return camera, 0
    channels = tuple(msgspec.structs.replace(c, first_frame=c.first_frame + by) for c in camera.node.channels)
    return LockedCamera(msgspec.structs.replace(camera.node, channels=channels), camera.rows), by


def timing_notes(camera: LockedCamera, by: int, shot: str, frames: int) -> list[str]:
    """What people should know of a locked move whose shot came to lie elsewhere or to last otherwise."""
    range_ = span(camera)
    if range_ is None:
        return []
    out: list[str] = []
    if by:
        out.append(
            f"{shot}: the move of the locked camera {camera.node.id} went with its shot by {by:+d} frames, "
            f"to frames {range_[0]} to {range_[1]}"
        )
    length = range_[1] - range_[0] + 1
    if length != frames:
        out.append(
            f"{shot}: the move of the locked camera {camera.node.id} lasts {length} frames, its shot now {frames}; "
            f"it was left as it is"
        )
    return out


def on_screen(camera: LockedCamera, first: int, frames: int) -> F64 | None:
    """(frames, 7): the move during a shot; its ends hold outside its range. None when it stands."""
    range_ = span(camera)
    if range_ is None or camera.rows is None:
        return None
    index = np.clip(np.arange(first, first + frames) - range_[0], 0, len(camera.rows) - 1)
    out: F64 = np.asarray(camera.rows, dtype=np.float64)[index]
    return out


def move_of(rows: F64) -> Move:
    """What a camera does over ``rows``, by how far and which way it goes and turns."""
    way = rows[:, :3] - rows[0, :3]
    far = np.sqrt((way * way).sum(axis=1))
    k = int(np.argmax(np.round(far, 6)))
    start = one_camera(*row_pose(rows, 0), (1.0, 1.0))
    if far[k] >= _TRAVEL_M:
        ahead = float((way[k] * start.forward[0]).sum() / far[k])
        return "push-in" if ahead > 0.7 else "pull-out" if ahead < -0.7 else "track"
    same = np.abs((rows[:, 3:] * rows[0, 3:]).sum(axis=1))
    k = int(np.argmin(np.round(same, 9)))
    if same[k] >= _TURN:
        return "static"
    end = one_camera(*row_pose(rows, k), (1.0, 1.0)).forward[0]
    across, rise = abs(float((end * start.right[0]).sum())), abs(float((end * start.up[0]).sum()))
    return "pan" if across >= rise else "tilt"


def locked_setup(wish: Wish, camera: LockedCamera, stage: Stage) -> Setup:
    """The artist's camera, with the kind, size and people it truthfully shows where it shows any."""
    place, turn = camera.transform.translation, camera.transform.rotation
    middle = (place, turn)
    if span(camera) is not None and camera.rows is not None:
        middle = row_pose(camera.rows, len(camera.rows) // 2)
    lens = one_camera(*middle, half_tangents(film(camera, stage.filmback), camera.focal_mm))
    role, named, size = _shown(wish, lens, stage)
    return Setup(wish, role, Pick(lens, camera.focal_mm, size, named, 0.0), place, turn, camera)


def _shown(wish: Wish, lens: Cameras, stage: Stage) -> tuple[Kind, tuple[Subject, ...], Size]:
    if wish.size == "INSERT":
        return wish.role, (), "INSERT"
    if wish.role == "master":
        return "master", *_crowd(lens, stage)
    subjects = [stage.people[s] for s in wish.subjects if s in stage.people]
    if not subjects:
        return wish.role, (), wish.size
    first, rest = subjects[0], subjects[1:]
    size, error = _size(lens, first, wish.size)
    if wish.role == "two-shot":
        both = [s for s in subjects if _visible(stage, lens, s, size)]
        if math.isinf(error) and rest:  # the first is out of it: whom does it show?
            other, found = _size(lens, rest[0], wish.size)
            if not math.isinf(found) and _visible(stage, lens, rest[0], other):
                return "single", (rest[0],), other
        if len(both) == 1 and both[0] is first:
            return "single", (first,), size
    over = stage.people.get(wish.over)
    if wish.role == "ots" and over is not None and not _foreground(lens, over, first):
        return "single", (first,), size
    return wish.role, tuple(subjects), size


def _crowd(lens: Cameras, stage: Stage) -> tuple[tuple[Subject, ...], Size]:
    """Whom a master shows: who comes nearest to a true size carries it, then all who are seen at it."""
    if not stage.crowd:
        return (), "EWS"
    options = [
        (round(fill_error(lens, s, z), 6), SIZE_ORDER.index(z), i)
        for i, s in enumerate(stage.crowd)
        for z in SIZE_ORDER
        if _visible(stage, lens, s, z)
    ]
    if not options:  # it shows nobody: the promise stays, and the checks say so
        return stage.crowd[:1], "WS"
    error, step, who = min(options)
    if error > FILL_TOLERANCE:
        return (stage.crowd[who],), SIZE_ORDER[step]
    first, size = stage.crowd[who], SIZE_ORDER[step]
    return (first, *(s for s in stage.crowd if s is not first and _visible(stage, lens, s, size))), size


def _size(lens: Cameras, subject: Subject, wished: Size) -> tuple[Size, float]:
    """The nearest true size and its error; the wished one, inf, when the subject is out of frame."""
    fits: list[Size] = [z for z in SIZE_ORDER if in_frame(lens, subject, z, 1.0)[0]]
    if not fits:
        return wished, math.inf
    error, step = min((round(fill_error(lens, subject, z), 6), SIZE_ORDER.index(z)) for z in fits)
    return SIZE_ORDER[step], error


def _visible(stage: Stage, lens: Cameras, subject: Subject, size: Size) -> bool:
    return bool(in_frame(lens, subject, size, 1.0)[0]) and bool(seen(stage.world, lens, subject, size)[0])


def _foreground(lens: Cameras, over: Subject, subject: Subject) -> bool:
    """Whether a shoulder is in frame and before whom the shot is of."""
    x, y, depth = project(lens, np.stack([over.head, over.low("CU"), subject.head]))
    inside = abs(float(x[0, 0])) <= 1.15 and (float(y[0, 0]) > -1.0 or float(y[0, 1]) > -1.0)
    return inside and 0.1 < float(depth[0, 0]) < float(depth[0, 2])
