"""Pages: the breaks Final Draft makes, and what no page may do."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.script import read_screenplay
from setpiece.script.model import Element, Screenplay, Span
from setpiece.script.pages import STANDARD, PageFormat, Pagination, paginate

SCRIPTS = Path(__file__).resolve().parents[4] / "shared" / "scripts"
NOWHERE = Span(1, 1, 0, 1, 0)
UNPRINTED = {"title", "blank", "note", "boneyard", "section", "synopsis", "page_break"}
SPLIT_IN_TRUTH = {"brick-n-steel": 2, "little-women": 84}
"""From this element on the truth counts one more: it has in two what the draft has in one."""


def play(*elements: Element) -> Screenplay:
    return Screenplay("t", {}, elements, (), ())


def el(kind: str, text: str, **more) -> Element:
    return Element(kind, text, NOWHERE, **more)


def first_rows(pages: Pagination) -> list[tuple[int, bool]]:
    """For each page but the first: its first element, and whether that began on the page before."""
    found = []
    start = {p.element: p.page for p in pages.places}
    for page in pages.pages[1:]:
        row = next(r for r in page.rows if r.end > r.start)
        found.append((row.element, start[row.element] < page.number))
    return found


@pytest.mark.real
@pytest.mark.parametrize("name", ["big-fish", "brick-n-steel", "little-women"])
def test_pages_break_where_final_draft_breaks_them(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = SCRIPTS / "pagination" / f"{name}.page-breaks.json"
    if not path.is_file():
        pytest.skip(f"{path} is absent: page breaks were not compared")
    draft = read_screenplay((SCRIPTS / f"{name.replace('-', '_')}.fountain").read_bytes(), name)
    printed = [i for i, e in enumerate(draft.elements) if e.kind not in UNPRINTED]
    shift = SPLIT_IN_TRUTH.get(name, 10**9)
    pages = paginate(draft)
    number = {i: n + (n >= shift) for n, i in enumerate(printed, 1)}
    ours = [(number[i], torn) for i, torn in first_rows(pages)]
    truth = json.loads(path.read_text(encoding="utf-8"))["pages"]
    items = [page["items"][0] for page in truth[1:]]
    wanted = [(int(i["element_id"].removeprefix("el-")), i["fragment"] == "continued-from-prev") for i in items]
    equal = sum(a == b for a, b in zip(ours, wanted, strict=False))
    with capsys.disabled():
        print(f"\n{name}: {len(pages.pages)} pages for {len(truth)}, {equal} of {len(wanted)} breaks equal", end=" ")
    assert abs(len(pages.pages) - len(truth)) <= 0.01 * len(truth)
    assert equal >= 0.98 * len(wanted)


def test_a_page_has_54_rows_and_drops_the_blanks_at_its_head() -> None:
    pages = paginate(play(*[el("action", "x")] * 28)).pages
    assert [p.lines for p in pages] == [53, 1]
    assert (pages[1].rows[0].line, len(pages[0].rows)) == (1, 27)


def test_a_heading_takes_what_follows_with_it() -> None:
    filler = el("action", "\n".join("x" * 50))
    for last in (50, 51):
        pages = paginate(play(el("action", "\n".join("x" * last)), el("heading", "INT. A"), el("action", "y"))).pages
        assert [r.kind for r in pages[-1].rows][:1] == ["heading"], last
    assert len(paginate(play(filler, el("heading", "INT. A"))).pages) == 1


def test_a_transition_does_not_begin_a_page() -> None:
    pages = paginate(play(*[el("action", "x")] * 27, el("transition", "CUT TO:"))).pages
    assert [r.kind for r in pages[1].rows] == ["action", "transition"]


def test_a_speech_goes_on_under_its_cue() -> None:
    speech = "One two three four five six seven eight. " * 12
    pages = paginate(play(el("action", "\n".join("x" * 45)), el("character", "ANNA", extension="V.O."),
                          el("dialogue", speech))).pages  # fmt: skip
    last, first = pages[0].rows[-1], pages[1].rows[0]
    assert (last.text, last.line <= 55, last.column) == ("(MORE)", True, 20)
    assert (first.text, first.line, pages[1].rows[1].line) == ("ANNA (V.O.) (CONT'D)", 0, 1)
    assert pages[0].rows[-2].text.endswith(".")


def test_a_cue_is_never_the_last_row() -> None:
    for above in range(44, 54):
        top = el("action", "\n".join("x" * above))
        for page in paginate(play(top, el("character", "ANNA"), el("dialogue", "Hi. " * 80))).pages:
            assert page.rows[-1].text != "ANNA"


def test_dual_speeches_stand_side_by_side() -> None:
    pages = paginate(play(el("character", "ANNA"), el("dialogue", "Yes and no and yes and no and yes."),
                          el("character", "BEN", dual=True), el("dialogue", "No.", dual=True))).pages  # fmt: skip
    rows = pages[0].rows
    assert [(r.line, r.side, r.text) for r in rows][:2] == [(1, "left", "ANNA"), (1, "right", "BEN")]
    assert {r.column for r in rows if r.side == "right"} == {31, 39}
    assert all(r.column + len(r.text) <= 30 for r in rows if r.side == "left")


def test_a_page_break_starts_a_page_once() -> None:
    brk = el("page_break", "")
    pages = paginate(play(brk, el("action", "a"), brk, brk, el("action", "b"), brk)).pages
    assert [[r.text for r in p.rows] for p in pages] == [["a"], ["b"]]


def test_scenes_know_their_pages() -> None:
    text = "INT. A - DAY\n\n" + "One line.\n\n" * 40 + "INT. B - DAY\n\nx\n"
    draft = read_screenplay(text.encode(), "t")
    a, b = paginate(draft).scenes
    assert (a.page, a.line, a.end_page, a.pages, a.eighths) == (1, 1, 2, 2, 13)
    assert (b.page, b.pages, b.eighths) == (2, 1, 1)


def test_too_short_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        paginate(play(), PageFormat(STANDARD.columns, page_lines=3))


KIND = st.sampled_from(["heading", "action", "character", "dialogue", "parenthetical", "transition", "page_break", "blank"])
TEXT = st.one_of(
    st.text("ab .-\n", max_size=300), st.sampled_from(["Yes. " * 300, "word " * 700, "x" * 2500, "\n\n", "A"])
)
ELEMENTS = st.lists(st.builds(el, KIND, TEXT, dual=st.booleans()), max_size=25)


@settings(max_examples=150, deadline=None)
@given(ELEMENTS)
def test_every_word_is_on_a_page_once(elements: list[Element]) -> None:
    pages = paginate(play(*elements))
    printed: dict[int, str] = {}
    for page in pages.pages:
        assert all(0 <= r.line <= 55 for r in page.rows)
        assert not page.rows or page.lines <= 54 or page.rows[-1].text == "(MORE)"
        for row in page.rows:
            if row.end > row.start:
                printed[row.element] = printed.get(row.element, "") + row.text
    for i, e in enumerate(elements):
        if e.kind in STANDARD.columns:
            assert "".join(printed.get(i, "").split()) == "".join(e.text.split())
    assert [p.number for p in pages.pages] == list(range(1, len(pages.pages) + 1))
    for a, b in pairwise(pages.places):
        assert a.element < b.element
    for p in pages.places:
        assert (p.page, p.line) <= (p.end_page, p.end_line)
