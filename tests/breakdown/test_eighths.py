"""Eighths against the lengths that Final Draft itself stored."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from setpiece.script.breakdown._eighths import eighths_of
from setpiece.script.model import Element, ElementKind, ScriptScene, Span

FDX = Path(__file__).resolve().parents[3] / "shared" / "scripts" / "fdx"
KINDS: dict[str, ElementKind] = {
    "Action": "action", "Character": "character", "Dialogue": "dialogue", "Parenthetical": "parenthetical",
    "Transition": "transition", "Shot": "shot", "General": "action",
}  # fmt: skip
NOWHERE = Span(1, 1, 0, 1, 0)


def _eighths(length: str) -> int:
    """``1 3/8`` in eighths."""
    return sum(int(p.split("/")[0]) if "/" in p else 8 * int(p) for p in length.split())


def _scenes(path: Path) -> list[tuple[ScriptScene, int]]:
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
    return [
        (ScriptScene("", Element("heading", h, NOWHERE), tuple(e)), _eighths(length)) for h, e, length in out if length
    ]


@pytest.mark.real
def test_lengths_as_final_draft_counts_them() -> None:
    if not FDX.is_dir():
        pytest.skip(f"{FDX} is absent: lengths were not compared")
    pairs = [s for name in ("storyboarder_test", "fd9_golden_fleece") for s in _scenes(FDX / f"{name}.fdx")]
    assert len(pairs) > 70
    off = [abs(eighths_of(scene) - told) for scene, told in pairs]
    assert max(off) <= 1
    assert off.count(0) / len(off) >= 0.94
