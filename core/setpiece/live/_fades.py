"""How a value gets from one to another: the curve over time, and the space in which the way is straight.

| space | of | straight in |
|---|---|---|
| stops | lm, lx, cd/m2 | log2; dark is 12 stops below the other end, and exactly 0 at its end |
| mired | K | 1e6 / K |
| colour | colours | mired where both ends are colour temperatures, else OKLab |
| sun | the sun's place | hour angle and declination: the time of day |
| turn | rotations | the arc (slerp) |
| switch | visibility | the amount of a dissolve, 0 to 1; visible while it is above 0 |
| plain | the rest: metres, mm, EV100 | the number itself (EV100 is in stops already) |
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, cast

from ..geometry import slerp
from ..scene import PropertyInfo
from ..scene.model import Rgb
from ._colour import black_body_rgb, from_oklab, mix_kelvin, oklab
from ._sun import mix_sun
from .model import CurveName, Place

Value = float | tuple[float, ...]
"""Inside, a switch is 0.0 or 1.0 (or between, in a dissolve), and everything else floats."""
Space = Literal["stops", "mired", "colour", "sun", "turn", "switch", "plain"]
DARK_STOPS = 12.0

_CURVES: dict[CurveName, Callable[[float], float]] = {
    "linear": lambda t: t,
    "ease": lambda t: t * t * (3.0 - 2.0 * t),
    "ease-in": lambda t: t * t,
    "ease-out": lambda t: t * (2.0 - t),
    "s-curve": lambda t: t * t * t * (t * (6.0 * t - 15.0) + 10.0),
    "snap": lambda _: 1.0,
}


def eased(curve: CurveName, t: float) -> float:
    """Share of the way at share ``t`` of the time, both in [0, 1]; every curve ends at 1."""
    return _CURVES[curve](min(max(t, 0.0), 1.0))


def space_of(info: PropertyInfo) -> Space:
    """In which space a property of the table fades."""
    if info.type == "bool":
        return "switch"
    if info.type == "quat":
        return "turn"
    if info.type == "color":
        return "colour"
    if info.unit in {"lm", "lx", "cd/m2"}:
        return "stops"
    return "mired" if info.unit == "K" else "plain"


def mix_stops(a: float, b: float, t: float) -> float:
    """Between two intensities, even in stops. Where one is 0 it counts as 12 stops below the other."""
    if t <= 0.0 or a == b:
        return a
    if t >= 1.0:
        return b
    floor = max(a, b) * 2.0**-DARK_STOPS
    low, high = math.log2(max(a, floor)), math.log2(max(b, floor))
    return 2.0 ** (low + (high - low) * t)


def _mix_colour(a: Value, b: Value, t: float, kelvins: tuple[float, float] | None) -> Value:
    if kelvins is not None:
        return black_body_rgb(mix_kelvin(kelvins[0], kelvins[1], t))
    one, other = oklab(cast("Rgb", a)), oklab(cast("Rgb", b))
    return from_oklab(cast("Rgb", _straight(one, other, t)))


def _straight(a: tuple[float, ...], b: tuple[float, ...], t: float) -> tuple[float, ...]:
    return tuple(p + (q - p) * t for p, q in zip(a, b, strict=True))


def mix(
    space: Space, a: Value, b: Value, t: float, place: Place, kelvins: tuple[float, float] | None = None
) -> Value:
    """The value at share ``t`` of the way; ``a`` and ``b`` themselves at its ends.

    Args:
        kelvins: The colour temperatures of both ends, where both are such.
    """
    if t <= 0.0 or a == b:
        return a
    if t >= 1.0:
        return b
    if isinstance(a, tuple) and isinstance(b, tuple):
        if space == "turn":
            return slerp((a[0], a[1], a[2], a[3]), (b[0], b[1], b[2], b[3]), t)
        if space == "colour":
            return _mix_colour(a, b, t, kelvins)
        if space == "sun":
            return mix_sun((a[0], a[1]), (b[0], b[1]), t, place)
        return _straight(a, b, t)
    one, other = cast("float", a), cast("float", b)
    if space == "stops":
        return mix_stops(one, other, t)
    return mix_kelvin(one, other, t) if space == "mired" else one + (other - one) * t
