"""Character cues: the name in front of the brackets, and what the brackets say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from setpiece.script.model import Element

from ._people import people
from ._transitions import no_picture

_BRACKET = re.compile(r"\(([^)]*)\)?")
_JOIN = re.compile(r"\s+(?:&|AND|/)\s+|\s*/\s*|\s*&\s*|,\s+")
_HEARD = re.compile(
    r"\b(?:V\.?\s?O\.?|O\.?\s?S\.?|O\.?\s?C\.?|OFF|OFF-?\s?SCREEN|OFF-?\s?STAGE|VOICE-?\s?OVER|PRE-?\s?LAP|"
    r"FILTERED|RADIO|ON TV|"
    r"(?:ON|OVER|THROUGH|VIA)\s+(?:THE\s+)?(?:PHONE|TELEPHONE|RADIO|INTERCOM|SPEAKER|TV|TELEVISION|HEADSET|"
    r"WALKIE|PA)|PHONE)(?![A-Z])"
)


_CAMERA = re.compile(
    r"(?:SUPER|TITLES?|CHYRON|CAPTION|SUBTITLE|LEGEND|INSERT|FLASHBACK|MONTAGE|INTERCUT|CLOSE (?:ON|UP)|ANGLE ON|"
    r"BACK TO|CUT TO|FADE (?:IN|OUT|TO)|SMASH CUT|END OF|SERIES OF SHOTS)\b(?!')"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Who speaks: one name, or several that speak together; empty for "ALL"."""

    names: tuple[str, ...]
    heard: bool
    continued: bool


def tidy(name: str) -> str:
    """A name in the one form it is compared in: upper case, straight quotes, single spaces."""
    return " ".join(name.replace("’", "'").replace("*", "").replace("_", "").upper().split()).strip(" :^@.,-")


def _all_given(parts: Sequence[str]) -> bool:
    p = people()
    return all(w.lower() in p.female_names or w.lower() in p.male_names for w in (q.split()[0] for q in parts)) and all(
        len(q.split()) == 1 for q in parts
    )


def read_cue(element: Element, known: Sequence[str] | frozenset[str] = ()) -> Cue:
    """Take a cue apart.

    Args:
        element: A ``character`` element; its brackets may be in ``text`` or in ``extension``.
        known: Names already met; "BRICK & STEEL" is split only where it names several of them.
    """
    text = element.text.replace("’", "'")
    brackets = " ".join([element.extension, *(m[1] for m in _BRACKET.finditer(text))]).upper()
    name = tidy(_BRACKET.sub(" ", text))
    heard = bool(_HEARD.search(brackets))
    continued = "CONT" in brackets
    low = name.lower()
    if no_picture(text) or _CAMERA.match(name):
        return Cue((), heard, continued)
    if not name or low in people().groups or low.removeprefix("the ") in people().groups:
        return Cue((), heard, continued)
    parts = [p for p in (tidy(p) for p in _JOIN.split(name)) if p]
    if len(parts) > 1 and (any(p in known for p in parts) or _all_given(parts)):
        return Cue(tuple(parts), heard, continued)
    return Cue((name,), heard, continued)
