"""Turns a breakdown into tags: finds, for each thing in it, the words of the script that ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .._scenes import scenes_in_own_lines
from ..model import Breakdown, CastMember, Element, SceneBreakdown, SceneCast, Screenplay
from ._tags import TagDefinition, TagMark, TagSet, category_number, definition_of, stock_categories

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_PRINTED = frozenset(
    {"heading", "action", "character", "dialogue", "parenthetical", "transition", "shot", "lyric", "centered"}
)


@dataclass(frozen=True, slots=True)
class _Scene:
    """A scene's elements, in its own lines, with their indices in the screenplay; the heading first."""

    elements: tuple[tuple[int, Element], ...]
    flat: dict[int, tuple[str, list[int]]] = field(default_factory=dict[int, tuple[str, list[int]]])
    """Texts as quotes spell them, by index, once asked for."""

    @property
    def heading(self) -> tuple[int, Element]:
        return self.elements[0]

    def near(self, line: int) -> list[tuple[int, Element]]:
        """Printed elements, the one ``line`` lines below the heading first, then its neighbours."""
        top = self.heading[1].span.line

        def distance(item: tuple[int, Element]) -> tuple[int, int]:
            first = item[1].span.line - top
            last = max(item[1].span.end_line - top, first + item[1].text.count("\n"))
            return max(first - line, line - last, 0), item[0]

        return sorted((i for i in self.elements if i[1].kind in _PRINTED), key=distance)


def tags_of_breakdown(screenplay: Screenplay, breakdown: Breakdown) -> TagSet:
    """The breakdown as tags on the words of the script.

    Every element is marked once per scene: its name inside the sentence quoted as evidence, or that whole
    sentence where it does not say the name (implied things), or the heading where the sentence is not in this
    draft. Cast is marked where the action first names it, else at its first cue; extras where they are named.
    Categories go to the stock ones by the table in ``data/tags.toml``.

    Args:
        screenplay: The draft that was broken down, read from any format.
        breakdown: Its scenes, in script order.
    """
    definitions: dict[str, TagDefinition] = {}
    marks: dict[TagMark, None] = {}
    names = {member.cast_id: member for member in breakdown.cast if member.cast_id}
    for scene, sheet in _paired(screenplay, breakdown):
        for category, label, (index, start, end) in _uses(scene, sheet, names):
            made = definition_of(category_number(category), label)
            definitions.setdefault(made.id, made)
            marks.setdefault(TagMark(index, start, end, made.id))
    return TagSet(stock_categories(), tuple(definitions.values()), tuple(sorted(marks)))


def _paired(screenplay: Screenplay, breakdown: Breakdown) -> Iterator[tuple[_Scene, SceneBreakdown]]:
    """Scenes with their sheets: by heading and number, in order."""
    scenes = _scenes(screenplay)
    at = 0
    for sheet in breakdown.scenes.values():
        wanted = (sheet.heading, sheet.number)
        for i in range(at, len(scenes)):
            heading = scenes[i].heading[1]
            if (heading.text, heading.number) == wanted:
                yield scenes[i], sheet
                at = i + 1
                break


def _scenes(screenplay: Screenplay) -> list[_Scene]:
    """A scene is a slice of the draft's elements, from its heading on."""
    found, at = list[_Scene](), -1
    for there, scene in zip(screenplay.scenes, scenes_in_own_lines(screenplay), strict=True):
        at = screenplay.elements.index(there.heading, at + 1)
        found.append(_Scene(tuple(enumerate((scene.heading, *scene.elements), at))))
    return found


def _uses(
    scene: _Scene, sheet: SceneBreakdown, names: Mapping[str, CastMember]
) -> Iterator[tuple[str, str, tuple[int, int, int]]]:
    for person in sheet.cast:
        yield "cast", person.name, _person(scene, person, names.get(person.cast_id))
    for extra in sheet.background:
        yield "background", extra.what, _thing(scene, extra.what)
    for category, uses in sheet.elements.items():
        for use in uses:
            yield category, use.name, _quoted(scene, use.line, use.quote, use.name)


def _whole(item: tuple[int, Element]) -> tuple[int, int, int]:
    return item[0], 0, len(item[1].text)


def _person(scene: _Scene, person: SceneCast, member: CastMember | None) -> tuple[int, int, int]:
    called = (person.name, *(member.aliases if member is not None else ()))
    for kinds in (("action", "shot"), ("character",)):
        for index, element in scene.elements:
            if element.kind in kinds:
                for name in called:
                    found = _find_name(element.text, name)
                    if found is not None:
                        return index, *found
    return _whole(scene.heading)


def _thing(scene: _Scene, what: str) -> tuple[int, int, int]:
    for index, element in scene.elements:
        if element.kind in ("action", "heading", "shot"):
            found = _find_words(element.text, what)
            if found is not None:
                return index, *found
    return _whole(scene.heading)


def _quoted(scene: _Scene, line: int, quote: str, name: str) -> tuple[int, int, int]:
    wanted, _ = _flat(quote.rstrip("…").strip())
    for index, element in scene.near(line) if wanted else ():
        text, places = scene.flat.get(index) or scene.flat.setdefault(index, _flat(element.text))
        at = text.find(wanted)
        if at < 0:
            continue
        start, end = places[at], places[at + len(wanted) - 1] + 1
        rest = element.text[start:] if quote.endswith("…") else element.text[start:end]
        said = _find_words(rest, name)
        if said is not None:
            return index, start + said[0], start + said[1]
        inner = element.text[start:end]
        trimmed = inner.strip(' .,;:!?"“”()…-–—\n\t') or inner
        start += inner.find(trimmed)
        return index, start, start + len(trimmed)
    return _whole(scene.heading)


def _flat(text: str) -> tuple[str, list[int]]:
    """``text`` as quotes spell it (single spaces, no emphasis marks, one case), and where each letter comes from."""
    letters: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        if char in "*_":
            continue
        if char.isspace():
            if letters and letters[-1] == " ":
                continue
            char = " "  # noqa: PLW2901
        low = char.lower()
        letters.append(low if len(low) == 1 else char)
        places.append(i)
    return "".join(letters), places


def _find_name(text: str, name: str) -> tuple[int, int] | None:
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) if name else None
    return match.span() if match else None


def _find_words(text: str, name: str) -> tuple[int, int] | None:
    """Where ``name`` is said: as it is, else in any number, else by its last word, else by its first."""
    whole = _find_name(text, name)
    if whole is not None:
        return whole
    wanted = [w.group().casefold() for w in _WORD.finditer(name)]
    said = [(w.group().casefold(), w.start(), w.end()) for w in _WORD.finditer(text)]
    if not wanted:
        return None
    for i in range(len(said) - len(wanted) + 1):
        window = said[i : i + len(wanted)]
        if all(_alike(word, want) for (word, _, _), want in zip(window, wanted, strict=True)):
            return window[0][1], window[-1][2]
    for want in (wanted[-1], wanted[0]):
        for word, start, end in said:
            if _alike(word, want):
                return start, end
    return None


def _alike(word: str, want: str) -> bool:
    """The same noun in singular or plural, possessive or not."""
    stem = want[:-1] if len(want) > 3 and want[-1] in "yefs" else want
    return word == want or (len(stem) > 2 and word.startswith(stem) and len(word) - len(stem) <= 4)
