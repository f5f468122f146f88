"""Flags that a production must know of: minors, stunts, weapons, nights outside ..."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from setpiece.script.model import Background, SceneCast

from ._elements import Found
from ._heading import Heading
from ._hearsay import absent
from ._reading import Line, Paragraph
from ._verbs import phrases

ORDER = (
    "MINOR", "STUNT", "WEAPON", "ANIMAL", "VEHICLE", "MAGIC-HOUR", "NIGHT-EXT", "INTIMACY", "VFX", "CROWD",
)  # fmt: skip
_CROWD = 10
_NO_STUNT = ("tear", "back tear", "the urge", "sleep", "a smile", "for breath", "to ", "with the", "in love")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(p)}\b" for p in sorted(phrases(name), key=len, reverse=True)))


def flags_of(
    heading: Heading,
    time_of_day: str,
    cast: Sequence[SceneCast],
    background: Sequence[Background],
    minors: bool,
    found: Found,
    read: Mapping[int, Paragraph],
) -> tuple[str, ...]:
    """The scene's flags in their fixed order."""
    lines = [line for p in read.values() for line in p.lines]
    outside = heading.int_ext != "INT"
    holds = {
        "MINOR": minors or any(c.minor and not c.heard_only for c in cast),
        "STUNT": "stunts" in found.elements,
        "WEAPON": found.weapon,
        "ANIMAL": "animals" in found.elements,
        "VEHICLE": "vehicles" in found.elements,
        "MAGIC-HOUR": outside and time_of_day in ("DAWN", "DUSK"),
        "NIGHT-EXT": outside and time_of_day == "NIGHT",
        "INTIMACY": _intimate(lines),
        "VFX": "visual_effects" in found.elements or _says(lines, "vfx"),
        "CROWD": sum(b.count for b in background) >= _CROWD,
    }
    return tuple(f for f in ORDER if holds[f])


def _says(lines: Iterable[Line], name: str) -> bool:
    for line in lines:
        s = line.sentence
        for m in _pattern(name).finditer(s.text.lower()):
            i = next((k for k, at in enumerate(s.at) if at - s.start >= m.start()), 0)
            before = s.low[i - 1] if i else ""
            if (
                before
                in ("a", "the", "his", "her", "no", "to", "of", "any", "without", "almost", "nearly", "ready", "for")
                and name == "stunt"
            ):
                continue
            if name == "stunt" and s.text.lower()[m.end() : m.end() + 14].lstrip().startswith(_NO_STUNT):
                continue
            if not absent(s, i) and not s.quoted[i]:
                return True
    return False


def _intimate(lines: Iterable[Line]) -> bool:
    chaste = frozenset(phrases("chaste"))
    for line in lines:
        text = line.sentence.text.lower()
        m = _pattern("intimacy").search(text)
        if (
            m
            and not chaste & frozenset(re.findall(r"[a-z]+", text[m.start() : m.end() + 30]))
            and not (m[0].startswith("strips") and "of" in text[m.end() : m.end() + 5])
        ):
            i = next((k for k, at in enumerate(line.sentence.at) if at - line.sentence.start >= m.start()), 0)
            if not absent(line.sentence, i):
                return True
    return False
