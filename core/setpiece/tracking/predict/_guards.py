"""What must not reach a predictor: numbers that are none, poses out of order, a single wild one."""

from __future__ import annotations

import math
from collections import Counter
from typing import Literal

from ...geometry import Quat, Vec3
from ..model import Sample, Status
from ._history import History
from ._rotation import log_between

Verdict = Literal[
    "taken", "duplicate", "late", "lost", "not a number", "no pose", "not a rotation", "too far", "suspect", "jump",
    "restart",
]  # fmt: skip
"""What became of a sample. ``too far``: beyond a kilometre, so most likely millimetres taken for metres.
``suspect``: it jumped; the next one decides between a wild sample and a subject that is elsewhere now."""

_FARTHEST_M = 1000.0
_BACK_S = 0.5
_JUMP_M, _JUMP_M_S = 0.3, 10.0
_TURN_RAD, _TURN_RAD_S = math.radians(20.0), math.radians(400.0)
_PATIENCE_S = 0.5

_Pose = tuple[Vec3, Quat]


class Guard:
    """Judges samples one after the other and counts what it keeps away."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.landed: list[tuple[float, Vec3, Quat]] = []
        """After a ``jump``: the pose before this one at the new place."""
        self._suspect: tuple[float, Vec3, Quat] | None = None

    def judge(self, sample: Sample, time_s: float, history: History, period_s: float) -> tuple[Verdict, _Pose | None]:
        """What to do with a sample, and its pose (filled up where the source sends half of one)."""
        verdict, pose = self._judged(sample, time_s, history, period_s)
        if verdict != "taken":
            self.counts[verdict] += 1
        return verdict, pose

    def _judged(self, sample: Sample, time_s: float, history: History, period_s: float) -> tuple[Verdict, _Pose | None]:
        fault, pose = _pose_of(sample)
        if pose is None:
            return fault, None
        if not history.count:
            return "taken", pose
        newest_s, position, quat = history.newest()
        step_s = time_s - newest_s
        if step_s < -_BACK_S:
            self._suspect = None
            return "restart", pose
        close = 0.5 * period_s if sample.source_ns is None else 1e-4
        if step_s < close and pose[0] == position and abs(_dot(pose[1], quat)) > 1 - 1e-12:
            return "duplicate", None
        if step_s < (-close if sample.source_ns is None else close):
            return "late", None
        return self._looked_at_jump(time_s, step_s, pose, history)

    def _looked_at_jump(
        self, time_s: float, step_s: float, pose: _Pose, history: History
    ) -> tuple[Verdict, _Pose | None]:
        before, self._suspect = self._suspect, None
        step_s = max(step_s, 1e-3)
        if step_s > _PATIENCE_S or not _jumps((history.newest()[1], history.newest()[2]), pose, step_s, history):
            return "taken", pose
        if before is not None and not _jumps((before[1], before[2]), pose, max(time_s - before[0], 1e-3), None):
            self.landed = [before]
            return "jump", pose
        self._suspect = (time_s, *pose)
        return "suspect", None


def _dot(a: Quat, b: Quat) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]


def _pose_of(sample: Sample) -> tuple[Verdict, _Pose | None]:
    if sample.status == Status.LOST:
        return "lost", None
    if sample.position_m is None and sample.rotation_wxyz is None:
        return "no pose", None
    position, quat = sample.position_m or (0.0, 0.0, 0.0), sample.rotation_wxyz or (1.0, 0.0, 0.0, 0.0)
    if not all(math.isfinite(v) for v in (*position, *quat)):
        return "not a number", None
    if max(abs(v) for v in position) > _FARTHEST_M:
        return "too far", None
    size = math.sqrt(_dot(quat, quat))
    if not 0.9 < size < 1.1:
        return "not a rotation", None
    w, x, y, z = quat
    return "taken", (position, (w / size, x / size, y / size, z / size))


def _jumps(old: _Pose, new: _Pose, step_s: float, history: History | None) -> bool:
    """Whether no camera moves like that: neither from where it was nor from where it was heading."""
    moved = math.dist(old[0], new[0])
    turn = log_between(old[1], new[1])
    angle = math.sqrt(sum(v * v for v in turn))
    if moved <= _JUMP_M + _JUMP_M_S * step_s and angle <= _TURN_RAD + _TURN_RAD_S * step_s:
        return False
    if history is None or history.count < 2:
        return True
    dt = max(float(history.times[0] - history.times[1]), 1e-3)
    p0, p1 = history.positions[:2].tolist()
    heading = [a + (a - b) / dt * step_s for a, b in zip(p0, p1, strict=True)]
    q0, q1 = history.quats[:2].tolist()
    spin = log_between((q1[0], q1[1], q1[2], q1[3]), (q0[0], q0[1], q0[2], q0[3]))
    rest = math.sqrt(sum((a - b / dt * step_s) ** 2 for a, b in zip(turn, spin, strict=True)))
    far = math.dist(heading, new[0]) > _JUMP_M + _JUMP_M_S * step_s
    return far or rest > _TURN_RAD + _TURN_RAD_S * step_s
