"""People as framing sees them: the points of a head, the part a size names, which way they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..cast.model import Actor
from ..geometry import Vec3, quat_rotate, quat_to_matrix
from ._lens_view import F64
from ._world import World
from .model import SIZES, Size

HEAD_SIDE_M = 0.16
"""Half the width that a head may take from its middle: in profile the hair reaches far back."""
BODY_SLACK_M = 0.08
"""A landmark lies at least this deep inside the body: what touches it there hides nothing."""

_TRUNK_M = (0.15, 0.11)
"""Half width and half depth of a trunk whose boxes are not told."""


@dataclass(frozen=True, eq=False)
class Subject:
    """One person, as arrays.

    Attributes:
        actor: The stand-in.
        code: Its number in the world.
        top, chin, eyes, head: (3,) landmarks and the middle of the head.
        facing: (3,) unit vector in which the face looks.
        heading: (3,) flat unit vector in which the body points.
        lying: The body lies more than it stands.
    """

    actor: Actor
    code: int
    top: F64
    chin: F64
    eyes: F64
    head: F64
    facing: F64
    heading: F64
    lying: bool

    def low(self, size: Size) -> F64:
        """(3,) the lowest part that ``size`` names."""
        part = SIZES[size].lowest
        return self.chin if part == "chin" else _point(self.actor, part)

    def frame_points(self, size: Size) -> F64:
        """(3, 3): what must be inside the frame besides the width of the head."""
        up = self.top - self.head
        return np.stack([self.top + 0.15 * up, self.chin, self.low(size)])

    def skin(self, part: str) -> F64:
        """(5, 3) points on the trunk's surface around a landmark: the front, and to both sides."""
        middle = _point(self.actor, part)
        across, ahead = np.array([self.heading[1], -self.heading[0], 0.0]), self.heading
        wide, deep = _TRUNK_M
        for s in self.actor.solids:
            gap = middle - np.array(s.center, dtype=np.float64)
            if float((gap * gap).sum()) < 0.0025:
                m = quat_to_matrix(s.rotation)
                across, ahead, wide, deep = m[:, 0], m[:, 1], s.half[0], s.half[1]
                break
        places = ((0.0, 1.0), (-0.55, 0.9), (0.55, 0.9), (-0.95, 0.2), (0.95, 0.2))
        return np.stack([middle + across * (u * wide) + ahead * (v * deep) for u, v in places])


def _point(actor: Actor, name: str) -> F64:
    fallback: Vec3 = actor.landmarks.get("head_top", actor.position)
    return np.array(actor.landmarks.get(name, fallback), dtype=np.float64)


def _unit(v: F64, otherwise: F64) -> F64:
    size = float(np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]))
    return v / size if size > 1e-3 else otherwise


def _heading(actor: Actor) -> F64:
    """(3,) flat unit vector of the body's heading."""
    x, y, _ = quat_rotate(actor.rotation, (0.0, 1.0, 0.0))
    return _unit(np.array([x, y, 0.0]), np.array([0.0, 1.0, 0.0]))


def _facing(actor: Actor, heading: F64, lying: bool) -> F64:
    """(3,) unit vector in which the face looks: out of the eyes along the nose."""
    if "nose" not in actor.landmarks:
        return np.array([0.0, 0.0, 1.0]) if lying else heading
    out = _point(actor, "nose") - _point(actor, "eyes")
    if not lying:
        out = out * np.array([1.0, 1.0, 0.0])
    return _unit(out, heading)


def subject_of(actor: Actor, world: World) -> Subject:
    """The framing view of ``actor``."""
    top, chin, hips = (_point(actor, n) for n in ("head_top", "chin", "hips"))
    rise, length = float(top[2] - hips[2]), float(np.sqrt(((top - hips) ** 2).sum()))
    lying = rise < 0.5 * length
    heading, eyes = _heading(actor), _point(actor, "eyes")
    facing = _facing(actor, heading, lying)
    code = world.code(actor.node)
    return Subject(actor, code, top, chin, eyes, (top + chin) / 2.0, facing, heading, lying)


def by_id(subjects: Sequence[Subject]) -> dict[str, Subject]:
    """Subjects by cast id; the first of two with one id counts."""
    out: dict[str, Subject] = {}
    for s in subjects:
        out.setdefault(s.actor.cast_id, s)
    return out
