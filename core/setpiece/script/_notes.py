"""Tells notes that programs write for themselves (cameras, coloured markers) from notes for people."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .model import Element

_SHOT = re.compile(r"shot\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_MARKER = re.compile(r"marker(?:\s+|\s*:\s*)(\w+)?\s*(?::\s*(.*))?", re.IGNORECASE | re.DOTALL)
_COLORS = frozenset(
    "red orange yellow green mint cyan teal blue purple magenta pink brown gray grey black white".split()
)


class NoteContent(NamedTuple):
    """What a note is for: a shot to make, a marker with its colour, or something to read."""

    kind: Literal["note", "shot", "marker"]
    text: str
    color: str = ""


def note_content(note: Element) -> NoteContent:
    """What is in a note: ``SHOT: close on the key``, ``marker:red``, ``marker blue: trim``, or plain words."""
    text = note.text.strip()
    shot = _SHOT.fullmatch(text)
    if shot is not None:
        return NoteContent("shot", shot.group(1).strip())
    marker = _MARKER.fullmatch(text)
    if marker is not None:
        color = (marker.group(1) or "").lower()
        if not color or color in _COLORS:
            return NoteContent("marker", (marker.group(2) or "").strip(), color)
    return NoteContent("note", text)
