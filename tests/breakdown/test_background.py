"""Extras: who fills the frame, told apart from the cast, from each other, and from those who are not there."""

from __future__ import annotations

import pytest

from .reading import break_down

_HEAD = "INT. ROOM - DAY\n\n"


def _extras(text: str, head: str = _HEAD) -> dict[str, int]:
    return {b.what: b.count for b in break_down(f"{head}{text}\n")[1][0].background}


@pytest.mark.parametrize(
    ("line", "extras"),
    [
        ("A jazz trio plays in the corner.", {"jazz trio": 3}),
        ("Three tall MOTORCYCLISTS wait at the pump.", {"motorcyclists": 3}),
        ("Twenty GOSSIPERS block the stairs.", {"gossipers": 20}),
        ("Ten EIGHT-YEAR-OLDS sit on the mat.", {"eight-year-olds": 10}),
        ("Two waiters pass. A trio of fat boatmen smokes.", {"waiters": 2, "boatmen": 3}),
        ("Fishermen, sailors and ragged women line the quay.", {"fishermen": 6, "sailors": 6, "women": 6}),
    ],
)
def test_who_fills_the_frame(line: str, extras: dict[str, int]) -> None:
    assert _extras(line) == extras


@pytest.mark.parametrize(
    "line",
    [
        "Rain SPLATTERS on the glass. Then it SHATTERS.",
        "On the telly: a stadium, ten thousand PEOPLE in red.",
        "From her bag she takes a photograph: a fat man beside a boat.",
        "A snort from the jury box.",
        "A door where a thief would go.",
        "Behind the glass two girls we can't see.",
        "He heads for the guest room and the nurse call button.",
        "Those of us in the audience know.",
        "He looks at the sniper rifle.",
    ],
)
def test_who_is_not_there(line: str) -> None:
    assert _extras(line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Three women share a bench. ANNA (30), BEA (40) and CLEO (50).",
        "The gate opens on two men.\n\nKARL (30) rides a mule. On the other, HUGO (31).",
        "TWO BAKERS stand there: OLD BAKER and YOUNG BAKER.\n\nOLD BAKER\nFlour.\n\nYOUNG BAKER\nSalt.",
        "ANNA (30) and BEA (30) turn. They are two separate women.",
        "KARL (30) sits. He's still the town's best doctor.",
        "KARL (30) is that rare thing -- the unemployed drummer.",
        "KARL (30) is a little drunk and no longer a boy.",
        "ANNA (30) sits. Anna nurses her drink. Anna guides her mother out.",
    ],
)
def test_cast_under_another_word_is_no_extra(line: str) -> None:
    assert _extras(line) == {}


def test_the_same_extras_come_once() -> None:
    assert _extras("Fifty couples waltz.\n\nThe dancers part.") == {"couples": 50}
    assert _extras("Forty SOLDIERS in coats.\n\nEarth and men go up.") == {"soldiers": 40}
    assert _extras("The usher, a small grim woman, glares.") == {"usher": 1}


def test_girls_in_capitals_are_others_than_the_cast() -> None:
    assert _extras("ANNA (30) blushes. The other GIRLS SQUEAL.") == {"girls": 6}
    assert _extras("ANNA (30) and her SISTERS look out.") == {"sisters": 6}
