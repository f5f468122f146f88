"""Senders with every wrong axis, unit and sign, through encoded packets: the wizard finds what puts them right."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest

from setpiece.tracking import open_decoder, open_encoder
from setpiece.tracking._corrections import Corrections
from setpiece.tracking.model import Source
from setpiece.tracking.stage import Segment, infer

from .moves import MOVES, as_sample, axes_matrix, head, head_of, matrix, performed, rot

ALL_AXES = [tuple(s + a for s, a in zip(signs, order, strict=True))
            for order in permutations("xyz") for signs in product("+-", repeat=3)]  # fmt: skip
FLIPS = list(product((1.0, -1.0), repeat=3))
MIRROR_X = np.diag([-1.0, 1.0, 1.0])


def heard(protocol: str, samples):
    """Through the wire and back, as a source without corrections."""
    encoder, decoder = open_encoder(protocol), open_decoder(Source(protocol=protocol))
    return [s for at, one in enumerate(samples) for p in encoder.encode([one]) for s in decoder.feed(p, at)]


def counted(rotation: np.ndarray, flips) -> np.ndarray:
    return head(*(a * f for a, f in zip(head_of(rotation), flips, strict=True)))


def sent(truth, axes, unit, flips, turn):
    """What the wrong sender says of a true pose."""
    position, rotation = truth
    return axes_matrix(axes).T @ position / unit, turn.T @ counted(rotation, flips)


def make(protocol, axes, unit, flips, turn, rng, moves=MOVES, heading=0.0):
    truth = {m: performed(m, rng, heading) for m in moves}
    segments = []
    for m, poses in truth.items():
        wrong = [as_sample(*sent(p, axes, unit, flips, turn), at=i * 20_000_000) for i, p in enumerate(poses)]
        segments.append(Segment(m, tuple(heard(protocol, wrong))))
    return truth, segments


def errors(truth, segments, source, body=None):
    """Worst distance (m) and angle (deg) between what was done and what the corrected stream says."""
    corrections = Corrections(source)
    mm, deg = 0.0, 0.0
    for segment in segments:
        for (position, rotation), sample in zip(truth[segment.move], segment.samples, strict=True):
            right = corrections.apply(sample)
            mm = max(mm, float(np.abs(np.array(right.position_m) - position).max()))
            m = matrix(right.rotation_wxyz) @ (np.eye(3) if body is None else matrix(body))
            deg = max(deg, float(np.degrees(np.arccos(np.clip((np.trace(m.T @ rotation) - 1) / 2, -1, 1)))))
    return mm, deg


UNITS = {"freed": (1.0, 10.0, 25.4), "osc": (1.0, 0.01, 0.001, 0.3048, 0.0254), "psn": (0.01, 1.0, 0.3048)}


@pytest.mark.parametrize("number", range(48))
def test_every_axis_unit_and_sign_through_packets(number: int) -> None:
    """A head counts its angles whatever the position's axes are called; FreeD cannot say anything else."""
    axes = ALL_AXES[number]
    for k, flips in enumerate(FLIPS):
        protocol = ("freed", "osc", "psn")[(number + k) % 3]
        unit = UNITS[protocol][(number // 3 + k) % len(UNITS[protocol])]
        rng = np.random.default_rng(1000 * number + k)
        truth, segments = make(protocol, axes, unit, flips, np.eye(3), rng)
        found = infer(segments, Source(protocol=protocol), push_m=1.1)
        assert found.source is not None, (protocol, flips, found.repeat)
        assert (found.source.axes, found.source.unit) == (axes, pytest.approx(unit)), (protocol, unit, flips)
        signs = (found.source.flip_pan, found.source.flip_tilt, found.source.flip_roll)
        assert signs == tuple(f < 0 for f in flips), protocol
        metres, degrees = errors(truth, segments, found.source)
        assert metres < (0.001 if protocol != "freed" else 0.0005)
        assert degrees < 0.01, (protocol, axes, flips)
        assert found.confidence > 0.3


@pytest.mark.parametrize("number", range(48))
def test_quaternions_that_live_in_the_wrong_axes(number: int) -> None:
    """Positions and looking directions of one frame that is not ours: turned, or left-handed."""
    axes = ALL_AXES[number]
    turn, flips = axes_matrix(axes), (1.0, 1.0, 1.0)
    if np.linalg.det(turn) < 0:
        turn, flips = MIRROR_X @ turn, (-1.0, 1.0, -1.0)
    for protocol, unit in (("osc", 0.01), ("psn", 1.0), ("osc", 0.3048)):
        truth, segments = make(protocol, axes, unit, flips, turn, np.random.default_rng(number))
        found = infer(segments, Source(protocol=protocol), push_m=1.1)
        assert found.source is not None, found.repeat
        assert found.source.axes == axes
        metres, degrees = errors(truth, segments, found.source)
        assert (metres < 0.001, degrees < 0.01) == (True, True), (metres, degrees, found)


@pytest.mark.parametrize("yaw", [90, 180, -90])
@pytest.mark.parametrize("flip", FLIPS[:5])
def test_a_head_whose_zero_faces_elsewhere(yaw: int, flip) -> None:
    truth, segments = make("freed", ("-y", "+x", "+z"), 1.0, flip, rot("z", yaw), np.random.default_rng(3))
    found = infer(segments, Source(protocol="freed"), push_m=1.1)
    assert found.source is not None
    assert errors(truth, segments, found.source)[1] < 0.01


@pytest.mark.parametrize("number", range(0, 48, 5))
def test_a_tracker_screwed_on_in_any_way(number: int) -> None:
    """A puck on its side: the source is right, the camera's turn in the body is found as well."""
    axes = ALL_AXES[number]
    turn, flips = axes_matrix(axes), (1.0, 1.0, 1.0)
    if np.linalg.det(turn) < 0:
        turn, flips = MIRROR_X @ turn, (-1.0, 1.0, -1.0)
    mount = rot("y", 90) @ rot("x", 90)
    rng = np.random.default_rng(number)
    truth, segments = {m: performed(m, rng) for m in MOVES}, []
    for m, poses in truth.items():
        wrong = [as_sample(*sent((p, r @ mount.T), axes, 1.0, flips, turn), at=i) for i, (p, r) in enumerate(poses)]
        segments.append(Segment(m, tuple(heard("osc", wrong))))
    found = infer(segments, Source(protocol="osc"), push_m=1.1)
    assert found.source is not None, found.repeat
    assert found.camera_from_body_wxyz is not None
    metres, degrees = errors(truth, segments, found.source, found.camera_from_body_wxyz)
    assert (metres < 0.001, degrees < 0.01) == (True, True), (metres, degrees, found)
