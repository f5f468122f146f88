"""The newest poses of one subject, newest first, in arrays that are never shifted."""

from __future__ import annotations

import math

import numpy as np

from ...geometry import Quat, Vec3
from ._rotation import F64, logs

LENGTH = 80
"""Poses kept: a third of a second at 240 a second, and what the longest window needs."""
_STRAIGHT, _LATE = 10, 7
"""Poses looked at to place a gap, and by how many samples it may have been overlooked."""
_ROOM = 8 * LENGTH


class History:
    """Times in seconds, positions in metres, quaternions of one hemisphere."""

    def __init__(self) -> None:
        self._times, self._positions, self._quats = np.zeros(_ROOM), np.zeros((_ROOM, 3)), np.zeros((_ROOM, 4))
        self.clear()

    def clear(self) -> None:
        """Forget every pose."""
        self._head, self.count = _ROOM, 0

    def add(self, time_s: float, position: Vec3, quat: Quat) -> None:
        """Put a pose in front; its quaternion takes the sign that is nearer to the one before."""
        if self._head == 0:
            self._to_the_end()
        if self.count:
            a = self._quats[self._head]
            if a[0] * quat[0] + a[1] * quat[1] + a[2] * quat[2] + a[3] * quat[3] < 0:
                quat = (-quat[0], -quat[1], -quat[2], -quat[3])
        self._head -= 1
        self._times[self._head], self._positions[self._head], self._quats[self._head] = time_s, position, quat
        self.count = min(self.count + 1, LENGTH)

    def push_back(self, seconds: float) -> float:
        """Take back a slot that was counted too many: in the newest gap, or else of all poses.

        Returns:
            Time from which on poses were moved back.
        """
        steps = (self.times[:_STRAIGHT] - self.times[1 : _STRAIGHT + 1]) if self.count > _STRAIGHT else np.zeros(0)
        wide = np.flatnonzero(steps > 1.5 * seconds)
        moved = int(wide[0]) + 1 if len(wide) else self.count
        self._times[self._head : self._head + moved] -= seconds
        return float(self.times[moved - 1]) + seconds if len(wide) else -math.inf

    def place_gap(self, gap_s: float, noise: tuple[float, float]) -> float:
        """Find where a gap really was that came to light only with the newest pose.

        A sender without timestamps loses a packet; that the grid has moved on by a slot shows a few
        samples later. The gap belongs where the poses then lie straightest.

        Returns:
            Time from which on poses were moved ahead by ``gap_s``; infinite when none was.
        """
        count = min(self.count, _STRAIGHT)
        if count < 6:
            return math.inf
        times, quats = self.times[:count].copy(), self.quats[:count]
        turns = logs(self.newest()[2], quats) / math.sqrt(noise[1])
        where = np.concatenate([self.positions[:count] / math.sqrt(noise[0]), turns], axis=1)
        bent: list[float] = []
        for m in range(min(_LATE, count - 3)):
            if m:
                times[m] += gap_s
            u = times - times.sum() / count
            y = where - where.sum(0) / count
            slope = (u[:, None] * y).sum(0) / (u * u).sum()
            bent.append(float(((y - slope * u[:, None]) ** 2).sum()))
        best = min(range(len(bent)), key=bent.__getitem__)
        if bent[best] > 0.5 * bent[0]:
            return math.inf
        self._times[self._head + 1 : self._head + 1 + best] += gap_s
        return float(self.times[best]) - gap_s

    def _to_the_end(self) -> None:
        for array in (self._times, self._positions, self._quats):
            array[-LENGTH:] = array[:LENGTH].copy()
        self._head = _ROOM - LENGTH

    @property
    def times(self) -> F64:
        """(count,) seconds, falling."""
        return self._times[self._head : self._head + self.count]

    @property
    def positions(self) -> F64:
        """(count, 3) metres."""
        return self._positions[self._head : self._head + self.count]

    @property
    def quats(self) -> F64:
        """(count, 4)."""
        return self._quats[self._head : self._head + self.count]

    def newest(self) -> tuple[float, Vec3, Quat]:
        """The pose in front; there must be one."""
        x, y, z = self._positions[self._head].tolist()
        w, i, j, k = self._quats[self._head].tolist()
        return float(self._times[self._head]), (x, y, z), (w, i, j, k)
