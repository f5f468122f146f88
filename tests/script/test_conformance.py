"""The published Fountain syntax, case by case: conformance.toml says what each snippet is."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from setpiece.script import read_screenplay, write_fountain

TABLE = tomllib.loads((Path(__file__).parent / "conformance.toml").read_text(encoding="utf-8"))["case"]
PLAIN = {"extension": "", "dual": False, "number": "", "level": 0, "id": ""}


def row(element) -> list[Any]:
    """An element as the table writes it."""
    found = {
        "extension": element.extension, "dual": element.dual, "number": element.number, "level": element.level,
        "id": element.embedded_id,
    }  # fmt: skip
    more: dict[str, Any] = {k: v for k, v in found.items() if v != PLAIN[k]}
    for run in element.styles:
        more.setdefault(run.style, []).append(element.text[run.start : run.end])
    return [element.kind, element.text, more]


def rows(expected) -> list[Any]:
    return [[*r, {}] if len(r) == 2 else r for r in expected]


def test_the_table_is_whole():
    assert len(TABLE) >= 130
    assert len({c["name"] for c in TABLE}) == len(TABLE)


@pytest.mark.parametrize("case", TABLE, ids=[c["name"] for c in TABLE])
def test_case(case):
    play = read_screenplay(case["source"].encode(), "case.fountain")
    assert [row(e) for e in play.elements] == rows(case["expect"])
    if "title" in case:
        assert play.title_page == {k: tuple(v) for k, v in case["title"].items()}
    codes = {f.code for f in play.findings}
    assert set(case.get("findings", ())) <= codes
    again = read_screenplay(write_fountain(play), "case.fountain")
    assert [row(e) for e in again.elements] == rows(case["expect"])
