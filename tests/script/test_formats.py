"""One reader for any file: what it is is told by its bytes, and a scene is the same thing in every format."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from setpiece.errors import InputError, ScriptError
from setpiece.script import read_screenplay, read_script, script_format, write_script

FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
DRAFT = "INT. A - DAY #1#\n\nTom waits in the rain.\n\n.OMITTED #2#\n\nINT. C - NIGHT #3#\n\nTom leaves.\n\nTOM\nI am going now.\n"
PRINTED = "\n".join(
    ["     1    INT. A - DAY                                  1", ""]
    + ["          Tom waits.", "", "                         TOM", "               I am going now.", ""] * 4
)


def zipped(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, "x")
    return out.getvalue()


@pytest.mark.parametrize("name", ["x.fountain", "x.fdx", "x.pdf"])
def test_an_omitted_scene_is_none_in_every_format(name: str) -> None:
    play = read_script(write_script(read_screenplay(DRAFT.encode(), "x"), name), name)
    assert [s.number for s in play.scenes] == ["1", "3"]
    assert play.omitted == ("2",)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (DRAFT.encode(), "x.fountain", "fountain"),
        (DRAFT.encode(), "x.txt", "fountain"),
        (PRINTED.encode(), "x.txt", "text"),
        (PRINTED.encode(), "x.fountain", "fountain"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><FinalDraft/>", "x", "fdx"),
        ("<?xml version='1.0' encoding='utf-16'?><FinalDraft/>".encode("utf-16"), "x.txt", "fdx"),
        (b"<?xml version='1.0'?><document type='Open Screenplay Format document'/>", "x", "osf"),
        (b"%PDF-1.4", "x.fountain", "pdf"),
        (zipped("document.xml"), "x.zip", "fadein"),
        (zipped("script-1.html"), "x", "celtx"),
        (zipped("word/document.xml"), "x.docx", "fadein"),
        (zipped("holiday.txt"), "x.zip", "fountain"),
        (zipped("document.xml")[:40], "x.fadein", "fadein"),
        (zipped("script-1.html")[:40], "x.celtx", "celtx"),
    ],
)
def test_what_a_file_is(data: bytes, name: str, expected: str) -> None:
    assert script_format(data, name) == expected


def test_word_files_are_refused_by_name() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("word/document.xml", "x")
    with pytest.raises(ScriptError, match=r"docx.*Export the script"):
        read_script(out.getvalue(), "x.docx")


@pytest.mark.parametrize("name", ["x.fadein", "x.celtx"])
def test_a_damaged_archive_says_so(name: str) -> None:
    data = zipped("document.xml" if "fadein" in name else "script-1.html")
    with pytest.raises(ScriptError, match="the archive cannot be read"):
        read_script(data[:60], name)


def test_headings_of_other_languages_reach_every_plain_format() -> None:
    text = "ИНТ. КУХНЯ - ДЕНЬ\n\nАнна режет хлеб.\n\nИНТ. ДВОР - НОЧЬ\n\nДождь идёт весь день.\n"
    table = {"ИНТ.": "INT"}
    assert read_script(text.encode(), "x.fountain").scenes == ()
    assert len(read_script(text.encode(), "x.fountain", table).scenes) == 2
    if not any("DejaVuSansMono" in path.name for folder in FONTS for path in folder.rglob("*.ttf")):
        pytest.skip("NOT RUN: no typeface here prints Cyrillic; Debian has fonts-dejavu-core")
    pdf = write_script(read_script(text.encode(), "x.fountain", table), "x.pdf")
    assert len(read_script(pdf, "x.pdf", table).scenes) == 2


def test_only_what_can_be_written_is_written() -> None:
    with pytest.raises(InputError, match=r"\.fountain, \.fdx or \.pdf"):
        write_script(read_screenplay(DRAFT.encode(), "x"), "x.celtx")
