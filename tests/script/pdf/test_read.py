"""Screenplays out of PDFs: our own prints, other programs' layouts, and files that are no screenplay."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from setpiece.errors import MissingExtraError, ScriptError
from setpiece.script import read_screenplay
from setpiece.script.model import Screenplay
from setpiece.script.pdf import _read, read_pdf, write_pdf
from setpiece.script.pdf._extract import extract
from setpiece.script.pdf._read import assemble

from .papers import Row, paper, told

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "low_tide.fountain"


def read(data: bytes) -> Screenplay:
    return assemble(extract(data), "t.pdf")


def printed(text: str) -> Screenplay:
    return read_screenplay(text.encode(), "t.fountain")


def rows(*lines: tuple[float, str], top: float = 711, left: float = 108) -> list[Row]:
    """Lines as (column, text); an empty text is a blank line."""
    return [(left + 7.2 * column, top - 12 * n, text) for n, (column, text) in enumerate(lines) if text]


def kinds(play: Screenplay) -> list[tuple[str, str]]:
    return [(e.kind, e.text) for e in play.elements]


# --- round trip


def test_the_example_comes_back_whole() -> None:
    play = read_screenplay(EXAMPLE.read_bytes(), "low_tide.fountain")
    back = read_pdf(write_pdf(play), "low_tide.pdf")
    assert told(back) == told(play)
    assert {k: back.title_page[k] for k in ("title", "credit", "author", "draft date")} == {
        k: play.title_page[k] for k in ("title", "credit", "author", "draft date")
    }
    assert (back.format, back.name, len(back.scenes)) == ("pdf", "low_tide.pdf", len(play.scenes))


MIXED = """\
INT. KITCHEN - DAY #1A#

Anna **slams** the door. It is _late_.
A second line of the writer's own.

ANNA (V.O.)
(to herself, quietly, hardly to be heard)
Well-known words that run on for a while and wrap once or twice in the column.

ANNA
Left words that are longer than one row of the half page.

@McBEN ^
(over her)
Right words.

> THE END <

CUT TO:

EXT. STREET - NIGHT #2#

    Indented words.

"""


def test_every_kind_comes_back() -> None:
    play, back = printed(MIXED), read(write_pdf(printed(MIXED)))
    assert told(back) == told(play)
    styled = next(e for e in back.elements if e.styles)
    assert [(r.style, styled.text[r.start : r.end]) for r in styled.styles] == [("bold", "slams"), ("underline", "late")]
    assert [e.text for e in back.elements] == [e.text for e in play.elements]
    assert back.elements[-1].text == "    Indented words."


def test_a_speech_torn_by_the_page_is_one_again() -> None:
    speech = " ".join(f"This is sentence number {n}." for n in range(20))
    text = "INT. A - DAY\n\n" + "\n\n".join(["Some words."] * 22) + f"\n\nANNA\n{speech}\n\nBEN\nNo.\n"
    back = read(write_pdf(printed(text)))
    assert told(back) == told(printed(text))
    spoken = next(e for e in back.elements if e.kind == "dialogue")
    assert (spoken.page, back.elements[-1].page) == (1, 2)


def test_places_are_lines_of_the_extracted_text() -> None:
    data = write_pdf(printed(MIXED))
    texts = [row.text for sheet in extract(data).pages for row in sheet.rows]
    whole = ("\n".join(texts) + "\n").encode()
    for e in read(data).elements:
        first = texts[e.span.line - 1]
        assert whole[e.span.byte : e.span.end_byte].decode().startswith(first)
        assert e.span.end_line >= e.span.line
        assert e.page == 1


WORDS = st.lists(st.sampled_from("a of the sea house running well-known, it. Yes! and".split()), min_size=1, max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["action", "speech", "heading"]), WORDS), min_size=1, max_size=12))
def test_any_plain_draft_comes_back(parts: list[tuple[str, list[str]]]) -> None:
    written = {"action": "It {}.", "speech": "ANNA\n{}", "heading": "INT. ROOM {} - DAY"}
    body = []
    for kind, words in parts:
        text = " ".join(words)
        body.append(written[kind].format(text[:20].strip() if kind == "heading" else text))
    play = printed("INT. START - DAY\n\n" + "\n\n".join(body) + "\n")
    back = read(write_pdf(play))
    assert told(back) == told(play)
    assert not any("\n" in e.text for e in back.elements)


# --- other programs' paper


def production_page(number: str, body: list[tuple[float, str]]) -> list[Row]:
    return [(108, 750, "Blue Rev. (11/3/20)"), (500, 750, f"{number}."), *rows(*body), (250, 30, "THE SEA - confidential")]


def test_everything_a_production_office_prints_around_it_is_taken_off() -> None:
    pages = [
        production_page("14", [
            (-7, "12A"), (0, ""), (0, "A quiet room, with much to see and still more to hear from"), (0, "outside."), (0, ""),
            (20, "ANNA"), (10, "First half."), (20, "(MORE)"), (0, ""), (52, "(CONTINUED)"),
        ]),
        production_page("15", [
            (-7, "12A  CONTINUED: (2)"), (0, ""), (20, "ANNA (CONT'D)"), (10, "Second half."), (0, ""), (0, "She goes."),
        ]),
        production_page("16", [(0, "INT. ELSEWHERE - DAY"), (0, ""), (0, "Nothing.")]),
    ]  # fmt: skip
    pages[0].append((108, 711, "INT. ROOM - DAY"))
    pages[0].append((108 + 7.2 * 62, 711, "12A"))
    pages[0].append((108 + 7.2 * 66, 687, "*"))
    back = read(paper(pages))
    assert kinds(back) == [
        ("heading", "INT. ROOM - DAY"), ("action", "A quiet room, with much to see and still more to hear from outside."), ("character", "ANNA"),
        ("dialogue", "First half. Second half."), ("action", "She goes."), ("heading", "INT. ELSEWHERE - DAY"),
        ("action", "Nothing."),
    ]  # fmt: skip
    assert back.elements[0].number == "12A"
    assert [e.revision for e in back.elements][:3] == [0, 1, 0]
    assert [s.id for s in back.revisions] == [1]


@pytest.mark.parametrize(
    ("left", "cue", "aside", "speech"), [(108, 20, 15, 10), (90, 22, 16, 11), (126, 19, 14.5, 10), (72, 27, 20, 13)]
)
def test_columns_are_the_documents_own(left: float, cue: float, aside: float, speech: float) -> None:
    body = [(0, "EXT. SEA - DAY"), (0, ""), (0, "Waves."), (0, "")]
    for n in range(3):
        body += [(cue, "ANNA"), (aside, "(wet)"), (speech, f"Line {n}."), (speech, "More."), (0, ""), (0, "She waits."), (0, "")]
    back = read(paper([rows(*body, left=left)]))
    one = [("character", "ANNA"), ("parenthetical", "(wet)"), ("dialogue", "Line {}.\nMore."), ("action", "She waits.")]
    assert kinds(back)[:2] == [("heading", "EXT. SEA - DAY"), ("action", "Waves.")]
    assert kinds(back)[2:] == [(k, t.format(n)) for n in range(3) for k, t in one]


@pytest.mark.parametrize("more", [{"by_letter": True}, {"compressed": False}, {"size": 11.5}])
def test_ways_of_setting_type(more: dict) -> None:
    text = [(0, "INT. A - DAY"), (0, ""), (0, "Some words here."), (0, ""), (20, "ANNA"), (10, "Yes, I know.")]
    assert kinds(read(paper([rows(*text)], **more))) == [
        ("heading", "INT. A - DAY"), ("action", "Some words here."), ("character", "ANNA"), ("dialogue", "Yes, I know."),
    ]  # fmt: skip


def test_scenes_of_one_set_at_the_top_of_many_pages_are_no_running_header() -> None:
    scene = "INT. ROOM {0} - DAY #{0}#\n\nAnna waits for guest {0}.\n\nANNA\nIt rains, number {0}.\n"
    text = "\n".join(scene.format(i) for i in range(100, 160))
    assert told(read(write_pdf(printed(text)))) == told(printed(text))


def test_proportional_type() -> None:
    text = [(0, "INT. A - DAY"), (0, ""), (0, "Some words that are set in a face of many widths."), (0, ""),
            (20, "ANNA"), (10, "Yes, I know.")]  # fmt: skip
    assert kinds(read(paper([rows(*text)], font="Times-Roman"))) == [
        ("heading", "INT. A - DAY"), ("action", "Some words that are set in a face of many widths."),
        ("character", "ANNA"), ("dialogue", "Yes, I know."),
    ]  # fmt: skip


def test_a_blank_line_within_a_speech() -> None:
    text = [(0, "INT. A - DAY"), (0, ""), (20, "ANNA"), (10, "One."), (0, ""), (10, "Two."), (0, ""), (0, "She goes.")]
    assert kinds(read(paper([rows(*text)])))[1:] == [
        ("character", "ANNA"), ("dialogue", "One.\n\nTwo."), ("action", "She goes."),
    ]  # fmt: skip


def test_headings_of_other_languages() -> None:
    body = [(0, "INNEN KÜCHE - TAG"), (0, ""), (0, "Dunkel."), (0, ""), (20, "ANNA"), (10, "Ja."), (0, ""), (0, "AUSSEN HOF - NACHT")]
    data = paper([rows(*body)])
    found = read_pdf(data, "t.pdf", {"INNEN": "INT", "AUSSEN": "EXT"})
    assert [s.heading.text for s in found.scenes] == ["INT. KÜCHE - TAG", "EXT. HOF - NACHT"]
    assert read(data).scenes == ()


def test_prose_without_headings_is_action_and_a_finding() -> None:
    back = read(paper([rows((0, "Just a letter."), (0, ""), (0, "Yours."))]))
    assert kinds(back) == [("action", "Just a letter."), ("action", "Yours.")]
    assert [f.code for f in back.findings] == ["no-scenes"]


# --- no screenplay


def test_encrypted() -> None:
    def locked(user: str) -> bytes:
        writer = PdfWriter(clone_from=BytesIO(paper([rows((0, "INT. A - DAY"))])))
        writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    with pytest.raises(ScriptError, match=r"t\.pdf: it is encrypted.*without a password"):
        read_pdf(locked("secret"), "t.pdf")
    assert kinds(read(locked(""))) == [("heading", "INT. A - DAY")]


def test_a_scan() -> None:
    with pytest.raises(ScriptError, match=r"t\.pdf, page 1: it is a scan: 2 pages"):
        read(paper([[], []], picture=True))
    mixed = BytesIO()
    writer = PdfWriter(clone_from=BytesIO(paper([rows((0, "INT. A - DAY"))])))
    writer.append(PdfReader(BytesIO(paper([[]], picture=True))))
    writer.write(mixed)
    assert [f.message for f in read(mixed.getvalue()).findings] == ["pages without text, only pictures: 2"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no PDF"), (b"INT. A - DAY", "no PDF"), (b"%PDF-1.7\n", "cut off"),
        (b"%PDF-1.7\n%%EOF", "damaged"), (paper([rows((0, "INT. A"))])[:700], "cut off"), (paper([[]]), "no text"),
        (b"%PDF-1.7" + bytes(_read.MAX_BYTES), "64 MiB|MiB large"),
    ],
)  # fmt: skip
def test_what_is_no_screenplay_says_why(data: bytes, said: str) -> None:
    with pytest.raises(ScriptError, match=said) as caught:
        read_pdf(data, "t.pdf")
    assert caught.value.where.startswith("t.pdf")
    assert caught.value.remedy


def test_pages_that_never_end_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_read, "TIMEOUT_S", 0.5)
    monkeypatch.setattr(_read, "_CHILD", "while True: pass")
    with pytest.raises(ScriptError, match="too complex"):
        read_pdf(paper([rows((0, "INT. A"))]), "t.pdf")


def test_a_crash_is_an_error() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_read, "_CHILD", "import os; os._exit(139)")
        with pytest.raises(ScriptError, match="ended with code 139"):
            read_pdf(paper([rows((0, "INT. A"))]), "t.pdf")


def test_a_page_with_too_much_on_it_is_a_finding() -> None:
    back = read(paper([[(108, 700, "INT. A - DAY")], [(72.0, 750.0 - 6 * n, "xy " * 90) for n in range(100)]], size=3))
    assert [f.code for f in back.findings] == ["pdf-page-unread"]
    assert "page 2" in back.findings[0].message


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"setpiece\[pdf\]"):
        read_pdf(paper([rows((0, "INT. A"))]), "t.pdf")
