"""Reading the arguments of a control message: what is an id, a time, a switch, and what is refused.

Ids are strings. A float is never one: 12.5 and 12.50 are one float and two cues.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...errors import InputError
from ...tracking.osc import OscValue


class Words:
    """The arguments of one message, taken one after the other."""

    def __init__(self, args: Sequence[OscValue]) -> None:
        self._args = list(args)

    def __len__(self) -> int:
        return len(self._args)

    def rest(self) -> list[OscValue]:
        """What is left."""
        return list(self._args)

    def id(self, what: str, default: str | None = None) -> str:
        """An id; ``default`` where there is none left.

        Raises:
            InputError: It is missing, or a float.
        """
        if not self._args:
            if default is None:
                raise InputError(f"{what} is missing.", remedy=f'Send it as a string, for example "{_SAMPLES[what]}".')
            return default
        return id_of(self._args.pop(0), what)

    def number(self, what: str, default: float | None = None) -> float | None:
        """A number, or a string that says one; ``default`` where there is none left.

        Raises:
            InputError: It is no finite number.
        """
        if not self._args:
            return default
        raw = self._args.pop(0)
        try:
            value = float(raw) if isinstance(raw, (int, float, str)) else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(f"{what} is {raw!r}.", remedy="Send a number.")
        return value

    def switch(self, what: str) -> bool:
        """On or off: True, False, 1, 0, "on", "off".

        Raises:
            InputError: It is neither.
        """
        raw = self._args.pop(0) if self._args else None
        known = {"1": True, "on": True, "true": True, "0": False, "off": False, "false": False}
        found = known.get(str(int(raw) if raw in (0, 1) else raw).casefold())
        if found is None:
            raise InputError(f"{what} is {raw!r}.", remedy="Send 1 or 0.")
        return found

    def end(self) -> None:
        """Nothing may be left.

        Raises:
            InputError: Something is.
        """
        if self._args:
            raise InputError(f"{self._args[0]!r} is one argument too many.", remedy="See docs/live.md.")


_SAMPLES = {"a cue id": "12.5", "a list id": "main", "a reaction's id": "door", "a target": "desk lamp#lumen",
            "a token": "...", "what to get": "status"}  # fmt: skip


def id_of(raw: OscValue, what: str) -> str:
    """An argument as an id: a string as it is, a whole number as its digits.

    Raises:
        InputError: A float, or no id at all.
    """
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    if isinstance(raw, float):
        sample = f"{raw:.6g}"
        raise InputError(
            f"{what} came as the float {sample}, which cannot tell 1.1 from 1.10.",
            remedy=f'Send it as a string: "{sample}".',
        )
    raise InputError(f"{what} came as {raw!r}.", remedy="Send it as a string.")
