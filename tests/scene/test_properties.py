"""The property table: complete, sound, and the one gate through which values pass."""

from __future__ import annotations

import math
import types
from typing import Any, get_args, get_origin

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hosts.scenes import full_scene

from setpiece.errors import InputError
from setpiece.scene import (
    PROPERTIES,
    CameraPayload,
    Edits,
    EmptyPayload,
    Environment,
    FrameRate,
    LightPayload,
    Material,
    MeshPayload,
    Node,
    Relation,
    Scene,
    Sequence,
    Transform,
    equal_within_quantum,
    equivalent,
    get_property,
    properties_of,
    property_info,
    property_table_markdown,
    quantised,
    set_property,
)
from setpiece.scene._quantum import field_hints, split_hint

CAMERA = Node("c", "Cam", "camera", "camera", CameraPayload())
LIGHT = Node("l", "Key", "light", "key light", LightPayload("area", lumen=100.0))
EMPTY = Node("e", "Mark", "cast", "mark", EmptyPayload())


def _structs(hint: Any, seen: set[type]) -> None:
    base = split_hint(hint)[0]
    if isinstance(base, type) and issubclass(base, msgspec.Struct):
        if base not in seen:
            seen.add(base)
            for h in field_hints(base).values():
                _structs(h, seen)
    elif get_origin(base) is not None or isinstance(base, types.UnionType):
        for a in get_args(base):
            _structs(a, seen)


def _floats(hint: Any, unit: str = "") -> list[str]:
    """The unit of every float inside a hint."""
    base, extra, _ = split_hint(hint)
    unit = extra.get("unit", unit)
    if base is float:
        return [unit]
    return [u for a in get_args(base) if a is not Ellipsis for u in _floats(a, unit)]


def test_every_number_of_every_struct_has_a_unit_and_a_quantum() -> None:
    seen: set[type] = set()
    _structs(Scene, seen)
    _structs(Edits, seen)
    assert len(seen) > 25
    bare = [f"{s.__name__}.{n}" for s in seen for n, h in field_hints(s).items() for u in _floats(h) if not u]
    assert bare == []


def test_quanta_are_powers_of_ten() -> None:
    for p in PROPERTIES:
        if p.quantum:
            assert 10.0 ** round(math.log10(p.quantum)) == pytest.approx(p.quantum, rel=1e-12), p.path


def test_paths_are_unique_and_hold_no_index() -> None:
    keys = [(p.target, p.tag, p.path) for p in PROPERTIES]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    for p in PROPERTIES:
        assert all(part.isidentifier() for part in p.path.split(".")), p.path


@pytest.mark.parametrize(
    ("thing", "path", "unit", "lo", "hi", "quantum", "live", "type_"),
    [
        (CAMERA, "transform.translation", "m", None, None, 1e-4, True, "vec3"),
        (CAMERA, "transform.rotation", "quaternion wxyz", None, None, 1e-6, True, "quat"),
        (CAMERA, "payload.focal_mm", "mm", 1.0, 2000.0, 1e-3, True, "float"),
        (LIGHT, "payload.lumen", "lm", 0.0, None, 0.1, True, "float"),
        (LIGHT, "payload.shape", "", None, None, 0.0, False, "choice"),
        (EMPTY, "visible", "", None, None, 0.0, True, "bool"),
        (EMPTY, "parent", "", None, None, 0.0, False, "text"),
        (Environment(), "sky.lux", "lx", 0.0, None, 1e-3, True, "float"),
        (Environment(), "exposure_ev100", "EV100", -10.0, 25.0, 1e-3, True, "float"),
        (Sequence(), "rate", "", None, None, 0.0, False, "struct"),
        (Sequence(), "shots", "", None, None, 0.0, False, "list"),
        (Material("m"), "base_color", "linear Rec.709", None, None, 1e-4, True, "color"),
        (Relation("r", "aim", "a", "b"), "offset", "m", None, None, 1e-4, False, "vec3"),
    ],
)
def test_rows(
    thing: Any, path: str, unit: str, lo: Any, hi: Any, quantum: float, live: bool, type_: str
) -> None:
    row = property_info(thing, path)
    assert (row.unit, row.lo, row.hi, row.quantum, row.live, row.type) == (unit, lo, hi, quantum, live, type_)
    assert row in PROPERTIES


def test_a_node_has_its_own_payloads_properties_only() -> None:
    assert "payload.focal_mm" in properties_of(CAMERA)
    assert "payload.focal_mm" not in properties_of(LIGHT)
    assert not [p for p in properties_of(EMPTY) if p.startswith("payload.")]
    assert "id" not in properties_of(CAMERA)


def test_every_property_of_a_scene_can_be_read_and_set_to_itself() -> None:
    scene, _ = full_scene()
    things: list[Any] = [
        scene,
        scene.environment,
        scene.sequence,
        *scene.nodes.values(),
        *scene.relations.values(),
    ]
    things += [
        r for kind in ("geometry", "material", "prototype") for r in getattr(scene.resources, kind).values()
    ]
    for thing in things:
        for path in properties_of(thing):
            assert set_property(thing, path, get_property(thing, path)) == thing


def test_set_leaves_everything_else() -> None:
    out = set_property(CAMERA, "payload.focal_mm", 85)
    assert out.payload.focal_mm == 85.0
    assert isinstance(out.payload.focal_mm, float)
    assert CAMERA.payload.focal_mm == 35.0
    assert set_property(out, "payload.focal_mm", 35.0) == CAMERA


def test_values_from_a_file_become_the_type() -> None:
    assert set_property(CAMERA, "transform.translation", [1, 2.5, 3]).transform.translation == (1.0, 2.5, 3.0)
    payload = {"type": "light", "shape": "spot", "lumen": 5.0}
    assert set_property(CAMERA, "payload", payload).payload == LightPayload("spot", lumen=5.0)


@pytest.mark.parametrize(
    ("thing", "path", "value", "words"),
    [
        (CAMERA, "payload.focal_mm", 0.5, r"camera|node c payload\.focal_mm.*from 1 to 2000 mm"),
        (CAMERA, "payload.focal_mm", 1e9, r"2000"),
        (CAMERA, "payload.focal_mm", "wide", r"payload\.focal_mm.*float"),
        (CAMERA, "payload.focal_mm", True, r"payload\.focal_mm"),
        (CAMERA, "payload.focal_mm", None, r"payload\.focal_mm"),
        (CAMERA, "payload.focal_mm", math.nan, r"payload\.focal_mm.*not finite"),
        (CAMERA, "payload.far_m", math.inf, r"not finite"),
        (CAMERA, "payload.lumen", 3.0, r"no such property.*It has"),
        (CAMERA, "focal_mm", 3.0, r"It has: payload\.focal_mm"),
        (CAMERA, "id", "x", r"no such property"),
        (CAMERA, "payload.__class__", "x", r"no such property"),
        (CAMERA, "", "x", r"no such property"),
        (CAMERA, "transform.rotation", (0.0, 0.0, 0.0, 0.0), r"unit quaternion.*Normalise"),
        (CAMERA, "transform.rotation", (1.0, 1.0, 0.0, 0.0), r"unit quaternion"),
        (CAMERA, "transform.translation", (1.0, math.nan, 0.0), r"not finite"),
        (CAMERA, "transform.translation", (1.0, 2.0, 3.0, 4.0), r"translation"),
        (LIGHT, "payload.shape", "laser", r"Use one of: sun, point"),
        (LIGHT, "payload.tint", (1.0, math.inf, 0.0), r"not finite"),
        (Sequence(), "rate", FrameRate(0, 1), r"rate|num"),
        (Sequence(), "rate", {"num": 24, "den": 0}, r"den"),
    ],
)
def test_what_is_wrong_is_refused_naming_path_and_remedy(
    thing: Any, path: str, value: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        set_property(thing, path, value)
    assert path in str(caught.value)


def test_only_owners_have_properties() -> None:
    with pytest.raises(InputError, match="has no properties"):
        get_property(object(), "x")


def test_equality_by_quantum() -> None:
    focal = property_info(CAMERA, "payload.focal_mm")
    assert equal_within_quantum(35.0, 35.0009, focal)
    assert not equal_within_quantum(35.0, 35.001, focal)
    assert not equal_within_quantum(35.001, 35.0, focal)
    place = property_info(CAMERA, "transform.translation")
    assert equal_within_quantum((1.0, 2.0, 3.0), (1.00009, 2.0, 3.0), place)
    assert not equal_within_quantum((1.0, 2.0, 3.0), (1.0, 2.0, 3.0001), place)
    assert not equal_within_quantum(True, False, property_info(EMPTY, "visible"))
    assert not equal_within_quantum(None, "a", property_info(EMPTY, "parent"))


def test_a_turn_and_its_negative_are_one() -> None:
    turn = property_info(CAMERA, "transform.rotation")
    q = (0.5, -0.5, 0.5, 0.5)
    assert equal_within_quantum(q, (-0.5, 0.5, -0.5, -0.5), turn)
    assert not equal_within_quantum(q, (0.5, 0.5, 0.5, 0.5), turn)
    half = (0.0, 0.0, 0.0, 1.0)
    assert equal_within_quantum(half, (0.0, 0.0, 0.0, -1.0), turn)


def test_equality_allows_what_single_precision_cannot_hold() -> None:
    lux = property_info(Environment(), "sky.lux")
    import numpy as np

    for value in (100_000.123, 99_999.999, 12_345.678):
        assert equal_within_quantum(value, float(np.float32(value)), lux)
    assert not equal_within_quantum(100_000.0, 100_000.1, lux)


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e5, 1e5), st.sampled_from([1e-6, 1e-4, 1e-3, 1e-2, 0.1, 1.0]))
def test_rounding_is_idempotent_and_within_half_a_quantum(value: float, quantum: float) -> None:
    from setpiece.scene._quantum import snap

    once = snap(value, quantum)
    assert snap(once, quantum) == once
    assert abs(once - value) <= quantum * 0.5000001
    assert math.copysign(1.0, once) == 1.0 or once < 0


def test_quantised_scene_is_the_same_scene_on_the_grid() -> None:
    scene, _ = full_scene()
    chair = scene.nodes["n-chair"]
    off = Transform((0.12344, -0.9, -1e-9), (0.70710678, 0.0, 0.0, 0.70710678), (1.00002, 1.0, 1.0))
    loose = msgspec.structs.replace(
        scene, nodes={**scene.nodes, "n-chair": msgspec.structs.replace(chair, transform=off)}
    )
    fixed = quantised(loose)
    t = fixed.nodes["n-chair"].transform
    assert t.translation == (0.1234, -0.9, 0.0)
    assert math.copysign(1.0, t.translation[2]) == 1.0
    assert t.rotation == (0.707107, 0.0, 0.0, 0.707107)
    assert t.scale == (1.0, 1.0, 1.0)
    assert quantised(fixed) == fixed
    assert equivalent(fixed, loose)
    assert fixed.nodes["n-table"] == scene.nodes["n-table"]


def test_equivalent_sees_what_differs() -> None:
    scene, _ = full_scene()
    moved = set_property(scene.nodes["n-chair"], "transform.translation", (0.0, -0.9, 0.01))
    assert not equivalent(scene, msgspec.structs.replace(scene, nodes={**scene.nodes, "n-chair": moved}))
    assert not equivalent(EMPTY, CAMERA)
    assert not equivalent(MeshPayload("a"), MeshPayload("b"))


def test_markdown_has_a_line_for_each_row() -> None:
    lines = property_table_markdown().splitlines()
    assert len(lines) == len(PROPERTIES) + 2
    assert any("`payload.focal_mm`" in line and "1 … 2000" in line and "mm" in line for line in lines)
    assert all(line.count("|") == 9 for line in lines)
