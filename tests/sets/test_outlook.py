"""Through a window one sees a place, the sun shines in over it, and nobody can run into it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from setpiece.geometry import quat_to_matrix
from setpiece.scene.ids import IdSlice
from setpiece.scene.model import MeshPayload
from setpiece.sets import SetResult, generate
from setpiece.sets._interior_recipe import recipes
from setpiece.sets._outlook import outlook_of
from setpiece.sets.model import SetSpec

LOW_SUN_RAD = math.radians(5.0)


def made(variant: str, location: str = "", night: bool = False) -> SetResult:
    return generate(SetSpec(recipes()[variant].kind, variant, location or variant, True, night, 2, 0), "s1", IdSlice())


def corners(result: SetResult, kind: str) -> np.ndarray:
    """(n, 3) world corners of all nodes of a kind."""
    out = []
    for node in result.fragment.nodes:
        if node.kind == kind and isinstance(node.payload, MeshPayload):
            arrays = result.fragment.resources.geometry[node.payload.geometry].arrays
            local = np.asarray(result.fragment.arrays[arrays["position"]], dtype=np.float64)
            out.append(local @ quat_to_matrix(node.transform.rotation).T + np.array(node.transform.translation))
    return np.concatenate(out) if out else np.zeros((0, 3))


@pytest.mark.parametrize("variant", sorted(recipes()))
def test_every_window_looks_at_something_the_sun_clears(variant: str) -> None:
    result = made(variant)
    windows = [o for o in result.plan.openings if o.kind == "window"]
    views = [n for n in result.fragment.nodes if n.kind == "skyline"]
    assert len(views) == len({round(o.yaw, 3) for o in windows})
    seen = corners(result, "skyline")
    assert len(seen) < 12000 * max(len(views), 1)
    assert not {n.id for n in views} & {s.node for s in result.plan.solids}
    for o in windows:
        out, along = np.array([math.sin(o.yaw), -math.cos(o.yaw)]), np.array([math.cos(o.yaw), math.sin(o.yaw)])
        off = seen[:, :2] - np.array(o.position[:2])
        ahead, aside = off @ out, np.abs(off @ along)
        before = (ahead > 5.0) & (aside < ahead)
        assert (seen[before, 2] > 1.7).sum() > 20
        rise = np.arctan2(seen[before, 2] - max(o.position[2], 1.6), np.hypot(ahead, aside)[before])
        if variant not in ("airlock", "spaceship"):  # there is no low sun in a black sky
            assert rise.max() < LOW_SUN_RAD


def test_the_location_says_what_lies_outside() -> None:
    def kind(variant: str, location: str) -> str:
        return outlook_of(SetSpec("room", variant, location, True, False, 2, 0))

    assert kind("living", "HUNTING LODGE") == "woods"
    assert kind("living", "ANNA'S APARTMENT") == "upstairs"
    assert kind("bedroom", "FARMHOUSE BEDROOM") == "garden"
    assert kind("diner", "ROADSIDE DINER") == "street"
    looks = [{m for n in made(v, w).fragment.nodes if n.kind == "skyline" for m in n.payload.materials}  # type: ignore[union-attr]
             for v, w in (("living", "cabin"), ("living", "house"), ("living", "apartment"))]  # fmt: skip
    assert looks[0] != looks[1] != looks[2]


def test_windows_across_the_street_are_lit_at_night_only() -> None:
    assert "look.window_lit" in made("diner", night=True).fragment.resources.material
    assert "look.window_lit" not in made("diner").fragment.resources.material
