"""Finds a document's own columns: where its action, speeches, asides and cues begin, and how wide they run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from setpiece.script._cue import read_cue
from setpiece.script._heading import HeadingRule, read_heading

from ._sheets import Sheet, SheetRow

_WIDE_GAP = re.compile(r" {2,}")
_STANDARD = (10.0, 15.0, 20.0)
_COURIER_PT = 7.2
_STANDARD_LEFT_PT, _FARTHEST_LEFT_PT = 108.0, 150.0
"""A page of nothing but speeches has its leftmost rows farther in: they are no action."""


@dataclass(frozen=True)
class Columns:
    """Left edges in characters from the action's; ``left_pt`` and ``char_pt`` turn points into them."""

    left_pt: float
    char_pt: float
    pitch_pt: float
    dialogue: float
    aside: float
    cue: float
    center: float
    rules: tuple[HeadingRule, ...] = ()

    def is_slugline(self, text: str) -> bool:
        """Whether a row reads like a heading that needs no forcing."""
        return is_slugline(text, self.rules)

    def column(self, x_pt: float) -> float:
        """Characters right of the action's left edge."""
        return (x_pt - self.left_pt) / self.char_pt

    def is_dialogue(self, column: float) -> bool:
        """Whether a row of a speech may start there."""
        return self.dialogue / 2 < column < (self.aside + self.cue) / 2 + 0.01


def is_slugline(text: str, rules: tuple[HeadingRule, ...] = ()) -> bool:
    """Whether a row reads like a heading that needs no forcing."""
    heading = read_heading(text, rules) if text[:1] not in {".", ""} else None
    return heading is not None and not heading.forced


def measure(sheets: Sequence[Sheet], rules: tuple[HeadingRule, ...] = ()) -> Columns:
    """The document's columns, by histograms over all its rows; the trade's where it has no speeches."""
    rows = [row for sheet in sheets for row in sheet.rows]
    char_pt = _char_width(rows)
    pitch_pt = _pitch(sheets, char_pt)
    left_pt = _left(rows, char_pt, rules)
    dialogue, aside, cue = _speech_columns(sheets, left_pt, char_pt, pitch_pt)
    return Columns(left_pt, char_pt, pitch_pt, dialogue, aside, cue, _center(sheets, left_pt, char_pt), rules)


def _char_width(rows: Sequence[SheetRow]) -> float:
    """Points from one character to the next in fixed-pitch type; that of 12-point Courier for other type."""
    steps = [b - a for row in rows for a, b in _steps(row)]
    usual = _mode(steps, 0.05)
    alike = sum(abs(step - usual) < 0.3 for step in steps)
    return usual if usual > 0 and alike > 0.6 * len(steps) else _COURIER_PT


def _pitch(sheets: Sequence[Sheet], char_pt: float) -> float:
    """Points from one row to the next: the smallest distance that is no rarity and no blank line."""
    steps = [a.y_pt - b.y_pt for sheet in sheets for a, b in zip(sheet.rows, sheet.rows[1:], strict=False)]
    counts = Counter(round(2 * step) for step in steps if 6.0 <= step <= 2.6 * char_pt)
    usual = [k for k in sorted(counts) if counts[k] >= max(1, 0.08 * len(steps))]
    return usual[0] / 2 if usual else char_pt / 0.6


def _steps(row: SheetRow) -> Iterable[tuple[float, float]]:
    return zip(row.x_pt, row.x_pt[1:], strict=False)


def _mode(values: Iterable[float], quantum: float) -> float:
    """The most frequent value, the smaller of equals; 0 for none."""
    counts = Counter(round(v / quantum) for v in values if v > 0)
    if not counts:
        return 0.0
    return min(counts, key=lambda k: (-counts[k], k)) * quantum


def _left(rows: Sequence[SheetRow], char_pt: float, rules: tuple[HeadingRule, ...]) -> float:
    """Left edge of the action: where headings start, else the leftmost edge that many rows share."""
    edges = [edge for row in rows for edge in _heading_edges(row, rules)]
    if not edges:
        counts = Counter(round(row.x_pt[0] / char_pt) for row in rows)
        usual = [k for k in sorted(counts) if counts[k] >= 0.08 * len(rows)]
        edges = [row.x_pt[0] for row in rows if usual and abs(row.x_pt[0] / char_pt - usual[0]) < 0.75]
    left_pt = _mode(edges, 0.5)
    return left_pt if 0.0 < left_pt < _FARTHEST_LEFT_PT else _STANDARD_LEFT_PT


def _heading_edges(row: SheetRow, rules: tuple[HeadingRule, ...]) -> Iterable[float]:
    """Where a heading starts in the row, a number before it left out."""
    if is_slugline(row.text, rules):
        yield row.x_pt[0]
        return
    gap = _WIDE_GAP.search(row.text)
    if gap is not None and gap.start() <= 8 and is_slugline(row.text[gap.end() :], rules):
        yield row.x_pt[gap.end()]


def _speech_columns(
    sheets: Sequence[Sheet], left_pt: float, char_pt: float, pitch_pt: float
) -> tuple[float, float, float]:
    """Columns of dialogue, asides and cues, by what stands directly under what."""
    cues: Counter[int] = Counter()
    spoken: Counter[int] = Counter()
    asides: Counter[int] = Counter()
    for sheet in sheets:
        for upper, lower in zip(sheet.rows, sheet.rows[1:], strict=False):
            above, below = ((r.x_pt[0] - left_pt) / char_pt for r in (upper, lower))
            if upper.y_pt - lower.y_pt > 1.5 * pitch_pt or below <= 3.0 or "   " in upper.text.strip():
                continue
            if above > below + 2.0 and read_cue(upper.text) is not None:
                cues[round(2 * above)] += 1
                (asides if lower.text.startswith("(") else spoken)[round(2 * below)] += 1
    if not cues or not (spoken or asides):
        return _STANDARD
    cue = _peak(cues)
    dialogue = _peak(spoken) if spoken else _STANDARD[0]
    aside = _peak(asides) if asides else dialogue + (cue - dialogue) / 2
    return dialogue, max(aside, dialogue), cue


def _peak(counts: Counter[int]) -> float:
    return min(counts, key=lambda k: (-counts[k], k)) / 2


def _center(sheets: Sequence[Sheet], left_pt: float, char_pt: float) -> float:
    """The middle of the printed column: between the left edge and where the longest rows end."""
    rows = [row for sheet in sheets for row in sheet.rows if row.x_pt[0] < left_pt + 3]
    ends = Counter(round((row.end_pt - left_pt) / char_pt) for row in rows)
    long = [k for k in sorted(ends) if 50 <= k <= 75 and ends[k] >= 3]
    return 30.0 if not long or 55 <= long[-1] <= 64 else long[-1] / 2
