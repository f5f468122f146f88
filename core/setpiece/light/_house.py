"""The light a place has by itself: windows by day, its own lamps, and what walls send back."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..geometry import Vec3
from ..sets.model import Opening, Practical, SetPlan
from ._rig import Lamp
from ._states import State

MAX_WINDOWS = 4
_NIGHT_KELVIN = 3400.0
_USED = 0.5
"""Share of a lamp's lumen that reaches where people act (utilisation factor, IES lumen method)."""
_WALL_LUMEN = 16.0
"""Most lumen of a lamp on a house wall per lux of the key."""


def _near(plan: SetPlan, at: Vec3) -> float:
    return math.sqrt((at[0] - plan.acting_center[0]) ** 2 + (at[1] - plan.acting_center[1]) ** 2)


def windows(plan: SetPlan, state: State) -> list[Lamp]:
    """Soft areas just inside the nearest windows, as large as the glass."""
    if not plan.interior or plan.kind == "vehicle":
        return []
    found = [o for o in plan.openings if o.kind == "window"]
    found = sorted(found, key=lambda o: (round(_near(plan, o.position), 4), o.node))[:MAX_WINDOWS]
    total = state.key_lux * (2.8 if not state.dark else 0.25)
    return [_window(o, i, total * 5.5 / math.sqrt(len(found)), state) for i, o in enumerate(found)]


def _window(o: Opening, index: int, lumen: float, state: State) -> Lamp:
    ix, iy = -math.sin(o.yaw), math.cos(o.yaw)
    at = (o.position[0] + ix * 0.14, o.position[1] + iy * 0.14, o.position[2])
    aim = (at[0] + ix * 2.0, at[1] + iy * 2.0, at[2] - 0.5)
    kelvin = 7200.0 if state.dark else state.key_kelvin * 1.1
    return Lamp(
        f"light:window:{o.node}:{index}", "Window light", "ambient", at, aim, lumen, kelvin,
        max(o.width_m * 0.9, 0.2), max(o.height_m * 0.9, 0.2), motivation=o.node,
    )  # fmt: skip


def practicals(plan: SetPlan, state: State) -> list[Lamp]:
    """The set's lamps, nearest first; how much of its lumen each burns with is told by hour and place."""
    found = sorted(plan.practicals, key=lambda p: (round(_near(plan, p.position), 4), p.node))
    found = found[: state.most_lamps]
    out: list[Lamp] = []
    for i, p in enumerate(found):
        if not state.burning and not plan.interior:
            continue
        share = state.practicals.get(p.kind, state.practicals["other"])
        most = state.practicals.get("most_lumen", p.lumen)
        if not plan.interior and p.kind != "street":  # close to its wall, it would outshine the people
            most = min(most, _WALL_LUMEN * state.key_lux) if state.key_lux > 0 else most
        out.append(_practical(p, i, share * min(1.0, most / max(p.lumen, 1.0)), state))
    return out


def _practical(p: Practical, index: int, share: float, state: State) -> Lamp:
    kelvin = min(p.kelvin, _NIGHT_KELVIN) if state.dark and p.kind not in {"street", "sign"} else p.kelvin
    down = p.kind in {"ceiling", "street"}
    x, y, z = p.position
    at = (x, y, z - 0.04) if down else p.position
    size = {"ceiling": 0.3, "street": 0.35, "sign": 0.4}.get(p.kind, 0.08)
    return Lamp(
        f"light:practical:{p.node}:{index}", "Practical", "practical", at, (x, y, z - 2.0), p.lumen * share, kelvin,
        size, size, "area" if down else "point", p.node,
    )  # fmt: skip


def _area(xs: Sequence[float], ys: Sequence[float]) -> float:
    turn = sum(xs[i - 1] * ys[i] - xs[i] * ys[i - 1] for i in range(len(xs)))
    return abs(turn) / 2


def ambient(plan: SetPlan, state: State, at: Vec3, house: Sequence[Lamp]) -> Lamp | None:
    """What the walls of a real room would send back: a wide panel under the ceiling.

    Few light bounces are rendered, so a closed room would go black without it; a large one by night gets
    so much more that its walls stay legible beside the lit people.
    """
    if not plan.interior or state.ambient <= 0:
        return None
    lux = state.key_lux * state.ambient
    if plan.kind == "vehicle":
        z = plan.ceiling_m - 0.06 if plan.ceiling_m > at[2] else at[2] + 0.2
        return Lamp(
            "light:ambient", "Ambient", "ambient", (at[0], at[1], z), (at[0], at[1], z - 1.0), lux * 3.0,
            state.key_kelvin * 1.15, 0.9, 0.7,
        )  # fmt: skip
    xs, ys = [p[0] for p in plan.floor] or [at[0]], [p[1] for p in plan.floor] or [at[1]]
    wide = min(max(max(xs) - min(xs), 2.0), 14.0)
    deep = min(max(max(ys) - min(ys), 2.0), 14.0)
    cx = min(max((max(xs) + min(xs)) / 2, at[0] - 4), at[0] + 4)
    cy = min(max((max(ys) + min(ys)) / 2, at[1] - 4), at[1] + 4)
    if state.dark:
        lamps = sum(lamp.lumen for lamp in house if lamp.role == "practical")
        lux = max(lux, state.room * state.key_lux - _USED * lamps / max(_area(xs, ys), 4.0))
    z = (plan.ceiling_m if plan.ceiling_m > 0 else 3.0) - 0.06
    tall = max(z - 1.0, 1.0)
    lumen = lux * (wide * deep + tall * (wide + deep)) * 0.9
    return Lamp(
        "light:ambient", "Ambient", "ambient", (cx, cy, z), (cx, cy, z - 1.0), lumen,
        min(state.key_kelvin * (1.5 if state.dark else 1.1), 8000.0), wide * 0.7, deep * 0.7,
    )  # fmt: skip
