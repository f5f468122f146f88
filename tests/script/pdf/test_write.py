"""Printed drafts: what stands where on the paper, read with libraries that did not write it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from setpiece.errors import ScriptError
from setpiece.script import read_screenplay
from setpiece.script.model import Element, RevisionRun, Screenplay, Span
from setpiece.script.pages import paginate
from setpiece.script.pdf import write_pdf
from setpiece.script.pdf._extract import extract
from setpiece.script.pdf._sheets import BOLD, ITALIC, UNDERLINE, Sheet, SheetRow

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "low_tide.fountain"


def draft(text: str) -> Screenplay:
    return read_screenplay(text.encode(), "t.fountain")


def sheets(text: str, **more) -> tuple[Sheet, ...]:
    return extract(write_pdf(draft(text), **more)).pages


def row(sheet: Sheet, text: str) -> SheetRow:
    return next(r for r in sheet.rows if text in r.text)


def test_equal_drafts_give_equal_bytes() -> None:
    play = read_screenplay(EXAMPLE.read_bytes(), "low_tide.fountain")
    assert write_pdf(play) == write_pdf(play)


def test_every_page_of_the_pagination_is_printed() -> None:
    play = read_screenplay(EXAMPLE.read_bytes(), "low_tide.fountain")
    reader = PdfReader(BytesIO(write_pdf(play)))
    pages = paginate(play).pages
    assert len(reader.pages) == 1 + len(pages)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Low Tide", "Setpiece")
    assert len(reader.outline) == len(play.scenes)
    for page, printed in zip(pages, list(reader.pages)[1:], strict=True):
        words = printed.extract_text().split()
        assert [w for r in page.rows for w in r.text.split()] == words[1:] if page.number > 1 else words


def test_margins_in_inches() -> None:
    page = sheets("INT. A - DAY\n\nAction.\n\nANNA\n(softly)\nYes.\n\nCUT TO:\n")[0]
    inches = {text: row(page, text).x_pt[0] / 72 for text in ("INT. A", "Action.", "ANNA", "(softly)", "Yes.")}
    assert inches == pytest.approx(
        {"INT. A": 1.5, "Action.": 1.5, "ANNA": 3.5, "(softly)": 3.0, "Yes.": 2.5}, abs=0.01
    )
    assert row(page, "CUT TO:").end_pt / 72 == pytest.approx(7.1, abs=0.01)
    assert 1.0 < (792 - row(page, "INT. A").y_pt) / 72 < 1.2
    assert row(page, "INT. A").y_pt - row(page, "Action.").y_pt == pytest.approx(24)


def test_page_numbers_from_the_second_page_on() -> None:
    first, second, third = sheets("INT. A - DAY\n\n" + "Words.\n\n" * 70)
    assert first.rows[0].text == "INT. A - DAY"
    assert [s.rows[0].text for s in (second, third)] == ["2.", "3."]
    assert second.rows[0].end_pt / 72 == pytest.approx(7.5, abs=0.02)


def test_scene_numbers_on_both_sides() -> None:
    text = "INT. A - DAY #12A#\n\nAction.\n"
    assert sheets(text)[0].rows[0].text.split() == ["12A", "INT.", "A", "-", "DAY", "12A"]
    assert sheets(text, scene_numbers=False)[0].rows[0].text == "INT. A - DAY"


def test_a_torn_speech_says_so() -> None:
    text = "INT. A - DAY\n\n" + "\n".join(["Word."] * 44) + "\n\nANNA\n" + "One two three four five six. " * 12
    first, second = sheets(text)
    assert first.rows[-1].text == "(MORE)"
    assert [r.text for r in second.rows][:2] == ["2.", "ANNA (CONT'D)"]
    assert first.rows[-1].y_pt > 54


def test_emphasis_has_its_faces_and_rules() -> None:
    page = sheets("INT. A - DAY\n\nIt is **bold** and *slanted* and _ruled_ and ***both***.\n")[0]
    found = row(page, "bold")
    style = {word: set(found.style[found.text.index(word) :][: len(word)]) for word in ("bold", "slanted", "ruled", "is")}
    assert style == {"bold": {BOLD}, "slanted": {ITALIC}, "ruled": {UNDERLINE}, "is": {0}}
    assert set(found.style[found.text.index("both") :][:4]) == {BOLD | ITALIC}


def test_two_speak_side_by_side() -> None:
    page = sheets("ANNA\nYes and no and yes and no and yes and no.\n\nBEN ^\nNo.\n")[0]
    assert page.rows[0].text.split() == ["ANNA", "BEN"]
    assert page.rows[1].text.split("  ")[-1].strip() == "No."


def test_revised_rows_have_a_star() -> None:
    span = Span(1, 1, 0, 1, 0)
    whole = Element("action", "Changed.", span, revision=1)
    part = Element("action", "x" * 61 + " " + "y" * 40, span, revision=1, revised=(RevisionRun(62, 70, 1),))
    play = Screenplay("t", {}, (whole, part, Element("action", "Old.", span)), (), ())
    rows = extract(write_pdf(play)).pages[0].rows
    assert [r.text.endswith("*") for r in rows] == [True, False, True, False]
    assert not any("*" in r.text for r in extract(write_pdf(play, revision_marks=False)).pages[0].rows)


def test_title_page_is_centred_and_not_counted() -> None:
    text = "Title: The Sea\nCredit: written by\nAuthor: A. Writer\nDraft date: 1 May\nContact: Street 1\n\nINT. A - DAY\n\nx\n"
    title, body = sheets(text)
    assert body.rows[0].text == "INT. A - DAY"
    name = row(title, "The Sea")
    assert (name.x_pt[0] + name.end_pt) / 2 == pytest.approx(324, abs=4)
    assert set(name.style) == {UNDERLINE}
    assert title.rows[-1].text.split() == ["Street", "1", "1", "May"]
    assert len(sheets(text, title_page=False)) == 1


def test_a4_keeps_the_lines() -> None:
    page = sheets("INT. A - DAY\n\nx\n", paper="a4")[0]
    assert (page.width_pt, page.height_pt) == pytest.approx((595.28, 841.89), abs=0.02)
    assert page.rows[0].x_pt[0] == pytest.approx(108)


def test_a_character_without_a_typeface_is_named_with_its_line() -> None:
    with pytest.raises(ScriptError, match=r"t\.fountain:3.*U\+12000.*TrueType") as caught:
        write_pdf(draft("INT. A - DAY\n\nCuneiform \U00012000 here.\n"))
    assert caught.value.where == "t.fountain:3"
    with pytest.raises(ScriptError, match="no TrueType font"):
        write_pdf(draft("INT. A - DAY\n\nx\n"), font=b"nonsense")


def test_a_given_font_sets_what_courier_lacks() -> None:
    import reportlab

    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    text = "INT. A - DAY\n\nA \u2260 B.\n"
    assert "\u2260" in sheets(text, font=vera)[0].rows[1].text
    assert write_pdf(draft(text), font=vera) == write_pdf(draft(text), font=vera)


@pytest.mark.parametrize(("text", "face"), [("\u305d\u3057\u3066", "Heisei"), ("\uadf8", "HYGothic"), ("\u76cf", "STSong")])
def test_each_script_of_east_asia_has_a_face_that_holds_it(text: str, face: str) -> None:
    page = PdfReader(BytesIO(write_pdf(draft(f"INT. A - DAY\n\n{text}\n")))).pages[0]
    assert [font for font in page["/Resources"]["/Font"].values() if face in font.get_object()["/BaseFont"]]


def test_a_picture_that_no_face_has_is_named_not_left_out() -> None:
    with pytest.raises(ScriptError, match=r"t\.fountain:3.*U\+1FAE0"):
        write_pdf(draft("INT. A - DAY\n\nHe sends \U0001fae0 back.\n"))


def test_a_tab_is_room() -> None:
    text = "Title: The\tSea\nNotes:\n    a\tb\n\nINT. A - DAY\n\nx\n"
    play = draft(text)
    tabbed = Element("action", "One\ttwo.", Span(1, 1, 0, 1, 0))
    title, body = extract(write_pdf(Screenplay("t", play.title_page, (tabbed,), (), ()))).pages
    assert (row(title, "Sea").text, body.rows[0].text) == ("The Sea", "One two.")


def test_typography_courier_has_not_is_spelt_out() -> None:
    assert sheets("INT. A - DAY\n\nOne\u2011two\u200b three\n")[0].rows[1].text == "One-two three"
