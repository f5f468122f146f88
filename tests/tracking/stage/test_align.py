"""Rigid motions by closed form against numpy's own decompositions, with bad points, lines, mirrors and units."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from setpiece.errors import InputError
from setpiece.tracking._linear import solve, symmetric_eigen
from setpiece.tracking.stage import Pair, align, pairs_of_session, pauses, pivot

from .moves import as_sample, head, matrix, rot

WALL = np.array([[-3, 4, 0.5], [3, 4, 0.5], [3, 4, 3.5], [-3, 4, 3.5], [0, 4.5, 2.0], [0, 0, 0.0], [1.5, 1, 0.0]])
TURN = rot("z", 37) @ rot("x", -3) @ rot("y", 2)
SHIFT = np.array([1.2, -0.7, 0.15])


def pairs(volume=WALL, noise=0.0, seed=0, turn=TURN, shift=SHIFT) -> list[Pair]:
    rng = np.random.default_rng(seed)
    tracker = (volume - shift) @ turn + rng.normal(0, noise, volume.shape)
    return [
        Pair(f"m{i}", tuple(t), tuple(v))
        for i, (t, v) in enumerate(zip(tracker.tolist(), volume.tolist(), strict=True))
    ]


def kabsch(found: list[Pair]):
    """The textbook solution with a singular value decomposition, as an independent judge."""
    a, b = np.array([p.tracker_m for p in found]), np.array([p.volume_m for p in found])
    u, _, vt = np.linalg.svd((a - a.mean(0)).T @ (b - b.mean(0)))
    d = np.diag([1, 1, np.linalg.det(vt.T @ u.T)])
    r = vt.T @ d @ u.T
    return r, b.mean(0) - r @ a.mean(0)


def test_exact_points_give_the_exact_motion() -> None:
    found = align(pairs())
    np.testing.assert_allclose(found.volume_from_tracker_m, SHIFT, atol=1e-9)
    np.testing.assert_allclose(matrix(found.volume_from_tracker_wxyz), TURN, atol=1e-9)
    assert (found.residual_mm, found.residual_deg, found.warnings) == (
        pytest.approx(0, abs=1e-6),
        pytest.approx(0, abs=1e-4),
        (),
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 9))
def test_noisy_points_as_the_textbook_has_it(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    volume = rng.uniform(-4, 4, (count, 3)) + np.eye(3)[np.arange(count) % 3] * 4
    q = rng.normal(0, 1, 4)
    turn = matrix(q / np.linalg.norm(q))
    noisy = pairs(volume, 0.0005, seed, turn, rng.uniform(-5, 5, 3))
    spread = np.linalg.svd(volume - volume.mean(0), compute_uv=False)
    assume(spread[1] > 0.1 * spread[0])
    found = align(noisy)
    r, t = kabsch([p for p, point in zip(noisy, found.points, strict=True) if point.used])
    np.testing.assert_allclose(matrix(found.volume_from_tracker_wxyz), r, atol=1e-8)
    np.testing.assert_allclose(found.volume_from_tracker_m, t, atol=1e-7)
    assert all(p.used for p in found.points)
    assert found.residual_mm < 2


@pytest.mark.parametrize("bad", range(7))
@pytest.mark.parametrize("off", [(0.15, 0, 0), (0, 0, 0.06), (0.5, -0.4, 1.0)])
def test_one_wrong_point_is_named_and_left_out(bad: int, off) -> None:
    points = pairs(noise=0.001, seed=bad)
    p = points[bad]
    points[bad] = Pair(p.name, tuple(np.add(p.tracker_m, off)), p.volume_m)
    found = align(points)
    assert [q.name for q in found.points if not q.used] == [f"m{bad}"]
    assert found.points[bad].mm == pytest.approx(1000 * math.hypot(*off), rel=0.15)
    assert f"m{bad} is" in found.warnings[0]
    np.testing.assert_allclose(found.volume_from_tracker_m, SHIFT, atol=0.005)


def test_residuals_in_millimetres_and_degrees() -> None:
    """Four corners of a 2 m square, two opposite ones 4 mm too far out: 2 mm each, and no turn, by symmetry."""
    square = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)]
    turned = math.radians(1)
    tracker = [
        (math.cos(turned) * x + math.sin(turned) * y, math.cos(turned) * y - math.sin(turned) * x, z)
        for x, y, z in square
    ]
    tracker[0], tracker[2] = ((x * 1.004, y * 1.004, z) for x, y, z in (tracker[0], tracker[2]))
    found = align([Pair(str(i), t, v) for i, (t, v) in enumerate(zip(tracker, square, strict=True))])
    assert 2 * math.degrees(math.asin(found.volume_from_tracker_wxyz[3])) == pytest.approx(1.0)
    assert [p.mm for p in found.points] == pytest.approx([4, 0, 4, 0], abs=1e-6)
    assert found.residual_mm == pytest.approx(math.sqrt(8), rel=1e-6)
    assert [p.deg for p in found.points] == pytest.approx([0, 0, 0, 0], abs=1e-5)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (pairs()[:2], "2 points do not fix a space.*three"),
        (pairs(np.array([[0, 0, 0], [1, 0, 0], [2, 0.001, 0], [5, 0, 0.0]])), "in one line.*to the side"),
        (pairs(WALL / 100), "heap of .* mm.*Spread"),
        (
            [Pair(p.name, tuple(100 * v for v in p.tracker_m), p.volume_m) for p in pairs()],
            "0.01 times as far apart.*wizard",
        ),
        ([Pair(p.name, (-p.tracker_m[0], *p.tracker_m[1:]), p.volume_m) for p in pairs()], "mirror image.*wizard"),
        ([Pair("a", (math.nan, 0, 0), (0, 0, 0)), *pairs()], "no number"),
    ],
)
def test_what_cannot_be_aligned_is_refused_with_a_remedy(points, says: str) -> None:
    with pytest.raises(InputError, match=says):
        align(points)


def test_four_in_a_plane_do_not_say_who_is_wrong() -> None:
    floor = pairs(np.array([[0, 0, 0], [3, 0, 0], [3, 2, 0], [0, 2, 0.0]]))
    floor[1] = Pair("m1", tuple(np.add(floor[1].tracker_m, TURN.T @ [0, 0, 0.1])), floor[1].volume_m)
    with pytest.raises(InputError, match=r"may be the wrong one.*one more point"):
        align(floor)


def test_three_points_say_that_they_cannot_be_checked() -> None:
    assert align(pairs()[:3]).warnings == ("three points cannot show which of them is wrong; a fourth would",)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_eigenvalues_and_systems_as_numpy_has_them(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    a = rng.normal(0, 1, (n, n))
    a = a + a.T
    values, vectors = symmetric_eigen(a.tolist())
    np.testing.assert_allclose(values, np.linalg.eigvalsh(a)[::-1], atol=1e-10)
    for value, vector in zip(values, vectors, strict=True):
        np.testing.assert_allclose(a @ np.array(vector), value * np.array(vector), atol=1e-9)
    b = rng.normal(0, 1, n)
    np.testing.assert_allclose(solve(a.tolist(), b.tolist()), np.linalg.solve(a, b), rtol=1e-6, atol=1e-8)
    assert solve([[1.0, 2.0], [2.0, 4.0]], [1.0, 1.0]) is None


TIP = np.array([0.02, -0.31, 0.05])


def swung(point, rng, count=150, spread=25.0, noise=0.0003, at=0):
    samples = []
    for i in range(count):
        r = rot("x", rng.uniform(-spread, spread)) @ rot("y", rng.uniform(-spread, spread)) @ head(0, 0, 0)
        samples.append(as_sample(point - r @ TIP + rng.normal(0, noise, 3), r, at + i * 10_000_000))
    return samples


def test_a_swung_wand_gives_its_tip() -> None:
    rng = np.random.default_rng(2)
    samples = swung(np.array([1, 2, 0.5]), rng)
    samples[40] = as_sample((9, 9, 9), head(0, 0, 0), 40)
    found = pivot(samples)
    np.testing.assert_allclose(found.tip_m, TIP, atol=0.0005)
    np.testing.assert_allclose(found.point_m, (1, 2, 0.5), atol=0.0005)
    assert found.dropped == 1
    assert found.residual_mm == pytest.approx(0.3 * math.sqrt(3), rel=0.2)


def test_a_wand_turned_one_way_is_refused() -> None:
    samples = [as_sample(np.array([1, 2, 0.5]) - rot("z", a) @ TIP, rot("z", a), a) for a in range(60)]
    with pytest.raises(InputError, match=r"one direction only.*all sides"):
        pivot(samples)
    with pytest.raises(InputError, match="too few"):
        pivot(samples[:5])


def test_a_wand_session_touches_the_wall() -> None:
    """The tip rests on five markers while the wand swings; between them it travels."""
    rng = np.random.default_rng(4)
    where = (WALL[:5] - SHIFT) @ TURN
    samples, at = [], 0
    for i, point in enumerate(where):
        samples += swung(point, rng, 120, 15, 0.0004, at)
        at += 120 * 10_000_000
        for s in np.linspace(0.05, 0.95, 30):
            r = head(0, 0, 0)
            samples.append(as_sample(point + s * (where[(i + 1) % 5] - point) - r @ TIP, r, at))
            at += 10_000_000
    assert len(pauses(samples, tuple(TIP))) == 5
    markers = {f"w{i}": tuple(v) for i, v in enumerate(WALL[:5].tolist())}
    found = align(pairs_of_session(samples, markers, tuple(TIP)))
    np.testing.assert_allclose(found.volume_from_tracker_m, SHIFT, atol=0.002)
    assert found.residual_mm < 1
    with pytest.raises(InputError, match=r"rested on 5 points, not on 4"):
        pairs_of_session(samples, dict(list(markers.items())[:4]), tuple(TIP))
