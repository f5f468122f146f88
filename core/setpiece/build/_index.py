"""The index step: everything that depends on the order of scenes, and nothing else does.

Scene numbers, slate names, film frames and the shot list live here, so that an inserted scene
renumbers the film without touching a single scene's own files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ..camera.model import Shot, ShotPlan
from ..editorial import shot_letters, shot_numbers
from ..script.model import Breakdown, Screenplay
from ..script.pages import paginate, time_scene

FORMAT = "1.0"


class IndexedShot(msgspec.Struct, frozen=True):
    """A shot's place in the film."""

    id: str
    number: str
    film_frame: int
    frames: int


class IndexedScene(msgspec.Struct, frozen=True):
    """A scene's place in the film."""

    id: str
    number: str
    heading: str
    first_film_frame: int
    shots: tuple[IndexedShot, ...]
    line: int = 0
    """Of the heading, in the draft's file."""
    page: int = 0
    """Where the scene starts on paper, with ``page_line``; both from 1."""
    page_line: int = 0
    eighths: int = 0
    screen_seconds: float = 0.0
    """How long it may run, by the script alone."""


class Index(msgspec.Struct, frozen=True):
    """index.json."""

    format: str = FORMAT
    scenes: tuple[IndexedScene, ...] = ()


def make_index(
    order: Sequence[str], breakdown: Breakdown, plans: Mapping[str, ShotPlan], draft: Screenplay
) -> Index:
    """Number scenes and shots in script order, lay them on the film's time and the draft's pages.

    Scenes without a plan (never built) count for the numbers and are left out.
    """
    numbers = scene_numbers(order, breakdown)
    frame, scenes = 0, list[IndexedScene]()
    places = dict(zip(order, paginate(draft).scenes, strict=True))
    written = dict(zip(order, draft.scenes, strict=True))
    for scene_id in (s for s in order if s in plans):
        shots = plans[scene_id].shots
        slates = shot_numbers(numbers[scene_id], shots)
        rows = [
            IndexedShot(s.id, slate, frame + s.first_frame, _length(s))
            for s, slate in zip(shots, slates, strict=True)
        ]
        heading = breakdown.scenes[scene_id].heading
        at = places[scene_id]
        scenes.append(
            IndexedScene(
                scene_id, numbers[scene_id], heading, frame, tuple(rows), written[scene_id].heading.span.line,
                at.page, at.line, at.eighths, round(time_scene(written[scene_id]).estimate_s, 1),
            )
        )  # fmt: skip
        frame += max((s.last_frame + 1 for s in shots), default=0)
    return Index(scenes=tuple(scenes))


def scene_numbers(order: Sequence[str], breakdown: Breakdown) -> dict[str, str]:
    """The writer's scene numbers; ordinals when there are none at all.

    In a numbered script a scene without a number was inserted: after scene 12 it is 12A, as on set,
    and before the first it is A1.
    """
    written = [breakdown.scenes[s].number for s in order]
    if not any(written):
        return {scene_id: str(i) for i, scene_id in enumerate(order, start=1)}
    taken, last, out = set(written), "", dict[str, str]()
    for scene_id, number in zip(order, written, strict=True):
        letters = (shot_letters(i) for i in range(len(order) + 1))
        names = (f"{last}{a}" if last else f"{a}{next(w for w in written if w)}" for a in letters)
        out[scene_id] = number or next(n for n in names if n not in taken)
        taken.add(out[scene_id])
        last = number or last
    return out


def _length(shot: Shot) -> int:
    return shot.last_frame - shot.first_frame + 1
