"""Light that tells a story by its shape: slashes through a blind, headlights on a road."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..geometry import Quat, Vec3, box, merge, quat_from_yaw
from ..scene.arrays import Pieces
from ..scene.model import Material, MeshPayload, Node, Transform
from ..sets.model import Opening, SetPlan
from ._rig import Lamp
from ._states import State

MAX_BLINDS = 2
PITCH_M = 0.085
"""From slat to slat: wider than a real one's 5 cm, or a small picture would show grey."""
SLAT_M = 0.06
_TILT_RAD = 0.35
_IN_M = 0.045
"""How far inside the wall's face a blind hangs: before the frame, behind a curtain."""
_LAMP_OUT_M, _LAMP_UP_M = 2.6, 0.8
_HEADLIGHT_CD = 18000.0
"""A low beam's middle (ECE R112 asks for 12 000 to 30 000 cd there)."""


@dataclass(frozen=True)
class Blind:
    """Slats before a window, and the window."""

    key: str
    window: Opening

    def hang(self, pieces: Pieces, node: str, scene_id: str, pinned: Transform | None) -> None:
        """Add the blind as a mesh node."""
        w = self.window
        looks = Material(f"{scene_id}.l.slat", (0.34, 0.31, 0.26), (0.3, 0.27, 0.22), roughness=0.5)
        count = max(int(w.height_m / PITCH_M), 3)
        flat = [box((w.width_m + 0.02, SLAT_M, 0.003)) for _ in range(count)]
        turn: Quat = (math.cos(_TILT_RAD / 2), math.sin(_TILT_RAD / 2), 0.0, 0.0)
        low = -w.height_m / 2
        rows = [m.moved((0.0, 0.0, low + PITCH_M * (i + 0.5)), turn) for i, m in enumerate(flat)]
        rows.append(box((w.width_m + 0.04, 0.05, 0.04), (0.0, 0.0, w.height_m / 2)))
        at = _inside(w, _IN_M)
        yaw = quat_from_yaw(w.yaw)
        place = Transform(
            (round(at[0], 4), round(at[1], 4), round(at[2], 4)),
            (round(yaw[0], 6), round(yaw[1], 6), round(yaw[2], 6), round(yaw[3], 6)),
        )
        payload = MeshPayload(pieces.mesh(f"{node}.mesh", merge(rows)), (looks.id,))
        pieces.add(looks, Node(node, "Blind", "light", "blind", payload, pinned or place))


def _inside(w: Opening, by_m: float) -> Vec3:
    return (w.position[0] - math.sin(w.yaw) * by_m, w.position[1] + math.cos(w.yaw) * by_m, w.position[2])


def blinds(plan: SetPlan, state: State) -> list[Blind]:
    """Blinds before the windows nearest to the action, where the mood draws them."""
    if not state.slats or not plan.interior or plan.kind == "vehicle":
        return []
    cx, cy = plan.acting_center
    found = [o for o in plan.openings if o.kind == "window"]
    found.sort(key=lambda o: (round((o.position[0] - cx) ** 2 + (o.position[1] - cy) ** 2, 4), o.node))
    return [Blind(f"light:blind:{o.node}:{i}", o) for i, o in enumerate(found[:MAX_BLINDS])]


def slats(plan: SetPlan, state: State, shades: list[Blind]) -> list[Lamp]:
    """A hard lamp outside each drawn blind, so that bars of light fall on the people and the wall behind."""
    out: list[Lamp] = []
    for i, shade in enumerate(shades):
        w = shade.window
        px, py, pz = _inside(w, -_LAMP_OUT_M)
        at = (px, py, pz + _LAMP_UP_M)
        far = math.sqrt((plan.acting_center[0] - px) ** 2 + (plan.acting_center[1] - py) ** 2)
        lux = state.key_lux * (2.6 if i == 0 else 1.2)
        wide = math.sqrt(w.width_m**2 + w.height_m**2) / 2
        out.append(
            Lamp(
                f"light:slats:{w.node}:{i}", "Light through the blind", "key", at, w.position,
                4 * math.pi * lux * far * far, state.key_kelvin, 0.02, 0.02, "spot", w.node,
                cone_rad=2 * math.atan(1.15 * wide / math.sqrt(_LAMP_OUT_M**2 + _LAMP_UP_M**2)), blend=0.1,
            )
        )  # fmt: skip
    return out


def headlights(plan: SetPlan, state: State) -> list[Lamp]:
    """A car's own two beams on the road ahead (+Y), by night."""
    if not state.cabin or not state.dark or plan.ceiling_m > 1.7:
        return []
    return [
        Lamp(
            f"light:headlight:{side}", f"Headlight {side}", "practical", (x, 2.5, 0.3), (x * 1.6, 14.0, -0.25),
            4 * math.pi * _HEADLIGHT_CD, 3600.0, 0.12, 0.12, "spot", cone_rad=0.6, blend=0.8,
        )
        for side, x in (("left", -0.6), ("right", 0.6))
    ]  # fmt: skip
