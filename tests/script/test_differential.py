"""Two other readers see the same scenes and cues in real scripts, but where a row below says why not.

``SETPIECE_REAL=coffee_shop,little_women`` reads only these.
"""

import io
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from screenplain import types as plain
from screenplain.parsers import fountain
from screenplay_tools import screenplay as tools
from screenplay_tools.fountain.parser import Parser

from setpiece.script import read_screenplay

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "scripts"
CHOSEN = os.environ.get("SETPIECE_REAL", "")
SCRIPTS = [p for p in sorted(FOLDER.glob("*.fountain")) if not CHOSEN or p.stem in CHOSEN.split(",")]


class Difference(NamedTuple):
    """One parser's count that is not ours, and the lines that explain it."""

    script: str
    parser: str
    what: str
    theirs: int
    ours: int
    lines: str
    """A pattern of exactly the lines that they count and we do not, or the other way round."""
    reason: str


FADE = r"^[ \t]*FADE IN:"
FADE_REASON = "FADE IN: is action by the syntax (it does not end in TO:); they take it for a scene heading"
EXT_INT = r"^EXT/INT\."
EXT_INT_REASON = "EXT/INT is the same as INT/EXT to whoever writes it; they know only the latter"
EXPLAINED = (
    Difference("aw_client", "tools", "cues", 12, 14, r"^\$[A-Z.]+$", "a name may start with a sign; theirs starts with A-Z"),
    Difference("aw_cyrillic", "tools", "cues", 0, 1, r"^[А-Я]+A$", "Cyrillic has capitals; theirs knows A-Z only"),
    Difference("aw_japanese", "plain", "scenes", 0, 1, r"^INT。", "INT with an ideographic full stop is how Japanese drafts write it"),
    Difference("aw_japanese", "tools", "scenes", 0, 1, r"^INT。", "INT with an ideographic full stop is how Japanese drafts write it"),
    Difference("big_fish", "plain", "scenes", 190, 192, EXT_INT, EXT_INT_REASON),
    Difference("big_fish", "tools", "scenes", 190, 192, EXT_INT, EXT_INT_REASON),
    Difference("coffee_shop", "plain", "cues", 7, 6, r"^[A-Z]+ \(\d+\), [a-z].*\n\S",
               "capitals up to the bracket only: behind it the line goes on in lower case, so it is action"),
    Difference("coffee_shop", "tools", "scenes", 2, 1, FADE, FADE_REASON),
    Difference("complete_nonsense", "tools", "scenes", 3, 2, FADE, FADE_REASON),
    Difference("my_living_memory", "tools", "scenes", 10, 9, FADE, FADE_REASON),
    Difference("printing_trouble", "tools", "scenes", 30, 29, FADE, FADE_REASON),
)  # fmt: skip


def ours(data: bytes) -> dict[str, int]:
    kinds = [e.kind for e in read_screenplay(data, "x").elements]
    return {"scenes": kinds.count("heading"), "cues": kinds.count("character")}


def by_screenplain(text: str) -> dict[str, int]:
    found = list(fountain.parse(io.StringIO(text)))
    cues = sum(isinstance(p, plain.Dialog) + 2 * isinstance(p, plain.DualDialog) for p in found)
    return {"scenes": sum(isinstance(p, plain.Slug) for p in found), "cues": cues}


def by_screenplay_tools(text: str) -> dict[str, int]:
    parser = Parser()
    parser.add_text(text)
    found = parser.script.elements
    return {
        "scenes": sum(isinstance(e, tools.SceneHeading) for e in found),
        "cues": sum(isinstance(e, tools.Character) for e in found),
    }


PARSERS = {"plain": by_screenplain, "tools": by_screenplay_tools}


@pytest.mark.real
@pytest.mark.skipif(not SCRIPTS, reason="NOT RUN: ../shared/scripts is absent, no reader was compared")
@pytest.mark.parametrize("parser", sorted(PARSERS))
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_counts_are_equal_or_explained(path, parser):
    data = path.read_bytes()
    text = re.sub(r"\r\n?", "\n", data.decode("utf-8-sig"))
    mine, theirs = ours(data), PARSERS[parser](text)
    for what in ("scenes", "cues"):
        rows = [d for d in EXPLAINED if (d.script, d.parser, d.what) == (path.stem, parser, what)]
        if not rows:
            assert theirs[what] == mine[what], what
            continue
        (row,) = rows
        assert (theirs[what], mine[what]) == (row.theirs, row.ours), what
        assert len(re.findall(row.lines, text, re.MULTILINE)) == abs(row.theirs - row.ours), row.reason


def test_rows_are_differences_each_with_its_reason():
    assert all(row.theirs != row.ours and row.reason for row in EXPLAINED)
    assert len({row[:3] for row in EXPLAINED}) == len(EXPLAINED)


@pytest.mark.parametrize(
    ("text", "mine", "plains", "tool"),
    [
        ("FADE IN:\n\nINT. A - DAY\n\nx\n", (1, 0), (1, 0), (1, 0)),
        ("INT. A - DAY\nRAIN.\nIt falls.\n", (1, 0), (0, 1), (1, 0)),
        ("x\n\nÉLODIE\nOui.\n", (0, 1), (0, 1), (0, 0)),
        ("    INT. A - DAY\n\nx\n", (1, 0), (0, 0), (1, 0)),
        ("INT. A - DAY\n\n/* open\n\nINT. B - DAY\n\nx\n", (2, 0), (2, 0), (1, 0)),
    ],
)
def test_known_disagreements_are_still_theirs(text, mine, plains, tool):
    """When a peer mends one of these, its row is to go."""
    found = (ours(text.encode()), by_screenplain(text), by_screenplay_tools(text))
    assert tuple((f["scenes"], f["cues"]) for f in found) == (mine, plains, tool)
