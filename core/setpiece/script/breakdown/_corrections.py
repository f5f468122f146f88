"""What a person corrected in the breakdown: kept by scene id, so that new drafts keep it.

A correction says what is so, not what the reader got wrong: one that has become true by itself
changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal

import msgspec

from ..fdx import stock_categories
from ..model import Background, Beat, CastMember, ElementUse, Finding, SceneBreakdown, SceneCast, TimeOfDay

FORMAT = "1.0"
BY_HAND = "corrected by hand"
"""The evidence of an element that a person added."""


class ElementCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An element that is in the scene, or is not."""

    category: str
    name: Annotated[str, msgspec.Meta(min_length=1)]
    present: bool = True
    count: Annotated[int, msgspec.Meta(ge=1)] = 1


class CastCorrection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A character who is in the scene, or is not; None leaves what was read."""

    name: str
    present: bool = True
    speaking: bool | None = None
    heard_only: bool | None = None
    minor: bool | None = None


class SceneCorrections(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scene's corrections; empty and None leave what was read."""

    elements: tuple[ElementCorrection, ...] = ()
    cast: tuple[CastCorrection, ...] = ()
    background: tuple[Background, ...] | None = None
    flags_add: tuple[str, ...] = ()
    flags_remove: tuple[str, ...] = ()
    int_ext: Literal["INT", "EXT", "INT/EXT", ""] = ""
    location: str = ""
    sublocation: str | None = None
    time_of_day: TimeOfDay | None = None
    script_day: Annotated[int, msgspec.Meta(ge=1)] | None = None
    mood: tuple[str, ...] | None = None
    author: str = ""


class Corrections(msgspec.Struct, frozen=True):
    """``breakdown.edits.json``.

    Attributes:
        scenes: By scene id.
        aliases: Other name -> the character's name: who is one person under two names.
        apart: Names that are people of their own though they were read as somebody's alias.
    """

    format: str = FORMAT
    scenes: dict[str, SceneCorrections] = {}
    aliases: dict[str, str] = {}
    apart: tuple[str, ...] = ()


def correct_cast(
    cast: Sequence[CastMember], corrections: Corrections
) -> tuple[tuple[CastMember, ...], tuple[Finding, ...]]:
    """The cast with aliases merged and taken apart as people said.

    Names compare without case. Merging keeps the place of the character that stays.
    """
    by_name = {m.name.casefold(): m for m in cast}
    findings: list[Finding] = []
    for name in corrections.apart:
        holder = _holder(by_name, name)
        if holder is not None and holder.name.casefold() != name.casefold():
            rest = tuple(a for a in holder.aliases if a.casefold() != name.casefold())
            by_name[holder.name.casefold()] = msgspec.structs.replace(holder, aliases=rest)
            by_name[name.casefold()] = CastMember("", name.upper(), speaking=holder.speaking)
    for other, name in sorted(corrections.aliases.items()):
        keep, gone = _holder(by_name, name), by_name.get(other.casefold())
        if keep is None:
            findings.append(_nobody(name, "aliases"))
        elif gone is None:
            by_name[keep.name.casefold()] = _with_aliases(keep, (other.upper(),))
        elif gone is not keep:
            del by_name[other.casefold()]
            by_name[keep.name.casefold()] = _merged(keep, gone)
    return tuple(by_name.values()), tuple(findings)


def _holder(by_name: Mapping[str, CastMember], name: str) -> CastMember | None:
    """Who is called so, by name or alias."""
    folded = name.casefold()
    return by_name.get(folded) or next((m for m in by_name.values() if folded in _folded(m.aliases)), None)


def _merged(keep: CastMember, gone: CastMember) -> CastMember:
    both = _with_aliases(keep, (gone.name, *gone.aliases))
    return msgspec.structs.replace(
        both,
        speaking=keep.speaking or gone.speaking,
        minor=keep.minor,
        female=gone.female if keep.female is None else keep.female,
        age=gone.age if keep.age is None else keep.age,
    )


def _with_aliases(member: CastMember, more: Iterable[str]) -> CastMember:
    known = {member.name.casefold(), *_folded(member.aliases)}
    fresh = tuple(a for a in more if a.casefold() not in known)
    return msgspec.structs.replace(member, aliases=(*member.aliases, *fresh))


def _folded(names: Iterable[str]) -> set[str]:
    return {n.casefold() for n in names}


def correct_scene(sheet: SceneBreakdown, corrections: SceneCorrections, cast: Sequence[CastMember]) -> SceneBreakdown:
    """One scene's sheet as people corrected it; who is unknown becomes a finding of the sheet.

    Args:
        sheet: As read.
        corrections: What people said of this scene.
        cast: The production's cast.
    """
    people, findings = _cast(sheet, corrections.cast, cast)
    c = corrections
    unseen = {p.cast_id or p.name for p in sheet.cast} - {p.cast_id or p.name for p in people if not p.heard_only}
    gone = {p.cast_id or p.name for p in sheet.cast} - {p.cast_id or p.name for p in people}
    flags = tuple(f for f in sheet.flags if f not in c.flags_remove)
    return msgspec.structs.replace(
        sheet,
        elements=_elements(sheet, c.elements),
        cast=people,
        beats=tuple(_without(b, unseen, gone) for b in sheet.beats),
        background=sheet.background if c.background is None else c.background,
        flags=(*flags, *(f for f in c.flags_add if f not in flags)),
        int_ext=c.int_ext or sheet.int_ext,
        location=c.location or sheet.location,
        sublocation=sheet.sublocation if c.sublocation is None else c.sublocation,
        time_of_day=c.time_of_day or sheet.time_of_day,
        script_day=c.script_day or sheet.script_day,
        mood=sheet.mood if c.mood is None else c.mood,
        findings=(*sheet.findings, *findings),
    )


def _without(beat: Beat, unseen: set[str], gone: set[str]) -> Beat:
    """A beat without those who are not in view, and without a voice that is not there at all."""
    subjects = tuple(s for s in beat.subjects if s not in unseen)
    speaker = "" if beat.speaker in gone else beat.speaker
    if subjects == beat.subjects and speaker == beat.speaker:
        return beat
    return msgspec.structs.replace(beat, subjects=subjects, speaker=speaker)


def _elements(sheet: SceneBreakdown, wanted: Sequence[ElementCorrection]) -> dict[str, tuple[ElementUse, ...]]:
    tables = {category: {u.name.casefold(): u for u in uses} for category, uses in sheet.elements.items()}
    for w in wanted:
        table, key = tables.setdefault(w.category, {}), w.name.casefold()
        if not w.present:
            table.pop(key, None)
        elif key in table:
            table[key] = msgspec.structs.replace(table[key], count=w.count)
        else:
            table[key] = ElementUse(w.name, explicit=True, confidence=1.0, line=0, quote=BY_HAND, count=w.count)
    return {category: tuple(table.values()) for category, table in tables.items() if table}


def _cast(
    sheet: SceneBreakdown, wanted: Sequence[CastCorrection], cast: Sequence[CastMember]
) -> tuple[tuple[SceneCast, ...], tuple[Finding, ...]]:
    owner = {n.casefold(): m for m in cast for n in (m.name, *m.aliases)}
    people = {p.name.casefold(): p for p in sheet.cast}
    findings: list[Finding] = []
    for w in wanted:
        member = owner.get(w.name.casefold())
        if member is None:
            findings.append(_nobody(w.name, sheet.heading))
            continue
        key = member.name.casefold()
        if not w.present:
            people.pop(key, None)
            continue
        known = people.get(key) or SceneCast(
            member.cast_id, member.name, minor=member.minor, female=member.female, age=member.age
        )
        told = {f: v for f in ("speaking", "heard_only", "minor") if (v := getattr(w, f)) is not None}
        people[key] = msgspec.structs.replace(known, **told)
    return tuple(people.values()), tuple(findings)


def odd_corrections(
    corrections: Corrections, scenes: Iterable[str], unknown: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """What in the corrections can have no effect: findings, so that a slip of the pen is seen.

    Args:
        corrections: As read.
        scenes: Ids of all scenes that are or were in the script.
        unknown: Paths of fields that nothing reads.
    """
    known, names = set(scenes), {category_key(c.name) for c in stock_categories()}
    found = [
        _odd(f"there is no scene {s!r}", "Scene ids are in breakdown.json.")
        for s in corrections.scenes
        if s not in known
    ]
    found += [_odd(f"nothing reads the field {path}", "See docs/scripts.md for the fields.") for path in unknown]
    wrong = sorted({e.category for s in corrections.scenes.values() for e in s.elements} - names)
    return tuple(
        found + [_odd(f"there is no category {c!r}", f"Choose of: {', '.join(sorted(names))}.") for c in wrong]
    )


def category_key(name: str) -> str:
    """``Makeup/Hair`` as sheets call it: ``makeup_hair``."""
    return re.sub(r"[^a-z]+", "_", name.lower())


def _odd(text: str, remedy: str) -> Finding:
    return Finding("warning", f"breakdown.edits.json: {text}", remedy=remedy, code="correction-odd")


def _nobody(name: str, where: str) -> Finding:
    return Finding(
        "warning", f"breakdown.edits.json, {where}: no character is called {name!r}", code="correction-nobody",
        remedy="Take the name from `setpiece breakdown`, or remove the correction.",
    )  # fmt: skip
