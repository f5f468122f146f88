"""Places that few scripts know get an honest set of their own, or a note that says what was built instead."""

from __future__ import annotations

import pytest

from setpiece.scene.ids import IdSlice
from setpiece.script.model import Beat, ElementUse
from setpiece.sets import check_set, generate, spec_for
from setpiece.sets.model import SetSpec

from .test_spec import scene

IDS = IdSlice()


def nouns(result) -> set[str]:
    return {n.kind for n in result.fragment.nodes}


def built(location: str, side: str = "INT", scene_id: str = "s1", **kw: object):
    return generate(spec_for(scene(location, side, **kw), scene_id), scene_id, IDS)


@pytest.mark.parametrize(("location", "side", "kind", "variant"), [
    ("TENT", "INT", "room", "tent"), ("SPACE STATION AIRLOCK", "INT", "room", "airlock"),
    ("SPACESHIP CORRIDOR", "INT", "room", "spaceship"), ("CAVE", "INT", "room", "cave"),
    ("SUBMARINE", "INT", "room", "submarine"), ("CAPTAIN'S CABIN", "INT", "room", "shipcabin"),
    ("BOAT", "EXT", "vehicle", "rowboat"), ("BOAT", "INT", "vehicle", "boat"),
    ("ROWING BOAT ON THE LAKE", "EXT", "vehicle", "rowboat"), ("MOON SURFACE", "EXT", "landscape", "moon"),
    ("MARS", "EXT", "landscape", "planet"), ("ENGINE ROOM", "INT", "room", "submarine"),
    ("CAMPSITE", "EXT", "landscape", "camp"), ("PARKING LOT", "EXT", "street", "parking"),
])  # fmt: skip
def test_strange_words_find_their_place(location: str, side: str, kind: str, variant: str) -> None:
    spec = spec_for(scene(location, side), "s1")
    assert (spec.kind, spec.variant) == (kind, variant)


@pytest.mark.parametrize(("location", "has", "lacks"), [
    ("TENT", {"camp bed", "tent pole", "lantern", "ground sheet", "camp table"}, {"fireplace", "window", "skyline"}),
    ("AIRLOCK", {"hatch", "suit rack", "pipes", "console"}, {"sofa", "kitchen island", "fridge"}),
    ("SPACESHIP", {"console", "operator's chair", "pipes", "window"}, {"fridge", "plant"}),
    ("SUBMARINE", {"periscope", "console", "bunk", "pipes"}, {"window", "skyline", "plant"}),
    ("SHIP'S CABIN", {"bunk", "window", "trunk"}, {"fireplace", "sofa", "tv stand"}),
    ("CAVE", {"rock face", "boulder", "fire", "stalactites"}, {"window", "skyline", "picture"}),
    ("GYM", {"wall bars", "mat stack", "climbing rope", "bench", "vaulting box"}, {"sofa"}),
    ("BIG TOP", {"bleachers", "circus ring", "hanging lamp", "trunk", "king pole"}, {"window"}),
])  # fmt: skip
def test_a_place_has_what_it_is_known_by(location: str, has: set[str], lacks: set[str]) -> None:
    for k in range(3):
        made = nouns(built(location, scene_id=f"s{k}"))
        assert has <= made
        assert not lacks & made


def looks(result, kind: str) -> set[str]:
    return {m for n in result.fragment.nodes if n.kind == kind for m in n.payload.materials}


def test_outside_a_spaceship_is_black_with_stars_and_outside_a_ship_is_the_sea() -> None:
    for location in ("AIRLOCK", "SPACE STATION AIRLOCK", "SPACESHIP"):
        assert looks(built(location), "skyline") == {"look.void", "look.star"}
    assert looks(built("SHIP'S CABIN"), "plain") == {"look.water"}


def test_the_moon_has_no_plants_no_water_and_a_black_sky() -> None:
    moon = built("MOON SURFACE", "EXT")
    assert "look.void" in looks(moon, "skyline")
    assert looks(moon, "ground") == {"look.regolith"}
    assert not {"tree", "cactus", "water", "grass", "bushes", "far trees"} & nouns(moon)
    low = min(moon.plan.ground.heights)
    assert low < -1.0  # craters
    at_people = [s for s in moon.plan.solids if abs(s.center[0]) < 6 and abs(s.center[1]) < 6 and s.center[2] > 0.2]
    assert not at_people


def test_a_rowing_boat_floats_on_water_and_its_people_face_each_other() -> None:
    boat = built("BOAT", "EXT", time_of_day="DAY")
    assert not boat.plan.interior
    assert boat.plan.ceiling_m == 0.0
    first, second = boat.plan.seats[:2]
    assert (first.yaw, abs(second.yaw)) == (0.0, pytest.approx(3.1416, abs=1e-3))
    assert first.position[1] < second.position[1]
    over = [s for s in boat.plan.solids if s.center[2] > 1.5 and abs(s.center[0]) < 1 and abs(s.center[1]) < 2.5]
    assert not over
    water = next(n for n in boat.fragment.nodes if n.kind == "water")
    boards = [s for s in boat.plan.solids if abs(s.center[0]) < 0.01 and s.center[2] + s.half[2] == pytest.approx(0.0)]
    assert boards
    assert water.transform.translation[2] <= 0.0
    assert sum(n.kind in ("buoy", "sailboat") for n in boat.fragment.nodes) == 8


@pytest.mark.parametrize(("location", "side", "note"), [
    ("ZORBLAT", "INT", ("no recipe for ZORBLAT: built as a plain room. "
     "A plainer word in the slugline (bar, street, forest) is understood")),
    ("IGLOO", "INT", "no recipe for IGLOO: built as a wooden shack"),
    ("ESCAPE POD", "INT", "no recipe for ESCAPE POD: built as a bare metal room with a hatch"),
    ("UNDERWATER", "EXT", "no recipe for UNDERWATER: built as a river bank"),
    ("OUTER SPACE", "EXT", "no recipe for OUTER SPACE: built as bare moon ground under a black sky"),
])  # fmt: skip
def test_a_rough_place_says_what_was_built_instead(location: str, side: str, note: str) -> None:
    assert built(location, side).plan.refusals[0] == note


def test_the_note_of_a_place_is_the_same_in_every_scene() -> None:
    one = built("ZORBLAT", scene_id="s1", elements={}).plan.refusals
    two = built("zorblat", scene_id="s9", time_of_day="NIGHT").plan.refusals
    assert one[0] == two[0]


@pytest.mark.parametrize("location", ["BAR", "KITCHEN", "TENT", "AIRLOCK", "GYM", "PARIS CAFE", "SHIP CABIN"])
def test_a_known_place_needs_no_note(location: str) -> None:
    assert not [r for r in built(location).plan.refusals if "no recipe" in r]


def test_a_tents_roof_slopes_and_nothing_stands_in_it() -> None:
    for k in range(4):
        plan = generate(SetSpec("room", "tent", "TENT", True, True, 4, 2), f"s{k}", IDS).plan
        slopes = [s for s in plan.solids if s.kind == "structure" and abs(s.rotation[2]) > 0.05]
        assert len(slopes) == 2
        assert check_set(plan).ok


def in_street(*lines: str):
    beats = tuple(Beat("action", n, text, 48, f"f{n}") for n, text in enumerate(lines))
    return built("HARBOUR STREET", "EXT", beats=beats)


def test_who_walks_in_the_middle_of_the_road_has_the_road() -> None:
    road, pavement = in_street("She walks down the middle of the road."), in_street("She walks past the shops.")
    assert pavement.plan.acting_center == (0.0, 0.0)
    x, y = road.plan.acting_center
    assert -12.4 < x < -3.4
    low, high = min(p[0] for p in road.plan.floor), max(p[0] for p in road.plan.floor)
    assert low < -13.0  # the other pavement
    assert high > 2.0
    near = [
        s
        for s in road.plan.solids
        if s.kind != "ground" and s.center[2] < 2.0
        and all(abs(s.center[k] - (x, y)[k]) - s.half[k] < 2.0 for k in (0, 1))
    ]  # fmt: skip
    assert not near
    ground = [s for s in road.plan.solids if s.kind == "ground" and s.center[2] < 0 and s.half[0] > 1]
    assert any(abs(x - s.center[0]) < s.half[0] and s.center[2] + s.half[2] == pytest.approx(0.0) for s in ground)


def test_a_pool_table_stands_away_from_the_side_the_camera_is_on() -> None:
    for k in range(6):
        plan = built("BAR", scene_id=f"s{k}").plan
        named = {n.id for n in built("BAR", scene_id=f"s{k}").fragment.nodes if n.kind == "pool table"}
        assert all(s.center[1] > plan.acting_center[1] for s in plan.solids if s.node in named)


@pytest.mark.parametrize(("text", "held"), [
    ("She walks down the road with a suitcase.", True), ("He carries an old leather suitcase.", True),
    ("She puts down the suitcase.", True), ("A suitcase lies open.", False), ("They look at the suitcase.", False),
])  # fmt: skip
def test_luggage_in_a_hand_stands_where_people_act(text: str, held: bool) -> None:
    case = ElementUse("suitcase", True, 0.9, 1, "a suitcase")
    for location in ("MAIN STREET", "OPEN FIELD"):
        beats = (Beat("action", 1, text, 48, "f"),)
        plan = built(location, "EXT", beats=beats, elements={"props": (case,)}).plan
        prop = next(p for p in plan.props if p.noun == "suitcase")
        near = all(abs(prop.center[k] - plan.acting_center[k]) < 1.7 for k in (0, 1))
        assert near == held
        if held:
            assert abs(prop.center[2] - prop.half[2]) < 0.02  # on the ground, on no crate
