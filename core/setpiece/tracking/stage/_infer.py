"""The wizard's judgement: from a few guided moves to the corrections of a source, or to what must be repeated.

Every signed permutation of the axes and every choice of flips is tried on what the moves did; a reading
stands when every move goes where it was asked to, within a tolerance that forgives an operator and never
an axis. Where the evidence leaves two readings, nothing is guessed: the move that tells them apart is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import permutations, product

import msgspec

from ...geometry import Quat, Vec3, quat_multiply, quat_rotate
from .._angles import head_from_rotation, rotation_from_head
from .._corrections import Corrections, is_mirrored, picked_axes, turn_of
from ..model import Source
from ._moves import TRAVELS, TURNS, Move, Segment, Travel, travel_of, turn_between
from ._turns import IDENTITY, SIGNS, angle_of, axes_of_turn, inverse, nearest_turn, same_turn, unit_vector
from ._units import UnitGuess, unit_guesses

LEAST_TURN_RAD = math.radians(8)
WORST_RAD = math.radians(35)
"""How far a move may stray from what was asked; halfway to the next axis is 45 degrees."""
_GAUGE_RAD = math.radians(50)
_LOOSE_RAD = math.radians(50)
_SIGNAL = 6.0
_LEAST_SHARE = 0.1
_NEAT_RAD = math.radians(20)
_UP: Vec3 = (0.0, 0.0, 1.0)
_FORWARD: Vec3 = (0.0, 1.0, 0.0)


class Repeat(msgspec.Struct, frozen=True):
    """A move that must be made (again), and why."""

    move: Move
    why: str


class Inference(msgspec.Struct, frozen=True):
    """What the moves say.

    Attributes:
        source: The source with its corrections; None while something must be repeated.
        camera_from_body_wxyz: How the camera is turned in the tracked body, for ``[tracking]``; None: not at all.
        found: What was found, for people.
        assumed: What no move has checked.
        repeat: What must be made again before anything is written.
        confidence: 1: every move exact; 0: the worst one lies halfway to being read as another.
        units: Readings of the unit, the likeliest first; without a measured push it needs somebody's yes.
        unit_measured: The unit comes from a measured push.
    """

    source: Source | None
    camera_from_body_wxyz: Quat | None = None
    found: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    repeat: tuple[Repeat, ...] = ()
    confidence: float = 0.0
    units: tuple[UnitGuess, ...] = ()
    unit_measured: bool = False


class _Reading(msgspec.Struct, frozen=True):
    """One way to understand the moves: how far the worst of them strays, and how much it would correct."""

    axes: tuple[str, str, str]
    turn: Quat | None
    signs: tuple[float, float, float]
    body: Quat | None
    errors: Mapping[Move, float]
    corrections: float

    @property
    def score(self) -> float:
        return sum(1 - math.cos(e) for e in self.errors.values()) + 0.05 * self.corrections


def infer(segments: Sequence[Segment], base: Source, push_m: float | None = None) -> Inference:
    """The corrections that make every move what it was asked to be.

    Args:
        segments: Guided moves of one subject; of a move made twice the last counts. Before each, the camera is
            level and faces the wall (our +Y); it need not have come back exactly.
        base: The source; corrections it already has are replaced.
        push_m: Length of the push by tape; None: the unit is a guess for somebody to confirm.
    """
    travels: dict[Move, Travel] = {s.move: travel_of(s.samples) for s in segments}
    placed = any(t.displacement is not None for t in travels.values())
    turning = any(t.start is not None for t in travels.values())
    repeat = _missing(travels, placed, turning)
    if repeat:
        return Inference(None, repeat=tuple(repeat))
    readings = _readings(travels, placed, turning)
    if not readings:
        return Inference(None, repeat=tuple(_astray(travels, placed)))
    best = min(readings, key=lambda r: (round(r.score, 6), r.axes))
    move, worst = max(best.errors.items(), key=lambda item: item[1])
    confidence = max(0.0, 1 - worst / math.radians(45))
    if worst > WORST_RAD:
        why = f"it strayed {math.degrees(worst):.0f} degrees from what fits the other moves"
        return Inference(None, repeat=(Repeat(move, why),), confidence=confidence)
    repeat = _undecided(best, travels, placed, turning)
    units = _units(travels, push_m) if placed else ()
    if placed and push_m is not None and not units:
        push = math.hypot(*(travels["push_in"].displacement or ()))
        why = f"{push_m:g} m measured and {push:.4g} heard fit no unit; measure again"
        repeat.append(Repeat("push_in", why))
    return _result(base, best, travels, repeat, confidence, units, push_m is not None)


def _missing(travels: Mapping[Move, Travel], placed: bool, turning: bool) -> list[Repeat]:
    """Moves that were not made, or in which nothing moved."""
    if not placed and not turning:
        return [Repeat("pan_right", "no position and no rotation came; is this the subject?")]
    needed: list[Move] = []
    if turning:
        needed.extend(("pan_right", "tilt_up"))
    if placed:
        needed.extend(("push_in", "raise"))
    if placed and not turning:
        needed.append("truck_right")
    repeat = [Repeat(move, "it has not been made") for move in needed if move not in travels]
    longest = max((math.hypot(*(travels[m].displacement or (0.0,))) for m in TRAVELS if m in travels), default=0.0)
    for move, travel in travels.items():
        if move in TURNS and turning:
            if travel.start is None or travel.turned_rad < max(LEAST_TURN_RAD, _SIGNAL * travel.shake_rad):
                repeat.append(Repeat(move, f"only {math.degrees(travel.turned_rad):.1f} degrees of turn were heard"))
        elif move in TRAVELS and placed:
            far = math.hypot(*(travel.displacement or (0.0,)))
            if far < max(_SIGNAL * travel.sway, _LEAST_SHARE * longest, 1e-9):
                repeat.append(Repeat(move, f"a way of {far:.3g} is too short beside a sway of {travel.sway:.2g}"))
    return repeat


class _Fit(msgspec.Struct, frozen=True):
    """Axes under which raising goes up and pushing about forward.

    Attributes:
        heading: Where the push went, level.
        truck: Where the truck went; None where there is none.
        errors: Of the moves that go somewhere; the truck's as if made facing where the push was made.
    """

    axes: tuple[str, str, str]
    heading: Vec3
    truck: Vec3 | None
    errors: dict[Move, float]


def _readings(travels: Mapping[Move, Travel], placed: bool, turning: bool) -> list[_Reading]:
    """Every reading that is not plainly wrong; camera on the body's own axes first, any mount after."""
    fits = _axes_that_fit(travels) if placed else [_Fit(("+x", "+y", "+z"), _FORWARD, None, {})]
    if not turning:
        return [_Reading(f.axes, None, (1.0, 1.0, 1.0), None, f.errors, _count(f.axes)) for f in fits]
    found = [r for f in fits for s in SIGNS if (r := _on_axis(travels, f, s)) is not None]
    good = [r for r in found if max(r.errors.values()) <= WORST_RAD]
    if good:
        return good
    mounted = [_mounted(travels, f) for f in fits] if placed else []
    return [r for r in mounted if max(r.errors.values()) <= WORST_RAD] or found or mounted


def _axes_that_fit(travels: Mapping[Move, Travel]) -> list[_Fit]:
    """The few of the 48 sets of axes that can be."""
    fits: list[_Fit] = []
    for order, signs in product(permutations("xyz"), product("+-", repeat=3)):
        a, b, c = (sign + axis for sign, axis in zip(signs, order, strict=True))
        place = Corrections(Source(protocol="osc", axes=(a, b, c))).position
        gone = {m: place(d) for m, t in travels.items() if m in TRAVELS and (d := t.displacement) is not None}
        heading = unit_vector((gone["push_in"][0], gone["push_in"][1], 0.0))
        if heading is None or angle_of(heading, _FORWARD) > _GAUGE_RAD:
            continue
        errors: dict[Move, float] = {"raise": angle_of(gone["raise"], _UP)}
        errors["push_in"] = angle_of(gone["push_in"], heading)
        if "truck_right" in gone:
            errors["truck_right"] = angle_of(gone["truck_right"], _right_of(heading))
        loose = max(errors["raise"], errors["push_in"], errors.get("truck_right", 0.0) - _LOOSE_RAD)
        if loose <= _LOOSE_RAD:
            fits.append(_Fit((a, b, c), heading, gone.get("truck_right"), errors))
    return fits


def _on_axis(travels: Mapping[Move, Travel], fit: _Fit, signs: tuple[float, float, float]) -> _Reading | None:
    """The body looks where the camera looks: the level pose at rest fixes the turn, the moves judge the signs."""
    aimed = _flipped(_level(fit.heading), signs)
    turn, astray = nearest_turn(quat_multiply(aimed, inverse(_rest(travels))))
    if astray > _LOOSE_RAD:
        return None
    errors = _all_errors(travels, fit, turn, signs, IDENTITY)
    # Where it pushes and where it looks are two witnesses of the same heading.
    if "push_in" in errors:
        errors["push_in"] = max(errors["push_in"], astray)
    extra = _count(fit.axes) + sum(s < 0 for s in signs) + (not same_turn(turn, turn_of(picked_axes(fit.axes, "axes"))))
    return _Reading(fit.axes, turn, signs, None, errors, extra + _off_gauge(fit.heading))


def _mounted(travels: Mapping[Move, Travel], fit: _Fit) -> _Reading:
    """The body sits on the camera in any way: rotations turn as the axes do, a mirror turning pan and roll over."""
    axes = fit.axes
    mirrored = is_mirrored(picked_axes(axes, "axes"))
    signs = (-1.0, 1.0, -1.0) if mirrored else (1.0, 1.0, 1.0)
    turn = turn_of(picked_axes((_over(axes[0]), axes[1], axes[2]) if mirrored else axes, "axes")) or IDENTITY
    body = quat_multiply(inverse(_look(_rest(travels), turn, signs)), _level(fit.heading))
    neat, astray = nearest_turn(body)
    body = neat if astray <= _NEAT_RAD else body
    errors = _all_errors(travels, fit, turn, signs, body)
    return _Reading(axes, turn, signs, body, errors, _count(axes) + _off_gauge(fit.heading))


def _all_errors(
    travels: Mapping[Move, Travel], fit: _Fit, turn: Quat, signs: tuple[float, float, float], body: Quat
) -> dict[Move, float]:
    """Every move's error; a truck is judged by where the camera looked when it began."""
    errors: dict[Move, float] = {**fit.errors, **_turn_errors(travels, turn, signs, body)}
    truck = travels.get("truck_right")
    if fit.truck is not None and truck is not None and truck.start is not None:
        before, now = (_look(q, turn, signs) for q in (_rest(travels), truck.start))
        panned = quat_multiply(now, inverse(before))
        x, y, _ = quat_rotate(panned, fit.heading)
        errors["truck_right"] = angle_of(fit.truck, _right_of((x, y, 0.0)))
    return errors


def _right_of(heading: Vec3) -> Vec3:
    return (heading[1], -heading[0], 0.0)


def _rest(travels: Mapping[Move, Travel]) -> Quat:
    """The rotation before the push, where the heading is known; before the pan where nothing pushes."""
    for move in ("push_in", "raise", "pan_right"):
        if (t := travels.get(move)) is not None and t.start is not None:
            return t.start
    return IDENTITY


def _look(q: Quat, turn: Quat, signs: tuple[float, float, float]) -> Quat:
    return _flipped(quat_multiply(turn, q), signs)


def _turn_errors(
    travels: Mapping[Move, Travel], turn: Quat, signs: tuple[float, float, float], body: Quat
) -> dict[Move, float]:
    """Each turn's error; ``body`` is how the camera is turned in what is tracked."""
    errors: dict[Move, float] = {}
    for move in TURNS:
        if (t := travels.get(move)) is not None and t.start is not None and t.end is not None:
            start, end = _look(t.start, turn, signs), _look(t.end, turn, signs)
            errors[move] = _turn_error(move, start, end, quat_multiply(start, body))
    return errors


def _flipped(q: Quat, signs: tuple[float, float, float]) -> Quat:
    if min(signs) > 0:
        return q
    pan, tilt, roll = head_from_rotation(q)
    return rotation_from_head(pan * signs[0], tilt * signs[1], roll * signs[2])


def _turn_error(move: Move, start: Quat, end: Quat, camera: Quat) -> float:
    """How far the axis of a turn lies from the one that was asked for; ``camera`` is the pose at its start."""
    asked: Vec3 = (0.0, 0.0, -1.0)
    if move == "tilt_up":
        asked = quat_rotate(camera, (1.0, 0.0, 0.0))
    elif move == "roll_clockwise":
        asked = quat_rotate(camera, (0.0, 0.0, -1.0))
    return angle_of(turn_between(start, end), asked)


def _undecided(best: _Reading, travels: Mapping[Move, Travel], placed: bool, turning: bool) -> list[Repeat]:
    """Moves without which a sign would be a guess."""
    picked = picked_axes(best.axes, "axes")
    own = same_turn(best.turn or IDENTITY, turn_of(picked)) and not is_mirrored(picked)
    flipped = min(best.signs) < 0
    repeat: list[Repeat] = []
    if placed and "truck_right" not in travels and turning and not (own and not flipped):
        repeat.append(Repeat("truck_right", "angles and axes disagree, so only this tells right from left"))
    if turning and "roll_clockwise" not in travels and (flipped or not own):
        repeat.append(Repeat("roll_clockwise", "another sign or axis differs, so the roll's cannot be assumed"))
    return repeat


def _astray(travels: Mapping[Move, Travel], placed: bool) -> list[Repeat]:
    """Nothing fits at all: the moves that contradict each other."""
    if placed:
        push, up = travels["push_in"].displacement, travels["raise"].displacement
        if push and up and abs(angle_of(push, up) - math.pi / 2) > math.radians(30):
            between = math.degrees(angle_of(push, up))
            return [Repeat(m, f"push and raise are {between:.0f} degrees apart, not 90") for m in ("push_in", "raise")]
        return [Repeat("raise", "it goes along no axis of the tracker; is the tracker's floor level?")]
    return [Repeat("pan_right", "the turns fit no set of axes"), Repeat("tilt_up", "the turns fit no set of axes")]


def _units(travels: Mapping[Move, Travel], push_m: float | None) -> tuple[UnitGuess, ...]:
    return unit_guesses(math.hypot(*(travels["push_in"].displacement or (0.0,))), push_m)


def _result(
    base: Source,
    best: _Reading,
    travels: Mapping[Move, Travel],
    repeat: Sequence[Repeat],
    confidence: float,
    units: tuple[UnitGuess, ...],
    measured: bool,
) -> Inference:
    turn = best.turn if best.turn is not None else IDENTITY
    turns = best.turn is not None and not same_turn(turn, turn_of(picked_axes(best.axes, "axes")))
    source = msgspec.structs.replace(
        base,
        axes=best.axes,
        rotation_axes=axes_of_turn(turn) if turns else None,
        unit=units[0].unit if units else 1.0,
        flip_pan=best.signs[0] < 0,
        flip_tilt=best.signs[1] < 0,
        flip_roll=best.signs[2] < 0,
    )
    body = best.body if best.body is not None and not same_turn(best.body, None) else None
    found, assumed = _words(source, body, travels, units, measured)
    return Inference(
        None if repeat else source, body, found, assumed, tuple(repeat), confidence, units, measured and bool(units)
    )


def _words(
    source: Source, body: Quat | None, travels: Mapping[Move, Travel], units: Sequence[UnitGuess], measured: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found: list[str] = []
    if source.axes != ("+x", "+y", "+z"):
        kind = "mirrored axes" if is_mirrored(picked_axes(source.axes, "axes")) else "axes"
        found.append(f"{kind}: our x, y, z are its {', '.join(source.axes)}")
    if source.rotation_axes is not None:
        found.append(f"looking directions turn by {', '.join(source.rotation_axes)}")
    found += [f"{name} counts the other way" for name, flip in
              (("pan", source.flip_pan), ("tilt", source.flip_tilt), ("roll", source.flip_roll)) if flip]  # fmt: skip
    if units and units[0].unit != 1.0:
        found.append(f"{units[0].says} (unit {units[0].unit:g})")
    if body is not None:
        found.append("the tracked body is not turned like the camera (camera_from_body)")
    assumed: list[str] = []
    if units and not measured:
        assumed.append(f"the unit, by a push taken as {units[0].push_m:.2f} m")
    if "roll_clockwise" not in travels and any(t.start for t in travels.values()):
        assumed.append("the sign of roll")
    if "truck_right" not in travels and units:
        assumed.append("right and left, by the other axes")
    return tuple(found) or ("nothing deviates",), tuple(assumed)


def _over(axis: str) -> str:
    return ("-" if axis[0] == "+" else "+") + axis[1:]


def _count(axes: tuple[str, str, str]) -> float:
    """How many axes are not already ours."""
    return float(sum(a != b for a, b in zip(axes, ("+x", "+y", "+z"), strict=True)))


def _off_gauge(heading: Vec3) -> float:
    """Facing the wall is +Y; between two that serve equally, the nearer one, but never against a simpler one."""
    return angle_of(heading, _FORWARD)


def _level(heading: Vec3) -> Quat:
    return rotation_from_head(math.atan2(-heading[0], heading[1]), 0.0, 0.0)
