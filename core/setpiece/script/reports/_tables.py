"""From a breakdown to the tables of all reports: pure functions, one pass over the scenes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from ...errors import InputError
from ..model import Beat, Breakdown, CastMember, SceneBreakdown, SceneCast
from ._cast_numbers import Roll, call_roll, cast_key, speeches
from ._model import (
    CastRow,
    ElementRow,
    Group,
    Item,
    OneLine,
    Reports,
    SceneFacts,
    Sheet,
    StatRow,
    pages_of,
    scenes_of,
)
from ._palette import Palette, stock_palette

_FEWEST, _WORDS = 3, 12
"""The shortest and the longest synopsis we make ourselves, in words."""
_LETTERS = 110
_TITLES = "".join(rf"(?<!\b{t}\.)" for t in ("Dr", "DR", "Mr", "MR", "Mrs", "MRS", "Ms", "MS", "St", "ST"))
_SENTENCE = re.compile(rf"(?:(?<=[.!?…])|(?<=[.!?…][\"”’)])){_TITLES}\s")
_UNNAMED = "(unnamed)"
_HAPPENS = ("action", "enter", "move", "reveal", "exit", "insert")


def tabulate(
    breakdown: Breakdown,
    order: Sequence[str] = (),
    numbers: Mapping[str, str] | None = None,
    facts: Mapping[str, SceneFacts] | None = None,
    *,
    title: str = "",
    days: Sequence[Sequence[str]] = (),
    cast_numbers: Mapping[str, int] | None = None,
    palette: Palette | None = None,
) -> Reports:
    """All tables of all reports.

    Args:
        breakdown: Scenes and cast.
        order: Scene ids in script order; empty takes the breakdown's.
        numbers: Scene id -> scene number to print; where it lacks one, the writer's, else the ordinal.
        facts: Scene id -> page, length, times, synopsis ... where they are known.
        title: Of the production.
        days: Scene ids of each shooting day; empty leaves the one-liner and the strips in script order.
        cast_numbers: Cast id -> board number given earlier.
        palette: Colours and categories; the trade's convention when not given.

    Raises:
        InputError: ``order`` or ``days`` name a scene that the breakdown lacks, or name one twice.
    """
    look = palette or stock_palette()
    order = tuple(order) or tuple(breakdown.scenes)
    _check_ids(order, breakdown.scenes, "order")
    _check_ids([s for day in days for s in day], order, "days")
    roll = call_roll(breakdown, order, cast_numbers or {})
    sheets: list[Sheet] = []
    for i, scene_id in enumerate(order):
        scene = breakdown.scenes[scene_id]
        number = (numbers or {}).get(scene_id) or scene.number or str(i + 1)
        known = (facts or {}).get(scene_id) or SceneFacts()
        sheets.append(_sheet((i + 1, scene_id, number), scene, known, roll, look))
    return Reports(
        title=title,
        sheets=tuple(sheets),
        elements=_elements(sheets, look),
        cast=_cast(breakdown, sheets, roll),
        one_liner=_one_liner(sheets, days),
        statistics=_statistics(sheets),
        eighths=sum(s.eighths for s in sheets),
        palette=look,
    )


def _check_ids(given: Sequence[str], known: Mapping[str, object] | Sequence[str], where: str) -> None:
    seen: set[str] = set()
    for scene_id in given:
        if scene_id not in known:
            raise InputError(f"there is no scene {scene_id!r} in the breakdown", where=where)
        if scene_id in seen:
            raise InputError(f"scene {scene_id!r} is there twice", where=where)
        seen.add(scene_id)


# --- sheets


def _sheet(place: tuple[int, str, str], scene: SceneBreakdown, facts: SceneFacts, roll: Roll, look: Palette) -> Sheet:
    ordinal, scene_id, number = place
    eighths = max(1, facts.eighths or scene.eighths)
    groups = _groups(scene, roll, look)
    return Sheet(
        sheet=ordinal,
        scene_id=scene_id,
        scene=number,
        heading=scene.heading,
        int_ext=scene.int_ext,
        set_name=scene.location,
        sub_set=scene.sublocation,
        time_of_day=scene.time_of_day,
        strip=look.strip(scene.int_ext, scene.time_of_day),
        script_day=f"D{scene.script_day}" if scene.script_day > 0 else "",
        page=facts.page,
        eighths=eighths,
        pages=pages_of(eighths),
        synopsis=facts.synopsis or synopsis_of(scene),
        location=facts.location,
        unit=facts.unit,
        sequence=facts.sequence,
        screen_seconds=facts.screen_seconds,
        shoot_minutes=facts.shoot_minutes,
        cast_numbers=tuple(item.number for group in groups if group.key == "cast" for item in group.items),
        groups=groups,
        flags=scene.flags,
        mood=scene.mood,
        comments=facts.comments,
    )


def _happens(beat: Beat) -> bool:
    """Somebody or something acts: a first paragraph that only shows the place is passed over."""
    return beat.kind in _HAPPENS or (beat.kind == "establish" and bool(beat.subjects))


def synopsis_of(scene: SceneBreakdown) -> str:
    """The first sentence of what happens, at most twelve words: a stand-in until a person writes one."""
    happens = [b.text for b in scene.beats if _happens(b) and b.text.strip()]
    shown = happens or [b.text for b in scene.beats if b.text.strip()]
    if not shown:
        return ""
    sentences = _SENTENCE.split(" ".join(" ".join(shown[:3]).split()))
    # "A beat.", "DR." tell nothing by themselves
    words = next((s.split() for s in sentences if len(s.split()) >= _FEWEST), " ".join(sentences).split())
    said = " ".join(words) if len(words) <= _WORDS else " ".join(words[:_WORDS]).rstrip(",;:-") + "..."
    return said if len(said) <= _LETTERS else said[: _LETTERS - 3].rstrip() + "..."  # scripts without spaces


def _groups(scene: SceneBreakdown, roll: Roll, look: Palette) -> tuple[Group, ...]:
    found: dict[str, dict[str, Item]] = {}

    def put(key: str, item: Item, cast: str = "") -> None:
        if not item.name.strip():
            item = msgspec.structs.replace(item, name=_UNNAMED)
        name = cast or item.name.strip().casefold()
        merged = found.setdefault(look.category(key).key, {})
        before = merged.get(name)
        if before is not None:
            item = msgspec.structs.replace(
                before, count=max(before.count, item.count), implied=before.implied and item.implied
            )
        merged[name] = item

    for c in sorted(scene.cast, key=lambda c: roll.numbers[cast_key(c)]):
        member = roll.members[cast_key(c)]
        item = Item(
            member.name,
            note=_cast_note(c, member),
            number=roll.numbers[cast_key(c)],
            cast_id=c.cast_id,
            voice=c.heard_only,
        )
        put("cast", item, cast_key(c))
    for b in scene.background:
        put("background", Item(b.what, b.count))
    for key, uses in scene.elements.items():
        for u in uses:
            put(key, Item(u.name, u.count, implied=not u.explicit))
    groups: list[Group] = []
    for key in sorted(found, key=look.rank):
        category = look.category(key)
        groups.append(Group(key, category.name, category.mark, category.ucid, tuple(found[key].values())))
    return tuple(groups)


def _cast_note(c: SceneCast, member: CastMember) -> str:
    said = "V.O." if c.heard_only else "" if c.speaking else "silent"
    return ", ".join(part for part in (said, "minor" if c.minor or member.minor else "") if part)


# --- lists


def _elements(sheets: Sequence[Sheet], look: Palette) -> tuple[ElementRow, ...]:
    """Every element but the cast, which has a list of its own; by category, then by name."""
    found: dict[tuple[str, str], list[tuple[Sheet, Item]]] = {}
    heads: dict[str, Group] = {}
    for sheet in sheets:
        for group in sheet.groups:
            if group.key == "cast":
                continue
            heads.setdefault(group.key, group)
            for item in group.items:
                found.setdefault((group.key, item.name.strip().casefold()), []).append((sheet, item))
    rows: list[ElementRow] = []
    for key, name in sorted(found, key=lambda k: (look.rank(k[0]), k[1])):
        uses = found[key, name]
        rows.append(
            ElementRow(
                category=heads[key].name,
                name=uses[0][1].name,
                scenes=tuple(sheet.scene for sheet, _ in uses),
                most=max(item.count for _, item in uses),
                implied=all(item.implied for _, item in uses),
                eighths=sum(sheet.eighths for sheet, _ in uses),
            )
        )
    return tuple(rows)


def _cast(breakdown: Breakdown, sheets: Sequence[Sheet], roll: Roll) -> tuple[CastRow, ...]:
    seen: dict[str, list[tuple[Sheet, SceneCast]]] = {key: [] for key in roll.members}
    lines: dict[str, int] = {}
    for sheet in sheets:
        scene = breakdown.scenes[sheet.scene_id]
        here: set[str] = set()
        for c in scene.cast:
            if cast_key(c) not in here:
                here.add(cast_key(c))
                seen[cast_key(c)].append((sheet, c))
        for speaker, count in speeches(scene).items():
            lines[speaker] = lines.get(speaker, 0) + count
    rows: list[CastRow] = []
    for key, member in roll.members.items():
        uses = seen[key]
        rows.append(
            CastRow(
                cast_id=member.cast_id,
                number=roll.numbers[key],
                name=member.name if member.name.strip() else _UNNAMED,
                aliases=tuple(a for a in member.aliases if a.strip()),
                scenes=tuple(s.scene for s, _ in uses),
                speaking_scenes=tuple(s.scene for s, c in uses if c.speaking),
                heard_scenes=tuple(s.scene for s, c in uses if c.heard_only),
                lines=lines.get(key, 0),
                eighths=sum(s.eighths for s, _ in uses),
                minor=member.minor or any(c.minor for _, c in uses),
                minor_scenes=tuple(s.scene for s, c in uses if c.minor),
                age=member.age,
            )
        )
    return tuple(rows)


# --- one-liner, statistics


def _one_liner(sheets: Sequence[Sheet], days: Sequence[Sequence[str]]) -> tuple[OneLine, ...]:
    by_id = {s.scene_id: s for s in sheets}
    if not days:
        return tuple(_line(s) for s in sheets)
    rows: list[OneLine] = []
    for i, day in enumerate(days, 1):
        shot = [by_id[scene_id] for scene_id in day]
        total = sum(s.eighths for s in shot)
        rows += [_line(s) for s in shot]
        text = f"END OF DAY {i} - {scenes_of(len(shot))}, {pages_of(total)} pgs"
        rows.append(OneLine("day", eighths=total, pages=pages_of(total), text=text))
    placed = {scene_id for day in days for scene_id in day}
    rest = [s for s in sheets if s.scene_id not in placed]
    if rest:
        total = sum(s.eighths for s in rest)
        rows.append(
            OneLine("banner", text=f"NOT SCHEDULED - {pages_of(total)} pgs", eighths=total, pages=pages_of(total))
        )
        rows += [_line(s) for s in rest]
    return tuple(rows)


def _line(s: Sheet) -> OneLine:
    return OneLine(
        kind="scene",
        sheet=s.sheet,
        scene=s.scene,
        int_ext=s.int_ext,
        place=s.place,
        time_of_day=s.time_of_day,
        strip=s.strip,
        script_day=s.script_day,
        page=s.page,
        eighths=s.eighths,
        pages=s.pages,
        cast_numbers=s.cast_numbers,
        synopsis=s.synopsis,
        location=s.location,
    )


def _statistics(sheets: Sequence[Sheet]) -> tuple[StatRow, ...]:
    total = sum(s.eighths for s in sheets)
    rows: list[StatRow] = []
    ways = (
        ("INT/EXT", [s.int_ext for s in sheets]),
        ("Day/Night", [s.time_of_day for s in sheets]),
        ("Strip", [s.strip for s in sheets]),
        ("Set", [s.set_name for s in sheets]),
        ("Script day", [s.script_day for s in sheets]),
    )
    for subject, values in ways:
        counted: dict[str, tuple[int, int]] = {}
        for value, sheet in zip(values, sheets, strict=True):
            scenes, eighths = counted.get(value, (0, 0))
            counted[value] = (scenes + 1, eighths + sheet.eighths)
        ranked = list(counted) if subject == "Script day" else sorted(counted, key=lambda v: (-counted[v][1], v))
        rows += [_stat(subject, value or "(none)", *counted[value], total) for value in ranked]
    return (*rows, _stat("Total", "all scenes", len(sheets), total, total))


def _stat(subject: str, value: str, scenes: int, eighths: int, total: int) -> StatRow:
    percent = round(100 * eighths / total, 1) if total else 0.0
    return StatRow(subject, value, scenes, eighths, pages_of(eighths), percent)
