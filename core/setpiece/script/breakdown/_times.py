"""Hours and story days: what CONTINUOUS, LATER and THE NEXT MORNING come to, scene after scene."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from setpiece.script.model import Screenplay, ScriptScene, TimeOfDay

from ._heading import Heading, parse_heading, tables, time_in

_CLOCK_IN_TEXT = re.compile(r"clock[^.]{0,40}?\b(\d{1,2}[:.]\d\d\s*[ap]\.?\s?m\b)", re.IGNORECASE)
_EARLY = ("DAWN", "MORNING", "DAY", "AFTERNOON")


@cache
def _light_phrases() -> tuple[tuple[str, TimeOfDay], ...]:
    return tuple((p, name) for name, phrases in tables()["light"].items() for p in phrases)


def hour_in_action(scene: ScriptScene) -> TimeOfDay | None:
    """The time of day that a scene's first two action paragraphs state outright, or None."""
    seen = 0
    for e in scene.elements:
        if e.kind != "action" or not e.text.strip():
            continue
        text = " ".join(e.text.lower().replace("’", "'").split())
        hits = [(at, k) for k, (p, _) in enumerate(_light_phrases()) if (at := text.find(p)) >= 0]
        if hits:
            return _light_phrases()[min(hits)[1]][1]
        clock = _CLOCK_IN_TEXT.search(text)
        if clock:
            return time_in(clock[1].upper())
        seen += 1
        if seen == 2:
            return None
    return None


def resolve_times(screenplay: Screenplay) -> tuple[tuple[TimeOfDay, int], ...]:
    """Time of day and script day of every scene.

    A heading's own word wins; else what the first action lines state; else the scene before.
    The day advances on time-jump words, on a change of year, and where night is followed by a
    morning or day that no LATER or CONTINUOUS ties to it. Flashbacks and dreams take a new day
    number, and the story returns to its own afterwards.

    Returns:
        One ``(time_of_day, script_day)`` per scene, in order; days count from 1.
    """
    return tuple(_days((parse_heading(s.heading.text), s) for s in screenplay.scenes))


def _days(scenes: Iterable[tuple[Heading, ScriptScene]]) -> Iterable[tuple[TimeOfDay, int]]:
    hour: TimeOfDay = "DAY"
    day = latest = main_day = 1
    main_hour: TimeOfDay = hour
    year, aside, first = "", False, True
    for heading, scene in scenes:
        back = aside and not heading.aside and not heading.held
        before = main_hour if back else hour
        told = heading.time_of_day or (None if heading.held else hour_in_action(scene))
        new_year = bool(heading.year and year and heading.year != year)
        if heading.aside:
            if not aside:
                latest += 1
                day = latest
            aside = True
        else:
            if back:
                day, aside = main_day, False
            overnight = told in _EARLY and before == "NIGHT" and not heading.held
            if not first and (heading.jump or new_year or overnight):
                latest += 1
                day = latest
        hour = told or before
        if heading.jump and told is None and "DAY" in heading.time_words.split():
            hour = "DAY"
        year = heading.year or year
        if not aside:
            main_day, main_hour = day, hour
        first = False
        yield hour, day
