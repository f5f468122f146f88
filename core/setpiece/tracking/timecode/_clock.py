"""A clock that runs along with timecode: it chases labels, goes on without them for a while, and knows a jump.

Labels come late, in bursts and now and then wrong; cues need the frame that is up now. So a line is laid through
the last labels (least squares, with the speed before as an equal of four frames' evidence). A label far off the
line waits for another that agrees with it before the clock jumps; one that nothing follows is a stray.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Literal

import msgspec

from ...errors import InputError
from ...scene import frames_per_day, label_base, retimed
from ...scene.model import FrameRate
from ..model import Timecode
from ._labels import frame_of, timecode_of

ClockState = Literal["none", "running", "freewheel", "stopped"]
_POINTS = 24
_PRIOR_FRAMES2 = 4.0
_FASTEST = 4.0
_PATIENCE = 2.5
_NS = 1e-9


class Reading(msgspec.Struct, frozen=True):
    """Where timecode stands.

    Attributes:
        state: ``none`` no label yet; ``freewheel`` labels stopped and the clock goes on; ``stopped`` it gave up,
            or was located, and stands.
        position: Frames since midnight, parts included.
        speed: 1 as labelled, negative backwards.
    """

    state: ClockState
    position: float = 0.0
    speed: float = 0.0
    rate: FrameRate = FrameRate()
    drop: bool = False

    @property
    def timecode(self) -> Timecode:
        """The label that is up, with its part of a frame."""
        return timecode_of(self.position, self.rate, self.drop)

    def frame_at(self, rate: FrameRate) -> int:
        """The frame of another rate: the same label where both count alike (24 and 23.976), else the same moment."""
        frame = math.floor(self.position)
        return frame if label_base(rate) == label_base(self.rate) else retimed(frame, self.rate, rate)


class TimecodeClock:
    """Maps this computer's monotonic nanoseconds to running timecode and back. Reads no clock itself.

    Args:
        freewheel_frames: How long it goes on without labels.
        jump_frames: How far a label may lie off before it must be confirmed by another.

    Attributes:
        jumps: How often timecode really went elsewhere.
        strays: Labels that nothing confirmed, or that do not exist.
    """

    def __init__(self, freewheel_frames: float = 12.0, jump_frames: float = 1.5) -> None:
        self._freewheel, self._jump = freewheel_frames, jump_frames
        self.jumps = self.strays = 0
        self._rate, self._drop = FrameRate(), False
        self._points: deque[tuple[int, float]] = deque(maxlen=_POINTS)
        self._waiting: tuple[int, float] | None = None
        self._speed, self._at, self._located = 1.0, 0.0, False
        self._shown: float | None = None
        self._given: int | None = None
        self._arrived: float | None = None

    @property
    def _fps(self) -> float:
        return self._rate.num / self._rate.den

    # --- labels in -------------------------------------------------------------------------

    def observe(self, code: Timecode, at_ns: int, reverse: bool = False) -> None:
        """Timecode stood at ``code`` at ``at_ns``.

        For LTC that is ``LtcFrame.running`` at the time of its ``end_sample``, for MTC a reading as it comes.
        A label that does not exist is a stray.
        """
        position = self._position(code)
        if position is None:
            return
        other = (code.rate, code.drop) != (self._rate, self._drop)
        if other or not self._points or self.state(at_ns) == "stopped":
            self._begin(code, at_ns, position, -1.0 if reverse else 1.0)
            return
        newest = self._points[-1][0]
        if at_ns < newest:
            return
        expected = self._line(at_ns)
        position = self._unwrapped(position, expected)
        if abs(position - expected) <= self._jump:
            self._waiting = None
            self._points.append((at_ns, position))
            self._fit()
            return
        self._stray(at_ns, position)

    def locate(self, code: Timecode, at_ns: int) -> None:
        """Timecode was set to ``code`` and need not run: MTC's full frame."""
        position = self._position(code)
        if position is not None:
            self._begin(code, at_ns, position, 0.0)
            self._located = True

    def _position(self, code: Timecode) -> float | None:
        try:
            return frame_of(code) + code.sub_frame
        except InputError:
            self.strays += 1
            return None

    def _begin(self, code: Timecode, at_ns: int, position: float, speed: float) -> None:
        self._rate, self._drop = code.rate, code.drop
        self._points.clear()
        self._points.append((at_ns, position))
        self._waiting, self._speed, self._at, self._located, self._shown = None, speed, position, False, None
        self._arrived = position

    def _stray(self, at_ns: int, position: float) -> None:
        """A label off the line: the second that agrees with the first moves the clock."""
        first = self._waiting
        if first is not None:
            frames = (at_ns - first[0]) * _NS * self._fps
            moved = self._unwrapped(position, first[1]) - first[1]
            if abs(moved) <= _FASTEST * frames + self._jump:
                self._points.clear()
                self._points.append(first)
                self._points.append((at_ns, first[1] + moved))
                self._speed = math.copysign(1.0, moved) if moved else self._speed
                self._waiting, self._shown, self._arrived = None, None, first[1]
                self.jumps += 1
                self._fit()
                return
            self.strays += 1
        self._waiting = (at_ns, position)

    def _fit(self) -> None:
        newest = self._points[-1][0]
        times = [(t - newest) * _NS * self._fps for t, _ in self._points]
        mean_t = sum(times) / len(times)
        mean_p = sum(p for _, p in self._points) / len(times)
        top = _PRIOR_FRAMES2 * self._speed
        bottom = _PRIOR_FRAMES2
        for t, (_, p) in zip(times, self._points, strict=True):
            top += (t - mean_t) * (p - mean_p)
            bottom += (t - mean_t) * (t - mean_t)
        self._speed = max(-_FASTEST, min(_FASTEST, top / bottom))
        self._at = mean_p - mean_t * self._speed

    def _unwrapped(self, position: float, near: float) -> float:
        """Midnight is no jump: the position, days later or earlier, nearest to another."""
        day = frames_per_day(self._rate, self._drop)
        return position + day * round((near - position) / day)

    def _line(self, now_ns: int) -> float:
        return self._at + (now_ns - self._points[-1][0]) * _NS * self._fps * self._speed

    # --- time out --------------------------------------------------------------------------

    def read(self, now_ns: int) -> Reading:
        """Where timecode stands at ``now_ns``. While it runs it never steps back by less than a jump."""
        state = self.state(now_ns)
        if state == "none":
            return Reading("none")
        position = self._line(now_ns) if state != "stopped" else self._end()
        position = self._steady(position)
        day = frames_per_day(self._rate, self._drop)
        return Reading(state, position % day, 0.0 if state == "stopped" else self._speed, self._rate, self._drop)

    def state(self, now_ns: int) -> ClockState:
        """What the clock does at ``now_ns``; safe to ask from another thread."""
        points = tuple(self._points)
        if not points:
            return "none"
        if self._located:
            return "stopped"
        age = (now_ns - points[-1][0]) * _NS * self._fps
        if age <= self._patience():
            return "running"
        return "freewheel" if age <= max(self._freewheel, self._patience()) else "stopped"

    def _end(self) -> float:
        """Where it stands once it gave up."""
        frames = 0.0 if self._located else max(self._freewheel, self._patience())
        return self._at + frames * self._speed

    def _patience(self) -> float:
        """Frames until labels count as missing: MTC speaks every other frame, and slow tapes less often."""
        if len(self._points) < 2:
            return 2 * _PATIENCE
        span = (self._points[-1][0] - self._points[0][0]) * _NS * self._fps
        return _PATIENCE * max(1.0, span / (len(self._points) - 1))

    def _steady(self, position: float) -> float:
        shown = self._shown
        if shown is not None and abs(position - shown) < self._jump and (position - shown) * self._speed < 0:
            position = shown
        self._shown = position
        return position

    def due(self, now_ns: int, rate: FrameRate | None = None) -> int | None:
        """The frame that is up, once each time it changes: what a show is told; ``rate`` is the show's.

        Where timecode begins or jumps to is told first, so that a cue on that very frame is not run over.
        """
        reading = self.read(now_ns)
        if reading.state == "none":
            return None
        if self._arrived is not None:
            reading, self._arrived = msgspec.structs.replace(reading, position=self._arrived), None
        frame = reading.frame_at(rate or reading.rate)
        if frame == self._given:
            return None
        self._given = frame
        return frame

    def monotonic_ns(self, position: float) -> int | None:
        """When timecode was or will be at ``position`` (frames since midnight) if it goes on; None when it stands."""
        if not self._points or self._located or abs(self._speed) < 1e-3:
            return None
        away = self._unwrapped(position, self._at) - self._at
        return self._points[-1][0] + round(away / (self._speed * self._fps) / _NS)
