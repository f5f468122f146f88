"""Fade In, Celtx and printed text: what is in the file is in the screenplay, and nothing hurts."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from tests.script.mutator import CASES, chance, mutated

from setpiece.errors import ScriptError
from setpiece.script.model import Element, StyleRun
from setpiece.script.other import is_laid_out, read_celtx, read_fadein, read_osf, read_plain

TOKENS = (b"<", b"&", b">", b"\x00", b"\xff", b"(*", b"<p>", b"</para>", b"&amp;", b"\n")


def zipped(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def told(elements: tuple[Element, ...]) -> list[tuple[str, str]]:
    return [(e.kind, e.text) for e in elements]


def para(style: str, text: str, style_more: str = "", para_more: str = "") -> str:
    return f'<para {para_more}>\n<style basestylename="{style}" {style_more}/>\n<text>{text}</text>\n</para>\n'


def osf(body: str, version: str = "30", extra: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<document type="Open Screenplay Format document" version="{version}">\n'
    return f"{head}{extra}\n<paragraphs>\n{body}</paragraphs>\n</document>".encode()


PLAY = (
    para("Scene Heading", "INT. KITCHEN - DAY", para_more='scene_number="12A" synopsis="They meet."')
    + para("Action", "Anna cuts bread &amp; cheese.")
    + para("Character", "ANNA (CONT'D)")
    + para("Parenthetical", "quietly")
    + para("Dialogue", "You are late.")
    + para("Transition", "CUT TO:")
    + para("Shot", "CLOSE ON the knife")
    + para("Action", "THE END", style_more='align="center"')
)


class TestOpenScreenplayFormat:
    def test_every_kind_of_paragraph(self) -> None:
        play = read_osf(osf(PLAY), "a.osf")
        assert told(play.elements) == [
            ("heading", "INT. KITCHEN - DAY"),
            ("synopsis", "They meet."),
            ("action", "Anna cuts bread & cheese."),
            ("character", "ANNA"),
            ("parenthetical", "(quietly)"),
            ("dialogue", "You are late."),
            ("transition", "CUT TO:"),
            ("shot", "CLOSE ON the knife"),
            ("centered", "THE END"),
        ]
        assert play.elements[3].extension == "CONT'D"
        assert play.scenes[0].number == "12A"
        assert play.format == "osf"

    def test_lines_of_the_file_are_kept(self) -> None:
        data = osf(PLAY)
        play = read_osf(data, "a.osf")
        lines = data.decode().split("\n")
        for element in play.elements:
            if element.kind in ("action", "dialogue"):
                near = "\n".join(lines[element.span.line - 1 : element.span.line + 3])
                assert element.text.split("&")[0] in near

    def test_runs_become_styles(self) -> None:
        runs = '<text bold="1">He </text><text bold="1" italic="1">runs</text><text strikethrough="1"> away</text>'
        play = read_osf(osf(f'<para><style basestyle="Action"/>{runs}</para>'), "a")
        assert play.elements[0].text == "He runs away"
        assert play.elements[0].styles == (
            StyleRun(0, 7, "bold"), StyleRun(3, 7, "italic"), StyleRun(7, 12, "strikeout"),
        )  # fmt: skip

    def test_markup_of_version_1_2_but_not_of_later_ones(self) -> None:
        text = "&lt;b&gt;Old &lt;u&gt;gold&lt;/u&gt;&lt;/b&gt;&lt;br&gt;&lt;size=&quot;18&quot;&gt;x&lt;/size&gt;"
        old = read_osf(osf(para("Action", text), version="12"), "a").elements[0]
        assert old.text == "Old gold\nx"
        assert set(old.styles) == {StyleRun(0, 8, "bold"), StyleRun(4, 8, "underline")}
        new = read_osf(osf(para("Action", "&lt;b&gt;literal&lt;/b&gt;")), "a").elements[0]
        assert new.text == "<b>literal</b>"

    def test_the_first_of_two_who_speak_at_once_carries_the_mark(self) -> None:
        body = (
            para("Character", "CHORUS") + para("Dialogue", "Before.")
            + para("Character", "ANNA", 'dualdialogue="1"') + para("Dialogue", "Go.")
            + para("Character", "BEN") + para("Dialogue", "Now.") + para("Action", "They leave.")
            + para("Character", "ANNA", 'dualdialogue="1"') + para("Dialogue", "Alone.") + para("Action", "x")
            + para("Character", "BEN") + para("Dialogue", "Later.")
        )  # fmt: skip
        cues = [(e.text, e.dual) for e in read_osf(osf(body), "a").elements if e.kind == "character"]
        assert cues == [("CHORUS", False), ("ANNA", False), ("BEN", True), ("ANNA", False), ("BEN", False)]

    def test_a_style_of_ones_own_is_what_it_is_based_on(self) -> None:
        styles = (
            '<styles><style name="Sound" basestylename="Loud"/><style name="Loud" baseStyleName="Action"/>'
            '<style name="Loop" basestylename="Loop"/></styles>'
        )
        play = read_osf(osf(para("Sound", "BANG.") + para("Loop", "x") + para("Loop", "y"), extra=styles), "a")
        assert [e.kind for e in play.elements] == ["action"] * 3
        assert [f.code for f in play.findings] == ["unknown-style", "no-scenes"]

    def test_title_pages_of_both_ages(self) -> None:
        new = '<titlepage><para bookmark="Title"><style/><text>Low Tide</text></para><para bookmark="Author"><style/><text>A. B.</text></para></titlepage>'
        assert read_osf(osf("", extra=new), "a").title_page == {"title": ("Low Tide",), "author": ("A. B.",)}
        old = '<info title="Low Tide" written_by="A. B." pagecount="3"/>'
        assert read_osf(osf("", "12", extra=old), "a").title_page == {"title": ("Low Tide",), "author": ("A. B.",)}

    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"<document><paragraphs>", "a:1"),
            (b"<FinalDraft/>", "no Open Screenplay Format"),
            (b'<!DOCTYPE d [<!ENTITY a "x">]><document>&a;</document>', "DTDForbidden"),
            (b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x"><document/>', "DTDForbidden"),
            (b"<document>" + b"<para>" * 500 + b"</para>" * 500 + b"</document>", "nested too deep"),
            (b"", "a"),
            (b'<?xml version="1.0" encoding="klingon"?><document/>', "a"),
        ],
    )
    def test_bad_documents_are_refused_with_their_place(self, data: bytes, says: str) -> None:
        with pytest.raises(ScriptError, match=says):
            read_osf(data, "a")

    def test_fade_in_is_a_zip_around_it(self) -> None:
        play = read_fadein(zipped({"document.xml": osf(PLAY), "thumbnail.png": b"x"}), "a.fadein")
        assert len(play.scenes) == 1
        assert play.name == "a.fadein:document.xml"


CELTX = """<html><head><title>Low
 Tide</title><meta name="Author" content="A. B."></head><body>
<p class="sceneheading" scenenumber="3">INT. KITCHEN -
  DAY<br></p>
<p class="action">Anna cuts <b>bread</b> &amp; cheese.</p>
<p class="character">ANNA (O.S.)</p>
<p class="parenthetical">(quietly)</p>
<p class="dialog">You are<br>late.</p>
<p class="madeup">Something.
<p class="transition">CUT TO:</p></body></html>"""


class TestCeltx:
    def test_every_kind_of_paragraph(self) -> None:
        play = read_celtx(
            zipped({"project.rdf": "<x/>", "script-abc.html": CELTX, "notes.html": "<p>no</p>"}), "a.celtx"
        )
        assert told(play.elements) == [
            ("heading", "INT. KITCHEN - DAY"),
            ("action", "Anna cuts bread & cheese."),
            ("character", "ANNA"),
            ("parenthetical", "(quietly)"),
            ("dialogue", "You are\nlate."),
            ("action", "Something."),
            ("transition", "CUT TO:"),
        ]
        assert play.elements[1].styles == (StyleRun(10, 15, "bold"),)
        assert play.elements[2].extension == "O.S."
        assert play.scenes[0].number == "3"
        assert play.title_page == {"title": ("Low Tide",), "author": ("A. B.",)}
        assert [f.code for f in play.findings] == ["unknown-style"]
        assert [e.span.line for e in play.elements] == [3, 5, 6, 7, 8, 9, 10]

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, zipped({"notes.html": "x"})])
    def test_no_script_in_it(self, data: bytes) -> None:
        with pytest.raises(ScriptError, match="archive"):
            read_celtx(data, "a.celtx")

    def test_a_bomb_is_not_unpacked(self) -> None:
        bomb = zipped({"script-1.html": b"<p>" + b" " * (65 * 1024 * 1024)})
        assert len(bomb) < 100_000
        with pytest.raises(ScriptError, match="more than 64 MiB"):
            read_celtx(bomb, "a.celtx")

    def test_a_size_that_lies(self) -> None:
        data = bytearray(zipped({"script-1.html": b"<p>" + b"x" * 5000}))
        at = data.rindex(b"PK\x01\x02")
        data[at + 24 : at + 28] = (10).to_bytes(4, "little")
        with pytest.raises(ScriptError, match=r"archive|damaged"):
            read_celtx(bytes(data), "a.celtx")


PRINTED = """                         LOW TIDE

12   INT. KITCHEN - DAY                                      12

     Anna cuts bread. Flour hangs in the light that comes in
     over the sink.

                         ANNA
                    (quietly)
               You are late, and it is not the first
               time this week.
                         (MORE)
\f                                                          7.
                         ANNA (CONT'D)
               Sit.

     He sits.                                                 *

                                             CUT TO:

CONTINUED:

13A  EXT. HARBOUR - NIGHT                                    13A

     Cranes.
"""


class TestPrintedText:
    def test_it_is_recognised(self) -> None:
        assert is_laid_out(PRINTED)
        fountain = "INT. KITCHEN - DAY\n\nAnna cuts.\n\nANNA\nLate.\n\n" * 5
        assert not is_laid_out(fountain)
        assert not is_laid_out("short")

    def test_columns_tell_nothing_that_is_lost(self) -> None:
        play = read_plain(PRINTED.encode(), "a.txt")
        body = [(k, t) for k, t in told(play.elements) if k != "blank"]
        assert body[1:] == [
            ("heading", "INT. KITCHEN - DAY"),
            ("action", "Anna cuts bread. Flour hangs in the light that comes in over the sink."),
            ("character", "ANNA"),
            ("parenthetical", "(quietly)"),
            ("dialogue", "You are late, and it is not the first time this week."),
            ("character", "ANNA"),
            ("dialogue", "Sit."),
            ("action", "He sits."),
            ("transition", "CUT TO:"),
            ("heading", "EXT. HARBOUR - NIGHT"),
            ("action", "Cranes."),
        ]
        assert [s.number for s in play.scenes] == ["12", "13A"]

    def test_spans_name_the_lines_of_the_file(self) -> None:
        lines = PRINTED.split("\n")
        for element in read_plain(PRINTED.encode(), "a.txt").elements:
            if element.kind not in ("blank", "title"):
                assert element.text.split()[0] in lines[element.span.line - 1]


def in_fade_in(data: bytes) -> bytes:
    return zipped({"document.xml": data}, zipfile.ZIP_STORED)


def in_celtx(data: bytes) -> bytes:
    return zipped({"script-1.html": data}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("good", "wrap", "read"),
    [
        (osf(PLAY), None, read_osf),
        (osf(PLAY), in_fade_in, read_fadein),
        (CELTX.encode(), in_celtx, read_celtx),
        (PRINTED.encode(), None, read_plain),
    ],
    ids=["osf", "fadein", "celtx", "plain"],
)
def test_damaged_files_are_read_or_refused(good: bytes, wrap: Any, read: Any) -> None:
    """A seeded mutator: bytes flipped, cut, doubled, in the archive or in what it holds."""
    rng = chance(read.__name__)
    # Laid-out text is read as Fountain, where a mark alone on its line (> = ~) is an element of no words.
    empty = {"blank", "page_break"} | ({"transition", "synopsis", "lyric"} if read is read_plain else set())
    counts = {"read": 0, "refused": 0}
    for case in range(CASES):
        data = mutated(rng, good if case % 2 or not wrap else wrap(good), TOKENS, 5)
        try:
            play = read(wrap(data) if wrap and case % 2 else data, "a")
        except ScriptError:
            counts["refused"] += 1
        else:
            assert all(e.text.strip() or e.kind in empty for e in play.elements)
            counts["read"] += 1
    assert counts["read"] > CASES // 100
    assert counts["refused"] > CASES // 20 or read is read_plain
