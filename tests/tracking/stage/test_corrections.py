"""Corrections by hand: what each field of a source does to one pose, worked out on paper."""

from __future__ import annotations

import math

import pytest

from setpiece.errors import FormatError, InputError
from setpiece.geometry import quat_rotate
from setpiece.tracking import read_sources
from setpiece.tracking._corrections import Corrections
from setpiece.tracking.model import Sample, Source

from .moves import head, quat


def looks(source: Source, pan_right: float, tilt_up: float, roll: float = 0.0) -> tuple[float, float, float]:
    """Where a head of these angles looks after the corrections."""
    sample = Sample("a", 0, 0, rotation_wxyz=quat(head(pan_right, tilt_up, roll)))
    return quat_rotate(Corrections(source).apply(sample).rotation_wxyz, (0.0, 0.0, -1.0))


S = math.sqrt(0.5)


@pytest.mark.parametrize(
    ("fields", "angles", "forward"),
    [
        ({}, (90, 0), (1, 0, 0)),
        ({"flip_pan": True}, (90, 0), (-1, 0, 0)),
        ({"flip_tilt": True}, (0, 45), (0, S, -S)),
        # Our X is the source's Y, our Y its -X: what looked along its Y (pan 0) looks along our X.
        ({"axes": ("+y", "-x", "+z")}, (0, 0), (1, 0, 0)),
        # The same axes, and a head that counts from its own zero.
        ({"axes": ("+y", "-x", "+z"), "rotation_axes": ("+x", "+y", "+z")}, (0, 0), (0, 1, 0)),
        # First the turn, then the flip: pan 30 becomes 120, and then -120.
        ({"axes": ("+y", "-x", "+z"), "flip_pan": True}, (30, 0), (-math.sin(math.radians(120)), math.cos(math.radians(120)), 0)),
        # A mirrored set of axes is no turn.
        ({"axes": ("-x", "+y", "+z")}, (90, 0), (1, 0, 0)),
    ],
)  # fmt: skip
def test_where_it_looks(fields, angles, forward) -> None:
    assert looks(Source(protocol="freed", **fields), *angles) == pytest.approx(forward, abs=1e-9)


def test_where_it_is() -> None:
    source = Source(protocol="freed", axes=("-z", "+x", "-y"), unit=0.01, subjects={"a": "b"})
    found = Corrections(source).apply(Sample("a", 0, 0, position_m=(100.0, 200.0, 300.0)))
    assert (found.position_m, found.subject) == (pytest.approx((-3.0, 1.0, -2.0)), "b")


def test_left_handed_rotation_axes_are_refused(tmp_path) -> None:
    with pytest.raises(InputError, match=r"left-handed.*flip_pan"):
        Corrections(Source(protocol="freed", rotation_axes=("-x", "+y", "+z")))
    (tmp_path / "t.toml").write_text(
        '[[source]]\nprotocol = "osc"\nrotation_axes = ["+x", "+x", "+z"]\n', encoding="utf-8"
    )
    with pytest.raises(FormatError, match=r"source 1: rotation_axes.*once each"):
        read_sources(tmp_path / "t.toml")
