"""OSC packets as samples, by the profile of whoever sends them.

Angles and axes are not OSC's business, so a profile says them. A pose that comes in several messages
is put together; a bundle is one moment, and its time tag is the moment of capture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

import msgspec

from ...geometry import Quat, Vec3, quat_multiply
from .._spaces import Space, position_to_ours, rotation_to_ours
from ..model import Lens, Sample, Source, Status
from ._codec import OscMessage, OscValue, decode_osc
from ._dispatch import Dispatcher
from ._profiles import MessageShape, OscProfile, osc_profile

_SUBJECTS = 1024
_VALUES = 256
_LONGEST_NAME = 64
_AXIS = {"x": 1, "y": 2, "z": 3}
_LENS = {"focal": "focal_mm", "focus": "focus_m", "iris": "f_stop", "zoom": "raw_zoom", "hfov": "fov_h_deg"}


class _Draft:
    """What is known of one subject; numbers stay until newer ones come."""

    __slots__ = ("lens", "position", "rotation", "source_ns", "status", "values", "waiting")

    def __init__(self) -> None:
        self.position: Vec3 | None = None
        self.rotation: Quat | None = None
        self.lens: Lens | None = None
        self.status = Status.UNKNOWN
        self.source_ns: int | None = None
        self.values: dict[str, float] = {}
        self.waiting = False


class OscDecoder:
    """Packets of one sender as samples.

    Attributes:
        unknown: How often each address nobody knows was heard (the first 256 of them).
    """

    def __init__(self, source: Source | None = None) -> None:
        name = source.profile if source else ""
        if source and source.protocol == "vmc" and not name:
            name = "vmc"
        self._profile = osc_profile(name)
        self._drafts: dict[str, _Draft] = {}
        self._ready: dict[str, _Draft] = {}
        self._dispatcher = Dispatcher()
        self.unknown: dict[str, int] = {}
        by_address: dict[str, list[tuple[MessageShape, _Reader]]] = {}
        for shape in self._profile.message:
            by_address.setdefault(shape.address, []).append((shape, _Reader(shape, self._profile)))
        for address, shapes in by_address.items():
            self._dispatcher.map(address, partial(self._heard, shapes))

    def feed(self, packet: bytes, receive_ns: int) -> Sequence[Sample]:
        """The samples that a packet completes, one for each subject.

        Raises:
            PacketError: Not OSC, or damaged.
        """
        for message in decode_osc(packet):
            if not self._dispatcher.dispatch(message):
                self._wonder(message.address)
        samples = [self._sample(name, draft, receive_ns) for name, draft in self._ready.items()]
        self._ready.clear()
        return samples

    def _wonder(self, address: str) -> None:
        if address in self.unknown or len(self.unknown) < _VALUES:
            self.unknown[address] = self.unknown.get(address, 0) + 1

    def _heard(
        self, shapes: Sequence[tuple[MessageShape, _Reader]], message: OscMessage, names: Mapping[str, str]
    ) -> None:
        for shape, read in shapes:
            if len(message.args) < len(shape.args):
                continue
            if shape.subject:
                self._store(shape, read, message, names)
            return

    def _store(self, shape: MessageShape, read: _Reader, message: OscMessage, names: Mapping[str, str]) -> None:
        called = read.named(message.args)
        subject = _filled(shape.subject, names, called)
        draft = self._drafts.get(subject)
        if draft is None:
            if len(self._drafts) >= _SUBJECTS:
                return
            draft = self._drafts[subject] = _Draft()
        with suppress(TypeError, ValueError, OverflowError):  # a string where a number belongs changes nothing
            read.into(draft, message, _filled(shape.value_name, names, called))
            if shape.emit:
                self._ready[subject] = draft

    @staticmethod
    def _sample(name: str, draft: _Draft, receive_ns: int) -> Sample:
        return Sample(
            subject=name,
            receive_ns=receive_ns,
            capture_ns=receive_ns,
            position_m=draft.position,
            rotation_wxyz=draft.rotation,
            lens=draft.lens,
            status=draft.status,
            source_ns=draft.source_ns,
            values=tuple(draft.values.items()),
        )


def _filled(template: str, names: Mapping[str, str], called: str) -> str:
    text = template.replace("{name}", called)
    for key, value in names.items():
        text = text.replace(f"{{{key}}}", value)
    return text[:_LONGEST_NAME] or "osc"


class _Reader:
    """The arguments of one shape, prepared: which of them is what."""

    def __init__(self, shape: MessageShape, profile: OscProfile) -> None:
        at = {meaning: i for i, meaning in enumerate(shape.args) if meaning != "_"}
        self._name, self._called, self._value = at.get("name"), at.get("value_name"), at.get("value")
        self._ok, self._time = at.get("ok"), at.get("t")
        self._position = _all(at, ("x", "y", "z"))
        self._quat = _all(at, ("qw", "qx", "qy", "qz"))
        self._euler = _all(at, ("rx", "ry", "rz")) or _all(at, ("rrx", "rry", "rrz"))
        self._to_radians: Callable[[float], float] = float if "rrx" in at else math.radians
        self._lens = [(at[m], field) for m, field in _LENS.items() if m in at]
        self._fov = at.get("fov")
        self._space: Space = shape.space or profile.space
        self._unit, self._order = profile.unit, profile.euler_order

    def named(self, args: tuple[OscValue, ...]) -> str:
        """The subject's name, where an argument carries it."""
        return "" if self._name is None else str(args[self._name])

    def into(self, draft: _Draft, message: OscMessage, value_name: str) -> None:
        """Write what the message says into the draft; raises before it writes anything half."""
        args = message.args
        position, rotation = draft.position, draft.rotation
        if self._position:
            x, y, z = (_number(args[i]) * self._unit for i in self._position)
            position = position_to_ours((x, y, z), self._space)
        if self._quat:
            w, x, y, z = (_number(args[i]) for i in self._quat)
            rotation = rotation_to_ours(_unit((w, x, y, z)), self._space)
        elif self._euler:
            turned = _from_euler([self._to_radians(_number(args[i])) for i in self._euler], self._order)
            rotation = rotation_to_ours(turned, self._space)
        lens = {field: _number(args[i]) for i, field in self._lens}
        if self._fov is not None:
            draft.values["fov_v_deg"] = _number(args[self._fov])
        if self._value is not None:
            called = str(args[self._called]) if self._called is not None else value_name
            if called in draft.values or len(draft.values) < _VALUES:
                draft.values[called[:_LONGEST_NAME]] = _number(args[self._value])
        if self._ok is not None:
            draft.status = Status.GOOD if _number(args[self._ok]) else Status.LOST
        draft.position, draft.rotation = position, rotation
        draft.source_ns = self._moment(message)
        if lens:
            draft.lens = msgspec.convert(lens, Lens)

    def _moment(self, message: OscMessage) -> int | None:
        if message.time_ns is not None or self._time is None:
            return message.time_ns
        seconds = _number(message.args[self._time])
        return round(seconds * 1e9) if math.isfinite(seconds) and seconds > 0 else None


def _all(at: Mapping[str, int], meanings: Sequence[str]) -> tuple[int, ...]:
    return tuple(at[m] for m in meanings) if all(m in at for m in meanings) else ()


def _number(value: OscValue) -> float:
    if isinstance(value, (str, bytes)) or value is None:
        raise ValueError(value)
    return float(value)


def _unit(q: Quat) -> Quat:
    """A float32 quaternion at unit length; one that has none is refused."""
    size = math.sqrt(sum(c * c for c in q))
    if not 0.5 < size < 2:
        raise ValueError(q)
    return (q[0] / size, q[1] / size, q[2] / size, q[3] / size)


def _from_euler(radians: Sequence[float], order: str) -> Quat:
    """Turns about the source's own axes, the first letter first, each about the axis as already turned."""
    q: Quat = (1.0, 0.0, 0.0, 0.0)
    for letter in order:
        half = radians["xyz".index(letter)] / 2
        turn = [math.cos(half), 0.0, 0.0, 0.0]
        turn[_AXIS[letter]] = math.sin(half)
        q = quat_multiply(q, (turn[0], turn[1], turn[2], turn[3]))
    return q
