"""Breakdown tags: Final Draft's categories, what is tagged, and the words that carry each tag."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import msgspec

from ... import resources
from ._document import FdxDocument, Splice, with_attributes
from ._markup import empty, escaped, tag, text_node
from ._read import Place
from ._runs import Run, number
from ._tree import Node

MISCELLANEOUS = 25
_MOST_IN_ONE = 100
"""Definitions one tag may stand for; more are left out."""


class TagCategory(msgspec.Struct, frozen=True):
    """A category; ``number`` is what programs know the stock ones by."""

    number: int
    id: str
    name: str
    color: str = ""


class TagDefinition(msgspec.Struct, frozen=True):
    """A thing that is tagged, once for the whole script: the revolver, a dog, ANNA."""

    id: str
    label: str
    category: int
    """Number of its category."""


class TagMark(msgspec.Struct, frozen=True, order=True):
    """Words that mean the thing: characters ``start`` to ``end`` of element ``element``'s text."""

    element: int
    start: int
    end: int
    definition: str
    """Id of the definition."""


class TagSet(msgspec.Struct, frozen=True):
    """All tags of a script. Marks are in script order and may overlap."""

    categories: tuple[TagCategory, ...]
    definitions: tuple[TagDefinition, ...] = ()
    marks: tuple[TagMark, ...] = ()


class Numbered(msgspec.Struct, frozen=True):
    """Marks cut into stretches that carry one tag number each."""

    stretches: dict[int, list[tuple[int, int, int]]]
    """Element -> (start, end, tag number), sorted, without overlaps."""
    tags: list[tuple[int, tuple[str, ...]]]
    """Tag number -> ids of the definitions it stands for."""


@cache
def _table() -> tuple[tuple[TagCategory, ...], dict[str, int]]:
    rows = tomllib.loads(resources.text("script/fdx", "tags.toml"))["category"]
    stock = tuple(TagCategory(r["number"], r["id"], r["name"], r["color"]) for r in rows)
    takes = {name: r["number"] for r in rows for name in r["takes"]}
    return stock, takes | {_key(c.name): c.number for c in stock}


def _key(name: str) -> str:
    return "_".join(name.casefold().replace("/", " ").replace("-", " ").split())


def stock_categories() -> tuple[TagCategory, ...]:
    """The 29 categories every Final Draft file starts with."""
    return _table()[0]


def category_number(name: str) -> int:
    """The stock category that takes a breakdown's category ``name``; Miscellaneous for one that none takes."""
    return _table()[1].get(_key(name), MISCELLANEOUS)


def definition_of(category: int, label: str) -> TagDefinition:
    """The definition of a thing; the same thing always gets the same id."""
    digest = bytearray(hashlib.blake2b(f"{category}\0{label}".encode("utf-8", "replace"), digest_size=16).digest())
    digest[6] = digest[6] & 0x0F | 0x80  # a version 8 uuid: what is in it is up to its maker
    digest[8] = digest[8] & 0x3F | 0x80
    h = digest.hex()
    return TagDefinition("-".join((h[:8], h[8:12], h[12:16], h[16:20], h[20:])), label, category)


def number_marks(tags: TagSet) -> Numbered:
    """Cut marks where they overlap; each stretch gets a running number and names all its definitions."""
    known = {d.id: i for i, d in enumerate(tags.definitions)}
    by_element: dict[int, list[TagMark]] = {}
    for mark in sorted(set(tags.marks)):
        if mark.definition in known and mark.start < mark.end:
            by_element.setdefault(mark.element, []).append(mark)
    stretches: dict[int, list[tuple[int, int, int]]] = {}
    out: list[tuple[int, tuple[str, ...]]] = []
    for element, marks in by_element.items():
        turns: dict[int, list[tuple[str, int]]] = {}
        for m in marks:
            turns.setdefault(m.start, []).append((m.definition, 1))
            turns.setdefault(m.end, []).append((m.definition, -1))
        open_marks: Counter[str] = Counter()
        edges = sorted(turns)
        for start, end in pairwise(edges):
            for definition, step in turns[start]:
                open_marks[definition] += step
            over = [d for d, count in open_marks.items() if count]
            open_marks = Counter({d: open_marks[d] for d in over})
            if over:
                out.append((len(out) + 1, tuple(sorted(over, key=known.__getitem__))))
                stretches.setdefault(element, []).append((start, end, len(out)))
    return Numbered(stretches, out)


# --- reading


def read_tags(document: FdxDocument) -> TagSet:
    """The tags of a file; element numbers are those of ``document.screenplay.elements``.

    Categories are the file's own, or the stock ones when it lists none. A definition of an unknown category
    counts as Miscellaneous; a tag whose definition is missing is left out.
    """
    data = document.root.first("TagData")
    categories = _categories(data)
    by_id = {c.id: c.number for c in categories}
    definitions: dict[str, TagDefinition] = {}
    for node in _inside(data, "TagDefinitions", "TagDefinition"):
        made = TagDefinition(node.get("Id"), node.get("Label"), by_id.get(node.get("CatId"), MISCELLANEOUS))
        definitions.setdefault(made.id, made)
    named = {
        node.get("Number").strip(): [d.text.strip() for d in node.all("DefId")[:_MOST_IN_ONE]]
        for node in _inside(data, "Tags", "Tag")
    }
    marks: list[TagMark] = []
    for index, place in document.places.items():
        marks += _marks(index, place, len(document.screenplay.elements[index].text), named)
    used = tuple(sorted({m for m in marks if m.definition in definitions}))
    return TagSet(categories, tuple(definitions.values()), used)


def _inside(data: Node | None, outer: str, inner: str) -> list[Node]:
    node = data.first(outer) if data is not None else None
    return node.all(inner) if node is not None else []


def _categories(data: Node | None) -> tuple[TagCategory, ...]:
    found = tuple(
        TagCategory(number(n.get("Number")), n.get("Id"), n.get("Name"), n.get("Color"))
        for n in _inside(data, "TagCategories", "TagCategory")
    )
    return found or stock_categories()


def _marks(index: int, place: Place, length: int, named: dict[str, list[str]]) -> list[TagMark]:
    open_marks: dict[str, tuple[int, int]] = {}
    out: list[TagMark] = []
    for run in place.words.runs:
        start, end = max(run.start - place.first, 0), min(run.end - place.first, length)
        if start >= end:
            continue
        for definition in named.get(run.tag, ()) if run.tag else ():
            first, last = open_marks.get(definition, (start, start))
            if last != start:
                out.append(TagMark(index, first, last, definition))
                first = start
            open_marks[definition] = (first, end)
    return out + [TagMark(index, first, last, d) for d, (first, last) in open_marks.items()]


# --- writing


def tag_data(tags: TagSet, numbered: Numbered, indent: str = "  ") -> str:
    """``<TagData>`` with categories, definitions and tags."""
    inner = indent * 2
    categories = tags.categories or stock_categories()
    lines = [f"{indent}<TagData>", f"{inner}<TagCategories>"]
    lines += [indent * 3 + _category(c) for c in categories]
    lines += [f"{inner}</TagCategories>", *_definitions(tags, numbered, categories, indent), f"{indent}</TagData>"]
    return "\n".join(lines)


def _category(c: TagCategory) -> str:
    return empty("TagCategory", Color=c.color, Id=c.id, Name=c.name, Number=str(c.number), Style="Bold")


def _definitions(tags: TagSet, numbered: Numbered, categories: Sequence[TagCategory], indent: str) -> list[str]:
    inner, deep = indent * 2, indent * 3
    id_of = {c.number: c.id for c in categories}
    other = id_of.get(MISCELLANEOUS, categories[-1].id if categories else "")
    lines = [f"{inner}<TagDefinitions>"]
    for i, d in enumerate(tags.definitions, 1):
        at = id_of.get(d.category, other)
        lines.append(deep + empty("TagDefinition", CatId=at, Id=d.id, Label=d.label, Number=str(i)))
    lines += [f"{inner}</TagDefinitions>", f"{inner}<Tags>"]
    for at, ids in numbered.tags:
        named = "".join(f"<DefId>{escaped(i)}</DefId>" for i in ids)
        lines.append(f"{deep}{tag('Tag', Number=str(at))}{named}</Tag>")
    return [*lines, f"{inner}</Tags>"]


def tag_document(document: FdxDocument, tags: TagSet) -> FdxDocument:
    """The same file with these tags instead of its own; nothing but tags and the runs they cut is touched.

    The file's own categories and their ids are kept; those it lacks are added.
    """
    numbered = number_marks(tags)
    splices: list[Splice] = []
    for index, place in document.places.items():
        stretches = [(a + place.first, b + place.first, n) for a, b, n in numbered.stretches.get(index, ())]
        for run in place.words.runs:
            splices += _cut(document, run, stretches)
    return document.spliced([*splices, *_data_splices(document, tags, numbered)])


def _cut(document: FdxDocument, run: Run, stretches: Sequence[tuple[int, int, int]]) -> list[Splice]:
    inside = [(max(a, run.start), min(b, run.end), n) for a, b, n in stretches if a < run.end and run.start < b]
    if not inside and not run.tag:
        return []
    pieces: list[tuple[int, int, str | None]] = []
    at = run.start
    for start, end, n in inside:
        if at < start:
            pieces.append((at, start, None))
        pieces.append((start, end, str(n)))
        at = end
    if at < run.end or not pieces:
        pieces.append((at, run.end, None))
    node = run.node
    opening = document.source(node.start, node.open_end)
    if len(pieces) == 1:
        return [Splice(node.start, node.open_end, with_attributes(opening, {"TagNumber": pieces[0][2]}))]
    text = "".join(
        text_node(with_attributes(opening, {"TagNumber": n}), node.text[a - run.start : b - run.start])
        for a, b, n in pieces
    )
    return [Splice(node.start, node.end, text)]


def _data_splices(document: FdxDocument, tags: TagSet, numbered: Numbered) -> list[Splice]:
    data = document.root.first("TagData")
    if document.root.empty_tag:
        return []
    if data is None or data.empty_tag or not _inside(data, "TagCategories", "TagCategory"):
        at = document.root.close
        start, end = (data.start, data.end) if data is not None else (at, at)
        return [Splice(start, end, f"{tag_data(tags, numbered)}\n")]
    own = _categories(data)
    have = {c.number for c in own}
    missing = [c for c in (tags.categories or stock_categories()) if c.number not in have]
    splices: list[Splice] = []
    listed = data.first("TagCategories")
    if missing and listed is not None:
        added = "".join(f"      {_category(c)}\n" for c in missing)
        splices.append(Splice(listed.close, listed.close, added))
    old = [n for n in data.children if n.tag in ("TagDefinitions", "Tags")]
    splices += [Splice(n.start, n.end, "") for n in old]
    lines = "\n".join(_definitions(tags, numbered, (*own, *missing), "  "))
    return [*splices, Splice(data.close, data.close, f"{lines}\n  ")]
