"""cues.toml, read strictly: what is wrong is named by file, list, cue, move and field, with a remedy."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from ..errors import FormatError
from .model import FORMAT, MEASURES, Cue, CueFile, CueList, Measure, Move, Place, Reaction, ShowOptions, Trigger, Zone

CUES_FILE = "cues.toml"
_T = TypeVar("_T", bound=msgspec.Struct)
_SEE = "See docs/live.md for the fields."
_TOP = {"format", "show", "place", "list", "zone", "reaction"}


def read_cues(path: Path) -> CueFile:
    """The cues.toml at ``path``.

    Raises:
        FormatError: It is missing, not TOML, of a newer format, or a field is wrong; which one is named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as e:
        remedy = "docs/live.md begins with a small one."
        raise FormatError("there is no such file", where=str(path), remedy=remedy) from e
    except (OSError, UnicodeDecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Save it as UTF-8 text.") from e
    return parse_cues(text, str(path))


def parse_cues(text: str, name: str = CUES_FILE) -> CueFile:
    """As ``read_cues``, of text; ``name`` is what errors call it."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as e:
        raise FormatError(str(e), where=name, remedy="Correct that line.") from e
    version = str(raw.get("format", FORMAT))
    if version.split(".", maxsplit=1)[0] != FORMAT.split(".", maxsplit=1)[0]:
        what = f"format {version[:20]} is newer than this Setpiece"
        raise FormatError(what, where=name, remedy="Install a newer Setpiece.")
    return _Reader(name, newer=version != FORMAT).file(raw)


class _Reader:
    """One reading: where we are, and whether words we do not know come from a newer minor format."""

    def __init__(self, name: str, newer: bool) -> None:
        self.name, self.newer = name, newer

    def file(self, raw: dict[str, Any]) -> CueFile:
        unknown = sorted(set(raw) - _TOP)
        if unknown and not self.newer:
            raise FormatError(f"there is no table {unknown[0]!r}", where=self.name, remedy=_SEE)
        self.finite(raw, "")
        found = CueFile(
            format=str(raw.get("format", FORMAT)),
            show=self.struct(raw.get("show", {}), ShowOptions, "show"),
            place=self.struct(raw.get("place", {}), Place, "place"),
            lists=tuple(self.cue_list(row, i) for i, row in self.rows(raw, "list", "")),
            zones=tuple(self.zone(row, i) for i, row in self.rows(raw, "zone", "")),
            reactions=tuple(self.reaction(row, i) for i, row in self.rows(raw, "reaction", "")),
        )
        try:
            date.fromisoformat(found.place.date)
        except ValueError as e:
            raise self.fail(str(e), "place, date", 'Write "YYYY-MM-DD".') from e
        self.unique((c.id for c in found.lists), "list")
        self.unique((z.id for z in found.zones), "zone")
        self.unique((r.id for r in found.reactions), "reaction")
        return found

    def fail(self, what: str, where: str, remedy: str = _SEE) -> FormatError:
        return FormatError(what, where=f"{self.name}: {where}", remedy=remedy)

    def finite(self, raw: object, where: str) -> None:
        """TOML can write nan and inf; no field of ours takes them."""
        if isinstance(raw, dict):
            for key, value in cast("dict[str, object]", raw).items():
                self.finite(value, f"{where}.{key}" if where else key)
        elif isinstance(raw, list):
            for i, value in enumerate(cast("list[object]", raw), 1):
                self.finite(value, f"{where} {i}")
        elif isinstance(raw, float) and not math.isfinite(raw):
            raise self.fail("the number is not finite", where)

    def struct(self, raw: object, kind: type[_T], where: str) -> _T:
        if isinstance(raw, dict) and self.newer:
            known = {f.encode_name for f in msgspec.structs.fields(kind)}
            raw = {k: v for k, v in cast("dict[str, object]", raw).items() if k in known}
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError as e:
            what, _, path = str(e).partition(" - at `$")
            field = path.rstrip("`").lstrip(".")
            at = f"{where}, {field}" if field and not field.startswith("[") else where
            raise self.fail(what, at) from e

    def rows(self, raw: Mapping[str, Any], key: str, where: str) -> Iterable[tuple[int, dict[str, Any]]]:
        rows: object = raw.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in cast("list[object]", rows)):
            at = f"{where}, {key}" if where else key
            raise self.fail(f"{key} must be written as tables", at, "Write [[...]], or [{...}].")
        return list(enumerate(cast("list[dict[str, Any]]", rows), 1))

    def unique(self, ids: Iterable[str], what: str, where: str = "") -> None:
        seen: set[str] = set()
        for id_ in ids:
            if id_ in seen:
                raise self.fail("there are two with this id", f"{where}{what} {id_}", "Give every one its own id.")
            seen.add(id_)

    def cue_list(self, raw: dict[str, Any], number: int) -> CueList:
        where = f"list {_named(raw, number)}"
        plain = {k: v for k, v in raw.items() if k != "cue"}
        head = self.struct(plain, CueList, where)
        cues = tuple(self.cue(row, i, where) for i, row in self.rows(raw, "cue", where))
        self.unique((c.id for c in cues), "cue", f"{where}, ")
        return msgspec.structs.replace(head, cues=cues)

    def cue(self, raw: dict[str, Any], number: int, above: str) -> Cue:
        where = f"{above}, cue {_named(raw, number)}"
        plain = {k: v for k, v in raw.items() if k not in {"move", "trigger"}}
        cue = self.struct(plain, Cue, where)
        if cue.follow_s is not None and cue.hang_s is not None:
            raise self.fail("it has both follow_s and hang_s", where, "Keep one: from its start, or from its end.")
        if cue.loop and not cue.link:
            raise self.fail("loop counts how often a link is taken, and there is no link", where, "Add link.")
        moves = tuple(
            self.struct(row, Move, f"{where}, move {i}") for i, row in self.rows(raw, "move", where)
        )
        targets: set[str] = set()
        for i, move in enumerate(moves, 1):
            if move.target in targets:
                raise self.fail(f"{move.target!r} is moved twice", f"{where}, move {i}", "Keep one of the two.")
            targets.add(move.target)
        triggers = tuple(self.trigger(row, f"{where}, trigger {i}") for i, row in self.rows(raw, "trigger", where))
        return msgspec.structs.replace(cue, moves=moves, triggers=triggers)

    def trigger(self, raw: dict[str, Any], where: str) -> Trigger:
        found = self.struct(raw, Trigger, where)
        self.condition(found, where)
        return found

    def reaction(self, raw: dict[str, Any], number: int) -> Reaction:
        where = f"reaction {_named(raw, number)}"
        found = self.struct(raw, Reaction, where)
        if sum((bool(found.cue), bool(found.go), found.map_ is not None)) != 1:
            raise self.fail("a reaction does one thing", where, "Give it one of: cue, go, map.")
        if found.map_ is None:
            self.condition(found, where)
            return found
        kind = self.measure(found.when, f"{where}, when")
        if found.above is not None or found.below is not None or kind in {"timecode", "time", "lost"}:
            raise self.fail("a map is driven by a number all the time", where, "Leave the threshold out, or use cue.")
        if found.map_.input[0] == found.map_.input[1]:
            raise self.fail("its two ends are one", f"{where}, map.input", "Give two different numbers.")
        return found

    def condition(self, found: Trigger | Reaction, where: str) -> None:
        kind = self.measure(found.when, f"{where}, when")
        sides = (found.above is not None) + (found.below is not None)
        if sides > 1:
            raise self.fail("it has both above and below", where, "Keep one.")
        if kind in {"distance", "facing", "speed", "axis"} and not sides:
            raise self.fail(f"{kind} needs a threshold", where, "Give above or below.")
        if kind == "lost" and (found.above is None or found.above <= 0):
            raise self.fail("lost needs above: after how many seconds", where, "For example above = 0.5.")
        if kind in {"zone", "timecode", "time"} and sides:
            raise self.fail(f"{kind} has no threshold", where, "Leave above and below out.")

    def measure(self, when: Measure, where: str) -> str:
        given = [k for k in MEASURES if getattr(when, k)]
        if len(given) != 1:
            what = f"it measures {' and '.join(given) or 'nothing'}"
            raise self.fail(what, where, f"Give one of: {', '.join(MEASURES)}.")
        if given[0] in {"zone", "axis"} and not when.subject:
            raise self.fail(f"{given[0]} of whom?", where, "Add subject.")
        if given[0] == "osc" and not when.osc.startswith("/"):
            raise self.fail("an OSC address begins with /", where, f'Write "/{when.osc}".')
        return given[0]

    def zone(self, raw: dict[str, Any], number: int) -> Zone:
        where = f"zone {_named(raw, number)}"
        found = self.struct(raw, Zone, where)
        round_ = found.radius_m is not None or found.height_m is not None
        if (found.size is not None) == round_ or (round_ and None in {found.radius_m, found.height_m}):
            raise self.fail("it is neither a box nor a cylinder", where, "Give size, or radius_m and height_m.")
        return found


def _named(raw: Mapping[str, Any], number: int) -> str:
    id_ = raw.get("id")
    return id_ if isinstance(id_, str) and id_ else f"number {number}"
