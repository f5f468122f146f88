"""An output that fails must not stop the show: it is tried again, later each time, and told of once."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ...errors import SetpieceError
from ._drivers import Driver

_FIRST_NS = 500_000_000
_LONGEST_NS = 30_000_000_000


class OutputStatus(msgspec.Struct, frozen=True):
    """How an output is doing.

    Attributes:
        fault: Why it fails now, empty when it works.
        failures: In a row.
        retry_in_ms: Until it is tried again; 0 when it works.
    """

    name: str
    fault: str
    failures: int
    retry_in_ms: float


class GuardedOutput:
    """A driver with its failures held off: half a second, one, two ... thirty between attempts."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._fault = ""
        self._failures = 0
        self._retry_ns = 0

    @property
    def name(self) -> str:
        """For messages."""
        return self._driver.name

    def update(self, changed: Mapping[str, object]) -> None:
        """Newest values; they are taken while the output fails, too."""
        self._driver.update(changed)

    def send(self, now_ns: int) -> str:
        """Send what is due. Returns something to tell when the output began to fail or works again, else nothing."""
        if self._fault and now_ns < self._retry_ns:
            return ""
        try:
            self._driver.send(now_ns)
        except (OSError, SetpieceError, ValueError, OverflowError) as e:
            return self._failed(str(e), now_ns)
        if not self._fault:
            return ""
        told, self._fault, self._failures = f"{self.name} works again after: {self._fault}", "", 0
        return told

    def _failed(self, reason: str, now_ns: int) -> str:
        self._retry_ns = now_ns + min(_LONGEST_NS, _FIRST_NS << min(self._failures, 16))
        self._failures += 1
        first = not self._fault
        self._fault = reason
        # What it was about to send is lost: all of it goes out when it works again.
        self._driver.reassert()
        return f"{self.name} fails: {reason}" if first else ""

    def reassert(self) -> None:
        """See ``Driver``."""
        self._driver.reassert()

    def status(self, now_ns: int) -> OutputStatus:
        """At a glance."""
        wait = max(0, self._retry_ns - now_ns) / 1e6 if self._fault else 0.0
        return OutputStatus(self.name, self._fault, self._failures, wait)

    def close(self) -> None:
        """Let go of it, whatever it says."""
        try:
            self._driver.close()
        except (OSError, SetpieceError) as e:
            self._fault = str(e)
