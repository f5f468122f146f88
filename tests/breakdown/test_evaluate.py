"""The judge of breakdowns, judged: each kind of disagreement is planted and must be counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from setpiece.errors import FormatError, InputError
from setpiece.scene.model import FrameRate
from setpiece.script import read_screenplay
from setpiece.script.breakdown import (
    GoldElement,
    GoldScene,
    GoldSource,
    break_down_scene,
    evaluate,
    evaluation_rows,
    find_cast,
    gold_of,
    read_gold,
    scene_of,
    text_hash,
)
from setpiece.script.model import CastMember, ElementUse, SceneBreakdown, SceneCast

TEXT = "INT. KITCHEN - DAY\n\nAnna (30) cuts bread with a bread knife. Two cups.\n\nANNA\nLate.\n"
SOURCE = GoldSource("written", "a.fountain", 1, line=1, last_line=6, text_hash=text_hash(TEXT))


def use(name: str, quote: str = "Anna (30) cuts bread") -> ElementUse:
    return ElementUse(name, explicit=True, confidence=1.0, line=1, quote=quote)


def sheet(cast: tuple[str, ...] = ("ANNA",), **elements: tuple[ElementUse, ...]) -> SceneBreakdown:
    people = tuple(SceneCast(f"c{i}", name, speaking=True) for i, name in enumerate(cast))
    return SceneBreakdown(
        "", "INT. KITCHEN - DAY", "INT", "KITCHEN", "", "DAY", "DAY", 1, (), people, (), elements, (), ()
    )


def gold(*, traps: tuple[tuple[str, str], ...] = (), **elements: tuple[GoldElement, ...]) -> GoldScene:
    data = {
        "format": "1.0", "id": "g", "batch": "seen",
        "source": {"kind": "written", "script": "a.fountain", "scene": 1},
        "cast": [{"name": "ANNA", "aliases": ["ANNIE"], "speaking": True}],
        "traps": [{"category": c, "name": n} for c, n in traps],
    }  # fmt: skip
    import msgspec

    return msgspec.structs.replace(msgspec.convert(data, GoldScene), elements=elements)


def score(g: GoldScene, s: SceneBreakdown, category: str) -> tuple[int, int, int]:
    found = evaluate([(g, s, TEXT)]).categories[category]
    return found.right, found.invented, found.missed


@pytest.mark.parametrize(
    ("wanted", "found", "counts"),
    [
        ("knife", "knife", (1, 0, 0)),
        ("Bread Knives", "bread knive", (1, 0, 0)),
        ("bread knife", "knife", (1, 0, 0)),
        ("knife", "bread knife", (1, 0, 0)),
        ("knife", "knife block", (0, 1, 1)),
        ("cups", "cup", (1, 0, 0)),
        ("policemen", "policeman", (1, 0, 0)),
        ("men", "man", (1, 0, 0)),
        ("people", "person", (1, 0, 0)),
        ("glass", "glasses", (1, 0, 0)),
        ("bus", "bu", (0, 1, 1)),
        ("cake", "pancake", (0, 1, 1)),
        ("knife", "", (0, 0, 1)),
        ("", "knife", (0, 1, 0)),
    ],
)
def test_when_names_agree(wanted: str, found: str, counts: tuple[int, int, int]) -> None:
    g = gold(props=(GoldElement(wanted),) if wanted else ())
    s = sheet(props=(use(found),) if found else ())
    assert score(g, s, "props") == counts


def test_each_name_agrees_once_and_exact_ones_first() -> None:
    g = gold(props=(GoldElement("bread knife"), GoldElement("knife")))
    assert score(g, sheet(props=(use("knife"), use("bread knife"))), "props") == (2, 0, 0)
    assert score(g, sheet(props=(use("knife"),)), "props") == (1, 0, 1)
    assert score(gold(props=(GoldElement("knife"),)), sheet(props=(use("knife"), use("knife"))), "props") == (1, 1, 0)


def test_optional_things_count_neither_way() -> None:
    g = gold(props=(GoldElement("bread", optional=True, aliases=("loaf",)),))
    assert score(g, sheet(props=(use("loaf"),)), "props") == (0, 0, 0)
    assert score(g, sheet(props=()), "props") == (0, 0, 0)


def test_a_thing_that_belongs_to_two_categories_is_right_in_either() -> None:
    g = gold(wardrobe=(GoldElement("hat", also=("props",)),))
    for listed in ("wardrobe", "props"):
        found = evaluate([(g, sheet(("ANNA",), **{listed: (use("hat"),)}), TEXT)])
        assert (found.micro.right, found.micro.invented, found.micro.missed) == (2, 0, 0)
    assert score(g, sheet(vehicles=(use("hat"),)), "vehicles") == (0, 1, 0)


def test_traps_aliases_and_evidence() -> None:
    g = gold(traps=(("animals", "horse"),))
    found = evaluate([(g, sheet(("ANNIE", "BORIS"), animals=(use("horses", "like a horse"),)), TEXT)])
    assert found.categories["cast"].right == 1
    kinds = {(m.category, m.kind, m.name) for m in found.misses}
    assert kinds == {("cast", "invented", "BORIS"), ("animals", "trap", "horses"), ("animals", "no-evidence", "horses")}
    assert found.invented_without_evidence == 1
    assert evaluate([(g, sheet(animals=(use("x", "CUTS  bread"),)), TEXT)]).invented_without_evidence == 0


def test_micro_takes_cast_and_the_scored_categories_only() -> None:
    g = gold(props=(GoldElement("a"),), sound=(GoldElement("b"),))
    found = evaluate([(g, sheet((), props=(use("a"),)), TEXT)])
    assert (found.micro.right, found.micro.invented, found.micro.missed) == (1, 0, 1)
    assert found.micro.f1 == pytest.approx(2 / 3)
    rows = {row[0]: row for row in evaluation_rows(found)}
    assert rows["sound"][1:] == ("1.000", "0.000", "0.000", "0", "0", "1")
    assert list(rows)[:2] == ["cast", "props"]


def test_nothing_to_compare_is_not_a_perfect_score_by_accident() -> None:
    found = evaluate([])
    assert found.scenes == 0
    assert found.categories == {}


def test_a_corrected_sheet_is_gold_for_itself() -> None:
    play = read_screenplay(TEXT.encode(), "a")
    read = break_down_scene(play.scenes[0], find_cast(play), "DAY", 1, FrameRate(24, 1))
    found = evaluate([(gold_of(read, "g", SOURCE), read, TEXT)])
    assert found.micro.right > 1
    assert found.misses == ()


def test_scenes_are_found_in_their_script_and_checked(tmp_path: Path) -> None:
    play = read_screenplay(TEXT.encode(), "a")
    g = gold_of(sheet(), "g", SOURCE)
    assert scene_of(g, play, TEXT)[0] == 0
    with pytest.raises(InputError, match="another text"):
        scene_of(g, play, TEXT.replace("bread", "cake"))
    with pytest.raises(InputError, match="line 3 is no scene"):
        scene_of(gold_of(sheet(), "g", GoldSource("written", "a", 1, line=3)), play, TEXT)
    with pytest.raises(InputError, match="no gold scenes"):
        read_gold(tmp_path)
    bad = tmp_path / "a.json"
    bad.write_text(json.dumps({"format": "1.0", "id": "x", "batch": "maybe"}))
    with pytest.raises(FormatError, match=r"a\.json.*batch"):
        read_gold(tmp_path)


def test_people_are_known_by_the_aliases_of_their_script() -> None:
    g, read = gold(), sheet(("ANNA MAST",))
    cast = CastMember("", "ANNA MAST", aliases=("ANNA",))
    assert evaluate([(g, read, TEXT)]).categories["cast"].right == 0
    found = evaluate([(g, read, TEXT)], [(cast,)]).categories["cast"]
    assert (found.right, found.invented, found.missed) == (1, 0, 0)
