"""Camera notes: ``[[SHOT: CU ANNA]]`` asks for a shot of the beat it stands in, as a written shot line does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.scene.model import FrameRate
from setpiece.script import read_script
from setpiece.script.breakdown import break_down_scene, find_cast
from setpiece.script.model import Beat

from .reading import break_down


def beats(body: str) -> tuple[Beat, ...]:
    _, (sheet,) = break_down(f"INT. KITCHEN - DAY\n\n{body}\n")
    return sheet.beats


def cues(body: str) -> list[str]:
    return [b.cue for b in beats(body)]


TWO = "ANNA (30) sits at the table.\n\n{}BOB (40) takes the key from the shelf.\n\nANNA\nYou are late.\n"


@pytest.mark.parametrize(
    ("note", "cue"),
    [
        ("SHOT: CU BOB", "CLOSE ON"), ("shot: close on Bob", "CLOSE ON"), ("Shot: ecu, Bob", "CLOSE ON"),
        ("SHOT: MCU BOB", "CLOSE ON"), ("SHOT: MS", "MEDIUM"), ("SHOT: medium shot", "MEDIUM"), ("SHOT: WS", "WIDE"),
        ("SHOT: wide shot of the room", "WIDE"), ("SHOT: 2-shot", "TWO SHOT"), ("SHOT: two shot", "TWO SHOT"),
        ("SHOT: Bob's POV", "POV"), ("SHOT: insert the key", "INSERT"), ("SHOT: close on the key", "INSERT"),
        ("SHOT: slow push in", "PUSH IN"), ("SHOT: handheld, nervous", "ANGLE ON"), ("SHOT:", ""),
        ("close on Bob", ""), ("marker:red", ""),
    ],
)  # fmt: skip
def test_what_a_note_asks_for(note: str, cue: str) -> None:
    assert cues(TWO.format(f"[[{note}]]\n\n")) == ["", cue, ""]


def test_a_note_says_what_the_shot_line_says() -> None:
    line = beats(TWO.format("!! CLOSE ON\n\n"))
    note = beats(TWO.format("[[SHOT: CLOSE ON]]\n\n"))
    assert [(b.cue, b.subjects, b.kind) for b in note] == [(b.cue, b.subjects, b.kind) for b in line]
    assert "CLOSE ON" in [b.cue for b in note]


def test_a_note_belongs_to_the_beat_it_stands_in() -> None:
    inside = "Anna sits.\n\nAnna reads. [[SHOT: CU ANNA]]\n\nAnna leaves."
    assert cues(inside) == ["", "CLOSE ON", ""]
    speech = "ANNA\nYou are late. [[SHOT: CU]]\n(quietly)\nVery late.\n\nBOB\nSorry.\n"
    assert cues(speech) == ["CLOSE ON", ""]
    below = "ANNA\nYou are late.\n[[SHOT: CU]]\n\nBOB\nSorry.\n"
    assert cues(below) == ["CLOSE ON", ""]
    apart = "ANNA\nYou are late.\n\n[[SHOT: CU]]\n\nBOB\nSorry.\n"
    assert cues(apart) == ["", "CLOSE ON"]
    last = "Anna sits.\n\nAnna leaves.\n\n[[SHOT: WS]]\n"
    assert cues(last) == ["", "WIDE"]


def test_a_long_paragraph_is_hinted_where_the_note_stands() -> None:
    sentences = [f"Anna walks slowly to the {w} and puts her heavy bag down beside it." for w in
                 ("window", "table", "door", "stove", "shelf", "bed")]  # fmt: skip
    plain = beats(" ".join(sentences))
    assert len(plain) > 2
    for n, sentence in enumerate(sentences):
        noted = [*sentences]
        noted[n] = sentence.replace(" slowly", " [[SHOT: CU]] slowly")
        found = beats(" ".join(noted))
        assert [b.text for b in found] == [b.text for b in plain]
        holds = next(i for i, b in enumerate(plain) if sentence in b.text)
        assert [b.cue for b in found] == ["CLOSE ON" if i == holds else "" for i in range(len(plain))]


def test_who_is_named_is_who_is_seen_and_the_written_shot_is_stronger() -> None:
    named = beats(TWO.format("[[SHOT: CU ANNA]]\n\n"))[1]
    assert named.subjects == ("ANNA", "BOB")
    assert [b.cue for b in beats("A room.\n\nWIDE: the room. [[SHOT: CU ANNA]]\n")] == ["", "WIDE"]


def test_a_note_pinned_to_a_final_draft_paragraph() -> None:
    def paragraph(kind: str, text: str, note: str = "") -> str:
        pinned = f"<ScriptNote><Paragraph><Text>{note}</Text></Paragraph></ScriptNote>" if note else ""
        return f'<Paragraph Type="{kind}">{pinned}<Text>{text}</Text></Paragraph>'

    lines = [
        paragraph("Scene Heading", "INT. KITCHEN - DAY"), paragraph("Action", "ANNA (30) sits."),
        paragraph("Action", "She reads.", "SHOT: CU ANNA"), paragraph("Action", "Anna leaves."),
    ]  # fmt: skip
    for between in ("", "\n", "\n\n\n"):
        text = f'<FinalDraft DocumentType="Script" Version="5"><Content>{between.join(lines)}</Content></FinalDraft>'
        play = read_script(text.encode(), "x.fdx")
        sheet = break_down_scene(play.scenes[0], find_cast(play), "DAY", 1, FrameRate(24, 1))
        assert [b.cue for b in sheet.beats] == ["", "CLOSE ON", ""]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["[[SHOT: CU]]", "Anna sits.", "ANNA\nNo.", "", "[[SHOT: WS]]", "!! CLOSE ON", "Bob runs."]),
        max_size=7,
    )
)
def test_notes_change_no_beat_but_its_hint(parts: list[str]) -> None:
    def told(lines: list[str]) -> list[tuple[str, str, int]]:
        return [(b.fingerprint, b.speaker, b.frames) for b in beats("\n\n".join(lines))]

    assert told(parts) == told([p for p in parts if not p.startswith("[[")])
