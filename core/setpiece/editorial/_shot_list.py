"""The shot list as rows, and as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from ..camera.model import Shot, ShotPlan
from ..scene.model import FrameRate
from ..script.model import Breakdown, CastMember, SceneBreakdown
from ..tables import csv_table


class ShotRow(msgspec.Struct, frozen=True):
    """One line of the shot list; the field names are the column names."""

    scene: str
    shot: str
    setup: str
    """Ordinal of the camera position in its scene: shots with one number share it."""
    size: str
    kind: str
    angle: str
    vantage: str
    move: str
    rig: str
    lens_mm: str
    f_stop: str
    subjects: str
    description: str
    frames: int
    seconds: str
    int_ext: str
    time_of_day: str
    location: str
    props: str


def shot_rows(
    breakdown: Breakdown,
    plans: Mapping[str, ShotPlan],
    numbers: Mapping[str, str],
    scene_numbers: Mapping[str, str],
    cast: Sequence[CastMember],
    *,
    rate: FrameRate | None = None,
) -> list[ShotRow]:
    """The shot list in cutting order.

    Args:
        breakdown: For location, time and what the beats handle.
        plans: Scene id -> coverage, in script order.
        numbers: Shot id -> slate name.
        scene_numbers: Scene id -> scene number to print.
        cast: For names.
        rate: Frames a second; 24 when not given.
    """
    names = {m.cast_id: m.name for m in cast}
    rows: list[ShotRow] = []
    for scene_id, plan in plans.items():
        scene = breakdown.scenes[scene_id]
        place = _Place(scene, scene_numbers[scene_id], _setup_ordinals(plan.shots), rate or FrameRate(24, 1))
        rows += [_row(shot, numbers[shot.id], place, names) for shot in plan.shots]
    return rows


def _setup_ordinals(shots: Sequence[Shot]) -> dict[str, str]:
    found: dict[str, str] = {}
    for shot in shots:
        found.setdefault(shot.setup, str(len(found) + 1))
    return found


class _Place(NamedTuple):
    """What a scene's rows share."""

    scene: SceneBreakdown
    number: str
    setups: Mapping[str, str]
    rate: FrameRate


def _row(shot: Shot, number: str, place: _Place, names: Mapping[str, str]) -> ShotRow:
    scene, rate = place.scene, place.rate
    frames = shot.last_frame - shot.first_frame + 1
    beat = next((b for b in scene.beats if b.id and b.id == shot.beat), None)
    where = " - ".join(part for part in (scene.location, scene.sublocation) if part)
    return ShotRow(
        scene=place.number,
        shot=number,
        setup=place.setups[shot.setup],
        size=shot.size,
        kind=shot.kind,
        angle=shot.angle,
        vantage=shot.vantage,
        move=shot.move,
        rig=shot.rig,
        lens_mm=trimmed(shot.focal_mm),
        f_stop=trimmed(shot.f_stop),
        subjects=", ".join(names.get(c, c) for c in shot.subjects),
        description=" ".join(shot.description.split()),
        frames=frames,
        seconds=f"{frames * rate.den / rate.num:.2f}",
        int_ext=scene.int_ext,
        time_of_day=scene.time_of_day,
        location=where,
        props=", ".join(beat.props) if beat else "",
    )


def trimmed(value: float) -> str:
    """A number for people: one decimal at most, none when it is whole."""
    return f"{value:.1f}".removesuffix(".0")


def csv_bytes(rows: Sequence[ShotRow]) -> bytes:
    """Rows as RFC 4180 CSV in UTF-8: a header, CRLF, quotes doubled.

    Text that a spreadsheet would run as a formula is preceded by an apostrophe (OWASP, CSV
    injection).
    """
    fields = ShotRow.__struct_fields__
    return csv_table(fields, ([getattr(row, name) for name in fields] for row in rows))
