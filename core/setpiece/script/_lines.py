"""The script's lines as a reader sees them: notes and boneyards gone, places in the source kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from ._masks import Masks, Region, line_of
from ._source import Source

_T = TypeVar("_T")


@dataclass(frozen=True)
class Lines:
    """Visible lines, parallel to the source's.

    Attributes:
        visible: Each line without masked parts; None where a mask left nothing of it.
        kept: For lines a mask touched: the column ranges of the source line that remain.
    """

    source: Source
    visible: list[str | None]
    kept: dict[int, list[tuple[int, int]]]

    def first_column(self, line: int) -> int:
        """Source column (from 0) of the first visible non-blank character."""
        text = self.source.lines[line]
        for start, end in self.kept.get(line, ((0, len(text)),)):
            piece = text[start:end]
            if piece and not piece.isspace():
                return end - len(piece.lstrip())
        return 0

    def end_column(self, line: int) -> int:
        """Source column (from 0) behind the last visible non-blank character."""
        text = self.source.lines[line]
        for start, end in reversed(self.kept.get(line, ((0, len(text)),))):
            piece = text[start:end]
            if piece and not piece.isspace():
                return start + len(piece.rstrip())
        return len(text)


def without(items: Sequence[_T], gone: Sequence[int]) -> list[_T]:
    """``items`` but those at the indices ``gone``, which are sorted."""
    left: list[_T] = []
    for before, after in pairwise([-1, *gone, len(items)]):
        left += items[before + 1 : after]
    return left


def visible_lines(source: Source, masks: Masks) -> Lines:
    """Cut the masked regions out of the source's lines."""
    visible: list[str | None] = list(source.lines)
    cuts: dict[int, list[tuple[int, int]]] = {}
    for region in masks.regions:
        first, last = line_of(source, region.start), line_of(source, region.end - 1)
        for line in range(first, last + 1):
            start, end = _cut(source, region, line)
            cuts.setdefault(line, []).append((start, end))
    kept: dict[int, list[tuple[int, int]]] = {}
    for line, ranges in cuts.items():
        text = source.lines[line]
        keep = _complement(ranges, len(text))
        kept[line] = keep
        left = "".join(text[a:b] for a, b in keep)
        visible[line] = left if left.strip() else None
    return Lines(source, visible, kept)


def _cut(source: Source, region: Region, line: int) -> tuple[int, int]:
    base, length = source.starts[line], len(source.lines[line])
    return max(0, region.start - base), min(length, region.end - base)


def _complement(ranges: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    keep: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(ranges):
        if start > at:
            keep.append((at, start))
        at = max(at, end)
    if at < length:
        keep.append((at, length))
    return keep
