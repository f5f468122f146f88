"""Every interior variant is valid by construction: measured from the plan, not by the solver."""

from __future__ import annotations

import numpy as np
import pytest

from setpiece.geometry import Boxes, inside_boxes, quat_to_matrix
from setpiece.scene.ids import IdSlice
from setpiece.scene.model import MeshPayload
from setpiece.sets import SetResult, check_set, generate
from setpiece.sets._interior_recipe import recipes
from setpiece.sets.model import SetSpec

VARIANTS = sorted(recipes())


def spec(variant: str, people: int = 3, seated: int = 2, size: str = "medium") -> SetSpec:
    kind = recipes()[variant].kind
    return SetSpec(kind, variant, variant, True, False, people, seated, size=size)  # type: ignore[arg-type]


def make(variant: str, scene: str = "s1", **kw: object) -> SetResult:
    return generate(spec(variant, **kw), scene, IdSlice())  # type: ignore[arg-type]


@pytest.mark.parametrize("variant", VARIANTS)
def test_gate_finds_nothing_over_seeds(variant: str) -> None:
    for k in range(5):
        size = ("small", "medium", "large")[k % 3]
        plan = make(variant, f"g{k}", people=2 + 2 * k, seated=(0, 2, 4)[k % 3], size=size).plan
        report = check_set(plan)
        assert report.ok, f"{variant} g{k}: {report}"


@pytest.mark.parametrize("variant", [v for v in VARIANTS if v != "card"])
def test_place_for_people_and_cameras(variant: str) -> None:
    plan = make(variant, people=4, seated=2).plan
    assert len(plan.solids) > 40
    assert plan.surfaces or variant == "elevator"
    assert plan.practicals
    assert any(o.kind == "door" for o in plan.openings)
    xs, ys = [p[0] for p in plan.floor], [p[1] for p in plan.floor]
    assert min(xs) < plan.acting_center[0] < max(xs)
    assert min(ys) < plan.acting_center[1] < max(ys)
    assert len(plan.seats) >= 2


def test_a_card_is_dark_and_nothing_else() -> None:
    result = make("card", people=0, seated=0)
    assert {n.kind for n in result.fragment.nodes} == {"floor", "ceiling", "wall"}
    assert not result.plan.practicals
    assert not result.plan.openings
    seen = [m.base_color for m in result.fragment.resources.material.values()]
    assert seen
    assert max(max(colour[:3]) for colour in seen) < 0.05


@pytest.mark.parametrize("variant", ["living", "hospital", "bar", "openoffice", "church", "garage"])
def test_solids_hug_what_is_drawn(variant: str) -> None:
    result = make(variant)
    plan, f = result.plan, result.fragment
    for node in f.nodes:
        if not isinstance(node.payload, MeshPayload):
            continue
        if node.kind in ("skyline", "plain"):
            assert not any(s.node == node.id for s in plan.solids)
            continue
        rows = [(s.center, s.half, s.rotation) for s in plan.solids if s.node == node.id]
        geometry = f.resources.geometry[node.payload.geometry]
        local = np.asarray(f.arrays[geometry.arrays["position"]], dtype=np.float64)
        m = quat_to_matrix(node.transform.rotation)
        world = local[:, :1] * m[:, 0] + local[:, 1:2] * m[:, 1] + local[:, 2:] * m[:, 2]
        world = world + np.array(node.transform.translation)
        boxes = Boxes.build(rows)
        assert inside_boxes(world, boxes, 0.002).all(), f"{node.name} is drawn outside its solids"
        for center, half, rotation in rows:
            one = Boxes.build([(center, half, rotation)])
            assert inside_boxes(world, one, 0.002).any(), f"{node.name} has an empty solid"


@pytest.mark.parametrize(("variant", "nouns"), [
    ("bank", ("teller counter", "queue posts", "vault door")), ("hospital", ("hospital bed", "patient monitor")),
    ("station", ("ticket window", "ticket machine", "departures board", "bench", "queue posts", "luggage")),
])  # fmt: skip
def test_a_public_place_has_what_it_is_known_by(variant: str, nouns: tuple[str, ...]) -> None:
    for scene in ("s1", "s2", "s3", "s4"):
        assert set(nouns) <= {n.kind for n in make(variant, scene).fragment.nodes}


def test_same_spec_same_set_bit_for_bit() -> None:
    a, b = make("bar", people=6, seated=4), make("bar", people=6, seated=4)
    assert a.plan == b.plan
    assert a.ids == b.ids
    assert a.fragment.nodes == b.fragment.nodes
    assert sorted(a.fragment.arrays) == sorted(b.fragment.arrays)


def test_equal_meshes_share_one_geometry() -> None:
    nodes = [n for n in make("dining").fragment.nodes if n.kind == "chair"]
    assert len(nodes) >= 6
    assert len({n.payload.geometry for n in nodes if isinstance(n.payload, MeshPayload)}) == 1


def test_two_people_at_a_table_face_each_other() -> None:
    plan = make("coffee", people=2, seated=2).plan
    groups: dict[str, list[float]] = {}
    for seat in plan.seats:
        groups.setdefault(seat.group, []).append(seat.yaw)
    facing = [g for g in groups.values() if len(g) == 2 and abs(abs(g[0] - g[1]) - 3.1416) < 0.01]
    assert len(facing) >= 3


def test_two_scenes_differ_in_colour() -> None:
    walls = {make("living", f"s{k}").fragment.nodes[2].payload.materials for k in range(6)}  # type: ignore[union-attr]
    assert len(walls) >= 3
