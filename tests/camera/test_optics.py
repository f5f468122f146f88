"""Film backs are real, extractions fit, and lens arithmetic gives the textbook's numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setpiece.camera import (
    circle_of_confusion_mm,
    depth_of_field_m,
    filmback,
    filmbacks,
    fov_rad,
    hyperfocal_m,
)
from setpiece.errors import InputError


def test_film_backs_are_credible():
    table = filmbacks()
    assert len(table) >= 12
    assert all(4 <= b.width_mm <= 80 and 1.0 < b.width_mm / b.height_mm < 2.4 for b in table.values())
    assert (table["ARRI ALEXA Mini"].width_mm, table["ARRI ALEXA Mini"].height_mm) == (28.25, 18.17)


@given(aspect=st.floats(0.5, 4.0), name=st.sampled_from(sorted(filmbacks())))
def test_the_extraction_has_the_delivery_aspect_and_fits(aspect, name):
    b = filmback(name, aspect)
    assert max(b.extraction_width, b.extraction_height) == 1.0
    assert 0 < min(b.extraction_width, b.extraction_height) <= 1.0
    delivered = b.width_mm * b.extraction_width / (b.height_mm * b.extraction_height)
    assert delivered == pytest.approx(aspect, rel=1e-4)


def test_an_unknown_camera_names_those_that_exist():
    with pytest.raises(InputError, match="ARRI ALEXA 35"):
        filmback("Brownie")
    with pytest.raises(InputError, match="aspect"):
        filmback("", 9.0)


def test_lens_arithmetic_against_known_values():
    assert math.degrees(fov_rad(50, 36)) == pytest.approx(39.6, abs=0.05)
    assert hyperfocal_m(50, 8, 0.03) == pytest.approx(10.467, abs=0.001)
    near, far = depth_of_field_m(50, 8, 5.0, 0.03)
    assert (near, far) == (pytest.approx(3.390, abs=0.005), pytest.approx(9.525, abs=0.02))
    assert math.isinf(depth_of_field_m(50, 8, 11.0, 0.03)[1])
    assert circle_of_confusion_mm(36, 24) == pytest.approx(0.0288, abs=1e-4)


def blur_mm(focal_mm: float, f_stop: float, focus_m: float, distance_m: float) -> float:
    """Blur on the film back straight from the thin lens: A |v - v_f| / v, with v the image distance."""
    f, aperture = focal_mm, focal_mm / f_stop
    v_focus, v = (1 / (1 / f - 1 / (1000 * d)) for d in (focus_m, distance_m))
    return aperture * abs(v - v_focus) / v


@given(focal=st.sampled_from([18, 35, 50, 100]), stop=st.sampled_from([2.0, 4.0, 8.0]), focus=st.floats(0.8, 6.0))
def test_blur_reaches_its_limit_where_sharpness_ends(focal, stop, focus):
    near, far = depth_of_field_m(focal, stop, focus, 0.025)
    assert blur_mm(focal, stop, focus, near) == pytest.approx(0.025, rel=0.05)
    if not math.isinf(far):
        assert blur_mm(focal, stop, focus, far) == pytest.approx(0.025, rel=0.05)
