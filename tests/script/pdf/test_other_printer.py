"""Paper from another program: screenplain parses and prints the draft, we read it back."""

from __future__ import annotations

from difflib import SequenceMatcher
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from setpiece.script import read_screenplay
from setpiece.script.model import Screenplay
from setpiece.script.pdf._extract import extract
from setpiece.script.pdf._read import assemble

from .papers import told

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT.parent / "shared" / "scripts"
REAL = ["big_fish", "complete_nonsense", "jumpcut_108", "little_women", "my_living_memory", "nemsis",
        "our_many_masks", "printing_trouble"]  # fmt: skip
"""Those without oddities that screenplain parses otherwise, or slugs forced on plain words."""


def printed_elsewhere(path: Path) -> bytes:
    to_pdf = pytest.importorskip("screenplain.export.pdf").to_pdf
    from screenplain.parsers import fountain

    buffer = BytesIO()
    to_pdf(fountain.parse(StringIO(path.read_text(encoding="utf-8-sig"))), buffer)
    return buffer.getvalue()


def said(play: Screenplay) -> list[tuple[str, str]]:
    """Kinds and words; screenplain prints headings in capitals and the extension as part of the cue."""
    return [(kind, text.upper() if kind == "heading" else text) for kind, text, *_ in told(play)]


def test_the_example_comes_back() -> None:
    path = ROOT / "examples" / "low_tide.fountain"
    back = assemble(extract(printed_elsewhere(path)), "t.pdf")
    assert said(back) == said(read_screenplay(path.read_bytes(), "t"))
    assert (back.title_page["title"], back.title_page["author"]) == (("Low Tide",), ("Setpiece",))


@pytest.mark.real
@pytest.mark.parametrize("name", REAL)
def test_real_scripts_come_back(name: str) -> None:
    path = SCRIPTS / f"{name}.fountain"
    if not path.is_file():
        pytest.skip(f"{path} is absent: it was not printed")
    there = said(read_screenplay(path.read_bytes(), name))
    back = said(assemble(extract(printed_elsewhere(path)), "t.pdf"))
    equal = sum(m.size for m in SequenceMatcher(None, there, back, autojunk=False).get_matching_blocks())
    assert equal >= 0.98 * max(len(there), len(back))
