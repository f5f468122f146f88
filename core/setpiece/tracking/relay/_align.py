"""From what a tracker says to where the camera is in the volume."""

from __future__ import annotations

import msgspec

from ...geometry import Quat, Vec3, quat_multiply, quat_rotate
from ..model import FORWARD_QUAT, Sample, Tracking


class Alignment:
    """``[tracking]`` of volume.toml as a function of samples: volume from tracker, camera from body."""

    def __init__(self, tracking: Tracking) -> None:
        self._place, self._turn = tracking.volume_from_tracker_m, tracking.volume_from_tracker_wxyz
        self._arm, self._mount = tracking.camera_from_body_m, tracking.camera_from_body_wxyz
        nothing = Tracking()
        self._idle = (self._place, self._turn, self._arm, self._mount) == (
            nothing.volume_from_tracker_m,
            nothing.volume_from_tracker_wxyz,
            nothing.camera_from_body_m,
            nothing.camera_from_body_wxyz,
        )

    def apply(self, sample: Sample) -> Sample:
        """The entrance pupil in the volume. A source without rotation keeps the body's place: which way the
        arm to the camera points is not known then."""
        if self._idle:
            return sample
        position, rotation = sample.position_m, sample.rotation_wxyz
        if position is not None:
            arm = self._arm if rotation is not None else (0.0, 0.0, 0.0)
            position = self._moved(position, quat_rotate(rotation or FORWARD_QUAT, arm))
        if rotation is not None:
            rotation = _unit(quat_multiply(self._turn, quat_multiply(rotation, self._mount)))
        return msgspec.structs.replace(sample, position_m=position, rotation_wxyz=rotation)

    def _moved(self, position: Vec3, arm: Vec3) -> Vec3:
        x, y, z = quat_rotate(self._turn, (position[0] + arm[0], position[1] + arm[1], position[2] + arm[2]))
        return (x + self._place[0], y + self._place[1], z + self._place[2])


def _unit(q: Quat) -> Quat:
    """Numbers in a file are rounded; a product of three of them drifts off the sphere."""
    size = sum(c * c for c in q) ** 0.5 or 1.0
    return (q[0] / size, q[1] / size, q[2] / size, q[3] / size)
