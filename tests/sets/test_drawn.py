"""Sets of every kind by their triangles: nothing overlaps, floats or stands in a door; faults put in are found."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from tests.sets import oracle

from setpiece.scene.ids import IdSlice
from setpiece.sets import SetResult, check_set, generate
from setpiece.sets.model import PieceWish, SetSpec

SETS = {
    "room": ("living", "kitchen", "bedroom", "bathroom", "hospital", "corridor", "church", "garage", "lecture"),
    "office": ("openoffice", "lobby", "shop", "bank", "gallery"),
    "bar": ("bar", "coffee", "beerhall", "diner"),
    "street": ("street", "alley", "suburb", "farmyard", "main"),
    "landscape": ("forest", "coast", "park", "desert", "cemetery", "snow"),
    "vehicle": ("car", "bus", "train", "plane", "boat", "van"),
}
WISHES = (
    PieceWish("props:gun:1", "gun", "props"), PieceWish("props:barrel:1", "barrel", "props"),
    PieceWish("props:guitar:1", "guitar", "props"), PieceWish("animals:dog:1", "dog", "animals"),
)  # fmt: skip


def made(
    kind: str, variant: str, scene: str = "s1", size: str = "medium", wishes: tuple[PieceWish, ...] = WISHES
) -> SetResult:
    indoors, cabin = kind not in ("street", "landscape"), kind == "vehicle"
    wishes = wishes[:1] if cabin else wishes
    return generate(SetSpec(kind, variant, variant, indoors, False, 4, 2, wishes, size=size), scene, IdSlice())  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "variant"), [(k, v) for k, variants in SETS.items() for v in variants])
def test_what_is_drawn_stands_free_and_on_something(kind: str, variant: str) -> None:
    k = len(variant)
    result = made(kind, variant, f"d{k}", ("small", "medium", "large")[k % 3])
    things = oracle.things(result.fragment)
    noun = {t.id: t.noun for t in things}
    assert {(noun[a], noun[b], a, b) for a, b in oracle.collisions(things)} == set()
    assert oracle.floating(things) == []
    assert oracle.in_doors(things, result.plan.openings) == []


@pytest.mark.parametrize("variant", ["street", "suburb"])
def test_nothing_stands_half_on_the_kerb(variant: str) -> None:
    cars = (PieceWish("vehicles:van:1", "van", "vehicles"), PieceWish("vehicles:truck:1", "truck", "vehicles"))
    for scene in ("s0", "s3"):
        result = made("street", variant, scene, wishes=(*WISHES[:2], WISHES[3], *cars))
        assert oracle.collisions(oracle.things(result.fragment)) == set()
        assert {"van", "truck", "barrel", "dog"} <= {p.noun for p in result.plan.props}


def put(result: SetResult, noun: str, move: tuple[float, float, float]) -> tuple[SetResult, str]:
    """The first ``noun`` of a set moved by so much, in what is drawn and in the plan alike."""
    id_ = next(n.id for n in result.fragment.nodes if n.kind == noun)

    def moved(at: tuple[float, ...]) -> Any:
        return tuple(a + d for a, d in zip(at, move, strict=True))

    nodes = [
        msgspec.structs.replace(n, transform=msgspec.structs.replace(n.transform, translation=moved(n.transform.translation)))
        if n.id == id_ else n for n in result.fragment.nodes
    ]  # fmt: skip
    solids = [msgspec.structs.replace(s, center=moved(s.center)) if s.node == id_ else s for s in result.plan.solids]
    fragment = type(result.fragment)(tuple(nodes), (), result.fragment.resources, result.fragment.arrays)
    return SetResult(msgspec.structs.replace(result.plan, solids=tuple(solids)), fragment, result.ids), id_


def middle(result: SetResult, noun: str) -> np.ndarray:
    thing = next(t for t in oracle.things(result.fragment) if t.noun == noun)
    return np.asarray((thing.bounds[:, 0].min(axis=0) + thing.bounds[:, 1].max(axis=0)) / 2)


@pytest.mark.parametrize(
    ("kind", "variant", "mover", "into"),
    [
        ("room", "living", "armchair", "sofa"), ("office", "openoffice", "plant", "copier"), ("bar", "bar", "bar stool", "pool table"),
        ("street", "street", "bin", "barrel"), ("landscape", "forest", "log", "barrel"), ("vehicle", "car", "lamp post", "car cabin"),
    ],
)  # fmt: skip
def test_a_collision_put_in_is_found_twice(kind: str, variant: str, mover: str, into: str) -> None:
    result = made(kind, variant)
    away = middle(result, into) - middle(result, mover)
    broken, id_ = put(result, mover, (float(away[0]) + 0.05, float(away[1]), 0.0))
    target = next(n.id for n in result.fragment.nodes if n.kind == into)
    pair = (min(id_, target), max(id_, target))
    assert pair not in check_set(result.plan).collisions
    assert pair not in oracle.collisions(oracle.things(result.fragment))
    assert pair in oracle.collisions(oracle.things(broken.fragment))
    assert pair in check_set(broken.plan).collisions


@pytest.mark.parametrize(
    ("kind", "variant", "noun"), [("room", "living", "armchair"), ("office", "openoffice", "plant"), ("bar", "bar", "bar stool")]
)
def test_a_floating_piece_is_found_twice(kind: str, variant: str, noun: str) -> None:
    broken, id_ = put(made(kind, variant), noun, (0.0, 0.0, 0.25))
    assert f"{noun} {id_}" in oracle.floating(oracle.things(broken.fragment))
    assert id_ in check_set(broken.plan).unsupported


@pytest.mark.parametrize(
    ("kind", "variant", "noun"), [("room", "living", "armchair"), ("office", "openoffice", "plant"), ("bar", "bar", "bar stool")]
)
def test_a_blocked_door_is_found_twice(kind: str, variant: str, noun: str) -> None:
    result = made(kind, variant)
    door = next(o for o in result.plan.openings if o.kind == "door")
    at = np.array(door.position[:2]) + 0.5 * np.array([-np.sin(door.yaw), np.cos(door.yaw)])
    away = at - middle(result, noun)[:2]
    broken, id_ = put(result, noun, (float(away[0]), float(away[1]), 0.0))
    assert f"{noun} {id_}" in oracle.in_doors(oracle.things(broken.fragment), result.plan.openings)
    assert door.node in check_set(broken.plan).doors_blocked
