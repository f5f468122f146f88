"""What stands where on a title page, for the writer and, the other way, for the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from setpiece.script.pages._wrap import wrap

MIDDLE = ("title", "credit", "author", "authors", "source")
RIGHT = ("draft date", "date", "revision", "draft")
TOP_LINE = 18
"""Line on which the title stands."""
BOTTOM_LINE = 54
_MIDDLE_WIDTH, _LEFT_WIDTH, _RIGHT_WIDTH = 60, 34, 26


class TitleRow(NamedTuple):
    """One row of the title page; ``align`` says which edge ``text`` keeps to."""

    line: int
    align: str
    text: str
    key: str


def title_rows(title_page: Mapping[str, tuple[str, ...]]) -> list[TitleRow]:
    """Rows of the title page: title, credit, author and source in the middle of the upper half, dates
    at the lower right, contact and copyright at the lower left."""
    rows: list[TitleRow] = []
    line = TOP_LINE
    for key in (*MIDDLE, "cc", "info"):
        texts = _wrapped(title_page, (key,), _MIDDLE_WIDTH)
        for _, text in texts:
            rows.append(TitleRow(line, "center", text, key))
            line += 1
        if texts:
            line += 3 if key == "title" else 1
    rows += _foot(_wrapped(title_page, RIGHT, _RIGHT_WIDTH), "right")
    rows += _foot(_wrapped(title_page, ("contact", "contact info", "copyright", "notes"), _LEFT_WIDTH), "left")
    return rows


def _wrapped(title_page: Mapping[str, tuple[str, ...]], keys: tuple[str, ...], width: int) -> list[tuple[str, str]]:
    values = [(key, v.strip()) for key in keys for v in title_page.get(key, ()) if v.strip()]
    return [(key, value[a:b]) for key, value in values for a, b in wrap(value, width)]


def _foot(texts: list[tuple[str, str]], align: str) -> list[TitleRow]:
    first = BOTTOM_LINE - len(texts) + 1
    return [TitleRow(first + i, align, text, key) for i, (key, text) in enumerate(texts)]
