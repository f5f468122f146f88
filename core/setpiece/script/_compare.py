"""What changed between two drafts, scene by scene and line by line, as a script coordinator lists it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from ._digest import even, hash_words, scene_digest, words
from ._revisions import SceneMatch, longest_rising, match_beats, match_scenes
from .model import Element, ElementKind, Screenplay, ScriptScene

SceneChangeKind = Literal["same", "changed", "moved", "new", "cut", "split", "merged", "omitted"]
REVISION_COLOURS = (
    "white", "blue", "pink", "yellow", "green", "goldenrod", "buff", "salmon", "cherry", "tan",
)  # fmt: skip
"""Pages of the first draft, the first revision ...; after tan the round begins again with blue ("2nd blue")."""

_SILENT = ("note", "boneyard", "blank", "section", "synopsis", "page_break", "title")


class ElementDiff(msgspec.Struct, frozen=True):
    """One element that is not as it was. Lines are 0 where the draft does not have it."""

    kind: Literal["added", "removed", "changed", "moved"]
    element: ElementKind
    old: str = ""
    new: str = ""
    old_line: int = 0
    new_line: int = 0


class SceneDiff(msgspec.Struct, frozen=True):
    """A scene in two drafts. Indices count scenes from 0; None where the draft does not have it.

    Text that stands before the first scene is a row of its own, without indices.

    Attributes:
        kind: "split": its text comes out of the old scene ``source``, which lives on; "merged": it
            went into the new scene ``source``; "omitted": cut, and the new draft keeps its number.
        source: See ``kind``.
        renumbered: Both have numbers and they differ.
    """

    kind: SceneChangeKind
    old: int | None
    new: int | None
    old_number: str = ""
    new_number: str = ""
    heading: str = ""
    source: int | None = None
    renumbered: bool = False
    elements: tuple[ElementDiff, ...] = ()


class DraftDiff(msgspec.Struct, frozen=True):
    """Two drafts compared: the new draft's scenes in order, then those that are gone."""

    old_name: str
    new_name: str
    scenes: tuple[SceneDiff, ...]

    @property
    def changed(self) -> tuple[SceneDiff, ...]:
        """The scenes that are not exactly as they were where they were."""
        return tuple(s for s in self.scenes if s.kind != "same" or s.renumbered)


def revision_colour(number: int) -> str:
    """The page colour of the ``number``-th revision; 0 is the white draft.

    Raises:
        ValueError: ``number`` is negative.
    """
    if number < 0:
        raise ValueError("revisions count from 0, the white draft")
    if number < len(REVISION_COLOURS):
        return REVISION_COLOURS[number]
    lap, at = divmod(number - 1, len(REVISION_COLOURS) - 1)
    ending = {1: "nd", 2: "rd"}.get(lap, "th") if lap < 10 else "th"
    return f"{lap + 1}{ending} {REVISION_COLOURS[1 + at]}"


def compare_drafts(old: Screenplay, new: Screenplay) -> DraftDiff:
    """Compare two drafts.

    Scenes are matched by what they contain (``match_scenes``), so numbers may change freely. What
    became of paragraphs of matched scenes is told element by element.
    """
    matches = match_scenes(*([scene_digest(s) for s in draft.scenes] for draft in (old, new)))
    rows = _outside(old, new)
    for match in matches:
        if match.new is not None:
            rows.append(_in_new(old, new, match, match.new))
        elif match.old is not None:
            rows.append(_gone(old, new, match, match.old))
    return DraftDiff(old.name, new.name, tuple(rows))


def _outside(old: Screenplay, new: Screenplay) -> list[SceneDiff]:
    """What stands in no scene: the title page, and text before the first heading (all of it, without headings)."""
    before, after = _before_scenes(old), _before_scenes(new)
    changes = _paired(before, after)
    return [SceneDiff("changed", None, None, heading="(before the first scene)", elements=changes)] if changes else []


def _before_scenes(play: Screenplay) -> list[Element]:
    first = play.scenes[0].heading.span if play.scenes else None
    found: list[Element] = []
    for element in play.elements:
        if element.span == first:
            break
        if element.kind == "title" or element.kind not in _SILENT:
            found.append(element)
    return found


def _in_new(old: Screenplay, new: Screenplay, match: SceneMatch, n: int) -> SceneDiff:
    scene, o = new.scenes[n], match.old
    if o is None:
        added = tuple(_only("added", e) for e in _told(scene))
        return SceneDiff(match.kind, None, n, "", scene.number, scene.heading.text, match.source, elements=added)
    before = old.scenes[o]
    renumbered = bool(before.number and scene.number) and before.number != scene.number
    elements = () if match.kind in ("same", "moved") else _elements(before, scene)
    return SceneDiff(match.kind, o, n, before.number, scene.number, scene.heading.text, None, renumbered, elements)


def _gone(old: Screenplay, new: Screenplay, match: SceneMatch, o: int) -> SceneDiff:
    scene = old.scenes[o]
    kept = match.kind == "cut" and scene.number and scene.number in new.omitted
    removed = tuple(_only("removed", e) for e in _told(scene))
    return SceneDiff(
        "omitted" if kept else match.kind, o, None, scene.number, "", scene.heading.text, match.source,
        elements=removed,
    )  # fmt: skip


def _told(scene: ScriptScene) -> list[Element]:
    return [e for e in (scene.heading, *scene.elements) if e.kind not in _SILENT]


def _text(element: Element) -> str:
    return f"{element.text} ({element.extension})" if element.extension else element.text


def _only(kind: Literal["added", "removed"], element: Element) -> ElementDiff:
    text, line = _text(element), element.span.line
    if kind == "added":
        return ElementDiff(kind, element.kind, new=text, new_line=line)
    return ElementDiff(kind, element.kind, old=text, old_line=line)


def _elements(before: ScriptScene, after: ScriptScene) -> tuple[ElementDiff, ...]:
    """Differences of a scene in two drafts."""
    return _paired(_told(before), _told(after))


def _paired(olds: Sequence[Element], news: Sequence[Element]) -> tuple[ElementDiff, ...]:
    """Differences in the new order; what is gone stands where it stood."""
    pairs = match_beats(*([(_print(e), even(_text(e))) for e in side] for side in (olds, news)))
    pairs = {n: o for n, o in pairs.items() if olds[o].kind == news[n].kind}
    in_order = set(longest_rising([pairs[n] for n in sorted(pairs)]))
    steady = {n for n, o in pairs.items() if o in in_order}
    gone = sorted(set(range(len(olds))) - set(pairs.values()))
    rows: list[ElementDiff] = []
    for n, element in enumerate(news):
        o = pairs.get(n)
        if o is None:
            rows.append(_only("added", element))
            continue
        if n in steady:
            rows += [_only("removed", olds[g]) for g in gone if g < o]
            gone = [g for g in gone if g > o]
        if even(_text(olds[o])) != even(_text(element)):
            rows.append(_pair("changed", olds[o], element))
        elif n not in steady:
            rows.append(_pair("moved", olds[o], element))
    return (*rows, *(_only("removed", olds[g]) for g in gone))


def _pair(kind: Literal["changed", "moved"], old: Element, new: Element) -> ElementDiff:
    return ElementDiff(kind, new.kind, _text(old), _text(new), old.span.line, new.span.line)


def _print(element: Element) -> str:
    return f"{element.kind} {hash_words(words(_text(element)))} {even(_text(element))}"
