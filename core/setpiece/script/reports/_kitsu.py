"""Kitsu's CSV imports: shots, assets and who or what is cast in each shot.

Kitsu's naming conventions (``${project_name}_${sequence_name}-${shot_name}``) turn each token into
``\\w*``, so sequences and shots are named with letters and digits alone, and every shot's name is its
own in its sequence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ...scene.model import FrameRate
from ...tables import csv_table
from ..model import Breakdown
from ._model import Item, Reports, Sheet

SHOTS = ("Episode", "Sequence", "Name", "Description", "Nb Frames", "FPS", "Frame In", "Frame Out")
ASSETS = ("Type", "Name", "Description")
CASTING = ("Episode", "Parent", "Name", "Asset Type", "Asset", "Occurences", "Label")
"""Kitsu's headers, letter for letter."""
FIRST_FRAME = 1001
_SETS = "Environment"
_MOVING = ("Characters", "Vehicles")


class ShotFacts(msgspec.Struct, frozen=True):
    """A shot, as far as Kitsu is told."""

    number: str
    """Slate name."""
    frames: int
    description: str = ""
    cast: tuple[str, ...] | None = None
    """Cast ids in view; None takes everybody in the scene."""
    elements: tuple[str, ...] | None = None
    """Names of elements in view; None takes all of the scene."""


class _Names:
    """Names safe for tokens, each given once, whatever the case."""

    def __init__(self, filler: str) -> None:
        self._filler = filler
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[tuple[str, str]] = set()

    def of(self, family: str, key: str, text: str) -> str:
        """The name of the thing ``key`` among its family: always the same, never another thing's."""
        if (family, key) not in self._given:
            stem = token(text, self._filler)[:60] or "unnamed"
            name, serial = stem, 2
            while (family, name.casefold()) in self._taken:
                name, serial = f"{stem}x{serial}", serial + 1
            self._taken.add((family, name.casefold()))
            self._given[family, key] = name
        return self._given[family, key]


def token(text: str, filler: str = "") -> str:
    """``text`` in letters and digits of any script; runs of anything else become ``filler``."""
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return filler.join(words)


class _Plan(msgspec.Struct, frozen=True):
    """A shot with its names in Kitsu."""

    sheet: Sheet
    sequence: str
    name: str
    facts: ShotFacts


def kitsu_shots(
    reports: Reports, breakdown: Breakdown, shots: Mapping[str, Sequence[ShotFacts]], rate: FrameRate, episode: str = ""
) -> bytes:
    """The shots: one for each scene where ``shots`` (scene id -> its shots) has none."""
    fps = f"{rate.num / rate.den:.3f}".rstrip("0").rstrip(".")
    rows: list[tuple[object, ...]] = []
    for p in _plan(reports, breakdown, shots):
        out = FIRST_FRAME + p.facts.frames - 1
        said = " ".join(p.facts.description.split())
        rows.append((episode, p.sequence, p.name, said, p.facts.frames, fps, FIRST_FRAME, out))
    return csv_table(SHOTS, rows)


def kitsu_assets(reports: Reports) -> bytes:
    """Characters, sets, props, vehicles, effects: everything that has to be made once."""
    return csv_table(ASSETS, [(kind, name, said) for kind, name, said in _assets(reports).values()])


def kitsu_casting(
    reports: Reports, breakdown: Breakdown, shots: Mapping[str, Sequence[ShotFacts]], episode: str = ""
) -> bytes:
    """Which asset is in which shot, and how often."""
    assets = _assets(reports)
    rows: list[tuple[object, ...]] = []
    for p in _plan(reports, breakdown, shots):
        for key, count in _seen(p).items():
            if key in assets:
                kind, name, _ = assets[key]
                label = "animate" if kind in _MOVING else "fixed"
                rows.append((episode, p.sequence, p.name, kind, name, count, label))
    return csv_table(CASTING, rows)


def _plan(reports: Reports, breakdown: Breakdown, shots: Mapping[str, Sequence[ShotFacts]]) -> list[_Plan]:
    names = _Names("")
    out: list[_Plan] = []
    for sheet in reports.sheets:
        sequence = names.of("", sheet.scene_id, f"SC{_padded(token(sheet.scene))}")
        for i, facts in enumerate(shots.get(sheet.scene_id) or (_whole(sheet, breakdown),)):
            name = names.of(sequence, str(i), facts.number or str(i + 1))
            out.append(_Plan(sheet, sequence, name, facts))
    return out


def _padded(number: str) -> str:
    """``7B`` as ``007B``: Kitsu sorts by name."""
    digits = len(number) - len(number.lstrip("0123456789"))
    return number.zfill(len(number) + max(0, 3 - digits))


def _whole(sheet: Sheet, breakdown: Breakdown) -> ShotFacts:
    frames = sum(b.frames for b in breakdown.scenes[sheet.scene_id].beats)
    return ShotFacts("0010", max(1, frames), sheet.synopsis)


_Key = tuple[str, str]
"""Category, and what tells its things apart."""


def _assets(reports: Reports) -> dict[_Key, tuple[str, str, str]]:
    """Thing -> (type, name in Kitsu, what it is), in the order of the lists."""
    names = _Names("_")
    found: dict[_Key, tuple[str, str, str]] = {}
    kind = reports.palette.category("cast").kitsu
    for c in reports.cast if kind else ():
        said = ", ".join([f"{c.number}. {c.name}", *(["minor"] if c.minor else []), *c.aliases])
        found["cast", str(c.number)] = (kind, names.of(kind, f"cast {c.number}", c.name), said)
    for sheet in reports.sheets:
        if sheet.place and ("set", sheet.place) not in found:
            said = f"{sheet.int_ext} {sheet.place}"
            found["set", sheet.place] = (_SETS, names.of(_SETS, sheet.place, sheet.place), said)
    for sheet in reports.sheets:
        for group in sheet.groups:
            kind = reports.palette.category(group.key).kitsu
            for item in group.items:
                key = _key(group.key, item)
                if kind and key not in found:
                    found[key] = (kind, names.of(kind, " ".join(key), item.name), item.name)
    return found


def _key(category: str, item: Item) -> _Key:
    return (category, str(item.number) if category == "cast" else item.name.casefold())


def _seen(p: _Plan) -> dict[_Key, int]:
    """Thing -> how many of it are in the shot; who is only heard is not."""
    seen: dict[_Key, int] = {("set", p.sheet.place): 1} if p.sheet.place else {}
    wanted = None if p.facts.elements is None else {name.casefold() for name in p.facts.elements}
    for group in p.sheet.groups:
        for item in group.items:
            if group.key == "cast":
                here = not item.voice and (p.facts.cast is None or item.cast_id in p.facts.cast)
            else:
                here = wanted is None or item.name.casefold() in wanted
            if here:
                seen[_key(group.key, item)] = max(1, item.count)
    return seen
