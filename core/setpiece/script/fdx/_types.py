"""What Final Draft calls its paragraphs, and which of our kinds each of them is."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import ElementKind
from ._tree import Node

_KINDS: dict[str, ElementKind] = {
    "scene heading": "heading",
    "action": "action",
    "general": "action",
    "cast list": "action",
    "character": "character",
    "parenthetical": "parenthetical",
    "dialogue": "dialogue",
    "transition": "transition",
    "shot": "shot",
    "lyric": "lyric",
    "lyrics": "lyric",
    "singing": "lyric",
    "new act": "centered",
    "end of act": "centered",
    "act break": "centered",
    "cold opening": "centered",
    "show/ep. title": "centered",
    "outline body": "synopsis",
    **{f"outline {level}": "section" for level in range(1, 7)},
}
TYPE_OF: dict[ElementKind, str] = {
    "heading": "Scene Heading",
    "action": "Action",
    "character": "Character",
    "parenthetical": "Parenthetical",
    "dialogue": "Dialogue",
    "transition": "Transition",
    "shot": "Shot",
    "lyric": "Lyric",
    "centered": "Action",
    "synopsis": "Outline Body",
}
_PLAIN = frozenset(name.casefold() for name in TYPE_OF.values()) | {"lyrics", "singing"}


@dataclass(frozen=True, slots=True)
class Kind:
    """How paragraphs of one type are read."""

    kind: ElementKind
    label: str
    level: int
    caps: bool
    known: bool


class Kinds:
    """Paragraph types of one document: the usual ones, and its own by what they paginate as."""

    def __init__(self, root: Node) -> None:
        self._settings = {_fold(node.get("Type")): node for node in root.all("ElementSettings")}
        self._read: dict[str, Kind] = {}

    def of(self, name: str) -> Kind:
        """The kind of paragraphs with ``Type=name``; case and stray blanks do not matter."""
        kind = self._read.get(name)
        if kind is None:
            kind = self._read[name] = self._look_up(name)
        return kind

    def _look_up(self, name: str) -> Kind:
        key = _fold(name)
        settings = self._settings.get(key)
        style = settings.first("FontSpec") if settings else None
        caps = style is not None and "allcaps" in styles_of(style.get("Style"))
        found = _KINDS.get(key)
        level = int(key[-1]) if found == "section" else 0
        label = "" if key in _PLAIN or found in ("section", "synopsis") else " ".join(name.split())
        if found is not None:
            return Kind(found, label, level, caps, known=True)
        behaviour = settings.first("Behavior") if settings else None
        base = _KINDS.get(_fold(behaviour.get("PaginateAs"))) if behaviour else None
        if base in (None, "section", "synopsis"):
            return Kind("action", label, 0, caps, known=behaviour is not None or not key)
        return Kind(base, label, 0, caps, known=True)


def styles_of(written: str) -> frozenset[str]:
    """``Bold+Italic`` as a set of lower-case names."""
    return frozenset(part.strip().casefold() for part in written.split("+")) if written else frozenset()


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
