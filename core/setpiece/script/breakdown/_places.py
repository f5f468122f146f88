"""Headings that name no place of their own: whose place a POV, an insert, a LATER or titles over picture play in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from setpiece.script.model import CastMember, Screenplay, ScriptScene

from ._heading import Heading, is_time_only, names_side, parse_heading, tables
from ._scene_cast import owner_names
from ._transitions import no_picture

_TITLES = re.compile(
    r"(?:(?:THE|OPENING|MAIN|CLOSING|END|FINAL|ROLL|OVER)\s+)*(?:TITLES?|CREDITS?|INTERTITLES?)"
    r"(?:\s+(?:CARDS?|SEQUENCE|ROLL|CRAWL|PAGE))?"
    r"|(?:OVER |CUT TO |FADE TO |IN )?(?:A )?BLACK(?: SCREEN| FRAME)?|BLACK ?OUT"
)
_POV = re.compile(r"\bP\.?\s?O\.?\s?V\b|\bPOINT OF VIEW\b")
_SHOT = re.compile(
    r"(?:BACK (?:TO|ON)|(?:EXTREME |TIGHT )?CLOSE(?:R|[- ]?UP)?(?: ON| OF)?|INSERT|(?:NEW |ANOTHER |REVERSE )?ANGLE|"
    r"REVERSE|WIDER?(?: ON| SHOT)?|TWO[- ]SHOT|RESUME|ON (?:THE |A )?(?:TV|TELEVISION|SCREEN|MONITOR))\b"
)
_BLACK = "INT. BLACK SCREEN"
_JOINS = frozenset("AND WITH THE ON".split())


def resolve_places(screenplay: Screenplay, cast: Sequence[CastMember]) -> tuple[str, ...]:
    """The slugline whose place each scene plays in; empty where it is the scene's own.

    A heading without INT or EXT is a shot where it says so (a POV, CLOSE ON, BACK TO), says a time
    only (LATER) or names people only. What is shot so is shot on the set of the scene before. Titles
    are a card on black; where something happens under them they are laid over that scene too.
    """
    names = frozenset(w for name in owner_names(cast) for w in _words(name))
    found: list[str] = []
    place = ""
    for scene in screenplay.scenes:
        text = scene.heading.text
        bare = " ".join(text.upper().replace("*", "").replace("_", " ").split()).strip(" .:-–—")
        titles = not names_side(text) and _TITLES.fullmatch(bare) is not None
        if (titles and _pictured(scene)) or (not titles and not names_side(text) and _is_shot(bare, names)):
            found.append(place)
            continue
        found.append(_BLACK if titles and "BLACK" in bare else "")
        if not titles and (names_side(text) or _names_room(text)):
            place = text
    return tuple(found)


def in_place(heading: Heading, slugline: str) -> Heading:
    """A heading with the place of another slugline; its own where that is empty."""
    if not slugline:
        return heading
    there = parse_heading(slugline)
    return replace(heading, int_ext=there.int_ext, location=there.location, sublocation=there.sublocation)


def _is_shot(bare: str, names: frozenset[str]) -> bool:
    if is_time_only(bare):
        return True
    heading = parse_heading(bare)
    said = set(_words(heading.location)) - _JOINS
    if not heading.sublocation and (_POV.search(bare) or (said and said <= names)):
        return True
    return _SHOT.match(bare) is not None and not _names_room(bare)


def _names_room(text: str) -> bool:
    rooms = tables()["rooms"]
    return bool({*rooms["inner"], *rooms["outer"]} & set(_words(text)))


def _pictured(scene: ScriptScene) -> bool:
    """Whether something happens: a line is said, or action is more than captions."""
    return any(
        e.kind in ("character", "shot") or (e.kind == "action" and e.text.strip() and not no_picture(e.text))
        for e in scene.elements
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.upper())
