"""Beats: what they are, how long they play, and that they survive a revision."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.scene.model import FrameRate
from setpiece.script.breakdown import breakdown_json
from setpiece.script.model import Breakdown

from .reading import break_down

DUEL = """EXT. YARD - DAY

A wide yard, white with frost. ANNA (30) waits beside a cart.

BOB (40) enters and walks to the well.

CLOSE ON Bob's hands, shaking.

ANNA
(shouting)
You came!

He chases her across the yard.

Anna leaves.
"""


def test_kinds_cues_subjects() -> None:
    _, (sheet,) = break_down(DUEL)
    assert [b.kind for b in sheet.beats] == ["establish", "enter", "action", "dialogue", "move", "exit"]
    assert sheet.beats[2].cue == "CLOSE ON"
    assert sheet.beats[1].subjects == ("BOB",)
    assert "walk" in sheet.beats[1].verbs
    assert sheet.beats[3].speaker == "ANNA"
    assert "BOB" in sheet.beats[4].subjects
    assert sheet.beats[4].intensity == 3
    assert sheet.beats[3].intensity >= 1


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("ANGLE ON the door.", "ANGLE ON"), ("INSERT: the letter.", "INSERT"), ("WIDE: the valley.", "WIDE"),
        ("PULL BACK to reveal the hall.", "PULL BACK"), ("We PUSH IN on the lamp.", "PUSH IN"), ("ANNA'S POV: the road.", "POV"),
        ("He walks on.", ""), ("She stands close on the stairs.", ""),
    ],
)  # fmt: skip
def test_cues(line: str, cue: str) -> None:
    _, (sheet,) = break_down(f"INT. ROOM - DAY\n\nA room.\n\n{line}\n")
    assert sheet.beats[1].cue == cue


@pytest.mark.parametrize(
    "line",
    [
        "FADE OUT.", "FADE IN:", "CUT TO:", "CUT TO: ", "SMASH CUT", "SMASH CUT TO BLACK.", "DISSOLVE TO:", "MATCH CUT TO:",
        "Fade to black.", "> FADE OUT.", "BACK TO:", "INTERCUT WITH:", "THE END", "The end.", "END OF ACT TWO",
        "END MONTAGE.", "ACT THREE", 'SUPER: "THREE YEARS LATER"', "SUPER: LISBON, 1911", "TITLE OVER:", "Title: Lisbon.",
        "OPENING CREDITS", "BLACK.", "**FADE IN:**", "フェードアウト。",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_no_beat(line: str) -> None:
    cast, (sheet,) = break_down(f"INT. ROOM - DAY\n\nANNA (30) waits.\n\n{line}\n\nShe rises.\n\n{line}\n")
    assert [b.text for b in sheet.beats] == ["ANNA (30) waits.", "She rises."]
    assert [m.name for m in cast] == ["ANNA"]


@pytest.mark.parametrize(
    "line",
    [
        "FADE IN on a grey river.", "CUT TO Anna, who laughs.", "Cut.", "She is super.", "He fades.", "Black smoke.",
        "A title hangs over the door.", "The end of the rope swings.", "THE PIER", "ON ANNA", "Back up.",
    ],
)  # fmt: skip
def test_what_shows_something_stays(line: str) -> None:
    _, (sheet,) = break_down(f"INT. ROOM - DAY\n\nA room.\n\n{line}\n")
    assert [b.text for b in sheet.beats] == ["A room.", line]


def test_a_transition_among_the_lines_of_a_paragraph_leaves_the_rest() -> None:
    _, (sheet,) = break_down("EXT. HILL - DAY\n\nFADE IN:\nA bare hill. Crows. FADE OUT.\nCUT TO BLACK.\n")
    assert [(b.text, b.line) for b in sheet.beats] == [("A bare hill. Crows.", 3)]


def test_lines_are_relative_and_rise() -> None:
    _, alone = break_down(DUEL)
    _, after = break_down(f"INT. BEFORE - NIGHT\n\nA lamp.\n\n{DUEL}")
    assert alone[0].beats == after[1].beats
    assert all(a.line <= b.line for a, b in pairwise(alone[0].beats))


@pytest.mark.parametrize("rate", [FrameRate(24, 1), FrameRate(24000, 1001), FrameRate(60, 1)])
def test_durations(rate: FrameRate) -> None:
    _, (short,) = break_down("INT. ROOM - DAY\n\nANNA\nYes.\n", rate)
    _, (long,) = break_down(f"INT. ROOM - DAY\n\nANNA\n{'word ' * 25}\n", rate)
    seconds = [s.beats[0].frames * rate.den / rate.num for s in (short, long)]
    assert 1.45 <= seconds[0] <= 2.0
    assert 9.0 <= seconds[1] <= 13.0


def test_long_paragraphs_are_split_and_lose_no_word() -> None:
    text = "Anna crosses the square. She opens the iron gate and looks back at the burning town. " * 4
    _, (sheet,) = break_down(f"EXT. SQUARE - DAY\n\nANNA\nGo.\n\n{text}\n")
    action = [b for b in sheet.beats if b.kind != "dialogue"]
    assert len(action) >= 4
    assert " ".join(b.text for b in action).split() == text.split()
    assert max(b.frames for b in action) <= 9 * 24


def test_fingerprints_ignore_spacing_and_tell_speakers_apart() -> None:
    _, (a,) = break_down("INT. ROOM - DAY\n\nThe  door, open.\n\nANNA\nYes.\n\nBOB\nYes.\n")
    _, (b,) = break_down("INT. ROOM - DAY\n\nThe door -- open.\n\nANNA\nyes!\n")
    assert a.beats[0].fingerprint == b.beats[0].fingerprint
    assert a.beats[1].fingerprint == b.beats[1].fingerprint
    assert a.beats[1].fingerprint != a.beats[2].fingerprint


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Zorp quab flim. Grolk!\n",
        "Вел еи оратио. МАША смотрит.\n",
        "東京の夜。\n",
        "...\n",
        "***\n",
        "ANNA\n",
        "1984\n",
    ],
)
def test_odd_scenes_have_sheets(body: str) -> None:
    _, (sheet,) = break_down(f"INT. NOWHERE - NIGHT\n\n{body}")
    assert sheet.eighths == 1
    assert sheet.mood
    assert all(b.frames > 0 and b.fingerprint for b in sheet.beats)


_PIECES = st.sampled_from(
    [
        "ANNA",
        "Bob",
        "runs",
        "the",
        "dog",
        "like",
        "a",
        "horse",
        "(30)",
        ".",
        ",",
        "\n\n",
        "no",
        "gun",
        "-- ",
        '"',
        "'s",
        "TWO",
        "of",
        "é",
        "☂",
    ]
)


@given(st.lists(_PIECES, max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_words_break_down(pieces: list[str]) -> None:
    cast, scenes = break_down(f"INT. ROOM - DAY\n\n{' '.join(pieces)}\n")
    known = {m.name for m in cast}
    for sheet in scenes:
        assert {c.name for c in sheet.cast} <= known
        assert all(u.count >= 1 and 0 < u.confidence <= 1 for uses in sheet.elements.values() for u in uses)


def test_same_text_same_sheet() -> None:
    assert break_down(DUEL) == break_down(DUEL)


def test_eighths_grow_with_the_page() -> None:
    _, (one,) = break_down("INT. ROOM - DAY\n\nShort.\n")
    _, (page,) = break_down("INT. ROOM - DAY\n\n" + "\n\n".join(["A line of action."] * 27) + "\n")
    assert one.eighths == 1
    assert page.eighths in (8, 9)


def test_json_has_the_documented_keys() -> None:
    cast, (sheet,) = break_down(DUEL + "\n\nCARL (V.O.)\nOnce.\n")
    out = breakdown_json(Breakdown({"s1": sheet}, cast))
    assert out["format"] == "1.0"
    assert set(out) == {"format", "scenes", "cast"}
    (scene,) = out["scenes"]
    assert set(scene) == {
        "id", "number", "heading", "int_ext", "location", "sublocation", "time_of_day", "script_day", "eighths",
        "speaking", "silent", "heard_only", "background", "elements", "flags", "mood", "beats",
    }  # fmt: skip
    assert (scene["id"], scene["speaking"], scene["silent"], scene["heard_only"]) == ("s1", ["ANNA"], ["BOB"], ["CARL"])
    assert set(scene["elements"]["props"][0]) == {"name", "explicit", "confidence", "line", "quote", "source"}
    assert set(scene["beats"][0]) == {"kind", "line"}
    assert set(out["cast"][0]) == {"name", "aliases", "speaking", "minor"}
