"""An adjective in the slugline changes the room one sees, and it stays a room one can work in."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.sets import oracle

from setpiece.scene.ids import IdSlice
from setpiece.sets import SetResult, check_set, generate
from setpiece.sets._interior_recipe import recipes
from setpiece.sets.model import SetSpec

WORDS = ("abandoned", "cramped", "creepy", "dark", "derelict", "huge", "luxurious", "messy", "tiny")


def made(variant: str, *condition: str, scene: str = "s1") -> SetResult:
    return generate(SetSpec(recipes()[variant].kind, variant, variant, True, False, 3, 1, condition=condition), scene, IdSlice())


def area(result: SetResult) -> float:
    x, y = result.plan.floor[2]
    return 4 * x * y


def nouns(result: SetResult) -> Counter[str]:
    return Counter(n.kind for n in result.fragment.nodes)


@pytest.mark.parametrize("word", WORDS)
def test_every_room_stays_valid(word: str) -> None:
    for k, variant in enumerate(sorted(recipes())[WORDS.index(word) % 5 :: 5]):
        result = made(variant, word, scene=f"c{k}")
        report = check_set(result.plan)
        assert report.ok, f"{word} {variant}: {report}"
        assert result.plan.condition == (word,)


@pytest.mark.parametrize("word", WORDS)
def test_nothing_new_floats_or_overlaps(word: str) -> None:
    for variant in ("living",):
        things = oracle.things(made(variant, word).fragment)
        assert oracle.collisions(things) == set()
        assert oracle.floating(things) == []


@pytest.mark.parametrize("variant", ["living", "kitchen", "office", "bar", "bedroom"])
def test_words_change_what_one_sees(variant: str) -> None:
    plain = made(variant)
    tiny, huge = made(variant, "tiny"), made(variant, "huge")
    assert area(tiny) < 0.85 * area(plain)
    assert area(huge) > 1.4 * area(plain)
    assert huge.plan.ceiling_m > plain.plan.ceiling_m + 0.4
    assert min(tiny.plan.floor[2]) >= 2.1
    messy, lost, rich = nouns(made(variant, "messy")), nouns(made(variant, "abandoned")), nouns(made(variant, "luxurious"))
    assert messy["litter"] + messy["laundry"] >= 3
    assert lost["rubble"] + lost["litter"] + lost["dust sheet"] >= 3
    assert not lost["plant"]
    assert rich["painting"] > nouns(plain)["painting"]
    walls = [{m for n in r.fragment.nodes if n.kind == "wall" for m in n.payload.materials}  # type: ignore[union-attr]
             for r in (plain, made(variant, "abandoned"), made(variant, "dark"))]  # fmt: skip
    assert walls[0] != walls[1] != walls[2]
    assert any(m.startswith("look.aged") for m in walls[1])


def test_a_tiny_living_room_still_has_its_sofa() -> None:
    for scene in ("s1", "s2", "s3"):
        assert nouns(made("living", "tiny", scene=scene))["sofa"]


def test_boards_are_nailed_over_abandoned_windows() -> None:
    def planks(result: SetResult) -> int:
        window = next(n.id for n in result.fragment.nodes if n.kind == "window")
        return sum(s.node == window for s in result.plan.solids)

    assert planks(made("office", "abandoned")) == planks(made("office")) + 3


def test_nobody_parks_in_an_abandoned_street() -> None:
    def street(*condition: str) -> Counter[str]:
        return Counter(n.name.rsplit(" ", 1)[0] for n in generate(
            SetSpec("street", "main", "street", False, False, 2, 0, condition=condition), "s1", IdSlice()).fragment.nodes)  # fmt: skip

    assert street()["Parked car"] > 6
    assert not street("abandoned")["Parked car"]
    assert street("derelict")["Rubble"] >= 3
