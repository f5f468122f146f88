"""The measures of a person: what height, sex and age make of a body.

Levels are shares of standing height after the eight-head canon of figure drawing, relaxed to
7.5 heads for adults (A. Loomis, "Figure Drawing for All It's Worth", 1943); children's head
ratios follow the same book's table.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import stream

_HEADS = ((0, 4.0), (1, 4.2), (3, 5.0), (6, 5.7), (9, 6.2), (12, 6.7), (15, 7.1), (18, 7.5))
"""Age in years -> heads of height."""
_GROWTH = ((0, 0.6), (1, 0.76), (3, 0.96), (6, 1.16), (9, 1.33), (12, 1.49), (15, 1.66), (18, 1.71))
"""Age in years -> metres, mean of girls and boys."""
ADULT = 18
OLD = 62


@dataclass(frozen=True)
class Build:
    """Measures in metres; ``wide`` is 1 for a medium build."""

    height: float
    head: float
    """From chin to the top, hair included."""
    female: bool
    age: int
    wide: float
    hair: str
    """short, side (a parting), crop, bob, long, wavy, bun, tail, fringe (a bald crown), curly or afro."""
    top: str
    """jacket, shirt or tee."""
    beard: bool

    @property
    def unit(self) -> float:
        """What body shares are multiplied with; equals the height for adults."""
        return (self.height - self.head) * 7.5 / 6.5


def _between(table: tuple[tuple[int, float], ...], age: float) -> float:
    for (a0, v0), (a1, v1) in zip(table, table[1:], strict=False):
        if age <= a1:
            return v0 + (v1 - v0) * (age - a0) / (a1 - a0)
    return table[-1][1]


def build_of(who: str, female: bool | None, age: int | None) -> Build:
    """The body of the person named by the stable id ``who``.

    Args:
        who: A cast id, or a background extra's node id; individual variation comes from it.
        female: None lets the id decide.
        age: Years; None is an adult of no stated age.
    """
    rng = stream(who, "build")
    draws = [float(rng.random()) for _ in range(8)]
    woman = female if female is not None else draws[0] < 0.5
    years = min(max(age, 1), 99) if age is not None else 24 + int(draws[1] * 26)
    if years < ADULT:
        height = _between(_GROWTH, years) * (0.97 + 0.06 * draws[2])
    else:
        height = (1.66 if woman else 1.78) + 0.10 * (draws[2] - 0.5) - (0.03 if years >= OLD else 0.0)
    height = round(height, 2)
    cuts = _cuts(woman, years)
    tops = ("shirt", "tee", "jacket") if years >= ADULT else ("tee", "tee", "shirt")
    return Build(
        height=height,
        head=round(height / _between(_HEADS, years), 3),
        female=woman,
        age=years,
        wide=round(0.95 + 0.12 * draws[3], 2),
        hair=cuts[int(draws[4] * len(cuts))],
        top=tops[int(draws[5] * len(tops))],
        beard=not woman and years >= 24 and draws[6] < 0.25,
    )


def _cuts(woman: bool, years: int) -> tuple[str, ...]:
    if woman:
        young = ("long", "bob", "tail", "bun", "wavy", "curly", "long", "side")
        return ("bob", "bun", "curly") if years >= OLD else young
    if years >= OLD:
        return ("fringe", "crop", "fringe")
    return ("short", "crop", "side", "curly", "afro", "fringe", "side") if years >= ADULT else ("short", "crop", "side")
