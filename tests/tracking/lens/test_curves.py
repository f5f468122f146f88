"""Monotone curves against numbers worked out by hand and by another library, and what lies beyond their ends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import InputError
from setpiece.tracking.lens import (
    curve_through,
    grid_of,
    measured_map,
    monotone_cubic,
    read_lens_map,
    with_lens,
    write_lens_map,
)
from setpiece.tracking.model import Lens, Sample


def test_the_cubic_by_hand() -> None:
    """Slopes of 0, 1, 4, 9 at steps of one: 0 (held back), 6/(3/1+3/3) = 1.5, 6/(3/3+3/5) = 3.75; Hermite at the middle."""
    assert monotone_cubic((0, 1, 2, 3), (0, 1, 4, 9), 0.5) == pytest.approx(0.3125)
    assert monotone_cubic((0, 1, 2, 3), (0, 1, 4, 9), 1.5) == pytest.approx(2.21875)
    assert monotone_cubic((0, 10), (3, 5), 2.5) == pytest.approx(3.5)


@pytest.mark.parametrize(
    ("at", "value"),
    [(5, 25.930952380952384), (17, 31.220970254134304), (40, 41.41217336901131), (90, 64.71212213554364)],
)
def test_the_cubic_as_scipy_has_it(at: float, value: float) -> None:
    """Values of scipy 1.16's PchipInterpolator."""
    assert monotone_cubic((0, 10, 25, 60, 100), (24, 28, 35, 50, 70), at) == pytest.approx(value, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.01, 5), st.floats(0, 5)), min_size=2, max_size=9), st.floats(0, 1), st.floats(0, 1)
)
def test_it_never_overshoots_nor_turns_back(steps, a: float, b: float) -> None:
    x, y = [0.0], [1.0]
    for dx, dy in steps:
        x.append(x[-1] + dx)
        y.append(y[-1] + dy)
    low, high = sorted((a * x[-1], b * x[-1]))
    v0, v1 = monotone_cubic(x, y, low), monotone_cubic(x, y, high)
    assert v0 <= v1 + 1e-9
    assert y[0] - 1e-9 <= v0 <= y[-1] + 1e-9
    assert [monotone_cubic(x, y, v) for v in x] == pytest.approx(y)


def test_beyond_the_ends_the_end_is_held_and_said() -> None:
    curve = curve_through([(100, 24.0), (0, 70.0), (50, 40.0)], "zoom")
    assert (curve.at(-5), curve.at(0), curve.at(130), curve.at(50)) == (
        (70.0, False),
        (70.0, True),
        (24.0, False),
        (40.0, True),
    )


@pytest.mark.parametrize(
    ("points", "says"),
    [([], "no point"), ([(1, 2), (1, 3)], "1 is there twice"), ([(0, 24), (1, 30), (2, 28), (3, 50)], "at 2 the value turns back to 28")],
)  # fmt: skip
def test_points_that_cannot_be_are_named(points, says: str) -> None:
    with pytest.raises(InputError, match=says):
        curve_through(points, "zoom")


def test_a_grid_over_both_rings() -> None:
    """Two focuses, three zooms, linear in both: any interpolation must give f + 10 z between them."""
    grid = grid_of([(f, z, (f + 10 * z, -f)) for f in (0.0, 8.0) for z in (0.0, 1.0, 2.0)])
    vector, outside = grid.at(4.0, 1.5)
    assert (vector, outside) == (pytest.approx((19.0, -4.0)), ())
    assert grid.at(9.0, 3.0) == (pytest.approx((28.0, -8.0)), ("focus", "zoom"))


def sample(**lens) -> Sample:
    return Sample("cam:1", 0, 0, lens=Lens(**lens))


ZOOM = [(0, 24.0), (16384, 31.0), (32768, 40.0), (49152, 52.0), (65535, 70.0)]
FOCUS = [(0, 0.5), (10000, 1.0), (30000, 2.0), (50000, 10.0), (65535, math.inf)]
IRIS = [(0, 2.0), (1000, 2.8), (2000, 4.0), (3000, 5.6), (4000, 8.0)]


def test_measured_points_become_a_lens() -> None:
    lens_map = measured_map("zoom 24-70", ZOOM, FOCUS, IRIS)
    found = with_lens(sample(raw_zoom=32768, raw_focus=30000, raw_iris=2000), lens_map).lens
    assert (found.focal_mm, found.focus_m, found.f_stop) == (pytest.approx(40), pytest.approx(2), pytest.approx(4))
    assert (found.calibration, lens_map.notes) == ("calibrated", ())
    far = with_lens(sample(raw_zoom=65535, raw_focus=65535, raw_iris=500), lens_map).lens
    assert (far.focus_m, far.focal_mm) == (math.inf, pytest.approx(70))
    assert 2.0 < far.f_stop < 2.8
    between = with_lens(sample(raw_zoom=0, raw_focus=57000, raw_iris=0), lens_map).lens
    assert 10 < between.focus_m < 1000


def test_beyond_the_measured_the_map_says_so() -> None:
    lens_map = measured_map("part", ZOOM[1:4], FOCUS)
    found = with_lens(sample(raw_zoom=60000, raw_focus=1.0), lens_map).lens
    assert (found.focal_mm, found.calibration) == (pytest.approx(52), "outside: zoom")
    assert lens_map.notes == ("zoom: 3 points; five to nine are better",)


def test_without_a_map_nothing_is_guessed() -> None:
    bare = with_lens(sample(raw_zoom=30000, raw_focus=9), None).lens
    assert (bare.focal_mm, bare.focus_m, bare.calibration) == (None, None, "uncalibrated")
    said = with_lens(sample(focal_mm=35.0), None).lens
    assert (said.focal_mm, said.calibration) == (35.0, "uncalibrated")


def test_a_map_without_the_encoder_it_needs_is_none() -> None:
    found = with_lens(sample(raw_focus=10000), measured_map("zoom", ZOOM, FOCUS)).lens
    assert (found.focal_mm, found.focus_m, found.calibration) == (None, pytest.approx(1.0), "uncalibrated")


@pytest.mark.parametrize(
    ("points", "says"),
    [({}, "no points"), ({"focus": [(0, -1.0)]}, "-1 m is no focus"), ({"iris": [(0, 0.0)]}, "0 is no f-number"), ({"zoom": [(0, 0.0)]}, "above zero")],
)  # fmt: skip
def test_what_no_ring_says_is_refused(points, says: str) -> None:
    with pytest.raises(InputError, match=says):
        measured_map("wrong", **points)


def test_a_map_is_written_and_read_back(tmp_path) -> None:
    lens_map = measured_map("zoom 24-70", ZOOM, FOCUS, IRIS)
    write_lens_map(tmp_path / "lens.json", lens_map)
    assert read_lens_map(tmp_path / "lens.json") == lens_map
    (tmp_path / "odd.json").write_text('{"format": "2.0"}', encoding="utf-8")
    with pytest.raises(InputError, match="newer"):
        read_lens_map(tmp_path / "odd.json")
