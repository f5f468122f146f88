"""What an installation does differently from its protocol: names, unit, axes and signs, put right in one place."""

from __future__ import annotations

import math

import msgspec

from ..errors import InputError
from ..geometry import Quat, Vec3, quat_from_matrix, quat_multiply
from ._angles import head_from_rotation, rotation_from_head
from .model import Sample, Source

_AXES = {"x": 0, "y": 1, "z": 2}


class Corrections:
    """The corrections of one source, prepared once.

    Positions: our axis i is the source's axis ``axes[i]``, in metres of ``unit``. Rotations: where the
    axes are a turned right-handed set, the looking direction turns along; a mirrored set says nothing
    about how a head counts its angles, which the three flips do.

    Raises:
        InputError: The axes are not three different ones.
    """

    def __init__(self, source: Source) -> None:
        self._picked = tuple(_axis(text) for text in source.axes)
        if {axis for axis, _ in self._picked} != {0, 1, 2}:
            raise InputError(
                f"axes {', '.join(source.axes)} do not name x, y and z once each",
                where="axes",
                remedy='Write them like ["+x", "+y", "+z"].',
            )
        self._names = source.subjects
        self._unit = source.unit
        self._signs = tuple(-1.0 if f else 1.0 for f in (source.flip_pan, source.flip_tilt, source.flip_roll))
        self._turn = _turn_of(self._picked)
        self._moves = self._unit != 1.0 or self._picked != ((0, 1.0), (1, 1.0), (2, 1.0))
        self._flips = min(self._signs) < 0
        self._idle = not (self._moves or self._flips or self._names)

    def apply(self, sample: Sample) -> Sample:
        """The sample as it is meant."""
        if self._idle:
            return sample
        position = sample.position_m
        if position is not None and self._moves:
            x, y, z = (position[axis] * sign * self._unit for axis, sign in self._picked)
            position = (x, y, z)
        rotation = sample.rotation_wxyz
        if rotation is not None:
            rotation = self._rotation(rotation)
        return msgspec.structs.replace(
            sample,
            subject=self._names.get(sample.subject, sample.subject),
            position_m=position,
            rotation_wxyz=rotation,
        )

    def _rotation(self, rotation: Quat) -> Quat:
        if self._flips:
            pan, tilt, roll = head_from_rotation(rotation)
            rotation = rotation_from_head(pan * self._signs[0], tilt * self._signs[1], roll * self._signs[2])
        return rotation if self._turn is None else quat_multiply(self._turn, rotation)


def _axis(text: str) -> tuple[int, float]:
    sign = {"+": 1.0, "-": -1.0}.get(text[:1])
    axis = _AXES.get(text[1:].lower())
    if sign is None or axis is None:
        raise InputError(f"{text!r} is no axis", where="axes", remedy='Write "+x", "-y" and so on.')
    return axis, sign


def _turn_of(picked: tuple[tuple[int, float], ...]) -> Quat | None:
    """The rotation of a right-handed choice of axes; None for no turn and for a mirror."""
    rows = [[sign if column == axis else 0.0 for column in range(3)] for axis, sign in picked]
    (a, b, c), (d, e, f), (g, h, i) = rows
    if a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) < 0:
        return None
    turn = quat_from_matrix(rows)
    return None if math.isclose(turn[0], 1.0) else turn


def finite(sample: Sample) -> bool:
    """Whether every number that would move a camera is one."""
    numbers: Vec3 | tuple[()] = sample.position_m or ()
    return all(map(math.isfinite, numbers)) and all(map(math.isfinite, sample.rotation_wxyz or ()))
