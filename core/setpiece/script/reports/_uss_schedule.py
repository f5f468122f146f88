"""From our reports to a schedule others open, and from their schedule to our shooting days."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from ._model import Reports, Sheet
from ._uss import VERSION
from ._uss_model import (
    UssBoard,
    UssBreakdown,
    UssCalendar,
    UssCategory,
    UssElement,
    UssSchedule,
    UssStripboard,
)

_DETAILS = (
    ("Set", 0),
    ("INT/EXT", 1),
    ("Day/Night", 2),
    ("Script Day", 3),
    ("Unit", 4),
    ("Sequence", 5),
    ("Location", 6),
)
"""What the standard files as elements though it is the head of a sheet: category and its number."""


def uss_id(*parts: str) -> str:
    """A 12-byte id in hexadecimal, as the standard recommends: the same thing always has the same."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def uss_schedule(reports: Reports, *, created: str = "", author: str = "", company: str = "") -> UssSchedule:
    """A breakdown, and its stripboard when the reports have shooting days.

    Args:
        reports: Sheets, cast and the one-liner.
        created: ISO date for all of it; empty leaves the dates empty.
        author: Of the schedule.
        company: It was made for.
    """
    files = _Files(created)
    breakdowns = [_scene(sheet, files, created) for sheet in reports.sheets]
    days, boards = _boards(reports, created)
    calendar = uss_id("calendar", reports.title)
    return UssSchedule(
        id=uss_id("schedule", reports.title),
        author=author,
        company=company,
        created=created,
        name=reports.title,
        project=reports.title,
        source="Setpiece",
        version=VERSION,
        breakdowns=(*breakdowns, *days),
        categories=files.categories(),
        elements=tuple(files.elements.values()),
        stripboards=(UssStripboard(uss_id("stripboard", reports.title), "Shooting order", calendar, boards),)
        if boards
        else (),
        calendars=(UssCalendar(calendar, "Shooting calendar"),) if boards else (),
    )


class _Files:
    """Elements and the categories they are in, each made once."""

    def __init__(self, created: str) -> None:
        self._created = created
        self.elements: dict[str, UssElement] = {}
        self._filed: dict[tuple[str, int], list[str]] = {}

    def put(self, category: str, ucid: int, name: str, number: int = 0) -> str:
        """The id of an element."""
        made = uss_id("element", category, str(number) if number else name.casefold())
        if made not in self.elements:
            board = str(number) if number else ""
            self.elements[made] = UssElement(made, name, board, bool(board), self._created, dood_include=bool(board))
            self._filed.setdefault((category, ucid), []).append(made)
        return made

    def categories(self) -> tuple[UssCategory, ...]:
        """All that have elements, by number; the cast by board number."""
        out: list[UssCategory] = []
        for (name, ucid), ids in sorted(self._filed.items(), key=lambda f: (f[0][1], f[0][0])):
            ranked = sorted(ids, key=lambda i: int(self.elements[i].element_id or 0))
            out.append(UssCategory(uss_id("category", name), name, ucid, self._created, tuple(ranked)))
        return tuple(out)


def _scene(sheet: Sheet, files: _Files, created: str) -> UssBreakdown:
    values = (
        *(sheet.place, sheet.int_ext, sheet.time_of_day, sheet.script_day, sheet.unit, sheet.sequence, sheet.location),
    )
    ids = [files.put(name, ucid, value) for (name, ucid), value in zip(_DETAILS, values, strict=True) if value]
    for group in sheet.groups:
        ids += [files.put(group.name, group.ucid, item.name, item.number) for item in group.items]
    return UssBreakdown(
        id=uss_id("sheet", sheet.scene_id),
        scene=sheet.scene,
        description=sheet.synopsis,
        comments=sheet.comments,
        created=created,
        elements=tuple(ids),
        pages=sheet.eighths / 8,
        script_page=sheet.page,
        time_ms=None if sheet.shoot_minutes is None else float(round(sheet.shoot_minutes * 60_000)),
    )


def _boards(reports: Reports, created: str) -> tuple[list[UssBreakdown], tuple[UssBoard, ...]]:
    """Day breaks as sheets of their own, and the two boards; nothing when no day is planned."""
    if not any(row.kind == "day" for row in reports.one_liner):
        return [], ()
    ids = {s.sheet: uss_id("sheet", s.scene_id) for s in reports.sheets}
    days: list[UssBreakdown] = []
    board: list[str] = []
    yard: list[str] = []
    rows = board
    for row in reports.one_liner:
        if row.kind == "day":
            days.append(UssBreakdown(uss_id("day", str(len(days) + 1)), "day", created=created))
            board.append(days[-1].id)
        elif row.kind == "banner":
            rows = yard
        else:
            rows.append(ids[row.sheet])
    made = (("stripboard", board), ("boneyard", yard))
    return days, tuple(UssBoard(uss_id("board", name), name, tuple(ids)) for name, ids in made)


def schedule_days(
    schedule: UssSchedule, scene_ids: Mapping[str, str], stripboard: str = ""
) -> tuple[tuple[str, ...], ...]:
    """The shooting days of a schedule, as scene ids of ours.

    Args:
        schedule: As read.
        scene_ids: Scene number -> scene id; strips of scenes we do not have are left out.
        stripboard: Name or id of the scenario; empty takes the first.

    Returns:
        A tuple of scene ids for each day, without empty days; strips after the last day break, or
        all when there is none, are the last day. The boneyard is no day.
    """
    board = _main_board(schedule, stripboard)
    if board is None:
        return ()
    sheets = {b.id: b for b in schedule.breakdowns}
    days: list[list[str]] = [[]]
    seen: set[str] = set()
    for row in board.rows:
        group = (row,) if isinstance(row, str) else row
        if not isinstance(row, str):
            days.append([])
        for sheet_id in group:
            sheet = sheets.get(sheet_id)
            if sheet is None or sheet.type == "banner":
                continue
            if sheet.type == "day":
                days.append([])
                continue
            scene = scene_ids.get(sheet.scene, "")
            if scene and scene not in seen:
                seen.add(scene)
                days[-1].append(scene)
        if not isinstance(row, str):
            days.append([])
    return tuple(tuple(day) for day in days if day)


def _main_board(schedule: UssSchedule, stripboard: str) -> UssBoard | None:
    boards: Sequence[UssBoard] = next(
        (s.boards for s in schedule.stripboards if not stripboard or stripboard in {s.id, s.name}), ()
    )
    named = [b for b in boards if b.name.casefold() == "stripboard"]
    return next(iter(named), next((b for b in boards if b.name.casefold() != "boneyard"), None))
