"""What an installation does differently from its protocol: names, unit, axes and signs, put right in one place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from ..errors import InputError
from ..geometry import Quat, Vec3, quat_from_matrix, quat_multiply
from ._angles import head_from_rotation, rotation_from_head
from .model import Lens, Sample, Source

Picked = tuple[tuple[int, float], ...]
"""For each of our axes: the source's axis and the sign."""

_AXES = {"x": 0, "y": 1, "z": 2}
_LENS_NUMBERS = ("focal_mm", "f_stop", "fov_h_deg", "entrance_pupil_m", "raw_zoom", "raw_focus", "raw_iris")


class Corrections:
    """The corrections of one source, prepared once.

    Positions: our axis i is the source's axis ``axes[i]``, in metres of ``unit``.

    Rotations: first the looking direction turns as the axes do (``rotation_axes``, else ``axes``), so that
    up is up and a head's angles mean something; then the flips turn the sign of pan, tilt and roll. A
    mirrored set of ``axes`` is no turn and says nothing about how a head counts: ``rotation_axes`` and the
    flips do.

    Raises:
        InputError: The axes are not three different ones, or ``rotation_axes`` are left-handed.
    """

    def __init__(self, source: Source) -> None:
        self._picked = picked_axes(source.axes, "axes")
        turning = self._picked
        if source.rotation_axes is not None:
            turning = picked_axes(source.rotation_axes, "rotation_axes")
            if is_mirrored(turning):
                raise InputError(
                    f"rotation axes {', '.join(source.rotation_axes)} are left-handed, and no turn",
                    where="rotation_axes",
                    remedy="Turn one sign over and use flip_pan, flip_tilt, flip_roll.",
                )
        self._names = source.subjects
        self._unit = source.unit
        self._signs = tuple(-1.0 if f else 1.0 for f in (source.flip_pan, source.flip_tilt, source.flip_roll))
        self._turn = turn_of(turning)
        self._moves = self._unit != 1.0 or self._picked != ((0, 1.0), (1, 1.0), (2, 1.0))
        self._flips = min(self._signs) < 0
        self._idle = not (self._moves or self._flips or self._names or self._turn)

    def apply(self, sample: Sample) -> Sample:
        """The sample as it is meant."""
        if self._idle:
            return sample
        position, rotation = sample.position_m, sample.rotation_wxyz
        return msgspec.structs.replace(
            sample,
            subject=self._names.get(sample.subject, sample.subject),
            position_m=None if position is None else self.position(position),
            rotation_wxyz=None if rotation is None else self.rotation(rotation),
        )

    def position(self, position: Vec3) -> Vec3:
        """A place in our axes, metres."""
        if not self._moves:
            return position
        x, y, z = (position[axis] * sign * self._unit for axis, sign in self._picked)
        return (x, y, z)

    def rotation(self, rotation: Quat) -> Quat:
        """Where it really looks."""
        if self._turn is not None:
            rotation = quat_multiply(self._turn, rotation)
        if not self._flips:
            return rotation
        pan, tilt, roll = head_from_rotation(rotation)
        return rotation_from_head(pan * self._signs[0], tilt * self._signs[1], roll * self._signs[2])


def picked_axes(texts: Sequence[str], where: str) -> Picked:
    """Three texts like ``"+x"`` as axes and signs.

    Raises:
        InputError: They do not name x, y and z once each.
    """
    picked = tuple(_axis(text, where) for text in texts)
    if {axis for axis, _ in picked} != {0, 1, 2}:
        raise InputError(
            f"axes {', '.join(texts)} do not name x, y and z once each",
            where=where,
            remedy='Write them like ["+x", "+y", "+z"].',
        )
    return picked


def _axis(text: str, where: str) -> tuple[int, float]:
    sign = {"+": 1.0, "-": -1.0}.get(text[:1])
    axis = _AXES.get(text[1:].lower())
    if sign is None or axis is None:
        raise InputError(f"{text!r} is no axis", where=where, remedy='Write "+x", "-y" and so on.')
    return axis, sign


def is_mirrored(picked: Picked) -> bool:
    """Whether the axes are a left-handed set."""
    (a, b, c) = (axis for axis, _ in picked)
    even = (a, b, c) in ((0, 1, 2), (1, 2, 0), (2, 0, 1))
    minus = sum(sign < 0 for _, sign in picked) % 2 == 1
    return even == minus


def turn_of(picked: Picked) -> Quat | None:
    """The turn of a right-handed choice of axes; None for no turn and for a mirror."""
    if is_mirrored(picked):
        return None
    turn = quat_from_matrix([[sign if column == axis else 0.0 for column in range(3)] for axis, sign in picked])
    return None if math.isclose(turn[0], 1.0) else turn


def finite(sample: Sample) -> bool:
    """Whether every number that would move a camera is one."""
    numbers: Vec3 | tuple[()] = sample.position_m or ()
    return all(map(math.isfinite, numbers)) and all(map(math.isfinite, sample.rotation_wxyz or ()))


def known_lens(lens: Lens) -> Lens:
    """The lens without what is no number: that is not known. Infinity is a focus distance and nothing else."""
    wrong = [n for n in _LENS_NUMBERS if (v := getattr(lens, n)) is not None and not math.isfinite(v)]
    if lens.focus_m is not None and not lens.focus_m > -math.inf:
        wrong.append("focus_m")
    if lens.distortion is not None and not all(map(math.isfinite, lens.distortion[1])):
        wrong.append("distortion")
    return msgspec.structs.replace(lens, **dict.fromkeys(wrong)) if wrong else lens
