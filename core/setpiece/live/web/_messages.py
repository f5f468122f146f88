"""What a page may ask for: a closed set of messages, decoded strictly."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ...errors import InputError
from .._events import Arm, Back, Event, Go, Goto, Hold, Off, Panic, Rate, Release, Resume, Rolling, Stop

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


class Told(msgspec.Struct, frozen=True):
    """The answer: ``refused`` is why nothing was done."""

    told: int
    refused: str = ""


_decoder = msgspec.json.Decoder(Press)


def read_press(text: str | bytes) -> Press:
    """A message of the page.

    Raises:
        InputError: It is none.
    """
    try:
        return _decoder.decode(text)
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
