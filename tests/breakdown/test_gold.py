"""Precision and recall on scenes written with their sheets, and the traps each by itself."""

from __future__ import annotations

from collections import Counter

import pytest

from .gold import SCENES, Gold
from .reading import break_down, names

LEAST_PRECISION, LEAST_RECALL = 0.93, 0.93


def _pairs(gold: Gold) -> dict[str, tuple[set[str], set[str]]]:
    """Category -> (found, wanted)."""
    _, (sheet,) = break_down(gold.text)
    out = {
        "speaking": ({c.name for c in sheet.cast if c.speaking and not c.heard_only}, set(gold.speaking)),
        "silent": ({c.name for c in sheet.cast if not c.speaking}, set(gold.silent)),
        "heard_only": ({c.name for c in sheet.cast if c.heard_only}, set(gold.heard_only)),
        "background": ({b.what for b in sheet.background}, set(gold.background)),
        "flags": (set(sheet.flags), set(gold.flags)),
    }
    return out | {k: (names(sheet, k), set(want)) for k, want in gold.elements.items()}


def test_precision_and_recall_by_category() -> None:
    hit: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for gold in SCENES:
        for key, (found, want) in _pairs(gold).items():
            hit[key] += len(found & want)
            extra[key] += len(found - want)
            missed[key] += len(want - found)
    for key in hit:
        if hit[key] + missed[key] >= 5:
            assert hit[key] / (hit[key] + extra[key]) >= LEAST_PRECISION, key
            assert hit[key] / (hit[key] + missed[key]) >= LEAST_RECALL, key
    total = sum(hit.values())
    assert total >= 100
    assert total / (total + sum(extra.values())) >= 0.97
    assert total / (total + sum(missed.values())) >= 0.97


@pytest.mark.parametrize("gold", SCENES, ids=lambda g: g.name)
def test_hours_and_counts(gold: Gold) -> None:
    _, (sheet,) = break_down(gold.text)
    assert sheet.time_of_day == gold.time_of_day
    for b in sheet.background:
        if b.what in gold.background:
            assert b.count == gold.background[b.what]
    counted = {u.name: u.count for uses in sheet.elements.values() for u in uses}
    assert {n: counted[n] for n in gold.counts} == gold.counts


def _sheet(action: str, heading: str = "INT. ROOM - DAY"):
    return break_down(f"{heading}\n\n{action}\n")[1][0]


@pytest.mark.parametrize(
    ("action", "thing"),
    [
        ("A dog barks in the distance.", "dog"),
        ("She hears a horse outside.", "horse"),
        ("The sound of a car on the gravel.", "car"),
        ("Somewhere an owl hoots.", "owl"),
        ("A distant train whistles.", "train"),
    ],
)
def test_heard_not_seen(action: str, thing: str) -> None:
    sheet = _sheet(f"ANNA (30) sits at a desk. {action}")
    assert thing not in names(sheet, "animals") | names(sheet, "vehicles")
    assert any(thing in n for n in names(sheet, "sound"))
    assert not {"ANIMAL", "VEHICLE"} & set(sheet.flags)


def test_what_is_heard_and_seen_is_seen() -> None:
    sheet = _sheet("A dog barks in the distance. Then the dog trots in and licks her hand.")
    assert "dog" in names(sheet, "animals")


@pytest.mark.parametrize(
    "action",
    [
        "He eats like a horse.",
        "It is as big as a truck.",
        "She runs as if a tiger were behind her.",
        "There is no gun in the house.",
        "He doesn't have a knife.",
        "Without a car they are lost.",
        "They walk down Dog Street to the White Horse Tavern.",
        "He guns it and trains his eyes on the road.",
        "She ducks, bears the weight, and watches.",
        "They meet outside the gun shop, near the bus stop and the coffee shop.",
        "A photo of a lion hangs crooked.",
        "He dreams of a boat.",
        'A sign reads "Beware of the dog".',
        "She pours herself a hot dog-shaped apology.",
    ],
)
def test_no_invention(action: str) -> None:
    sheet = _sheet(action)
    for category in ("animals", "vehicles"):
        assert not names(sheet, category)
    assert "WEAPON" not in sheet.flags


def test_dialogue_alone_puts_nothing_on_the_sheet() -> None:
    _, (sheet,) = break_down(
        "INT. ROOM - DAY\n\nANNA\nI bought a horse, a rifle, three candles and a tank.\n\nBOB\nLike a dog with a knife.\n"
    )
    assert sheet.elements == {}
    assert sheet.flags == ()
    assert sheet.background == ()


def test_capitals_alone_are_no_thing_and_no_person() -> None:
    cast, (sheet,) = break_down("EXT. ROAD - DAY\n\nA HUGE ROAR. Then SUDDENLY the WORLD goes WHITE.\n")
    assert cast == ()
    assert sheet.cast == ()


def test_a_noun_beside_its_verb_twin() -> None:
    sheet = _sheet("He strikes a match and lights a candle. A plant wilts in its pot. The old fan turns.")
    assert {"match", "candle"} <= names(sheet, "props")
    assert "plant" in names(sheet, "greenery")
    assert "fan" in names(sheet, "set_dressing")
    other = _sheet("The fans of both teams match each other. He plants a kiss on her cheek.", "EXT. STADIUM - DAY")
    assert not names(other, "props") | names(other, "greenery") | names(other, "set_dressing")
    assert "INTIMACY" not in other.flags


def test_toys_are_props_without_a_flag() -> None:
    sheet = _sheet("A toy pistol and a stuffed bear cub lie beside a toy truck.")
    assert names(sheet, "props") >= {"toy pistol", "stuffed bear cub", "toy truck"}
    assert not {"WEAPON", "ANIMAL", "VEHICLE"} & set(sheet.flags)


def test_uses_say_where() -> None:
    _, (sheet,) = break_down(
        "INT. ROOM - DAY\n\nNothing here.\n\nTHREE LANTERNS hang over\na wooden chest, its lid open.\n"
    )
    (use,) = [u for u in sheet.elements["props"] if u.name == "lantern"]
    assert (use.line, use.count, use.explicit) == (4, 3, True)
    assert "LANTERNS" in use.quote
    (chest,) = [u for u in sheet.elements["set_dressing"] if u.name == "chest"]
    assert chest.count == 1
    assert 0.0 < chest.confidence < use.confidence <= 1.0
