"""What a page may ask for: a closed set of messages, decoded strictly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ...errors import InputError
from .._events import Arm, Back, Event, Go, Goto, Hold, Off, Panic, Rate, Release, Resume, Rolling, Stop
from ..desk import Foreseen

_Id = Annotated[str, Meta(max_length=128)]


class Press(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key on the page.

    Attributes:
        number: The page's own; the answer carries it.
        cue: Of ``goto``; ``list`` of those that have one, empty is the first.
        id: Of ``arm``: a reaction; of ``release``: a target, empty for all.
        on: Of ``rolling`` and ``arm``.
        rate: Of ``rate``.
    """

    do: Literal[
        "go", "back", "goto", "stop", "hold", "resume", "panic", "rate", "off", "rolling", "arm", "release"
    ]
    number: Annotated[int, Meta(ge=0, le=1 << 53)] = 0
    list: _Id = ""
    cue: _Id = ""
    id: _Id = ""
    on: bool = True
    rate: float = 1.0


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What GOTO of a cue would change, or without one GO of the list."""

    ask: Literal["preview"]
    list: _Id = ""
    cue: _Id = ""


class Told(msgspec.Struct, frozen=True):
    """The answer: ``refused`` is why nothing was done."""

    told: int
    refused: str = ""


class Preview(msgspec.Struct, frozen=True):
    """The answer to ``Ask``: owner's name, property, now, then; ``more`` rows were left out."""

    preview: str
    list: str
    rows: tuple[tuple[str, str, object, object], ...]
    more: int = 0


_MOST_ROWS = 60
_presses, _asks = msgspec.json.Decoder(Press), msgspec.json.Decoder(Ask)


def preview_of(ask: Ask, rows: Sequence[Foreseen]) -> Preview:
    """A preview as the page shows it."""
    shown = [_worded(r) for r in rows]
    return Preview(ask.cue, ask.list, tuple(shown[:_MOST_ROWS]), max(0, len(shown) - _MOST_ROWS))


def _worded(row: Foreseen) -> tuple[str, str, object, object]:
    """Angles in degrees: people read this."""
    word = row.slot.rpartition(".")[2].rpartition("#")[2]
    if word.endswith("_rad") and isinstance(row.now, float) and isinstance(row.then, float):
        return row.name, f"{word.removesuffix('_rad')} °", math.degrees(row.now), math.degrees(row.then)
    return row.name, word, row.now, row.then


def read_message(text: str | bytes) -> Press | Ask:
    """A message of the page: a key or a question.

    Raises:
        InputError: It is neither.
    """
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    if raw.lstrip().startswith(b'{"ask"'):
        try:
            return _asks.decode(raw)
        except msgspec.DecodeError as e:
            raise InputError(f"that is no question: {e}", remedy="Reload the page.") from e
    return read_press(raw)


def read_press(text: str | bytes) -> Press:
    """A key of the page.

    Raises:
        InputError: It is none.
    """
    try:
        return _presses.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise InputError(f"that is no message of the page: {e}", remedy="Reload the page.") from e


def event_of(press: Press) -> Event:
    """A key as an event of the show."""
    simple: dict[str, Event] = {
        "go": Go(press.list), "back": Back(press.list), "stop": Stop(press.list), "hold": Hold(), "resume": Resume(),
        "panic": Panic(), "off": Off(press.list), "goto": Goto(press.cue, press.list),
        "rolling": Rolling(press.on), "arm": Arm(press.id, press.on), "release": Release(press.id),
        "rate": Rate(press.rate, press.list),
    }  # fmt: skip
    return simple[press.do]
