"""Samples as OSC: our own messages, one bundle a moment, and the VMC protocol for those who speak it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .._spaces import position_from_ours, rotation_from_ours
from ..model import Lens, Sample
from ._codec import encode_bundle, encode_message

_MOST = 1400
"""Bytes of a bundle that pass an Ethernet frame in one piece."""


class OscEncoder:
    """Our own address space: ``/cam/<id>/pose`` in a bundle whose time tag is the moment of capture.

    Args:
        unix_from_monotonic_ns: What turns this computer's monotonic clock into Unix time; samples
            carry the former, time tags the latter. 0 sends monotonic time.
    """

    def __init__(self, unix_from_monotonic_ns: int = 0) -> None:
        self._shift_ns = unix_from_monotonic_ns

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """One bundle for each sample that has a pose, and its lens with it."""
        return [self._bundle(s) for s in samples if s.position_m is not None and s.rotation_wxyz is not None]

    def _bundle(self, sample: Sample) -> bytes:
        moment = sample.capture_ns + self._shift_ns
        lens = sample.lens or Lens()
        (w, x, y, z), place = sample.rotation_wxyz or (1.0, 0.0, 0.0, 0.0), sample.position_m or (0.0, 0.0, 0.0)
        name = _part(sample.subject)
        fov = dict(sample.values).get("fov_v_deg", 0.0)
        pose = encode_message(f"/cam/{name}/pose", moment / 1e9, *place, x, y, z, w, fov, types="dffffffff")
        known = (lens.focal_mm, lens.focus_m, lens.f_stop, lens.raw_zoom)
        if None in known:
            return encode_bundle([pose], moment)
        numbers = encode_message(f"/cam/{name}/lens", *known, types="ffff")
        return encode_bundle([numbers, pose], moment)


def _part(text: str) -> str:
    """A subject's name as one part of an address: what would be a pattern or a slash becomes a dash."""
    return "".join("-" if c in " #*,/?[]{}" or ord(c) < 32 else c for c in text) or "-"


class VmcEncoder:
    """VMC 3.1: cameras and trackers in Unity's space, blend shapes followed by Apply.

    Args:
        camera: The subject sent as the camera; all others are trackers.
    """

    def __init__(self, camera: str = "") -> None:
        self._camera = camera

    def encode(self, samples: Sequence[Sample]) -> list[bytes]:
        """Bundles of at most 1,400 bytes, in the order of the samples."""
        messages: list[bytes] = []
        for sample in samples:
            if sample.position_m is not None and sample.rotation_wxyz is not None:
                messages.append(self._pose(sample))
            elif sample.values:
                messages += [encode_message("/VMC/Ext/Blend/Val", n, float(v)) for n, v in sample.values]
                messages.append(encode_message("/VMC/Ext/Blend/Apply"))
        return [encode_bundle(group) for group in _groups(messages, len)]

    def _pose(self, sample: Sample) -> bytes:
        place = position_from_ours(sample.position_m or (0.0, 0.0, 0.0), "y_up_left")
        w, x, y, z = rotation_from_ours(sample.rotation_wxyz or (1.0, 0.0, 0.0, 0.0), "y_up_left")
        if sample.subject == self._camera:
            fov = dict(sample.values).get("fov_v_deg", 0.0)
            return encode_message("/VMC/Ext/Cam", "Camera", *place, x, y, z, w, fov, types="sffffffff")
        return encode_message("/VMC/Ext/Tra/Pos", sample.subject, *place, x, y, z, w, types="sfffffff")


def _groups(messages: Sequence[bytes], size: Callable[[bytes], int]) -> list[list[bytes]]:
    groups: list[list[bytes]] = []
    room = 0
    for message in messages:
        if not groups or room < size(message) + 4:
            groups.append([])
            room = _MOST - 16
        groups[-1].append(message)
        room -= size(message) + 4
    return groups
