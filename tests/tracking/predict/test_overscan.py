"""Residuals become angles on the side where the picture would end."""

from __future__ import annotations

import math

import numpy as np
import pytest

from setpiece.errors import InputError
from setpiece.tracking.model import Sample
from setpiece.tracking.predict import Predictor, overscan_from

LENS = {"distance_m": 4.0, "h_fov_deg": 50.0, "v_fov_deg": 30.0}


def residuals(column: int, value: float, n: int = 1000) -> np.ndarray:
    table = np.zeros((n, 6))
    table[: n // 10, column] = value
    return table


@pytest.mark.parametrize(
    ("column", "value", "side"),
    [
        (4, math.radians(2), "left_deg"),  # turned further about its up: to the left
        (4, -math.radians(2), "right_deg"),
        (3, math.radians(2), "top_deg"),
        (3, -math.radians(2), "bottom_deg"),
        (0, 4 * math.radians(2), "right_deg"),  # stands further right
        (0, -4 * math.radians(2), "left_deg"),
        (1, 4 * math.radians(2), "top_deg"),
        (1, -4 * math.radians(2), "bottom_deg"),
    ],
)
def test_each_residual_widens_its_own_side(column, value, side):
    found = overscan_from(residuals(column, value), **LENS)
    assert getattr(found, side) == pytest.approx(2.0, abs=0.01)
    assert sum((found.left_deg, found.right_deg, found.top_deg, found.bottom_deg)) == pytest.approx(2.0, abs=0.01)
    assert found.measured


def test_roll_lifts_the_corners():
    found = overscan_from(residuals(5, math.radians(2)), **LENS)
    assert found.left_deg == found.right_deg == pytest.approx(2 * math.tan(math.radians(15)), abs=0.01)
    assert found.top_deg == found.bottom_deg == pytest.approx(2 * math.tan(math.radians(25)), abs=0.01)


def test_one_in_a_hundred_may_be_outside():
    table = np.zeros((1000, 6))
    table[:9, 4] = 0.5
    assert overscan_from(table, **LENS).left_deg == 0.0


def test_a_few_residuals_are_no_tail():
    with pytest.raises(InputError, match="too few"):
        overscan_from(np.zeros((50, 6)), **LENS)


def test_an_unsteady_pan_asks_for_more_on_its_sides():
    predictor, rng = Predictor(), np.random.default_rng(0)
    yaw = np.cumsum(np.cumsum(rng.normal(0, 0.002, 900)) * 0.9)
    for k in range(900):
        a = math.radians(float(yaw[k] % 360)) / 2
        predictor.observe(Sample("a", k * 20_000_000 + 1, k * 20_000_000, (0.0, 0.0, 0.0), (math.cos(a) * math.sqrt(0.5),
                          math.cos(a) * math.sqrt(0.5), math.sin(a) * math.sqrt(0.5), math.sin(a) * math.sqrt(0.5))))  # fmt: skip
    found = overscan_from(predictor.turned_residuals(120), **LENS)
    assert min(found.left_deg, found.right_deg) > 4 * max(found.top_deg, found.bottom_deg, 0.001)
