"""Recognises character cues and transitions: upper-case lines whose meaning their neighbours decide."""

from __future__ import annotations

import re
from typing import NamedTuple

from ._inline import styled

_EXTENSION = re.compile(r"[(（]([^)）]*)[)）]?")
_TORN_MARKS = re.compile(r"(?<=\S)\s+([*_]+\s*)$")
"""What closed behind the brackets of ``**ANNA (V.O.)**`` closes behind the name."""
_LOWER_SAFE = str.maketrans("", "", "ßºªʼ")
_ENDS_BLOCK = re.compile(r"(?:FADE|CUT|DISSOLVE|SMASH|MATCH|JUMP|WIPE|IRIS|INTERCUT)\b.*[:.]$")


class Cue(NamedTuple):
    """A character cue: who, the bracketed extensions, dual mark, and whether ``@`` forced it."""

    name: str
    extension: str
    dual: bool
    forced: bool


def read_cue(line: str) -> Cue | None:
    """The cue that ``line`` is if a speech follows it, else None."""
    text = line.strip()
    if not text:
        return None
    forced = text[0] == "@"
    if forced:
        text = text[1:].lstrip()
    dual = text.endswith("^")
    if dual:
        text = text.rstrip("^ \t")
    name, extension = text, ""
    if "(" in text or "（" in text:
        extension = ", ".join(" ".join(part.split()) for part in _EXTENSION.findall(text) if part.strip())
        name = _EXTENSION.sub(" ", text)
        if name[0] in "*_":
            joined = _TORN_MARKS.sub(r"\1", name)
            name = joined if not styled(name.strip())[1] and styled(joined)[1] else name
        dual = dual or name.rstrip().endswith("^")
        name = name.rstrip("^ \t")
    inner = name.rstrip().rstrip("*_")
    if inner.endswith("^") and name[0] in "*_":  # **ANNA ^**
        name, dual = inner.rstrip("^ \t") + name.rstrip()[len(inner) :], True
    name = " ".join(name.split())
    if not name or not (forced or _is_upper(name)):
        return None
    if not forced and (name[0] in "!>~=#." or (name[-1] in ":." and _ENDS_BLOCK.match(name))):
        return None
    return Cue(name, extension, dual, forced)


def _is_upper(name: str) -> bool:
    """At least one letter that has a case, and none in lower case (ß and ordinals have no upper)."""
    return name.isupper() or (not name.isascii() and name.translate(_LOWER_SAFE).isupper())


def is_transition(line: str) -> bool:
    """An upper-case line ending in ``TO:``; a blank after the colon makes it action again."""
    return line.endswith("TO:") and line.isupper() and line.lstrip()[0] not in ">!~@"
