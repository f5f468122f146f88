"""The trade's page in 12-point Courier, and the text an element prints."""

from __future__ import annotations

from setpiece.script.model import Element

from .model import ColumnSpec, PageFormat

STANDARD = PageFormat(
    columns={
        "heading": ColumnSpec(0, 61, 2),
        "action": ColumnSpec(0, 61, 1),
        "shot": ColumnSpec(0, 61, 1),
        "centered": ColumnSpec(0, 60, 1, "center"),
        "character": ColumnSpec(20, 38, 1),
        "parenthetical": ColumnSpec(15, 26),
        "dialogue": ColumnSpec(10, 35),
        "lyric": ColumnSpec(10, 48),
        "transition": ColumnSpec(40, 16, 1, "right"),
        "dual_left": ColumnSpec(0, 29, 1),
        "dual_right": ColumnSpec(31, 29, 1),
    }
)
"""Indents and spaces as Final Draft's templates store them (1.5 in action, 2.5 dialogue, 3.0 asides,
3.5 cues, 5.5 to 7.1 transitions; 24 points above a heading, 12 above action and cues). A row of action
or an aside may run one character over its indents, as it does there."""

SPEECH = frozenset({"dialogue", "parenthetical", "lyric"})
PRINTED = frozenset(STANDARD.columns) - {"dual_left", "dual_right"}


def printed_text(element: Element) -> str:
    """What stands on the page for an element: a cue with its extension, the rest as it is."""
    if element.kind == "character" and element.extension:
        extension = element.extension if element.extension.startswith("(") else f"({element.extension})"
        return f"{element.text} {extension}"
    return element.text.rstrip()


def is_printed(element: Element) -> bool:
    """Whether the element takes room on a page."""
    return element.kind in PRINTED and bool(element.text.strip())
