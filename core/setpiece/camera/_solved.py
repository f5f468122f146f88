"""From a wish to a setup: solve it, or stand in something that can truly be shot."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..geometry import Quat, Vec3, look_rotation
from ..scene.model import CameraPayload, Node, Transform
from ..sets.model import PlacedProp, SetPlan
from ._ask import Ask, Line
from ._lens_view import F64, project
from ._plan import MASTER, Wish
from ._search import Pick, laddered, search
from ._subjects import Subject
from ._things import insert
from ._wide import empty_view, master
from ._world import World
from .model import Filmback, Kind


@dataclass(frozen=True)
class LockedCamera:
    """A camera as an artist left it: measured and reported, never moved, never re-focused.

    Attributes:
        node: The whole node: pose, lens, film back, focus, stop, channels.
        rows: (n, 7) samples of its transform channel, x y z qw qx qy qz; None when it stands still.
    """

    node: Node
    rows: F64 | None = None

    @property
    def transform(self) -> Transform:
        """Where it stands, before any move."""
        return self.node.transform

    @property
    def lens(self) -> CameraPayload:
        """Its optics.

        Raises:
            TypeError: The node is no camera.
        """
        if not isinstance(self.node.payload, CameraPayload):
            raise TypeError(f"{self.node.id} is not a camera")
        return self.node.payload

    @property
    def focal_mm(self) -> float:
        """Its focal length."""
        return self.lens.focal_mm


@dataclass(frozen=True)
class Setup:
    """A camera position that stands, and what it shows."""

    wish: Wish
    role: Kind
    pick: Pick
    position: Vec3
    rotation: Quat
    kept: LockedCamera | None = None
    """The artist's camera, when this is one."""

    @property
    def of_prop(self) -> bool:
        """It shows a thing, not people."""
        return self.pick.size == "INSERT"

    @property
    def locked(self) -> bool:
        """Whether an artist locked it."""
        return self.kept is not None


@dataclass(frozen=True)
class Stage:
    """Everything that solving needs of one scene."""

    scene_id: str
    plan: SetPlan
    world: World
    people: Mapping[str, Subject]
    line: Line | None
    filmback: Filmback

    @property
    def crowd(self) -> tuple[Subject, ...]:
        """Everybody who may be named, in a fixed order."""
        return tuple(self.people.values())


def posed(pick: Pick) -> tuple[Vec3, Quat]:
    """Position and rotation of a pick, rounded as they are stored."""
    p, f = pick.camera.position[0], pick.camera.forward[0]
    x, y, z = (round(float(v), 4) + 0.0 for v in p)
    q = look_rotation((0.0, 0.0, 0.0), (float(f[0]), float(f[1]), float(f[2])))
    return (x, y, z), (round(q[0], 6), round(q[1], 6), round(q[2], 6), round(q[3], 6))


def _flat_way(a: Subject, b: Subject) -> tuple[float, float]:
    return float(b.head[0] - a.head[0]), float(b.head[1] - a.head[1])


def _toward_user(prop: PlacedProp, stage: Stage) -> tuple[float, float]:
    """Flat unit direction from a prop to who is nearest, else to where action gathers."""
    x, y = prop.center[0], prop.center[1]
    spots = [(float(s.head[0]), float(s.head[1])) for s in stage.crowd] or [stage.plan.acting_center]
    ux, uy = min(((px - x, py - y) for px, py in spots), key=lambda v: (round(v[0] ** 2 + v[1] ** 2, 6), v))
    size = math.sqrt(ux * ux + uy * uy)
    return (ux / size, uy / size) if size > 0.05 else (0.0, -1.0)


def _asked(wish: Wish, stage: Stage, lens_mm: float) -> Ask | None:
    subjects = tuple(stage.people[s] for s in wish.subjects if s in stage.people)
    if not subjects:
        return None
    ids = {s.actor.cast_id for s in subjects}
    line = stage.line
    paired = line is not None and {line.a.actor.cast_id, line.b.actor.cast_id} & ids
    over = stage.people.get(wish.over)
    ask = Ask(
        wish.role, wish.size, subjects, line=line if paired else None,
        lens_mm=lens_mm, key=f"{stage.scene_id}|{wish.key}",
    )  # fmt: skip
    if wish.role == "ots" and over is not None:
        return replace(ask, over=over, toward=_flat_way(subjects[0], over), spread_deg=38.0)
    if wish.role == "pov" and over is not None:
        return replace(ask, toward=_flat_way(subjects[0], over), spread_deg=24.0, line=None)
    if wish.role == "two-shot":
        return replace(ask, toward=_across(subjects, line), spread_deg=80.0, face=False)
    return ask


def _across(subjects: tuple[Subject, ...], line: Line | None) -> tuple[float, float] | None:
    """Square to a pair, on the kept side of the line."""
    if len(subjects) < 2:
        return None
    x, y = _flat_way(subjects[0], subjects[1])
    if line is not None and {line.a, line.b} == set(subjects):
        x, y = _flat_way(line.a, line.b)
        return -y * line.side, x * line.side
    faces = subjects[0].facing + subjects[1].facing
    return (-y, x) if -y * float(faces[0]) + x * float(faces[1]) >= 0 else (y, -x)


def stand_ins(wish: Wish) -> Iterator[Wish]:
    """What may replace ``wish`` when it cannot be shot, nearest in meaning first."""
    yield wish
    plain = replace(wish, move="static", beat="")
    if wish.role == "pov" and wish.prop:
        yield replace(plain, role="insert", over="")
        return
    if wish.role in ("ots", "two-shot", "pov"):
        yield replace(plain, role="single", over="", subjects=wish.subjects[:1])
    if wish.role == "two-shot":
        yield replace(plain, role="single", subjects=wish.subjects[1:2])
    if wish.role != "insert":
        yield MASTER


def solve(wish: Wish, stage: Stage, lens_mm: float = 0.0) -> Pick | None:
    """The camera for ``wish``, or None when the scene does not allow it."""
    if wish.role == "insert" or (wish.role == "pov" and wish.prop):
        return _of_prop(wish, stage)
    if wish.role == "master":
        return _master(wish, stage)
    ask = _asked(wish, stage, lens_mm)
    if ask is None:
        return None
    if ask.kind == "ots":
        return _over_shoulder(ask, stage)
    return laddered(ask, stage.crowd, stage.world, stage.filmback)


def _of_prop(wish: Wish, stage: Stage) -> Pick | None:
    prop = next((p for p in stage.plan.props if p.node == wish.prop), None)
    if prop is None:
        return None
    key = f"{stage.scene_id}|{wish.key}"
    looker = stage.people.get(wish.over)
    if wish.role == "pov" and looker is not None:
        return insert(prop, stage.world, stage.filmback, key, _toward_user(prop, stage), looker.eyes)
    return insert(prop, stage.world, stage.filmback, key, _toward_user(prop, stage))


def _over_shoulder(ask: Ask, stage: Stage) -> Pick | None:
    for size in dict.fromkeys((ask.size, "MCU", "MS", "CU")):
        for lens in dict.fromkeys((ask.lens_mm, 0.0)):
            pick = search(replace(ask, size=size, lens_mm=lens), stage.crowd, stage.world, stage.filmback)
            if pick is not None:
                return pick
    return None


def _master(wish: Wish, stage: Stage) -> Pick | None:
    key = f"{stage.scene_id}|{wish.key}"
    if stage.crowd:
        return master(stage.crowd, stage.line, stage.world, stage.filmback, key, stage.plan.interior)
    first = empty_view(stage.world, stage.plan.acting_center, stage.filmback, f"{stage.scene_id}|setup:master")
    if wish.prop and first is not None:
        return empty_view(
            stage.world, stage.plan.acting_center, stage.filmback, key, first.camera.position[0]
        )  # fmt: skip
    return first


def focus_m(pick: Pick, stage: Stage) -> float:
    """Distance along the lens axis to the first subject's eyes, else to what the shot is of."""
    if pick.named:
        target = pick.named[0].eyes
    else:
        x, y = stage.plan.acting_center
        target = np.array([x, y, 1.2])
    _, _, depth = project(pick.camera, np.asarray(target)[None])
    return max(round(float(depth[0, 0]), 3), 0.3)
