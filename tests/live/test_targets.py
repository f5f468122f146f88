"""From what people call things to slots, with what they probably meant."""

from __future__ import annotations

import math

import pytest
from tests.live.stage import scene

from setpiece.errors import InputError
from setpiece.live import find_target, read_value
from setpiece.live._colour import black_body_rgb
from setpiece.live.model import Place

HERE = Place()


@pytest.mark.parametrize(
    ("text", "slot", "space", "family"),
    [
        ("n1#payload.lumen", "n1#payload.lumen", "stops", "light"),
        ("desk lamp#lumen", "n1#payload.lumen", "stops", "light"),
        ("Desk Lamp#kelvin", "n1#payload.kelvin", "mired", "light"),
        ("desk lamp#tint", "n1#payload.tint", "colour", "light"),
        ("chair#rotation", "n3#transform.rotation", "turn", "set"),
        ("chair#visible", "n3#visible", "switch", "set"),
        ("camera A#focal_mm", "n6#payload.focal_mm", "plain", "camera"),
        ("environment#sky.lux", "environment#sky.lux", "stops", "sky"),
        ("environment#fog.density_per_m", "environment#fog.density_per_m", "plain", "weather"),
        ("environment#exposure_ev100", "environment#exposure_ev100", "plain", "camera"),
        ("material/m1#emission_nit", "material/m1#emission_nit", "stops", "light"),
        ("sun", "environment#sun", "sun", "sky"),
    ],
)
def test_names_are_found(text: str, slot: str, space: str, family: str) -> None:
    found = find_target(scene(), text)
    assert (found.slot, found.space, found.family) == (slot, space, family)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("desc lamp#lumen", "desk lamp"),
        ("desk lamp#lumens", "lumen"),
        ("lamp#visible", "2 nodes are called 'lamp'. Use an id: n8, n9"),
        ("camera A#filmback_width_mm", "no such property"),
        ("camera A#payload.filmback_width_mm", "cannot be driven live"),
        ("environment#sun.azimuth_rad", 'Write "sun"'),
        ("chair", "owner#property"),
        ("#visible", "owner#property"),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        find_target(scene(), text)
    assert told in str(caught.value)


def test_values_are_read_as_the_target_takes_them() -> None:
    s = scene()
    sun = read_value(s, find_target(s, "sun"), [180.0, 30.0], HERE)
    assert sun.value == pytest.approx((math.pi, math.pi / 6))
    tint = read_value(s, find_target(s, "desk lamp#tint"), "3200 K", HERE)
    assert (tint.value, tint.kelvin) == (black_body_rgb(3200.0), 3200.0)
    assert read_value(s, find_target(s, "chair#visible"), 0, HERE).value == 0.0
    assert read_value(s, find_target(s, "chair#translation"), [1, 2, 3], HERE).value == (1.0, 2.0, 3.0)


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("desk lamp#lumen", -1.0), ("desk lamp#lumen", "bright"), ("desk lamp#lumen", math.nan), ("desk lamp#lumen", True),
        ("desk lamp#kelvin", 50.0), ("desk lamp#tint", "warm"), ("desk lamp#tint", "99 K"), ("chair#visible", 2.0),
        ("chair#rotation", [1.0, 1.0, 0.0, 0.0]), ("sun", "25:00"), ("sun", [0.0, 95.0]), ("sun", [1.0]),
        ("chair#translation", [1.0, 2.0]),
    ],
)  # fmt: skip
def test_other_values_are_refused(text: str, raw: object) -> None:
    s = scene()
    with pytest.raises(InputError):
        read_value(s, find_target(s, text), raw, HERE)
