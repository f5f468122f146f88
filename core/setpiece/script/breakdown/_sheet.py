"""One scene's breakdown sheet, put together from what the other modules find."""

from __future__ import annotations

import re
from collections.abc import Sequence

from setpiece.errors import FormatError
from setpiece.scene.model import FrameRate
from setpiece.script.model import CastMember, ElementUse, Finding, SceneBreakdown, ScriptScene, TimeOfDay
from setpiece.script.pages import eighths_of

from ._background import background_of
from ._backoff import Kinds
from ._beats import beats_of
from ._elements import elements_of, ordered
from ._flags import flags_of
from ._heading import parse_heading
from ._implied import crew_for, minor_in_view
from ._mood import mood_of
from ._places import in_place
from ._reading import read_action
from ._scene_cast import owner_names, ref, scene_cast
from ._state import set_parent_of, tension_of, track_of, weather_of
from ._turns import turns

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def break_down_scene(
    scene: ScriptScene,
    cast: Sequence[CastMember],
    time_of_day: TimeOfDay,
    script_day: int,
    rate: FrameRate,
    kinds: Kinds | None = None,
    place: str = "",
) -> SceneBreakdown:
    """Break one scene down.

    Args:
        scene: The scene as read.
        cast: The production's cast (``find_cast``), with or without ids.
        time_of_day: As ``resolve_times`` resolved it.
        script_day: Likewise, from 1.
        rate: What beats count their frames at.
        kinds: A dictionary for nouns that the lexicon does not know, such as ``Wordnet``; None does without.
        place: The slugline of the scene it is shot in, as ``resolve_places`` found it; empty is its own.

    Returns:
        The sheet. Lines are below the slugline; beats carry no id yet, and name people by
        ``cast_id`` where it is set, else by name.
    """
    heading = in_place(parse_heading(scene.heading.text), place)
    scene_words = frozenset(_WORDS.findall(f"{heading.location} {heading.sublocation}"))
    owner = owner_names(cast)
    speeches = tuple(turns(scene, frozenset(owner)))
    speaking = sorted({owner[n] for t in speeches for n in t.cue.names if n in owner})
    live = {owner[n] for t in speeches if not t.cue.heard for n in t.cue.names if n in owner}
    findings: tuple[Finding, ...] = ()
    try:
        read = read_action(scene, cast, speaking, scene_words, frozenset(speaking) - live, kinds)
    except FormatError as e:  # a damaged dictionary: the scene is read without it, and a person is told
        read = read_action(scene, cast, speaking, scene_words, frozenset(speaking) - live)
        findings = (Finding("warning", f"{e.what}: read without it", remedy=e.remedy, code="wordnet"),)
    people = scene_cast(cast, speeches, read)
    found = elements_of(heading, read, speeches, scene_words)
    background, minors = background_of(read, people, [m.female for m in cast])
    crew: dict[str, list[ElementUse]] = {}
    for category, use in crew_for(found.elements, found.armed, minor_in_view(people, cast, read, speeches)):
        crew.setdefault(category, []).append(use)
    elements = ordered(found.elements | crew)
    action_words = (w for p in read.values() for x in p.lines for w in x.sentence.low)
    said = (w for t in speeches for w in _WORDS.findall(f"{' '.join(t.asides)} {t.spoken}".lower()))
    mood = mood_of(action_words, said, time_of_day == "NIGHT")
    names = {c.name: c for c in people}
    seen = frozenset(ref(m) for m in cast if m.name in names and not names[m.name].heard_only)
    beats = beats_of(scene, cast, speeches, read, mood, seen, rate)
    told = frozenset(w for p in read.values() for x in p.lines for w in x.sentence.low)
    return SceneBreakdown(
        number=scene.number,
        heading=scene.heading.text,
        int_ext=heading.int_ext,
        location=heading.location,
        sublocation=heading.sublocation,
        time_of_day=time_of_day,
        time_words=heading.time_words,
        eighths=eighths_of(scene),
        mood=mood,
        cast=people,
        background=background,
        elements=elements,
        beats=beats,
        flags=flags_of(heading, time_of_day, people, background, minors, found, read),
        script_day=script_day,
        weather=weather_of(elements, told),
        tension=tension_of(beats),
        set_parent=set_parent_of(heading),
        track=track_of(heading),
        findings=findings,
    )
