"""Streets, landscapes and cabins: nothing collides, the action has room, the world has no edge."""

from __future__ import annotations

import math
from functools import cache

import msgspec
import numpy as np
import pytest
from tests.sets import oracle

from setpiece.geometry import Boxes, segment_clear
from setpiece.scene.ids import IdSlice, Minter
from setpiece.scene.model import InstancesPayload, Transform
from setpiece.sets import _landscape, _street, _vehicle_cabin
from setpiece.sets._biomes import BIOMES, biome_of
from setpiece.sets._compose import compose
from setpiece.sets._draft import SetDraft
from setpiece.sets._looks import INTERIOR
from setpiece.sets._looks_outdoor import OUTDOOR
from setpiece.sets._street_layouts import LAYOUTS, layout_of
from setpiece.sets.model import Obstacle, PieceWish, Pin, SetPlan, SetSpec

WISHES = (
    PieceWish("prop:gun:1", "gun", "props"), PieceWish("prop:guitar:1", "guitar", "props"), PieceWish("vehicle:car:1", "car", "vehicles"),
    PieceWish("animal:dog:1", "dog", "animals"), PieceWish("prop:barrel:1", "barrel", "props", 2),
)  # fmt: skip
OPEN = [*(("street", v) for v in LAYOUTS), *(("landscape", v) for v in BIOMES)]
CABINS = ("car", "van", "bus", "train", "plane", "boat")
BUILDERS = {"street": _street.build, "landscape": _landscape.build, "vehicle": _vehicle_cabin.build}


def _spec(
    kind: str, variant: str, seed: int = 0, wishes: tuple[PieceWish, ...] = WISHES, seated: int = 2, night: bool = False
) -> SetSpec:
    return SetSpec(kind, variant, variant, kind == "vehicle", night, 4, seated, wishes, seed=seed)  # type: ignore[arg-type]


def _draft(
    spec: SetSpec,
    scene: str = "s1",
    ids: IdSlice | None = None,
    pins: dict[str, Pin] | None = None,
    obstacles: tuple[Obstacle, ...] = (),
) -> tuple[SetDraft, IdSlice]:
    minter = Minter(f"{scene}.p", ids or IdSlice())
    return BUILDERS[spec.kind](spec, scene, minter, pins or {}, obstacles), minter.finish()


def _boxes(plan: SetPlan, *kinds: str) -> Boxes:
    return Boxes.build([(s.center, s.half, s.rotation) for s in plan.solids if s.kind not in kinds])


@cache
def _standard(kind: str, variant: str) -> SetDraft:
    """The usual draft of a variant, built once for every test that only reads it."""
    return _draft(_spec(kind, variant))[0]


@pytest.mark.parametrize(("kind", "variant"), OPEN)
def test_nothing_collides_and_the_action_has_room(kind: str, variant: str) -> None:
    draft, _ = _draft(_spec(kind, variant, seed=len(variant), seated=len(variant) % 5))
    plan, fragment = compose(draft)
    things = oracle.things(fragment)
    assert oracle.collisions(things) == set()
    assert oracle.floating(things) == []
    inside = [
        t.id for t in things if t.noun not in oracle.GROUND for low, high in t.bounds
        if (low[:2] < 2.49).all() and (high[:2] > -2.49).all() and low[2] < 2.0 and high[2] > 0.02
    ]  # fmt: skip
    assert not inside
    assert not draft.refusals
    looks = {m.removeprefix("look.") for m in fragment.resources.material}
    assert looks <= INTERIOR.keys() | OUTDOOR.keys()
    assert {p.noun for p in plan.props} == {w.noun for w in WISHES}


@pytest.mark.parametrize(("kind", "variant"), OPEN)
def test_a_camera_can_work_from_two_sides(kind: str, variant: str) -> None:
    plan, _ = compose(_draft(_spec(kind, variant, seated=0))[0])
    boxes = _boxes(plan, "ground")
    far = 8.0 if variant == "suburb" else 12.0
    open_sides = 0
    for a in (0.0, 0.5 * math.pi, math.pi, 1.5 * math.pi):
        eye = np.array([[far * math.cos(a), far * math.sin(a), 1.6]])
        heads = np.array([[x, y, z] for x in (-1.0, 0.0, 1.0) for y in (-1.0, 1.0) for z in (0.3, 1.6)])
        open_sides += bool(segment_clear(np.repeat(eye, len(heads), axis=0), heads, boxes).mean() > 0.8)
    assert open_sides >= 2


@pytest.mark.parametrize(("kind", "variant"), OPEN)
def test_the_world_has_no_edge(kind: str, variant: str) -> None:
    """In every direction something far stands up to eye height or above, or the sea goes on."""
    draft = _standard(kind, variant)
    top = np.full(72, -1.0)
    reach = np.zeros(72)
    for placed in draft.placed:
        if placed.movable:
            continue
        c, s = math.cos(placed.yaw), math.sin(placed.yaw)
        for part in placed.piece.parts:
            p = part.placed.position
            x, y = placed.position[0] + c * p[:, 0] - s * p[:, 1], placed.position[1] + s * p[:, 0] + c * p[:, 1]
            sector = ((np.arctan2(y, x) / (2 * math.pi) + 1) * 72).astype(int) % 72
            far = np.sqrt(x * x + y * y)
            np.maximum.at(reach, sector, far)
            np.maximum.at(top, sector[far > 15], (p[:, 2] + placed.position[2])[far > 15])
    assert reach.min() > 250
    if BIOMES.get(variant) is None or BIOMES[variant].water != "coast":
        assert top.min() > 1.6


@pytest.mark.parametrize(
    ("kind", "variant"),
    [("street", "street"), ("street", "alley"), ("landscape", "forest"), ("landscape", "park"), ("vehicle", "car")],
)
def test_equal_arguments_give_equal_bytes(kind: str, variant: str) -> None:
    def run() -> bytes:
        plan, fragment = compose(_draft(_spec(kind, variant))[0])
        return msgspec.json.encode((plan, fragment.nodes, fragment.resources))

    assert run() == run()


@pytest.mark.parametrize(
    ("kind", "variant"),
    [("street", "street"), ("street", "farmyard"), ("landscape", "woods"), ("landscape", "playground")],
)
def test_one_more_prop_moves_little_else(kind: str, variant: str) -> None:
    before, ids = _draft(_spec(kind, variant))
    more = (PieceWish("prop:umbrella:1", "umbrella", "props"), *WISHES)
    after, _ = _draft(_spec(kind, variant, wishes=more), ids=ids)
    was = {p.node_id: (p.position, p.yaw) for p in before.placed}
    now = {p.node_id: (p.position, p.yaw) for p in after.placed}
    same = sum(now.get(k) == v for k, v in was.items())
    assert same / len(was) >= 0.95
    assert any(p.wish_noun == "umbrella" for p in after.placed)


@pytest.mark.parametrize(("kind", "variant"), [("street", "street"), ("landscape", "park")])
def test_what_a_person_did_is_kept(kind: str, variant: str) -> None:
    before, ids = _draft(_spec(kind, variant))
    movable = [p for p in before.placed if p.movable and p.piece.noun == "bench"]
    moved, deleted = movable[0], next(p for p in before.placed if p.piece.noun == "bin")
    where = Transform((1.0, 1.5, 0.0))
    box = Obstacle("added", (-1.5, 5.0, 0.5), (0.5, 0.5, 0.5))
    after, _ = _draft(
        _spec(kind, variant),
        ids=ids,
        pins={moved.node_id: Pin(where), deleted.node_id: Pin(deleted=True)},
        obstacles=(box,),
    )
    now = {p.node_id: p for p in after.placed}
    assert now[moved.node_id].position == where.translation
    assert deleted.node_id not in now
    _, fragment = compose(after)
    drawn = [*oracle.things(fragment), oracle.box("added", box.center, box.half)]
    assert not [pair for pair in oracle.collisions(drawn) if "added" in pair]


@pytest.mark.parametrize("variant", BIOMES)
def test_ground_is_flat_under_the_action_and_exact_under_things(variant: str) -> None:
    draft = _standard("landscape", variant)
    ground = draft.ground
    assert ground is not None
    h = np.array(ground.heights).reshape(ground.rows, ground.columns)
    y, x = np.mgrid[0 : ground.rows, 0 : ground.columns] * ground.cell_m
    far = np.sqrt((x + ground.origin[0]) ** 2 + (y + ground.origin[1]) ** 2)
    assert (h[far < 6.0] == 0).all()
    assert h.max() - h.min() > 0.15
    trees = [p for p in draft.placed if p.key.startswith("piece:tree:")]
    for p in trees:
        i, j = (p.position[0] - ground.origin[0]) / ground.cell_m, (p.position[1] - ground.origin[1]) / ground.cell_m
        near = h[int(j) : int(j) + 2, int(i) : int(i) + 2]
        assert near.min() - 1e-3 <= p.position[2] <= near.max() + 1e-3


@pytest.mark.parametrize("variant", BIOMES)
def test_scatter_near_the_action_stays_low(variant: str) -> None:
    draft = _standard("landscape", variant)
    for s in draft.scatter:
        high = np.array([p.bounds[1][2] for p in s.prototypes])
        wide = np.array([max(abs(v) for b in p.bounds for v in b[:2]) for p in s.prototypes])
        far = np.sqrt(s.translation[:, 0].astype(float) ** 2 + s.translation[:, 1] ** 2)
        tall = high[s.prototype] * s.scale[:, 2] > 0.32
        assert (far[tall] - (wide[s.prototype] * s.scale[:, 0])[tall] > 12.5).all(), s.name
    count = sum(len(s.key) for s in draft.scatter)
    assert count > (20 if variant == "snow" else 250)
    _, fragment = compose(draft)
    assert any(isinstance(n.payload, InstancesPayload) for n in fragment.nodes)


def test_a_station_outdoors_has_a_platform_beside_a_track() -> None:
    plan, fragment = compose(_draft(_spec("street", "platform", night=True))[0])
    nouns = [n.kind for n in fragment.nodes]
    assert {"canopy", "station clock", "departures", "footbridge", "track bed", "train", "ticket machine"} <= set(nouns)
    assert nouns.count("bench") >= 4
    assert len(plan.seats) >= 6
    assert sum(p.position[0] > 0 for p in plan.practicals) >= 4
    assert {n.transform.translation[2] for n in fragment.nodes if n.kind == "train"} == {-0.67}


def test_variants_differ_and_words_choose_them() -> None:
    assert layout_of("main", "BACK ALLEY BEHIND THE CLUB") == "alley"
    assert layout_of("", "HIGH SCHOOL") == "institution"
    assert biome_of("", "THE BEACH")[0] == "coast"
    assert biome_of("nowhere", "nothing")[0] == "meadow"
    looks = set()
    for kind, variant in OPEN:
        looks.add(
            tuple(sorted({p.look for q in _standard(kind, variant).placed if not q.movable for p in q.piece.parts}))
        )
    assert len(looks) >= len(OPEN) - 4


@pytest.mark.parametrize("variant", CABINS)
def test_a_cabin_has_seats_a_driver_where_there_is_one_and_open_windows(variant: str) -> None:
    plan, _ = compose(_draft(_spec("vehicle", variant, wishes=WISHES[:1]))[0])
    assert len(plan.seats) >= 2
    assert [s.driver for s in plan.seats].count(True) == (1 if variant in ("car", "van", "bus") else 0)
    boxes = _boxes(plan, "ground")
    for seat in plan.seats[:2]:
        head = np.array([[seat.position[0], seat.position[1], seat.position[2] + d] for d in (0.42, 0.78)])
        eyes = (
            [(x, seat.position[1] + d, 1.15) for x in (-1.2, -0.5, 0.0, 0.5, 1.2) for d in (2.4, 2.8, 3.3)]
            if variant in ("car", "van")
            else [(x, y, 1.35) for x in (2.4, 3.0, 3.6) for y in (-2.0, -1.0, 0.0, 1.0, 2.0)]
        )
        clear = [bool(segment_clear(np.repeat(np.array([e]), 2, axis=0), head, boxes).all()) for e in eyes]
        assert sum(clear) >= (8 if variant in ("car", "van") else 3), (seat, clear)


def test_night_lights_the_lamps() -> None:
    plan, fragment = compose(_draft(_spec("street", "street", night=True))[0])
    assert sum(p.kind == "street" for p in plan.practicals) >= 8
    assert "look.lamp_glow" in fragment.resources.material
    day = compose(_draft(_spec("street", "street"))[0])[1]
    assert "look.lamp_glow" not in day.resources.material
