"""What every report is made from: tables of a breakdown, as frozen structs."""

from __future__ import annotations

import msgspec

from ._palette import Palette


class SceneFacts(msgspec.Struct, frozen=True):
    """What is known of a scene beside its breakdown; each part may be missing."""

    page: str = ""
    """Script page it starts on."""
    eighths: int = 0
    """From the paginated script; 0 takes the breakdown's."""
    screen_seconds: float | None = None
    shoot_minutes: float | None = None
    synopsis: str = ""
    """Empty takes the first sentence that happens in the scene."""
    location: str = ""
    """Where it is shot, not where it plays."""
    unit: str = ""
    sequence: str = ""
    comments: str = ""


class Item(msgspec.Struct, frozen=True):
    """One element on a scene's sheet."""

    name: str
    count: int = 1
    note: str = ""
    """Cast: V.O., minor ...; elements: implied."""
    number: int = 0
    """Board number of a cast member, else 0."""
    implied: bool = False
    cast_id: str = ""
    voice: bool = False
    """Heard, never in view."""


class Group(msgspec.Struct, frozen=True):
    """One category's box on a sheet."""

    key: str
    name: str
    mark: str
    ucid: int
    items: tuple[Item, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A breakdown sheet: all one scene needs."""

    sheet: int
    scene_id: str
    scene: str
    heading: str
    int_ext: str
    set_name: str
    sub_set: str
    time_of_day: str
    strip: str
    """INT DAY, EXT NIGHT ...: a key of the palette."""
    script_day: str
    page: str
    eighths: int
    pages: str
    synopsis: str
    location: str
    unit: str
    sequence: str
    screen_seconds: float | None
    shoot_minutes: float | None
    cast_numbers: tuple[int, ...]
    groups: tuple[Group, ...]
    flags: tuple[str, ...]
    mood: tuple[str, ...]
    comments: str

    @property
    def place(self) -> str:
        """Set and sub-set as one."""
        return " - ".join(part for part in (self.set_name, self.sub_set) if part)

    @property
    def screen_time(self) -> str:
        """m:ss; empty when unknown."""
        return clock(self.screen_seconds)

    @property
    def shoot_time(self) -> str:
        """h:mm; empty when unknown."""
        return hours(self.shoot_minutes)


class ElementRow(msgspec.Struct, frozen=True):
    """One element and where it is needed."""

    category: str
    name: str
    scenes: tuple[str, ...]
    """Scene numbers in script order."""
    most: int
    """Largest count in one scene."""
    implied: bool
    """Nowhere named outright."""
    eighths: int
    """Of all its scenes together."""


class CastRow(msgspec.Struct, frozen=True):
    """One character over the production."""

    cast_id: str
    number: int
    name: str
    aliases: tuple[str, ...]
    scenes: tuple[str, ...]
    speaking_scenes: tuple[str, ...]
    heard_scenes: tuple[str, ...]
    """Voice only."""
    lines: int
    eighths: int
    minor: bool
    """In some scene at least."""
    minor_scenes: tuple[str, ...]
    """A character may be a child in some and grown in others."""
    age: int | None


class OneLine(msgspec.Struct, frozen=True):
    """A scene, or the end of a day, in the one-liner and on the strip board."""

    kind: str
    """scene, day (a day break) or banner."""
    sheet: int = 0
    scene: str = ""
    int_ext: str = ""
    place: str = ""
    time_of_day: str = ""
    strip: str = ""
    script_day: str = ""
    page: str = ""
    eighths: int = 0
    pages: str = ""
    cast_numbers: tuple[int, ...] = ()
    synopsis: str = ""
    location: str = ""
    text: str = ""
    """What a day break says."""


class StatRow(msgspec.Struct, frozen=True):
    """One line of the statistics."""

    subject: str
    value: str
    scenes: int
    eighths: int
    pages: str
    percent: float
    """Of all eighths, one decimal."""


class Reports(msgspec.Struct, frozen=True):
    """Everything the reports show. ``scenes`` is in script order."""

    title: str
    sheets: tuple[Sheet, ...]
    elements: tuple[ElementRow, ...]
    cast: tuple[CastRow, ...]
    one_liner: tuple[OneLine, ...]
    statistics: tuple[StatRow, ...]
    eighths: int
    palette: Palette


def pages_of(eighths: int) -> str:
    """Eighths as the trade writes them: ``1 4/8``, never ``1 1/2``; whole pages as ``3``."""
    whole, rest = divmod(eighths, 8)
    if not rest:
        return str(whole)
    return f"{whole} {rest}/8" if whole else f"{rest}/8"


def scenes_of(count: int) -> str:
    """``1 scene``, ``2 scenes``."""
    return f"{count} scene{'' if count == 1 else 's'}"


def clock(seconds: float | None) -> str:
    """Screen time as ``m:ss``; empty when unknown."""
    if seconds is None or not 0 <= seconds < 1e7:
        return ""
    minutes, rest = divmod(int(seconds + 0.5), 60)
    return f"{minutes}:{rest:02d}"


def hours(minutes: float | None) -> str:
    """Shooting time as ``h:mm``; empty when unknown."""
    if minutes is None or not 0 <= minutes < 1e6:
        return ""
    whole, rest = divmod(int(minutes + 0.5), 60)
    return f"{whole}:{rest:02d}"
