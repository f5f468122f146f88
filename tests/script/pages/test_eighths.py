"""Eighths against the lengths that Final Draft itself stored, read from its files without our reader."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from setpiece.script.model import Element, ElementKind, ScriptScene, Span
from setpiece.script.pages import eighths_of, format_eighths, scene_lines

FDX = Path(__file__).resolve().parents[4] / "shared" / "scripts" / "fdx"
KINDS: dict[str, ElementKind] = {
    "Action": "action", "Character": "character", "Dialogue": "dialogue", "Parenthetical": "parenthetical",
    "Transition": "transition", "Shot": "shot", "General": "action",
}  # fmt: skip
NOWHERE = Span(1, 1, 0, 1, 0)


def told(length: str) -> int:
    """``1 3/8`` in eighths."""
    return sum(int(p.split("/")[0]) if "/" in p else 8 * int(p) for p in length.split())


def stored_lengths(path: Path) -> list[tuple[ScriptScene, int]]:
    out: list[tuple[str, list[Element], str]] = []
    content = ET.parse(path).getroot().find("Content")
    assert content is not None
    for p in content.iter("Paragraph"):
        text = "".join(t.text or "" for t in p.findall("Text"))
        if p.get("Type") == "Scene Heading":
            properties = p.find("SceneProperties")
            out.append((text, [], properties.get("Length", "") if properties is not None else ""))
        elif out and p.get("Type") in KINDS:
            out[-1][1].append(Element(KINDS[str(p.get("Type"))], text, NOWHERE))
    return [(scene(h, *e), told(length)) for h, e, length in out if length]


def scene(heading: str, *elements: Element) -> ScriptScene:
    return ScriptScene("", Element("heading", heading, NOWHERE), elements)


@pytest.mark.real
def test_lengths_as_final_draft_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    if not FDX.is_dir():
        pytest.skip(f"{FDX} is absent: lengths were not compared")
    pairs = [s for path in sorted(FDX.glob("*.fdx")) for s in stored_lengths(path)]
    off = [eighths_of(s) - length for s, length in pairs]
    with capsys.disabled():
        print(f"\n{len(pairs)} stored lengths: {off.count(0)} equal, sum {sum(off):+d} eighths", end=" ")
    assert len(pairs) == 84
    assert max(map(abs, off)) <= 1
    assert off.count(0) / len(off) >= 0.95


def test_lines_are_rows_and_the_blank_ones_above() -> None:
    assert scene_lines(scene("INT. A - DAY")) == 3
    assert scene_lines(scene("INT. A - DAY", Element("action", "x " * 61, NOWHERE))) == 3 + 1 + 2
    cue, words = Element("character", "ANNA", NOWHERE), Element("dialogue", "Yes.", NOWHERE)
    assert scene_lines(scene("INT. A - DAY", cue, words)) == 3 + 1 + 1 + 1


@pytest.mark.parametrize(("lines", "eighths"), [(3, 1), (6, 1), (7, 2), (55, 8), (56, 9)])
def test_parts_are_rounded_up(lines: int, eighths: int) -> None:
    action = Element("action", "\n".join("x" * (lines - 4)), NOWHERE)
    assert eighths_of(scene("INT. A - DAY", *([action] if lines > 3 else []))) == eighths


def test_side_by_side_speeches_take_the_longer_one() -> None:
    def speech(dual: bool, rows: int) -> list[Element]:
        words = "\n".join(["Yes."] * rows)
        return [Element("character", "A", NOWHERE, dual=dual), Element("dialogue", words, NOWHERE, dual=dual)]

    assert scene_lines(scene("INT. A", *speech(False, 2), *speech(True, 5))) == 3 + 1 + 6


def test_notes_take_no_room() -> None:
    silent = [Element(k, "x", NOWHERE) for k in ("note", "boneyard", "section", "synopsis")]
    assert scene_lines(scene("INT. A - DAY", *silent)) == 3


@pytest.mark.parametrize(("eighths", "text"), [(3, "3/8"), (8, "1"), (12, "1 4/8"), (17, "2 1/8")])
def test_written_as_the_trade_writes_it(eighths: int, text: str) -> None:
    assert format_eighths(eighths) == text
    assert told(text) == eighths
