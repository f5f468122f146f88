"""Which unit a sender writes where its protocol asks for another."""

from __future__ import annotations

import math

import msgspec

_SIZES = {"metres": 1.0, "centimetres": 0.01, "millimetres": 0.001, "inches": 0.0254, "feet": 0.3048}
_MEASURED = math.log(1.25)
"""A tape and an operator's feet are right to a quarter; two units differ by 2.5 at least."""
_PLAUSIBLE_M = (0.25, 4.0)
USUAL_PUSH_M = 1.0


class UnitGuess(msgspec.Struct, frozen=True):
    """One reading of the sender's numbers.

    Attributes:
        unit: Metres in what the protocol's decoder calls one metre.
        says: For people.
        push_m: How long the push was in this reading.
    """

    unit: float
    says: str
    push_m: float


def _known() -> tuple[tuple[float, str], ...]:
    """Every unit in place of metres, and in place of millimetres (FreeD's own)."""
    found: dict[float, str] = {}
    for native in ("metres", "millimetres"):
        for name, size in _SIZES.items():
            unit = float(f"{size / _SIZES[native]:.6g}")
            if name == native:
                found.setdefault(unit, "the protocol's own unit")
            else:
                found.setdefault(unit, f"{name} where {native} belong")
    found[0.1] = "millimetres where centimetres belong"
    return tuple(sorted(found.items()))


def unit_guesses(push: float, push_m: float | None) -> tuple[UnitGuess, ...]:
    """What one push of ``push`` source units may mean, the likeliest first.

    Args:
        push: Length in the source's numbers.
        push_m: What a tape said; None judges by what a person would call a push.

    Returns:
        With a tape one guess or none; without, all that give a push of 0.25 to 4 m.
    """
    if push <= 0:
        return ()
    guesses = [UnitGuess(unit, says, push * unit) for unit, says in _known()]
    aim = push_m or USUAL_PUSH_M
    guesses.sort(key=lambda g: abs(math.log(g.push_m / aim)))
    if push_m is not None:
        return tuple(g for g in guesses[:1] if abs(math.log(g.push_m / push_m)) <= _MEASURED)
    low, high = _PLAUSIBLE_M
    return tuple(g for g in guesses if low <= g.push_m <= high)
