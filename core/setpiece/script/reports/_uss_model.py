"""A schedule as the Universal Schedule Standard keeps it. Structs only; unknown keys stay in ``extra``.

The standard: github.com/UniversalScheduleStandard/UniversalScheduleStandard (docs/docs.md).
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..model import Finding

Extra = dict[str, Any]


class UssEvent(msgspec.Struct, frozen=True):
    """A date on a calendar or of an element."""

    id: str = ""
    date: str = ""
    type: str = "event"
    """start, dayOff or event."""
    name: str = ""
    extra: Extra = {}


class UssBreakdown(msgspec.Struct, frozen=True):
    """A sheet: a scene, a day break or a banner."""

    id: str
    type: str = "scene"
    """scene, day or banner."""
    scene: str = ""
    description: str = ""
    comments: str = ""
    created: str = ""
    elements: tuple[str, ...] = ()
    pages: float | None = None
    """In pages: 0.125 is an eighth."""
    script_page: str = ""
    time_ms: float | None = None
    """To shoot it."""
    extra: Extra = {}


class UssCategory(msgspec.Struct, frozen=True):
    """A category and its elements in order."""

    id: str
    name: str = ""
    ucid: int | None = None
    created: str = ""
    elements: tuple[str, ...] = ()
    extra: Extra = {}


class UssElement(msgspec.Struct, frozen=True):
    """A person, animal or thing, a set, a time of day ..."""

    id: str
    name: str = ""
    element_id: str = ""
    """Board number."""
    element_id_lock: bool = False
    created: str = ""
    dood_include: bool = True
    dood_hold_allow: bool = True
    dood_drop_allow: bool = True
    dood_drop_days: int = 10
    linked_elements: tuple[str, ...] = ()
    events: tuple[UssEvent, ...] = ()
    extra: Extra = {}


class UssBoard(msgspec.Struct, frozen=True):
    """Strips in shooting order. A row is a sheet's id, or (in older files) the ids of one day."""

    id: str
    name: str = ""
    rows: tuple[str | tuple[str, ...], ...] = ()
    extra: Extra = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """All sheets' ids in order."""
        return tuple(i for row in self.rows for i in ((row,) if isinstance(row, str) else row))


class UssStripboard(msgspec.Struct, frozen=True):
    """One scenario for the shoot."""

    id: str
    name: str = ""
    calendar: str = ""
    boards: tuple[UssBoard, ...] = ()
    extra: Extra = {}


class UssCalendar(msgspec.Struct, frozen=True):
    """Start, days off and events of a scenario."""

    id: str
    name: str = ""
    days_off: tuple[int, ...] = ()
    """0 Sunday .. 6 Saturday."""
    events: tuple[UssEvent, ...] = ()
    extra: Extra = {}


class UssSchedule(msgspec.Struct, frozen=True):
    """A whole file."""

    id: str = ""
    author: str = ""
    company: str = ""
    created: str = ""
    description: str = ""
    episode: str = ""
    episode_name: str = ""
    name: str = ""
    project: str = ""
    sched_color: str = ""
    sched_date: str = ""
    script_color: str = ""
    script_date: str = ""
    season: str = ""
    source: str = ""
    version: str = ""
    breakdowns: tuple[UssBreakdown, ...] = ()
    categories: tuple[UssCategory, ...] = ()
    elements: tuple[UssElement, ...] = ()
    stripboards: tuple[UssStripboard, ...] = ()
    calendars: tuple[UssCalendar, ...] = ()
    extra: Extra = {}
    """Keys of the schedule's own object."""
    outside: Extra = {}
    """Keys beside it."""
    findings: tuple[Finding, ...] = ()
    """What is odd but can be lived with; never written."""
