"""The way of a value from one to another, against numbers worked out by hand or published."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.live._colour import black_body_rgb, from_oklab, mix_kelvin, oklab
from setpiece.live._fades import eased, mix, mix_stops
from setpiece.live._sun import hour_angle, in_sky, mix_sun, sun_at
from setpiece.live.model import Place

HERE = Place()


def test_half_a_fade_of_light_is_half_its_stops() -> None:
    # 1 to 4 is two stops; the middle is one stop up.
    assert mix_stops(1.0, 4.0, 0.5) == 2.0
    assert mix_stops(800.0, 50.0, 0.25) == pytest.approx(400.0, abs=1e-9)


def test_dark_is_twelve_stops_down_and_then_nothing() -> None:
    assert mix_stops(0.0, 4096.0, 0.5) == pytest.approx(64.0)  # from 1 lm up: 2^0 .. 2^12
    assert mix_stops(4096.0, 0.0, 0.75) == pytest.approx(8.0)
    assert mix_stops(4096.0, 0.0, 1.0) == 0.0
    assert mix_stops(0.0, 0.0, 0.5) == 0.0
    assert mix_stops(0.0, 4096.0, 0.0) == 0.0


def test_oklab_is_the_published_one() -> None:
    # B. Ottosson's page: XYZ -> Lab pairs; D65 white is (1, 0, 0), and these are linear sRGB primaries.
    assert oklab((1.0, 1.0, 1.0)) == pytest.approx((1.0, 0.0, 0.0), abs=1e-6)
    assert oklab((1.0, 0.0, 0.0)) == pytest.approx((0.62796, 0.22486, 0.12585), abs=1e-5)
    assert oklab((0.0, 1.0, 0.0)) == pytest.approx((0.86644, -0.23389, 0.17950), abs=1e-5)
    assert oklab((0.0, 0.0, 1.0)) == pytest.approx((0.45201, -0.03246, -0.31153), abs=1e-5)


def test_half_way_from_black_to_white_is_an_eighth() -> None:
    # Lightness is the cube root of light: (1/2)^3.
    assert mix("colour", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 0.5, HERE) == pytest.approx((0.125,) * 3, abs=1e-6)


def test_half_way_from_red_to_green_is_a_yellow_not_a_brown() -> None:
    # L and a, b are the means of the published ones above; (0.7472, -0.0045, 0.1527) by hand through the inverse.
    r, g, b = mix("colour", (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), 0.5, HERE)  # type: ignore[misc]
    lab = (0.5 * (0.62796 + 0.86644), 0.5 * (0.22486 - 0.23389), 0.5 * (0.12585 + 0.17950))
    assert oklab((r, g, b)) == pytest.approx(lab, abs=2e-5)
    assert r > 0.5 > b


@settings(max_examples=50)
@given(st.tuples(*[st.floats(0.0, 50.0)] * 3))
def test_oklab_and_back(rgb: tuple[float, float, float]) -> None:
    assert from_oklab(oklab(rgb)) == pytest.approx(rgb, abs=1e-4 * max(1.0, *rgb))


def test_colour_temperature_goes_in_mired() -> None:
    # 2000 K is 500 mired, 10000 K is 100: the middle is 300 mired, 3333.3 K.
    assert mix_kelvin(2000.0, 10000.0, 0.5) == pytest.approx(10000.0 / 3.0)
    assert mix("mired", 2000.0, 10000.0, 0.5, HERE) == pytest.approx(3333.3333)


def test_black_bodies_have_their_published_chromaticity() -> None:
    # CIE 15: illuminant A is 2856 K at x 0.44757, y 0.40745. Its linear Rec.709, largest part 1:
    # X/Y = 1.09849, Z/Y = 0.35582 -> (1.8451, 0.8261, 0.2333) -> / 1.8451
    r, g, b = black_body_rgb(2856.0)
    assert (r, g, b) == pytest.approx((1.0, 0.4477, 0.1264), abs=0.001)
    assert black_body_rgb(6504.0) == pytest.approx((1.0, 0.954, 0.986), abs=0.04)


def test_two_colour_temperatures_stay_on_the_locus() -> None:
    warm, cold = black_body_rgb(2000.0), black_body_rgb(10000.0)
    assert mix("colour", warm, cold, 0.5, HERE, (2000.0, 10000.0)) == pytest.approx(black_body_rgb(10000.0 / 3.0))


def test_the_sun_of_an_equinox_stands_where_it_must() -> None:
    # At the equinox, latitude 45 and true noon, the sun is due south at 90 - 45 degrees.
    azimuth, elevation = in_sky(0.0, 0.0, HERE)
    assert (math.degrees(azimuth), math.degrees(elevation)) == pytest.approx((180.0, 45.0))
    azimuth, elevation = in_sky(math.radians(90.0), 0.0, HERE)  # six hours later: due west on the horizon
    assert math.degrees(azimuth) == pytest.approx(270.0)
    assert elevation == pytest.approx(0.0, abs=1e-12)


def test_a_fade_of_the_sun_is_a_fade_of_the_time() -> None:
    morning, evening = in_sky(math.radians(-60.0), 0.0, HERE), in_sky(math.radians(60.0), 0.0, HERE)
    noon = mix_sun(morning, evening, 0.5, HERE)
    # Between two low suns the middle is high noon, not a point between the two on the horizon.
    assert math.degrees(noon[1]) == pytest.approx(45.0)
    quarter = mix_sun(morning, evening, 0.25, HERE)
    assert math.degrees(hour_angle(quarter, HERE)[0]) == pytest.approx(-30.0)


def test_sun_times_match_the_almanac() -> None:
    # Declination 23.44 at the solstice; equation of time -14.2 min on 11 February, +16.4 min on 3 November.
    solstice = Place(latitude_deg=0.0, date="2025-06-21")
    assert math.degrees(sun_at(12.0, solstice)[1]) == pytest.approx(90 - 23.44, abs=0.1)
    for day, minutes in (("2025-02-11", -14.2), ("2025-11-03", 16.4)):
        place = Place(date=day)
        hours, _ = hour_angle(sun_at(12.0, place), place)
        assert math.degrees(hours) * 4 == pytest.approx(minutes, abs=0.3)


def test_north_turns_the_sky() -> None:
    turned = Place(north_deg=30.0)
    assert math.degrees(in_sky(0.0, 0.0, turned)[0]) == pytest.approx(210.0)


@settings(max_examples=50)
@given(st.floats(0.0, 6.28), st.floats(-1.4, 1.4), st.floats(-80, 80), st.floats(-180, 180))
def test_sky_to_time_and_back(azimuth: float, elevation: float, latitude: float, north: float) -> None:
    place = Place(latitude_deg=latitude, north_deg=north)
    back = in_sky(*hour_angle((azimuth, elevation), place), place)
    assert back[1] == pytest.approx(elevation, abs=1e-6)
    assert math.cos(back[0] - azimuth) == pytest.approx(1.0, abs=1e-6)


def test_turns_go_along_the_arc() -> None:
    quarter = (math.cos(math.pi / 4), 0.0, 0.0, math.sin(math.pi / 4))
    eighth = (0.9238795325112867, 0.0, 0.0, 0.3826834323650898)  # cos and sin of 22.5 degrees
    assert mix("turn", (1.0, 0.0, 0.0, 0.0), quarter, 0.5, HERE) == pytest.approx(eighth)


def test_curves_at_a_quarter_of_their_time() -> None:
    # t = 1/4: 3/16 - 2/64 = 0.15625; 1/16; 7/16; 10/64 - 15/256 + 6/1024.
    assert {c: eased(c, 0.25) for c in ("linear", "ease", "ease-in", "ease-out", "s-curve", "snap")} == {  # type: ignore[arg-type]
        "linear": 0.25, "ease": 0.15625, "ease-in": 0.0625, "ease-out": 0.4375, "s-curve": 0.103515625, "snap": 1.0,
    }  # fmt: skip


@settings(max_examples=60)
@given(st.sampled_from(["stops", "mired", "colour", "turn", "plain", "sun"]), st.data())
def test_every_way_begins_and_ends_exactly(space: str, data: st.DataObject) -> None:
    number = st.floats(1000.0, 9000.0)
    turn = st.floats(-3.0, 3.0).map(lambda a: (math.cos(a / 2), 0.0, math.sin(a / 2), 0.0))
    value = {"stops": number, "mired": number, "plain": number, "turn": turn,
             "colour": st.tuples(*[st.floats(0, 2)] * 3), "sun": st.tuples(st.floats(0, 6), st.floats(-1, 1))}[space]  # fmt: skip
    a, b = data.draw(value), data.draw(value)
    assert mix(space, a, b, 0.0, HERE) == a  # type: ignore[arg-type]
    assert mix(space, a, b, 1.0, HERE) == b  # type: ignore[arg-type]
