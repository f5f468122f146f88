"""What the wizard does with too little, too much and contradictory evidence: it asks, it does not guess."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from setpiece.tracking._corrections import Corrections
from setpiece.tracking.model import Source, Status
from setpiece.tracking.stage import Segment, infer

from .moves import MOVES, as_sample, axes_matrix, head, head_of, performed, rot

PLAIN = Source(protocol="osc")


def segments(moves=MOVES, change=lambda p, r: (p, r), seed=1, heading=0.0, sloppy=1.0, seconds=2.0):
    rng = np.random.default_rng(seed)
    return [
        Segment(m, tuple(as_sample(*change(p, r), at=i) for i, (p, r) in enumerate(performed(m, rng, heading, sloppy, seconds))))
        for m in moves
    ]  # fmt: skip


def test_a_right_stream_stays_as_it_is() -> None:
    found = infer(segments(), PLAIN, push_m=1.1)
    assert found.source == PLAIN
    assert found.found == ("nothing deviates",)
    assert (found.repeat, found.assumed) == ((), ())


def test_former_corrections_are_replaced_and_the_rest_is_kept() -> None:
    before = Source(protocol="osc", port=9100, name="A", axes=("-x", "+y", "+z"), unit=0.01, flip_pan=True)
    found = infer(segments(), before, push_m=1.1)
    assert found.source == Source(protocol="osc", port=9100, name="A")


def test_facing_off_the_axes_keeps_a_right_stream() -> None:
    """The floor's axes need not be the wall's; alignment turns the rest."""
    assert infer(segments(heading=40.0), PLAIN, push_m=1.1).source == PLAIN


def test_four_moves_suffice_where_nothing_deviates() -> None:
    found = infer(segments(("pan_right", "tilt_up", "push_in", "raise")), PLAIN, push_m=1.1)
    assert found.source == PLAIN
    assert found.assumed == ("the sign of roll", "right and left, by the other axes")


@pytest.mark.parametrize("missing", ["pan_right", "tilt_up", "push_in", "raise"])
def test_a_missing_move_is_asked_for(missing: str) -> None:
    found = infer(segments([m for m in MOVES if m != missing]), PLAIN, push_m=1.1)
    assert found.source is None
    assert [r.move for r in found.repeat] == [missing]


def test_an_inverted_pan_without_a_roll_asks_for_the_roll() -> None:
    def inverted(p, r):
        pan, tilt, roll = head_of(r)
        return p, head(-pan, tilt, roll)

    found = infer(segments(("pan_right", "tilt_up", "push_in", "raise"), inverted), PLAIN, push_m=1.1)
    assert found.source is None
    assert [r.move for r in found.repeat] == ["truck_right", "roll_clockwise"]
    whole = infer(segments(MOVES, inverted), PLAIN, push_m=1.1)
    assert whole.source == msgspec.structs.replace(PLAIN, flip_pan=True)


def test_a_tracker_that_stands_still_is_named() -> None:
    still = [as_sample((0, 0, 1.5), head(0.01 * math.sin(i), 0, 0), i) for i in range(60)]
    moves = [Segment(m, tuple(still)) if m == "pan_right" else s for m, s in zip(MOVES, segments(), strict=True)]
    (repeat,) = infer(moves, PLAIN, push_m=1.1).repeat
    assert (repeat.move, "degrees of turn" in repeat.why) == ("pan_right", True)


def test_noise_alone_is_no_move() -> None:
    rng = np.random.default_rng(0)
    noise = tuple(as_sample(rng.normal(0, 0.02, 3), head(0, 0, 0), i) for i in range(80))
    moves = [Segment(m, noise) if m == "raise" else s for m, s in zip(MOVES, segments(), strict=True)]
    assert [r.move for r in infer(moves, PLAIN, push_m=1.1).repeat] == ["raise"]


def test_a_tape_that_fits_no_unit() -> None:
    found = infer(segments(change=lambda p, r: (p * 57.3, r)), PLAIN, push_m=1.1)
    assert found.source is None
    assert [(r.move, "fit no unit" in r.why) for r in found.repeat] == [("push_in", True)]


@pytest.mark.parametrize(
    ("unit", "says"), [(0.01, "centimetres where metres belong"), (0.001, "millimetres where metres")]
)
def test_without_a_tape_the_unit_is_a_guess_to_confirm(unit: float, says: str) -> None:
    found = infer(segments(change=lambda p, r: (p / unit, r)), PLAIN)
    assert (found.units[0].unit, found.unit_measured) == (unit, False)
    assert found.units[0].says.startswith(says)
    assert found.units[0].push_m == pytest.approx(1.1, rel=0.1)
    assert any("unit" in text for text in found.assumed)


def test_push_and_raise_along_one_line_contradict() -> None:
    moves = segments()
    moves[5] = Segment("raise", moves[3].samples)
    assert {r.move for r in infer(moves, PLAIN, push_m=1.1).repeat} == {"push_in", "raise"}


def test_a_move_half_way_between_two_axes_is_refused() -> None:
    """Pan and roll mixed to 45 degrees: the axis cannot be told."""
    mixed = tuple(as_sample((0, 0, 1.5), head(0, 0, 0) if i < 10 else rot("z", -1.4 * i) @ rot("y", 1.4 * i) @ rot("x", 90), i)
                  for i in range(40))  # fmt: skip
    moves = [Segment(m, mixed) if m == "pan_right" else s for m, s in zip(MOVES, segments(), strict=True)]
    found = infer(moves, PLAIN, push_m=1.1)
    assert found.source is None
    assert [r.move for r in found.repeat] == ["pan_right"]


def test_wild_and_lost_samples_change_nothing() -> None:
    axes = ("+y", "-z", "-x")
    turn = axes_matrix(axes)
    moves = segments(change=lambda p, r: (turn.T @ p, r))
    rng = np.random.default_rng(5)
    dirty = []
    for s in moves:
        samples = list(s.samples)
        for i in rng.choice(len(samples), 3, replace=False):
            samples[i] = as_sample(rng.normal(0, 80, 3), rot("x", rng.uniform(0, 360)) @ rot("z", 50), i)
        samples[5:5] = [
            msgspec.structs.replace(as_sample((9e3, 9e3, 9e3), head(170, 0, 0), 5), status=Status.LOST)
        ] * 20
        dirty.append(Segment(s.move, tuple(samples)))
    assert infer(dirty, PLAIN, push_m=1.1).source == infer(moves, PLAIN, push_m=1.1).source


def test_positions_without_rotations_need_the_truck() -> None:
    def placed(p, r):
        return np.array([p[1], p[0], p[2]]) * 100, None

    found = infer(segments(("push_in", "raise"), placed), PLAIN, push_m=1.1)
    assert [r.move for r in found.repeat] == ["truck_right"]
    found = infer(segments(("push_in", "raise", "truck_right"), placed), PLAIN, push_m=1.1)
    assert found.source == Source(protocol="osc", axes=("+y", "+x", "+z"), unit=0.01)


def test_rotations_without_positions() -> None:
    def looking(p, r):
        pan, tilt, roll = head_of(r)
        return None, head(pan, -tilt, roll)

    found = infer(segments(("pan_right", "tilt_up", "roll_clockwise"), looking), PLAIN)
    assert found.source == Source(protocol="osc", flip_tilt=True)


def test_the_written_lines_are_read_back(tmp_path) -> None:
    from setpiece.tracking import read_sources, source_toml

    source = Source(
        protocol="psn", axes=("-y", "+x", "+z"), rotation_axes=("+x", "+y", "+z"), unit=0.01, flip_roll=True
    )
    (tmp_path / "tracking.toml").write_text(source_toml(source), encoding="utf-8")
    assert read_sources(tmp_path / "tracking.toml") == (source,)
    Corrections(source)


@pytest.mark.parametrize("sloppy", [1.0, 2.0])
def test_a_sloppy_operator_is_never_misread(sloppy: float) -> None:
    """Each move begun facing up to 25 degrees elsewhere, and not pure: right or asked for again, never wrong."""
    right = 0
    for seed in range(24):
        rng = np.random.default_rng(seed)
        axes = tuple(np.array(["x", "y", "z"])[rng.permutation(3)])
        axes = tuple(("-" if rng.random() < 0.5 else "+") + a for a in axes)
        signs, unit = np.where(rng.random(3) < 0.5, -1.0, 1.0), float(rng.choice([1.0, 0.01, 0.0254]))
        made = []
        for move in MOVES:
            poses = performed(move, rng, float(rng.uniform(-25, 25)), sloppy)
            made.append(Segment(move, tuple(
                as_sample(axes_matrix(axes).T @ p / unit, head(*(np.array(head_of(r)) * signs)), i)
                for i, (p, r) in enumerate(poses)
            )))  # fmt: skip
        source = infer(made, PLAIN, push_m=1.1).source
        if source is not None:
            assert (source.axes, source.unit) == (axes, pytest.approx(unit))
            assert (source.flip_pan, source.flip_tilt, source.flip_roll) == tuple(bool(s < 0) for s in signs)
            right += 1
    assert right >= (24 if sloppy == 1.0 else 22)
