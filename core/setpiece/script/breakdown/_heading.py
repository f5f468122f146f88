"""Sluglines taken apart: INT or EXT, where, where within it, and when."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from setpiece import resources

from ..model import TimeOfDay

IntExt = Literal["INT", "EXT", "INT/EXT"]

_BOTH = re.compile(r"^(?:INT\.?\s*/\s*EXT|EXT\.?\s*/\s*INT|I\s*/\s*E|E\s*/\s*I)(?:\.\s*|\s+|$)", re.IGNORECASE)
_ONE = re.compile(r"^(INT|EXT|EST)(?:ERIOR|ABLISHING)?(?:\.\s*|\s*[:\-–—]\s*|\s+|$)", re.IGNORECASE)
_SPLIT = re.compile(r"\s+-{1,3}\s*|\s*-{2,3}\s*|\s*[–—]\s*|\s*-\s+|\s+/\s+|\s*,\s+|\s*[;|]\s*")
_BRACKETED = re.compile(r"\[([^\]]*)\]|\(([^)]*)\)")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*([AP])\.?\s?M\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_HOURS: tuple[tuple[int, TimeOfDay], ...] = (
    (5, "NIGHT"), (7, "DAWN"), (12, "MORNING"), (14, "DAY"), (18, "AFTERNOON"), (21, "EVENING"),
)  # fmt: skip
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d'?S?|'\d\dS?|\d\dS")


@dataclass(frozen=True, slots=True)
class Heading:
    """A slugline's parts. ``time_of_day`` is None where the words give no hour."""

    int_ext: IntExt
    location: str
    sublocation: str
    time_of_day: TimeOfDay | None
    time_words: str
    jump: bool
    """The words say that a day or more has passed."""
    aside: bool
    """A flashback or dream: a story day of its own."""
    held: bool
    """CONTINUOUS, LATER, SAME ...: the same day as the scene before."""
    year: str = ""


@cache
def tables() -> Mapping[str, Any]:
    """The shipped table of time words."""
    return tomllib.loads(resources.text("script", "times.toml"))


@cache
def _vocabulary() -> tuple[dict[str, TimeOfDay], frozenset[str], frozenset[str]]:
    phrases: dict[str, TimeOfDay] = {}
    for name, words in tables()["time_of_day"].items():
        for w in words:
            phrases[w] = name
    relation = tables()["relation"]
    core = frozenset(relation["words"]) | frozenset(w for p in phrases for w in p.split())
    return phrases, core, frozenset(relation["fillers"])


def time_in(words: str) -> TimeOfDay | None:
    """The time of day that upper-case ``words`` name, or None."""
    flat = f" {' '.join(_WORDS.findall(words))} "
    best: tuple[int, int, TimeOfDay] | None = None
    for phrase, name in _vocabulary()[0].items():
        at = flat.find(f" {phrase} ")
        if at >= 0 and (best is None or (at, -len(phrase)) < best[:2]):
            best = (at, -len(phrase), name)
    if best is not None:
        return best[2]
    clock = _CLOCK.search(words)
    return _hour(int(clock[1]), after_noon=clock[3].upper() == "P") if clock else None


def _hour(hour: int, after_noon: bool) -> TimeOfDay:
    hour = hour % 12 + (12 if after_noon else 0)
    named: list[TimeOfDay] = [name for limit, name in _HOURS if hour < limit]
    return named[0] if named else "NIGHT"


def _is_time(part: str) -> bool:
    """Whether a part of the slugline speaks of time only."""
    words = _WORDS.findall(part)
    if not words:
        return True
    _, core, fillers = _vocabulary()
    hits = 0
    for w in words:
        if w in core or _YEAR.fullmatch(w):
            hits += 1
        elif w not in fillers and not w.isdigit():
            return False
    flat = f" {' '.join(words)} "
    return hits > 0 or any(f" {p} " in flat for p in tables()["relation"]["jump"]) or bool(_CLOCK.search(part))


def parse_heading(text: str) -> Heading:
    """Take a slugline apart.

    Args:
        text: The heading as written, without its scene number.

    Returns:
        Its parts in upper case. A heading without INT or EXT counts as INT.
    """
    rest = " ".join(text.replace("’", "'").replace("*", "").replace("_", " ").split())
    int_ext, rest = _prefix(rest.upper())
    notes: list[str] = []

    def note(m: re.Match[str]) -> str:
        inner = (m[1] or m[2] or "").strip()
        if m[1] is not None or _is_time(inner) or _YEAR.search(inner):
            notes.append(inner)
            return " "
        return m[0]

    rest = " ".join(_BRACKETED.sub(note, rest).split()).strip(" -–—,.;")
    parts = [p for p in (p.strip(" .,-–—") for p in _pieces(rest)) if p]
    times: list[str] = []
    places: list[str] = []
    for k, part in enumerate(parts):
        (times if k and _is_time(part) else places).append(part)
    if places and not times:
        places, times = _trailing_time(places)
    if len(places) == 1 and not times and _is_time(places[0]) and time_in(places[0]):
        places, times = [], places
    location, sub = _place(places)
    words = ", ".join([*times, *notes])
    flat = f" {' '.join(_WORDS.findall(words))} "
    relation = tables()["relation"]
    year = _YEAR.search(words)
    jump = any(_jumps(part) for part in (*times, *notes))
    held = not jump and bool(set(flat.split()) & {"CONTINUOUS", "CONTINUED", "LATER", "SAME", "MEANWHILE"})
    return Heading(
        int_ext,
        location,
        sub,
        time_in(words),
        words,
        jump,
        any(f" {p} " in flat for p in relation["aside"]),
        held,
        year[0] if year else "",
    )


def names_side(text: str) -> bool:
    """Whether a slugline says INT or EXT, in any language it may be written in."""
    upper = " ".join(text.upper().replace("*", "").replace("_", " ").split())
    return _prefix(upper)[1] != upper


def is_time_only(text: str) -> bool:
    """Whether an upper-case heading speaks of time and of nothing else."""
    return all(_is_time(part) for part in _pieces(text))


def _jumps(part: str) -> bool:
    flat = f" {' '.join(_WORDS.findall(part))} "
    return flat.endswith((" NEXT ", " FOLLOWING ")) or any(f" {p} " in flat for p in tables()["relation"]["jump"])


def _prefix(text: str) -> tuple[IntExt, str]:
    m = _BOTH.match(text)
    if m:
        return "INT/EXT", text[m.end() :]
    m = _ONE.match(text)
    if m:
        rest = text[m.end() :].lstrip(" .")
        kind: IntExt = "INT" if m[1] == "INT" else "EXT"
        if rest.startswith("/"):
            second = _ONE.match(rest[1:].lstrip())
            if second and second[1] != m[1]:
                return "INT/EXT", rest[1:].lstrip()[second.end() :].lstrip(" .")
        return kind, rest
    foreign: tuple[IntExt, ...] = ("INT", "EXT")
    for side in foreign:
        for w in tables()["prefixes"][side]:
            if text.startswith((f"{w}.", f"{w} ", f"{w}。")):
                return side, text[len(w) + 1 :].lstrip(" .")
    return "INT", text


def _pieces(text: str) -> list[str]:
    """Split at dashes, spaced slashes, commas, and full stops that end a word, not an abbreviation."""
    out: list[str] = []
    for chunk in _SPLIT.split(text):
        words = chunk.split()
        piece: list[str] = []
        for w in words:
            piece.append(w)
            bare = w[:-1]
            if w.endswith(".") and len(bare) >= 3 and "." not in bare and bare not in _abbreviations():
                out.append(" ".join(piece)[:-1])
                piece = []
        out.append(" ".join(piece))
    return out


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(tables()["rooms"]["abbreviations"])


def _trailing_time(places: Sequence[str]) -> tuple[list[str], list[str]]:
    """``KITCHEN NIGHT``: a last word that can only be a time of day, with no dash before it."""
    *first, last = places
    words = last.split()
    for n in (2, 1):
        tail = " ".join(words[-n:])
        if len(words) > n and tail in _vocabulary()[0] and tail not in ("BREAKFAST", "TAG"):
            return [*first, " ".join(words[:-n])], [tail]
    return list(places), []


def _place(places: Sequence[str]) -> tuple[str, str]:
    if not places:
        return "", ""
    location, rest = places[0], list(places[1:])
    if rest:
        rooms = tables()["rooms"]
        first, second = set(location.split()), set(rest[0].split())
        if first & set(rooms["inner"]) and not first & set(rooms["outer"]) and second & set(rooms["outer"]):
            location, rest[0] = rest[0], location
    return location, " - ".join(rest)
