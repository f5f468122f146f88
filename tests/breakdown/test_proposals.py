"""Proposals: only what the scene's own words bear out, and only what the sheet does not have."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.script.breakdown import (
    Proposal,
    SceneProposals,
    break_down_scene,
    checked_reply,
    element_categories,
    find_cast,
    scene_text,
    with_proposals,
)
from setpiece.script.model import SceneBreakdown, ScriptScene

from .reading import RATE, screenplay

TEXT = """INT. LABORATORY - NIGHT

Anna tunes the zymograph. She holds a knife.
Steam curls from a retort.

[[She needs a helicopter here.]]

ANNA
Where is the catalogue?
"""


def scene() -> ScriptScene:
    return screenplay(TEXT).scenes[0]


def sheet() -> SceneBreakdown:
    return break_down_scene(scene(), find_cast(screenplay(TEXT)), "NIGHT", 1, RATE)


def reply(*elements: object) -> bytes:
    return msgspec.json.encode({"elements": elements})


def row(**changed: object) -> dict[str, object]:
    return {"category": "props", "name": "zymograph", "quote": "Anna tunes the zymograph."} | changed


def test_a_good_reply_is_taken() -> None:
    found = checked_reply(reply(row(), row(category="sound", name="hiss", quote="Steam curls", count=2)), scene())
    assert found.refused == {}
    assert found.elements == (
        Proposal("props", "zymograph", "Anna tunes the zymograph."),
        Proposal("sound", "hiss", "Steam curls", 2),
    )


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (row(quote="Anna tunes the retort."), "quotes what is not in the scene"),
        (row(quote="tunes the zymo"), "quotes what is not in the scene"),
        (row(quote="anna tunes the zymograph."), "quotes what is not in the scene"),
        (row(quote="She holds a knife. Steam  curls"), ""),
        (row(quote="tunes the zymograph"), ""),
        (row(quote="tunes, the zymograph"), "quotes what is not in the scene"),
        (row(quote="She needs a helicopter here."), "quotes what is not in the scene"),
        (row(quote="a retort. ANNA"), "quotes what is not in the scene"),
        (row(quote="  "), "quotes what is not in the scene"),
        (row(quote=""), "wrong fields"),
        (row(quote="x " * 300), "wrong fields"),
        (row(category="gadgets"), "no such category"),
        (row(category="cast_members"), "no such category"),
        (row(category="Props"), "no such category"),
        (row(name="!?"), "no name"),
        (row(name="a\nb"), "no name"),
        (row(name="z" * 61), "wrong fields"),
        (row(count=0), "wrong fields"),
        (row(count=10**9), "wrong fields"),
        (row(count="2"), "wrong fields"),
        (row(confidence=1.0), "wrong fields"),
        ({"name": "zymograph"}, "wrong fields"),
        ("zymograph", "wrong fields"),
        (None, "wrong fields"),
    ],
)
def test_each_element_is_held_to_the_scene(element: object, reason: str) -> None:
    found = checked_reply(reply(element, row(name="tuner")), scene())
    assert [p.name for p in found.elements][-1] == "tuner", "one bad element spoils no other"
    assert found.refused == ({reason: 1} if reason else {})


@pytest.mark.parametrize(
    "answer",
    [b"", b"null", b"[]", b"{}", b'{"elements": {}}', b"I am sorry", b"\xff\xfe", b'{"elements": [', b"[" * 100_000,
     b'```json\n{"elements": []}\n```'],
)  # fmt: skip
def test_what_is_no_reply_is_counted(answer: bytes) -> None:
    assert checked_reply(answer, scene()) == SceneProposals(refused={"no JSON object with elements": 1})


def test_size_is_bounded() -> None:
    many = checked_reply(reply(*(row(name=f"part {chr(97 + i % 26)}{i}") for i in range(205))), scene())
    assert len(many.elements) == 200
    assert many.refused == {"too many": 5}
    assert checked_reply(b" " * (1 << 20) + b"{}", scene()).refused == {"too long": 1}


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_it_fall(answer: bytes) -> None:
    assert checked_reply(answer, scene()).elements == ()


def test_a_proposal_is_a_less_certain_line_with_its_words() -> None:
    merged = with_proposals(
        sheet(), SceneProposals((Proposal("props", "Zymograph", "Anna tunes the zymograph."),)), scene()
    )
    (use,) = [u for u in merged.elements["props"] if u.source == "proposal"]
    assert (use.name, use.line, use.quote) == ("zymograph", 2, "Anna tunes the zymograph.")
    assert use.explicit
    assert use.confidence < min(u.confidence for uses in sheet().elements.values() for u in uses)
    second = with_proposals(sheet(), SceneProposals((Proposal("sound", "hiss", "Steam curls"),)), scene())
    (hiss,) = [u for u in second.elements["sound"] if u.source == "proposal"]
    assert (hiss.line, hiss.explicit) == (3, False)


@pytest.mark.parametrize("name", ["knife", "KNIVES", " Knife ", "anna"])
def test_what_the_sheet_has_is_not_added(name: str) -> None:
    merged = with_proposals(sheet(), SceneProposals((Proposal("props", name, "She holds a knife."),)), scene())
    assert merged.elements == sheet().elements
    assert merged.findings == ()


def test_another_drafts_proposal_is_a_finding() -> None:
    old = SceneProposals((Proposal("props", "anvil", "She lifts the anvil."), Proposal("vehicles", "cart", "A cart.")))
    merged = with_proposals(sheet(), old, scene())
    assert merged.elements == sheet().elements
    (finding,) = merged.findings
    assert "2 proposals were left out: quotes what is not in the scene" in finding.message


def test_the_text_that_is_asked_about_has_no_notes() -> None:
    text = scene_text(scene())
    assert text.startswith("INT. LABORATORY - NIGHT\n\nAnna tunes")
    assert "helicopter" not in text
    assert len(element_categories()) == 20
    assert {"props", "camera", "art_department", "makeup_hair"} <= set(element_categories())
