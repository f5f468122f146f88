"""Who is said to be far from the others: across the street, at the far end of the hall."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ..script.model import SceneBreakdown, SceneCast
from ..sets.model import Vec2
from ._marks import Frame, everywhere
from ._stage import Stage

APART_M = 6.8
"""From where the group gathers, so that 6 m and more lie between them and whoever is far."""
_MOST_M = 9.5
_FAR = re.compile(
    r"\b(?:across the (?:wide |empty |busy |narrow )?(?:street|road|square|room|hall|lobby|yard|field|platform|floor)"
    r"|(?:on|from|at) the (?:other|far|opposite) (?:side|end|corner)\b(?: of the \w+)?)",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"\b(?:walk|run|stride|go|hurr|dash|cross|march|stroll|step|stumble|race|jog|glance|look|stare|shout|call|yell|wave|"
    r"slide|throw|push|toss|drag|come|head)\w*(?: \w+){0,3}\s*$",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"\b(?:joins?|approach(?:es)?|reach(?:es)?|hugs?|kiss(?:es)?|embraces?|hits|slaps|shakes|grabs|takes"
    r"|(?:walk|run|come|cross|step|stride|go)(?:e?s)? (?:over|up|across|to|towards?)"
    r"|sits? (?:down )?(?:with|beside|next to|opposite))\b",
    re.IGNORECASE,
)


def far_ones(scene: SceneBreakdown, seen: Sequence[SceneCast]) -> frozenset[str]:
    """cast_ids of those who start far from the others and do not come together with them in the scene.

    The name right after the words counts ("Across the street TOM ..."), else the last one before them
    ("Tom stands at the far end"); who walks or looks across is not across.
    """
    names = {
        c.cast_id: re.compile(rf"\b{re.escape(c.name.split()[0])}\b", re.IGNORECASE) for c in seen if c.name.strip()
    }
    out: dict[str, int] = {}
    action = [b.text for b in scene.beats if b.kind not in ("dialogue", "cue")]
    for k, text in enumerate(action):
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if found := _who(sentence, names):
                out.setdefault(found, k)
    if len(out) >= len(names):
        return frozenset()
    met = {who for who, since in out.items() if any(_meet(text, who, names) for text in action[since + 1 :])}
    return frozenset(out) - met


def _who(sentence: str, names: dict[str, re.Pattern[str]]) -> str:
    place = _FAR.search(sentence)
    if place is None or _GOES.search(sentence[: place.start()]):
        return ""
    after = [(m.start(), who) for who, name in names.items() if (m := name.search(sentence, place.end()))]
    if after and min(after)[0] - place.end() <= 4:
        return min(after)[1]
    before = [(m.start(), who) for who, name in names.items() for m in name.finditer(sentence, 0, place.start())]
    return max(before)[1] if before else min(after)[1] if after else ""


def _meet(text: str, who: str, names: dict[str, re.Pattern[str]]) -> bool:
    there = [cast_id for cast_id, name in names.items() if name.search(text)]
    return who in there and len(there) > 1 and _MEETS.search(text) is not None


def far_wish(stage: Stage, frame: Frame, others: Sequence[Vec2]) -> Vec2 | None:
    """Where somebody far stands: past 6 m from the group, or as far as the floor goes; seen by the master camera."""
    points = everywhere(stage)
    points = points[stage.on_floor(points, 0.35) & ~stage.in_doorway(points)]
    if not len(points):
        return None
    points = points[stage.clearance(points) >= 0.45]
    if not len(points):
        return None
    dx, dy = points[:, 0] - frame.anchor[0], points[:, 1] - frame.anchor[1]
    away = np.sqrt(dx * dx + dy * dy)
    least = min(APART_M, 0.9 * float(away.max()))
    local = np.array([frame.local((x, y)) for x, y in points.tolist()], dtype=np.float64)
    cost = np.abs(np.clip(away, 0.0, _MOST_M) - (least + 0.4)) + np.where(away < least, 20.0, 0.0)
    cost = cost + np.where(away > _MOST_M, 6.0, 0.0) + np.where(local[:, 1] < 0.5, 1.5, 0.0)
    cost = cost + np.where(np.abs(local[:, 0]) < 1.0, 0.8, 0.0) + 0.1 * np.abs(local[:, 0])
    for x, y in others:
        near = np.sqrt((points[:, 0] - x) ** 2 + (points[:, 1] - y) ** 2)
        cost = cost + np.where(near < 1.0, 5.0, 0.0)
    best = int(np.argsort(np.round(cost, 4), kind="stable")[0])
    return round(float(points[best, 0]), 4), round(float(points[best, 1]), 4)


__all__ = ["APART_M", "far_ones", "far_wish"]
