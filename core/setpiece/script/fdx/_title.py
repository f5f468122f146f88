"""Title pages: which line is the title, who wrote it, and where to reach them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

CENTRED = frozenset({"title", "credit", "author", "authors", "author(s)", "source"})
_KNOWN = CENTRED | {
    "notes", "draft date", "date", "contact", "copyright", "revision", "format", "fmt", "version", "series", "episode",
}  # fmt: skip
_LABEL = re.compile(r"([^\W\d_][^:：]{0,40}?)[:：](?:\s+(.*)|\s*)$", re.DOTALL)
_CREDIT = re.compile(
    r"(?:(?:an? )?(?:original )?(?:screenplay|teleplay|story|script)\s+by|(?:re)?written (?:by|for|and directed by)"
    r"|by|adapted(?: for the screen)? by|a film by|created by)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:based (?:up)?on|adapted from|inspired by|from the (?:novel|play|story|book))\b", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"©|\(c\)|copyright\b", re.IGNORECASE)
_DATE = re.compile(
    r"(?:.*\b)?(?:draft|revisions?|rev\.?|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})(?:\b.*)?$", re.IGNORECASE
)

_MOST_UNLABELLED = 40


class Line(NamedTuple):
    """A line of the title page; ``value`` is the entry and the value of it that a written line shows."""

    text: str
    centred: bool
    value: tuple[int, int] | None = None


class Entry(NamedTuple):
    """One key with its lines, and the paragraphs ``first`` to ``last`` (inclusive) that hold them."""

    key: str
    values: tuple[str, ...]
    first: int
    last: int


def read_entries(lines: Sequence[Line]) -> list[Entry]:
    """Title-page entries, by place on the page, wording and labels (``Notes: ...``).

    Blank paragraphs part entries. Centred ones are the title, the credit line, the author and the source, in
    that order unless their wording tells; those at the margin are the contact, a draft date, a copyright.
    """
    out: list[Entry] = []
    keys: set[str] = set()
    at = 0
    while at < len(lines):
        if not lines[at].text.strip():
            at += 1
            continue
        end = at + 1
        while end < len(lines) and lines[end].text.strip() and lines[end].centred == lines[at].centred:
            end += 1
        out += _group(lines[at:end], at, keys, out[-1].key if out else "")
        keys.update(entry.key for entry in out[-2:])
        at = end
    return out


def _group(lines: Sequence[Line], first: int, keys: set[str], before: str) -> list[Entry]:
    head = lines[0].text.strip()
    rest = tuple(line.text.strip() for line in lines[1:])
    last = first + len(lines) - 1
    label = _LABEL.match(head)
    if label is not None and (not lines[0].centred or label.group(1).strip().lower() in _KNOWN):
        value = (label.group(2) or "").strip()
        return [Entry(label.group(1).strip().lower(), ((value,) if value else ()) + rest, first, last)]
    if _COPYRIGHT.match(head):
        return [Entry("copyright", (head, *rest), first, last)]
    if not lines[0].centred:
        key = "draft date" if not rest and len(head) < 60 and _DATE.match(head) else "contact"
        return [Entry(key, (head, *rest), first, last)]
    if "title" not in keys:
        return [Entry("title", (head, *rest), first, last)]
    if _CREDIT.match(head):
        credit = Entry("credit", (head,), first, first)
        return [credit, Entry("author", rest, first + 1, last)] if rest else [credit]
    if _SOURCE.match(head):
        return [Entry("source", (head, *rest), first, last)]
    if before == "credit" or "author" not in keys:
        return [Entry("author", (head, *rest), first, last)]
    return [Entry("notes", (head, *rest), first, last)]


def lay_out(entries: Sequence[tuple[str, tuple[str, ...]]]) -> list[Line]:
    """Paragraphs that ``read_entries`` reads back as ``entries``; labels are added only where it would not."""
    lines: list[Line] = []
    for i, (key, values) in enumerate(entries):
        centred = key in CENTRED
        if not lines and centred:
            lines += [Line("", True)] * 17
        elif lines:
            turn = not centred and lines[-1].centred
            lines += [Line("", centred)] * (12 if turn else 2 if i < 4 and centred else 1)
        plain = [Line(value, centred, (i, j)) for j, value in enumerate(values)]
        if not plain or i >= _MOST_UNLABELLED or not _reads_as([*lines, *plain], entries[: i + 1]):
            label = f"{key[:1].upper()}{key[1:]}:"
            first = Line(f"{label} {values[0]}", centred, (i, 0)) if values else Line(label, centred)
            plain = [first, *plain[1:]]
        lines += plain
    return lines


def _reads_as(lines: Sequence[Line], entries: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    return [(e.key, e.values) for e in read_entries(lines)] == list(entries)
