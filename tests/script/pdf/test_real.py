"""Real scripts printed and read back: nearly every element comes back as it was."""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from setpiece.errors import ScriptError
from setpiece.script import read_screenplay
from setpiece.script.pages import paginate
from setpiece.script.pdf import write_pdf
from setpiece.script.pdf._extract import extract
from setpiece.script.pdf._read import assemble

from .papers import told

SCRIPTS = Path(__file__).resolve().parents[4] / "shared" / "scripts"
HEADINGS = {"aw_cyrillic": {"ИНТ.": "INT"}}
ODD = {"aw_client": 0.95, "aw_test": 0.95}
"""Two collections of oddities: sluglines forced on plain words, and action forced on sluglines."""


@pytest.mark.real
def test_scripts_come_back_from_paper(capsys: pytest.CaptureFixture[str]) -> None:
    if not SCRIPTS.is_dir():
        pytest.skip(f"{SCRIPTS} is absent: no real script was printed")
    chosen = os.environ.get("SETPIECE_REAL")
    names = [p.stem for p in sorted(SCRIPTS.glob("*.fountain")) if not chosen or p.stem in chosen.split(",")]
    kept = total = 0
    lines: list[str] = []
    for name in names:
        play = read_screenplay((SCRIPTS / f"{name}.fountain").read_bytes(), name, HEADINGS.get(name))
        try:
            data = write_pdf(play)
        except ScriptError as e:
            lines.append(f"  {name}: not printed, {e}")
            continue
        sheets = extract(data)
        assert len(sheets.pages) == len(paginate(play).pages) + bool(play.title_page), name
        there, back = told(play), told(assemble(sheets, name))
        equal = sum(m.size for m in SequenceMatcher(None, there, back, autojunk=False).get_matching_blocks())
        most = max(len(there), len(back))
        lines.append(f"  {name}: {equal} of {most} elements")
        kept, total = kept + equal, total + most
        assert most - equal <= max(1, (1 - ODD.get(name, 0.98)) * most), name
    with capsys.disabled():
        print(f"\n{kept} of {total} elements come back from paper\n" + "\n".join(lines), end=" ")
    assert total == 0 or kept >= 0.99 * total
