"""The runtime's clock against this computer's monotonic one, through the extension made for it.

OpenXR leaves ``XrTime`` to the runtime. ``XR_KHR_convert_timespec_time`` ties it to CLOCK_MONOTONIC, which is
Python's ``time.monotonic_ns`` where there are timespecs; on Windows ``XR_KHR_win32_convert_performance_counter_time``
ties it to the performance counter, read beside the monotonic clock.
"""

from __future__ import annotations

import ctypes
import os
import time
from typing import Any, Protocol

TIMESPEC = "XR_KHR_convert_timespec_time"
COUNTER = "XR_KHR_win32_convert_performance_counter_time"
EXTENSION = COUNTER if os.name == "nt" else TIMESPEC
_SECOND_NS = 1_000_000_000


class RuntimeClock(Protocol):
    """Both ways, nanoseconds."""

    def now(self) -> tuple[int, int]:
        """This moment: monotonic ns and XrTime."""
        ...

    def monotonic_ns(self, xr_time: int) -> int:
        """When an XrTime is, on the monotonic clock."""
        ...


class _Timespec(ctypes.Structure):
    _fields_ = (("tv_sec", ctypes.c_int64), ("tv_nsec", ctypes.c_long))


class TimespecClock:
    """``XR_KHR_convert_timespec_time``.

    Args:
        function: Finds a function of the runtime: name, argument types.
        instance: The runtime's instance.
    """

    def __init__(self, function: Any, instance: Any) -> None:
        kind = type(instance)
        spec, out = ctypes.POINTER(_Timespec), ctypes.POINTER(ctypes.c_int64)
        self._instance = instance
        self._to = function("xrConvertTimespecTimeToTimeKHR", kind, spec, out)
        self._from = function("xrConvertTimeToTimespecTimeKHR", kind, ctypes.c_int64, spec)

    def xr_time(self, monotonic_ns: int) -> int:
        """A monotonic time as XrTime.

        Raises:
            ValueError: The runtime refuses it.
        """
        spec, found = _Timespec(*divmod(monotonic_ns, _SECOND_NS)), ctypes.c_int64()
        if self._to(self._instance, ctypes.byref(spec), ctypes.byref(found)) < 0:
            raise ValueError(f"the runtime does not know the time {monotonic_ns} ns")
        return found.value

    def now(self) -> tuple[int, int]:
        """This moment: monotonic ns and XrTime."""
        now_ns = time.monotonic_ns()
        return now_ns, self.xr_time(now_ns)

    def monotonic_ns(self, xr_time: int) -> int:
        """When an XrTime is, on the monotonic clock.

        Raises:
            ValueError: The runtime refuses it.
        """
        spec = _Timespec()
        if self._from(self._instance, xr_time, ctypes.byref(spec)) < 0:
            raise ValueError(f"the runtime does not know its own time {xr_time}")
        return spec.tv_sec * _SECOND_NS + spec.tv_nsec


class CounterClock:
    """``XR_KHR_win32_convert_performance_counter_time``; arguments as ``TimespecClock``."""

    def __init__(self, function: Any, instance: Any) -> None:
        counter = ctypes.POINTER(ctypes.c_int64)
        self._instance = instance
        self._to = function("xrConvertWin32PerformanceCounterToTimeKHR", type(instance), counter, counter)
        system: Any = ctypes.CDLL("kernel32")
        self._counter = system.QueryPerformanceCounter

    def now(self) -> tuple[int, int]:
        """This moment: monotonic ns and XrTime.

        Raises:
            ValueError: The runtime refuses it.
        """
        ticks, found = ctypes.c_int64(), ctypes.c_int64()
        self._counter(ctypes.byref(ticks))
        now_ns = time.monotonic_ns()
        if self._to(self._instance, ctypes.byref(ticks), ctypes.byref(found)) < 0:
            raise ValueError("the runtime does not know the performance counter")
        return now_ns, found.value

    def monotonic_ns(self, xr_time: int) -> int:
        """When an XrTime is, by its distance from now: both count the same nanoseconds."""
        now_ns, now_xr = self.now()
        return now_ns + xr_time - now_xr


def open_clock(function: Any, instance: Any) -> RuntimeClock:
    """The clock of this system; arguments as ``TimespecClock``."""
    return CounterClock(function, instance) if os.name == "nt" else TimespecClock(function, instance)
