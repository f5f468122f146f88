"""Gold breakdowns are only worth something when they are well-formed, fit their text and tell no one else's."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[1] / "data" / "gold"
SHARED = Path(__file__).parents[3] / "shared" / "scripts"
FILES = sorted(GOLD.glob("*/*.json"))
SCENES: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}

ELEMENT_CATEGORIES = (
    "stunts", "vehicles", "props", "camera", "special_effects", "wardrobe", "makeup_hair", "animals",
    "animal_wrangler", "music", "sound", "art_department", "set_dressing", "greenery", "special_equipment",
    "security", "additional_labor", "visual_effects", "mechanical_effects", "miscellaneous",
)  # fmt: skip
FLAGS = {
    "minors", "animals", "weapons", "stunts", "fire", "water", "night_exterior",
    "magic_hour", "crowd", "driving", "gore", "intimacy",
}  # fmt: skip
WHYS = {
    "heard", "metaphor", "negated", "dialogue", "idiom", "verb", "toy", "picture", "camera", "architecture",
    "brand", "title", "absent",
}  # fmt: skip
TIMES = {"DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "AFTERNOON", "EVENING", None}

TOP = {
    "format", "id", "batch", "source", "int_ext", "time_of_day", "cast", "background", "elements", "flags", "traps",
}  # fmt: skip
SOURCE = {"kind", "script", "scene", "number", "line", "last_line", "text_hash"}
CAST = {"name", "aliases", "speaking", "heard_only", "minor"}


def scene_hash(data: bytes, line: int, last_line: int) -> str:
    """As docs/gold.md says it: lines from 1, both ends in, all white space one space."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    scene = "\n".join(text.split("\n")[line - 1 : last_line])
    return hashlib.blake2b(" ".join(scene.split()).encode("utf-8"), digest_size=16).hexdigest()


def every_string(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in every_string(item)]
    if isinstance(value, list):
        return [text for item in value for text in every_string(item)]
    return []


def is_count(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1)


@pytest.mark.parametrize("name", SCENES)
def test_a_gold_file_keeps_to_the_format(name: str) -> None:
    gold = SCENES[name]
    assert gold["format"] == "1.0"
    assert gold["id"] == name
    assert gold.keys() - {"script_day"} == TOP
    assert gold["batch"] in ("seen", "blind")
    assert gold["source"].keys() == SOURCE
    assert gold["int_ext"] in ("INT", "EXT", "INT/EXT")
    assert gold["time_of_day"] in TIMES
    for member in gold["cast"]:
        assert member.keys() >= CAST
        assert member.keys() <= CAST | {"count", "optional"}
        assert member["name"] == member["name"].upper().strip()
        assert all(isinstance(member[key], bool) for key in ("speaking", "heard_only", "minor"))
        assert is_count(member.get("count"))
    for extras in gold["background"]:
        assert extras.keys() >= {"what", "count"}
        assert extras.keys() <= {"what", "count", "aliases", "minor", "optional"}
        assert is_count(extras["count"])
    assert set(gold["elements"]) <= set(ELEMENT_CATEGORIES)
    for uses in gold["elements"].values():
        for use in uses:
            required = {"name", "count", "explicit"}
            assert use.keys() >= required
            assert use.keys() <= required | {"aliases", "also", "optional"}
            assert is_count(use["count"])
            assert isinstance(use["explicit"], bool)
            assert set(use.get("also", ())) <= set(ELEMENT_CATEGORIES)
    assert set(gold["flags"]) <= FLAGS
    for trap in gold["traps"]:
        assert trap.keys() == {"category", "name", "why"}
        assert trap["why"] in WHYS
        assert trap["category"] in {*ELEMENT_CATEGORIES, "cast", "background", "flags"}


@pytest.mark.parametrize("name", SCENES)
def test_nothing_is_written_twice_or_contradicts_itself(name: str) -> None:
    gold = SCENES[name]
    assert len({member["name"] for member in gold["cast"]}) == len(gold["cast"])
    for category, uses in gold["elements"].items():
        names = [use["name"] for use in uses]
        assert len(set(names)) == len(names), category
        trapped = {trap["name"] for trap in gold["traps"] if trap["category"] == category}
        assert not trapped & set(names), category
    in_frame = [member for member in gold["cast"] if not member["heard_only"] and not member.get("optional")]
    young = any(member["minor"] for member in in_frame) or any(extras.get("minor") for extras in gold["background"])
    certain = {
        category: [use for use in uses if not use.get("optional")] for category, uses in gold["elements"].items()
    }
    assert young == ("minors" in gold["flags"])
    assert bool(certain.get("animals")) == ("animals" in gold["flags"])
    assert bool(certain.get("stunts")) == ("stunts" in gold["flags"])
    is_night_exterior = "EXT" in gold["int_ext"] and gold["time_of_day"] in ("NIGHT", "EVENING")
    assert is_night_exterior == ("night_exterior" in gold["flags"])
    assert not {trap["name"] for trap in gold["traps"] if trap["category"] == "flags"} & set(gold["flags"])


SEEN = [name for name in SCENES if SCENES[name]["batch"] == "seen"]


@pytest.mark.parametrize("name", SEEN)
def test_crew_follows_from_the_flags(name: str) -> None:
    flags, elements = set(SCENES[name]["flags"]), SCENES[name]["elements"]
    crew = {"minors": "studio teacher", "stunts": "stunt coordinator", "weapons": "armourer"}
    assert {line["name"] for line in elements.get("additional_labor", ())} == {crew[f] for f in crew if f in flags}
    assert bool(elements.get("animal_wrangler")) == ("animals" in flags)


def test_there_are_enough_and_many_are_blind() -> None:
    batches = Counter(gold["batch"] for gold in SCENES.values())
    kinds = Counter(gold["source"]["kind"] for gold in SCENES.values())
    assert len(SCENES) >= 100
    assert batches["blind"] >= 36
    assert kinds["written"] >= 24
    assert kinds["shared"] >= 24
    assert all((path.parent.name == SCENES[path.stem]["source"]["kind"]) for path in FILES)


@pytest.mark.parametrize("name", [name for name, gold in SCENES.items() if gold["source"]["kind"] == "written"])
def test_written_scenes_are_the_ones_that_were_labelled(name: str) -> None:
    source = SCENES[name]["source"]
    data = (GOLD / "written" / source["script"]).read_bytes()
    assert scene_hash(data, source["line"], source["last_line"]) == source["text_hash"]


@pytest.mark.parametrize("name", [name for name, gold in SCENES.items() if gold["source"]["kind"] == "shared"])
def test_scenes_of_real_scripts_are_the_ones_that_were_labelled(name: str) -> None:
    source = SCENES[name]["source"]
    path = SHARED / source["script"]
    if not path.exists():
        pytest.skip(f"{source['script']} is not at hand")
    assert scene_hash(path.read_bytes(), source["line"], source["last_line"]) == source["text_hash"]


def test_every_written_scene_is_labelled() -> None:
    labelled = {gold["source"]["script"] for gold in SCENES.values() if gold["source"]["kind"] == "written"}
    assert labelled == {path.name for path in (GOLD / "written").glob("*.fountain")}


def test_no_text_of_real_scripts_is_kept() -> None:
    """Labels are a few words each; a sentence is no label. And nothing but labels lies there."""
    assert {path.suffix for path in (GOLD / "shared").iterdir()} == {".json"}
    for gold in SCENES.values():
        if gold["source"]["kind"] == "shared":
            assert all(len(text) <= 40 and len(text.split()) <= 5 for text in every_string(gold))
