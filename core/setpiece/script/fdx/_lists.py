"""What a Final Draft file keeps beside the script: scene properties, revision sets, completion lists, locked pages."""

from __future__ import annotations

import re

from ..model import ArcBeat, RevisionSet, SceneProperties
from ._runs import number, words_of
from ._tree import Node

LISTS: tuple[tuple[str, str, str], ...] = (
    ("Characters", "Character", "characters"),
    ("Extensions", "Extension", "extensions"),
    ("SceneIntros", "SceneIntro", "scene_intros"),
    ("Locations", "Location", "locations"),
    ("TimesOfDay", "TimeOfDay", "times_of_day"),
    ("Transitions", "Transition", "transitions"),
)
_EIGHTHS = re.compile(r"(?:(\d{1,4})(?:\s+|$))?(?:(\d{1,4})/(\d{1,4}))?$")


def eighths(written: str) -> int:
    """``1 3/8`` as 11; 0 for what is no length. Other parts of a page are rounded up to eighths."""
    match = _EIGHTHS.match(written.strip())
    if match is None:
        return 0
    whole, top, bottom = (int(part or 0) for part in match.groups())
    return whole * 8 + (-(-8 * top // bottom) if bottom else 0)


def spell_eighths(count: int) -> str:
    """11 as ``1 3/8``, 8 as ``1``, 3 as ``3/8``."""
    whole, rest = divmod(count, 8)
    return " ".join(part for part in (str(whole) if whole else "", f"{rest}/8" if rest else "") if part)


def properties_of(node: Node) -> SceneProperties:
    """A heading's ``<SceneProperties>``."""
    summary = node.first("Summary")
    beats = node.first("SceneArcBeats")
    said = (words_of(p).text.strip() for p in summary.all("Paragraph")) if summary is not None else ()
    return SceneProperties(
        eighths(node.get("Length")),
        node.get("Page").strip(),
        node.get("Title"),
        node.get("Color"),
        "\n".join(text for text in said if text),
        tuple(ArcBeat(b.get("Name"), _beat_text(b)) for b in (beats.all("CharacterArcBeat") if beats else ())),
    )


def _beat_text(beat: Node) -> str:
    said = "\n".join(words_of(p).text for p in beat.all("Paragraph"))
    return (said or words_of(beat).text or beat.text).strip()


def revision_sets(root: Node) -> tuple[tuple[RevisionSet, ...], int]:
    """Revision sets, and the id of the active one."""
    node = root.first("Revisions")
    if node is None:
        return (), 0
    sets = tuple(
        RevisionSet(number(r.get("ID")), r.get("Name"), r.get("Color"), r.get("PageColor"), r.get("Mark", "*"))
        for r in node.all("Revision")
    )
    return sets, number(node.get("ActiveSet"))


def smart_type(root: Node) -> dict[str, tuple[str, ...]]:
    """Completion lists that hold something."""
    node = root.first("SmartType")
    out: dict[str, tuple[str, ...]] = {}
    for outer, inner, key in LISTS if node is not None else ():
        found = node.first(outer) if node is not None else None
        values = tuple(item.text for item in found.all(inner) if item.text.strip()) if found is not None else ()
        if values:
            out[key] = values
    return out


def locked_pages(root: Node) -> tuple[dict[str, str], ...]:
    """Attributes of every locked page; text of one without attributes as ``text``."""
    node = root.first("LockedPages")
    if node is None:
        return ()
    return tuple(dict(page.attributes) or {"text": page.text.strip()} for page in node.children)
