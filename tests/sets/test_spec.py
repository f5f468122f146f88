"""Location words find their set; unknown words find a plain one and say so."""

from __future__ import annotations

import pytest

from setpiece.scene.ids import IdSlice
from setpiece.script.model import Background, Beat, ElementUse, SceneBreakdown, SceneCast
from setpiece.sets import generate, spec_for


def scene(location: str, int_ext: str = "INT", sub: str = "", **kw: object) -> SceneBreakdown:
    values: dict[str, object] = {
        "number": "1", "heading": location, "int_ext": int_ext, "location": location, "sublocation": sub,
        "time_of_day": "DAY", "time_words": "DAY", "eighths": 4, "mood": ("calm",), "cast": (),
        "background": (), "elements": {}, "beats": (), "flags": (),
    }  # fmt: skip
    return SceneBreakdown(**{**values, **kw})  # type: ignore[arg-type]


CASES = [
    ("BLOOM HOUSE BATHROOM", "INT", "room", "bathroom"), ("WOODS", "INT", "landscape", "woods"),
    ("GUEST ROOM", "INT", "room", "guest"), ("HOSPITAL ROOM", "INT", "room", "hospital"),
    ("FRATERNITY HOUSE BATHROOM", "INT", "room", "washroom"), ("CHOP SHOP UNIT", "INT", "room", "garage"),
    ("SANDERS’ STORAGE UNIT", "INT", "room", "storage"), ("LECTURE HALL", "INT", "room", "lecture"),
    ("A.P. NEWSROOM (PARIS)", "INT", "office", "openoffice"), ("BIG TOP", "INT", "room", "bigtop"),
    ("TINY CHURCH", "INT", "room", "church"), ("ELEVATOR", "INT", "room", "elevator"),
    ("STABLES", "INT", "room", "stable"), ("WOODEN SHACK", "INT", "room", "shack"),
    ("SOUTHERN EXPOSURE GALLERY", "INT", "office", "gallery"), ("NEW YORK THEATRE LOBBY", "INT", "office", "lobby"),
    ("GERMAN BEER HALL", "INT", "bar", "beerhall"), ("COPY ROOM", "INT", "office", "copyroom"),
    ("GROCERY STORE", "INT", "office", "shop"), ("HORIZON SAVINGS & LOAN", "INT", "office", "bank"),
    ("HIP COFFEE SHOP", "INT", "bar", "coffee"), ("COCKPIT", "INT", "vehicle", "cockpit"),
    ("ARMY AIRPLANE", "INT", "vehicle", "plane"), ("EDWARD'S CAR", "INT", "vehicle", "car"),
    ("THE DARK FOREST", "EXT", "landscape", "forest"), ("MAIN STREET OF ASHTON", "EXT", "street", "main"),
    ("TRAIN STATION", "EXT", "street", "platform"), ("POLICE STATION", "EXT", "street", "main"),
    ("TRAIN STATION", "INT", "office", "station"), ("GAS STATION", "EXT", "street", "parking"),
    ("CEMETERY / GRAVESIDE", "EXT", "landscape", "cemetery"), ("SKETCHY ALLEY", "EXT", "street", "alley"),
]  # fmt: skip


@pytest.mark.parametrize(("location", "side", "kind", "variant"), CASES)
def test_words_find_their_place(location: str, side: str, kind: str, variant: str) -> None:
    spec = spec_for(scene(location, side), "s1")
    assert (spec.kind, spec.variant) == (kind, variant)


def test_the_sublocation_is_more_precise() -> None:
    assert spec_for(scene("BLOOM HOUSE", sub="KITCHEN"), "s").variant == "kitchen"


def test_unknown_words_get_a_plain_set_and_a_note() -> None:
    spec = spec_for(scene("UDAXEK'U EZU"), "s1")
    assert spec.kind == "room"
    assert spec.variant == ""
    assert any("UDAXEK" in r for r in generate(spec, "s1", IdSlice()).plan.refusals)
    assert spec_for(scene("UDAXEK'U EZU", "EXT"), "s1").kind == "landscape"


@pytest.mark.parametrize(("words", "action", "condition"), [
    ("ABANDONED HOUSE", "", ("abandoned",)), ("TINY KITCHEN", "", ("tiny",)), ("CREEPY OLD HOUSE", "", ("creepy",)),
    ("HOUSE", "A filthy little kitchen. Flies.", ("messy",)), ("HOUSE", "The room is dark, and cavernous.", ("dark", "huge")),
    ("HOUSE", "Dark thoughts. He is messy and elegant.", ()), ("HOUSE", "A dark man enters the room.", ()),
])  # fmt: skip
def test_what_the_place_is_like_is_read(words: str, action: str, condition: tuple[str, ...]) -> None:
    beat = Beat(kind="action", line=1, text=action, frames=24, fingerprint="f")
    assert spec_for(scene(words, beats=(beat,)), "s1").condition == condition


def test_people_size_and_wishes_come_from_the_breakdown() -> None:
    gun = ElementUse("Gun", True, 0.9, 3, "a gun", 2)
    cast = (SceneCast("c1", "ANNA", posture="sit"), SceneCast("c2", "BEN"), SceneCast("c3", "RADIO", heard_only=True))
    spec = spec_for(
        scene("TINY OFFICE", cast=cast, background=(Background("clerks", 40),), elements={"props": (gun,)}), "s1"
    )
    assert spec.people == 12
    assert spec.seated >= 1
    assert spec.size == "small"
    assert [(w.key, w.noun, w.count) for w in spec.wishes] == [("props:gun:1", "gun", 2)]
