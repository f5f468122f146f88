"""Reads and writes ``.uss`` files: strict about types, forgiving about age, losing nothing it does not know."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from ...errors import InputError
from ..model import Finding
from ._json import json_bytes
from ._uss_model import (
    UssBoard,
    UssBreakdown,
    UssCalendar,
    UssCategory,
    UssElement,
    UssEvent,
    UssSchedule,
    UssStripboard,
)

ROOT = "universalScheduleStandard"
VERSION = "1.0.0"
_LARGEST = 64 * 1024 * 1024
_REMEDY = "Export it again, or correct the field in a text editor; see the Universal Schedule Standard's docs."
_MANY = 50
"""Findings that are listed one by one."""


class _WrongError(Exception):
    """A value that the standard does not allow; becomes an InputError with the file's name."""

    def __init__(self, where: str, what: str) -> None:
        self.where, self.what = where, what
        super().__init__(where, what)


Check = Callable[[Any, str], Any]


class _Key(NamedTuple):
    """A key of an object: its field, its name in JSON, older names, and what may stand there."""

    field: str
    json: str
    check: Check
    older: tuple[str, ...] = ()
    needed: bool = False


# --- values


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    for of, name in ((bool, "a boolean"), (str, "a text"), ((int, float), "a number"), (list, "a list")):
        if isinstance(value, of):
            return name
    return "an object"


def _text(value: Any, where: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _WrongError(where, f"must be a text, not {_kind(value)}")
    return value


def _ident(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise _WrongError(
            where, f"must be an id (a text that is not empty), not {_kind(value) if value != '' else 'empty'}"
        )
    return value


def _flag(default: bool) -> Check:
    def check(value: Any, where: str) -> bool:
        if value is None:
            return default
        if not isinstance(value, bool):
            raise _WrongError(where, f"must be true or false, not {_kind(value)}")
        return value

    return check


def _number(value: Any, where: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _WrongError(where, f"must be a number, not {_kind(value)}")
    if not 0 <= value < 1e12 or not math.isfinite(value):
        raise _WrongError(where, "must be a number from 0 up")
    return float(value)


def _whole(most: int, default: int | None) -> Check:
    def check(value: Any, where: str) -> int | None:
        number = _number(value, where)
        if number is None:
            return default
        if number != int(number) or number > most:
            raise _WrongError(where, f"must be a whole number from 0 to {most}")
        return int(number)

    return check


def _sheet_type(value: Any, where: str) -> str:
    text = _text(value, where) or "scene"
    text = "scene" if text == "strip" else text
    return _one_of(text, ("scene", "day", "banner"), where)


def _event_type(value: Any, where: str) -> str:
    return _one_of(_text(value, where) or "event", ("start", "dayOff", "event"), where)


def _one_of(text: str, allowed: Sequence[str], where: str) -> str:
    if text not in allowed:
        raise _WrongError(where, f"must be one of {', '.join(allowed)}, not {text[:40]!r}")
    return text


def _list(value: Any, where: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _WrongError(where, f"must be a list, not {_kind(value)}")
    return value


def _many(check: Check) -> Check:
    def each(value: Any, where: str) -> tuple[Any, ...]:
        return tuple([check(v, f"{where}[{i}]") for i, v in enumerate(_list(value, where))])

    return each


_ids = _many(_ident)


def _row(value: Any, where: str) -> str | tuple[str, ...]:
    return _ids(value, where) if isinstance(value, list) else _ident(value, where)


# --- objects

T = TypeVar("T", bound=msgspec.Struct)


def _object(made: type[T], keys: Sequence[_Key]) -> Check:
    def check(value: Any, where: str) -> T:
        if not isinstance(value, dict):
            raise _WrongError(where, f"must be an object, not {_kind(value)}")
        return made(**_fields(value, keys, where))

    return check


def _fields(value: Mapping[str, Any], keys: Sequence[_Key], where: str) -> dict[str, Any]:
    known: set[str] = set()
    out: dict[str, Any] = {}
    for key in keys:
        name = next((n for n in (key.json, *key.older) if n in value), "")
        if name:
            known.add(name)
            out[key.field] = key.check(value[name], f"{where}.{name}")
        elif key.needed:
            raise _WrongError(f"{where}.{key.json}", "is missing")
    out["extra"] = {k: v for k, v in value.items() if k not in known}
    return out


_EVENT = (
    _Key("id", "id", _text), _Key("date", "date", _text), _Key("type", "type", _event_type),
    _Key("name", "name", _text),
)  # fmt: skip
_SHEET = (
    _Key("id", "id", _ident, needed=True), _Key("comments", "comments", _text), _Key("created", "created", _text),
    _Key("description", "description", _text), _Key("elements", "elements", _ids), _Key("pages", "pages", _number),
    _Key("scene", "scene", _text), _Key("script_page", "scriptPage", _text),
    _Key("time_ms", "time", _number, ("duration",)),
    _Key("type", "type", _sheet_type),
)  # fmt: skip
_CATEGORY = (
    _Key("id", "id", _ident, needed=True), _Key("created", "created", _text), _Key("elements", "elements", _ids),
    _Key("name", "name", _text), _Key("ucid", "ucid", _whole(1_000_000, None), ("catId",)),
)  # fmt: skip
_ELEMENT = (
    _Key("id", "id", _ident, needed=True), _Key("created", "created", _text),
    _Key("dood_drop_allow", "doodDropAllow", _flag(True), ("isDrop",)),
    _Key("dood_drop_days", "doodDropDays", _whole(10_000, 10), ("doodDayCount", "dropDayCount")),
    _Key("dood_hold_allow", "doodHoldAllow", _flag(True), ("isHold",)),
    _Key("dood_include", "doodInclude", _flag(True), ("isDood",)), _Key("element_id", "elementId", _text),
    _Key("element_id_lock", "elementIdLock", _flag(False), ("isIdLock",)),
    _Key("events", "events", _many(_object(UssEvent, _EVENT))), _Key("linked_elements", "linkedElements", _ids),
    _Key("name", "name", _text),
)  # fmt: skip
_BOARD = (
    _Key("id", "id", _ident, needed=True), _Key("name", "name", _text),
    _Key("rows", "breakdownIds", _many(_row), ("breakdownArrays",)),
)  # fmt: skip
_STRIPBOARD = (
    _Key("id", "id", _ident, needed=True), _Key("boards", "boards", _many(_object(UssBoard, _BOARD))),
    _Key("calendar", "calendar", _text), _Key("name", "name", _text),
)  # fmt: skip
_CALENDAR = (
    _Key("id", "id", _ident, needed=True), _Key("days_off", "daysOff", _many(_whole(6, 0))),
    _Key("events", "events", _many(_object(UssEvent, _EVENT))), _Key("name", "name", _text),
)  # fmt: skip
_SCHEDULE = (
    _Key("id", "id", _text), _Key("author", "author", _text), _Key("company", "company", _text),
    _Key("created", "created", _text), _Key("description", "description", _text), _Key("episode", "episode", _text),
    _Key("episode_name", "episodeName", _text), _Key("name", "name", _text), _Key("project", "project", _text),
    _Key("sched_color", "schedColor", _text), _Key("sched_date", "schedDate", _text),
    _Key("script_color", "scriptColor", _text), _Key("script_date", "scriptDate", _text),
    _Key("season", "season", _text),
    _Key("source", "source", _text), _Key("version", "version", _text, ("ussVersion",)),
    _Key("breakdowns", "breakdowns", _many(_object(UssBreakdown, _SHEET)), needed=True),
    _Key("calendars", "calendars", _many(_object(UssCalendar, _CALENDAR))),
    _Key("categories", "categories", _many(_object(UssCategory, _CATEGORY)), needed=True),
    _Key("elements", "elements", _many(_object(UssElement, _ELEMENT)), needed=True),
    _Key("stripboards", "stripboards", _many(_object(UssStripboard, _STRIPBOARD))),
)  # fmt: skip


# --- reading


def read_uss(data: bytes, name: str) -> UssSchedule:
    """A schedule out of a ``.uss`` file, of today's or the older key names.

    Keys the standard does not have are kept and written back. Ids that lead nowhere are findings,
    not errors: schedules in use have them.

    Args:
        data: The file.
        name: For messages.

    Raises:
        InputError: It is no JSON, or a field is missing or of the wrong type; ``where`` names the field.
    """
    if len(data) > _LARGEST:
        raise InputError(f"a schedule larger than {_LARGEST >> 20} MiB is none", where=name)
    try:
        raw: Any = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as e:
        said = "it is nested too deep" if isinstance(e, RecursionError) else str(e)
        raise InputError(f"this is no JSON: {said}", where=name, remedy=_REMEDY) from e
    try:
        if not isinstance(raw, dict) or ROOT not in raw:
            raise _WrongError(ROOT, "is missing: this is no Universal Schedule Standard file")
        read: UssSchedule = _object(UssSchedule, _SCHEDULE)(raw[ROOT], ROOT)
        _check_unique(read)
    except _WrongError as e:
        raise InputError(e.what, where=f"{name}: {e.where.removeprefix(ROOT + '.')}", remedy=_REMEDY) from e
    outside = {k: v for k, v in raw.items() if k != ROOT}
    read = msgspec.structs.replace(_filed(read), outside=outside)
    return msgspec.structs.replace(read, findings=tuple(_findings(read)))


def _check_unique(read: UssSchedule) -> None:
    lists: tuple[tuple[str, Sequence[UssBreakdown | UssCategory | UssElement]], ...] = (
        ("breakdowns", read.breakdowns),
        ("categories", read.categories),
        ("elements", read.elements),
    )
    for name, items in lists:
        seen: set[str] = set()
        for i, item in enumerate(items):
            if item.id in seen:
                raise _WrongError(f"{ROOT}.{name}[{i}].id", f"is the id of another one already: {item.id[:40]!r}")
            seen.add(item.id)


def _filed(read: UssSchedule) -> UssSchedule:
    """Older files say the category in the element; here the category lists its elements."""
    listed = {e for c in read.categories for e in c.elements}
    more: dict[str, list[str]] = {}
    for e in read.elements:
        home = e.extra.get("category")
        if isinstance(home, str) and e.id not in listed:
            more.setdefault(home, []).append(e.id)
    if not more:
        return read
    categories = tuple(msgspec.structs.replace(c, elements=(*c.elements, *more.get(c.id, ()))) for c in read.categories)
    return msgspec.structs.replace(read, categories=categories)


def _findings(read: UssSchedule) -> list[Finding]:
    elements = {e.id for e in read.elements}
    sheets = {b.id for b in read.breakdowns}
    calendars = {c.id for c in read.calendars}
    lost: list[str] = []
    for b in read.breakdowns:
        lost += [f"sheet {b.scene or b.id}: element {e} is not in the file" for e in b.elements if e not in elements]
    home: dict[str, str] = {}
    for c in read.categories:
        for e in c.elements:
            if e not in elements:
                lost.append(f"category {c.name or c.id}: element {e} is not in the file")
            elif home.setdefault(e, c.id) != c.id:
                lost.append(f"category {c.name or c.id}: element {e} is in another category already")
    for s in read.stripboards:
        if s.calendar and s.calendar not in calendars:
            lost.append(f"stripboard {s.name or s.id}: calendar {s.calendar} is not in the file")
        for board in s.boards:
            lost += [
                f"board {board.name or board.id}: sheet {i} is not in the file" for i in board.ids if i not in sheets
            ]
    out = [Finding("warning", text[:200], code="uss-reference") for text in lost[:_MANY]]
    if len(lost) > _MANY:
        out.append(Finding("warning", f"and {len(lost) - _MANY} more ids that lead nowhere", code="uss-reference"))
    return out


# --- writing


def write_uss(schedule: UssSchedule) -> bytes:
    """A schedule as a ``.uss`` file: every key of the standard, today's names, then the unknown ones.

    A board that groups its sheets by day, as older files do, keeps ``breakdownArrays``.
    """
    return json_bytes({ROOT: _plain(schedule, _SCHEDULE), **schedule.outside})


_NULLED = ("comments", "description", "scene", "scriptPage", "episode", "episodeName", "season")
"""Texts that are null when there is none, as the standard's samples have it."""


def _plain(value: msgspec.Struct, keys: Sequence[_Key]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key in keys:
        got = getattr(value, key.field)
        out[_json_name(value, key)] = None if got == "" and key.json in _NULLED else _value(got)
    return {**out, **{k: v for k, v in getattr(value, "extra").items() if k not in out}}  # noqa: B009


def _json_name(value: msgspec.Struct, key: _Key) -> str:
    nested = isinstance(value, UssBoard) and any(not isinstance(row, str) for row in value.rows)
    return key.older[0] if nested and key.field == "rows" else key.json


_KEYS: dict[type, Sequence[_Key]] = {
    UssEvent: _EVENT, UssBreakdown: _SHEET, UssCategory: _CATEGORY, UssElement: _ELEMENT, UssBoard: _BOARD,
    UssStripboard: _STRIPBOARD, UssCalendar: _CALENDAR,
}  # fmt: skip


def _value(got: Any) -> Any:
    if isinstance(got, msgspec.Struct):
        return _plain(got, _KEYS[type(got)])
    if isinstance(got, tuple):
        return [_value(v) for v in got]
    return got
