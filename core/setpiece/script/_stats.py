"""A script in figures: pages, eighths, places, hours, who speaks how much."""

from __future__ import annotations

from collections import Counter

import msgspec

from .breakdown import find_cast, parse_heading, resolve_times
from .model import CastMember, Screenplay, ScriptScene
from .pages import paginate, time_scene

FORMAT = "1.0"


class CastStats(msgspec.Struct, frozen=True):
    """How much somebody speaks."""

    name: str
    speeches: int
    words: int
    scenes: int


class ScriptStats(msgspec.Struct, frozen=True):
    """Figures of one draft. ``running_s`` is an estimate; see ``setpiece.script.pages.time_scene``."""

    format: str
    name: str
    read_as: str
    encoding: str
    scenes: int
    omitted: int
    pages: int
    eighths: int
    running_s: float
    words: int
    dialogue_words: int
    int_ext: dict[str, int]
    times: dict[str, int]
    locations: int
    longest_scene: str
    """Number, or ordinal, of the scene with the most eighths."""
    cast: tuple[CastStats, ...]
    """Who speaks, by words."""


def script_stats(screenplay: Screenplay) -> ScriptStats:
    """Count a draft."""
    scenes = screenplay.scenes
    pages = paginate(screenplay)
    headings = [parse_heading(s.heading.text) for s in scenes]
    words = Counter[str]()
    for element in screenplay.elements:
        words[element.kind] += len(element.text.split())
    spoken = words["dialogue"] + words["lyric"]
    told = sum(words[k] for k in ("heading", "action", "character", "parenthetical", "transition", "shot", "centered"))
    lengths = [p.eighths for p in pages.scenes]
    longest = max(range(len(scenes)), key=lambda i: (lengths[i], -i), default=-1)
    return ScriptStats(
        format=FORMAT,
        name=screenplay.name,
        read_as=screenplay.format,
        encoding=screenplay.encoding,
        scenes=len(scenes),
        omitted=len(screenplay.omitted),
        pages=len(pages.pages),
        eighths=sum(lengths),
        running_s=round(sum(time_scene(s).estimate_s for s in scenes), 1),
        words=told + spoken,
        dialogue_words=spoken,
        int_ext=dict(sorted(Counter(h.int_ext for h in headings).items())),
        times=dict(sorted(Counter(str(t) for t, _ in resolve_times(screenplay)).items())),
        locations=len({h.location for h in headings}),
        longest_scene="" if longest < 0 else scenes[longest].number or str(longest + 1),
        cast=_cast(screenplay),
    )


def _cast(screenplay: Screenplay) -> tuple[CastStats, ...]:
    owner = {n: m for m in find_cast(screenplay) for n in (m.name, *m.aliases)}
    rows: dict[str, CastStats] = {}
    for scene in screenplay.scenes:
        for name, (speeches, words) in _speech(scene, owner).items():
            row = rows.get(name, CastStats(name, 0, 0, 0))
            rows[name] = CastStats(name, row.speeches + speeches, row.words + words, row.scenes + 1)
    return tuple(sorted(rows.values(), key=lambda r: (-r.words, r.name)))


def _speech(scene: ScriptScene, owner: dict[str, CastMember]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    speaker = ""
    for element in scene.elements:
        if element.kind == "character":
            member = owner.get(element.text)
            speaker = member.name if member else element.text
            speeches, words = found.get(speaker, (0, 0))
            found[speaker] = (speeches + 1, words)
        elif element.kind in ("dialogue", "lyric") and speaker:
            speeches, words = found[speaker]
            found[speaker] = (speeches, words + len(element.text.split()))
        elif element.kind not in ("parenthetical", "note", "blank"):
            speaker = ""
    return found
