"""Lights a scene: environment, motivated fixtures and exposure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..cast.model import Blocking
from ..geometry import look_rotation
from ..scene.arrays import Fragment, Pieces
from ..scene.ids import IdSlice, Minter
from ..scene.model import Environment, LightPayload, Node, Sky, Sun, Transform
from ..script.model import SceneBreakdown
from ..sets.model import Pin, SetPlan
from .model import LightPlan


@dataclass(frozen=True)
class LightResult:
    """The scene's lighting state, its fixtures and the new id slice."""

    plan: LightPlan
    fragment: Fragment
    ids: IdSlice


def light(
    scene: SceneBreakdown,
    plan: SetPlan,
    blocking: Blocking,
    scene_id: str,
    ids: IdSlice,
    pins: Mapping[str, Pin] = {},
) -> LightResult:
    """Light ``scene``."""
    minter, pieces = Minter(f"{scene_id}.l", ids), Pieces()
    x, y = plan.acting_center
    if plan.interior:
        environment = Environment(Sky("interior", 200.0), Sun(), exposure_ev100=7.0)
        node = minter.id("light:key")
        at = (x - 1.5, y - 1.5, 2.3)
        pieces.add(
            Node(
                node, "Key light", "light", "light", LightPayload("area", "key", 8000.0, width_m=0.8, height_m=0.8),
                Transform(at, look_rotation(at, (x, y, 1.5))),
            )
        )  # fmt: skip
    else:
        environment = Environment(Sky(), Sun(lux=80000.0), exposure_ev100=14.5)
    return LightResult(LightPlan(environment, "calm", 300.0, 100.0), pieces.finish(), minter.finish())
