"""The control namespace as a table: from a message below ``/setpiece`` to an event of the show."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...errors import InputError
from ...tracking.osc import OscValue
from .._events import Arm, Back, Capture, Event, Go, Goto, Hold, Off, Panic, Rate, Release, Resume, Rolling, Stop
from ..desk import Stage
from ._words import Words

ROOT = "/setpiece"
Maker = Callable[[Words, Stage], Event]


class Command(NamedTuple):
    """A command. ``setter``: an older sequence number than one seen for the same thing does nothing."""

    make: Maker
    setter: bool = False


def _list(words: Words, stage: Stage) -> str:
    """A list id; a number that is no list's id counts lists from 1, as desks do that know no names."""
    found = words.id("a list id", "")
    ids = [c.id for c in stage.lists]
    if found.isdecimal() and found not in ids and 1 <= int(found) <= len(ids):
        return ids[int(found) - 1]
    return found


def _go(words: Words, stage: Stage) -> Event:
    return Go(_list(words, stage))


def _back(words: Words, stage: Stage) -> Event:
    return Back(_list(words, stage))


def _stop(words: Words, stage: Stage) -> Event:
    return Stop(_list(words, stage))


def _goto(words: Words, stage: Stage) -> Event:
    cue = words.id("a cue id")
    first = words.rest()[:1]
    # "goto cue time" without a list: a float can only be a time.
    list_id = "" if first and isinstance(first[0], float) else _list(words, stage)
    return Goto(cue, list_id or _list_with(stage, cue), words.number("a time"))


def _list_with(stage: Stage, cue: str) -> str:
    """Without a list's name a cue is looked for in the first list, then in the others."""
    return next((c.id for c in stage.lists if any(q.id == cue for q in c.cues)), "")


def _fire(words: Words, stage: Stage) -> Event:
    list_id, cue = _list(words, stage), words.id("a cue id")
    return Goto(cue, list_id, words.number("a time"))


def _rate(words: Words, stage: Stage) -> Event:
    rate = words.number("a rate")
    if rate is None:
        raise InputError("a rate is missing.", remedy="Send a number: 1 is normal speed.")
    return Rate(rate, _list(words, stage))


def _off(words: Words, stage: Stage) -> Event:
    if not len(words):
        raise InputError("a list id is missing.", remedy="Say which list gives back what it owns.")
    return Off(_list(words, stage), words.number("a time"))


def _rolling(words: Words, _: Stage) -> Event:
    on, source = words.switch("rolling"), words.id("a source", "operator")
    if source not in ("operator", "slate"):
        raise InputError(f"{source!r} cannot say so.", remedy="operator or slate.")
    return Rolling(on, source)


def _release(words: Words, _: Stage) -> Event:
    return Release(words.id("a target", ""), words.number("a time"))


def _arm(words: Words, _: Stage) -> Event:
    return Arm(words.id("a reaction's id"), words.switch("armed") if len(words) else True)


COMMANDS: dict[str, Command] = {
    "arm": Command(_arm, setter=True),
    "back": Command(_back),
    "fire": Command(_fire),
    "go": Command(_go),
    "goto": Command(_goto),
    "hold": Command(lambda *_: Hold(), setter=True),
    "off": Command(_off),
    "panic": Command(lambda *_: Panic()),
    "rate": Command(_rate, setter=True),
    "release": Command(_release, setter=True),
    "resume": Command(lambda *_: Resume(), setter=True),
    "rolling": Command(_rolling, setter=True),
    "stop": Command(_stop),
}
"""Commands that are one event of the show. ``set`` needs to know how many numbers a target takes."""

BUTTONS = frozenset({"go", "back", "stop", "hold", "resume", "panic"})
"""Commands that a button of a surface may send with 1 as it goes down and 0 as it comes up."""


def set_event(words: Words, numbers: Callable[[str], int]) -> Capture:
    """``set target value... [fade]``.

    Args:
        numbers: How many numbers a target takes; raises ``InputError`` for one that is unknown.

    Raises:
        InputError: The target, or the count of values, is wrong.
    """
    target = words.id("a target")
    takes, values = numbers(target), words.rest()
    if not values:
        raise InputError(f"{target} gets no value.", remedy=f"Send {takes}, then the fade's seconds if any.")
    if isinstance(values[0], str):
        takes = 1
    fade_s = 0.0
    if len(values) == takes + 1:
        fade_s = Words(values[takes:]).number("the fade") or 0.0
    elif len(values) != takes:
        raise InputError(
            f"{target} takes {takes} value{'s' if takes > 1 else ''}, and {len(values)} came.",
            remedy="After the values may come one number: the fade's seconds.",
        )
    return Capture(target, _value(values[:takes]), fade_s)


def _value(values: list[OscValue]) -> bool | float | str | list[float]:
    first = values[0]
    if isinstance(first, (bool, str)):
        return first
    if len(values) > 1:
        return [Words([v]).number("a value") or 0.0 for v in values]
    return Words(values).number("a value") or 0.0


def near(address: str, known: Iterable[str]) -> list[str]:
    """Known addresses that look like one that is not."""
    return difflib.get_close_matches(address, list(known), n=3, cutoff=0.6)
